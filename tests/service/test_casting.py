"""The same rules of casting on SQLite and on a real PostgreSQL, at the service itself."""

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from rembug_ballots.cards import void_card
from rembug_ballots.encoding import to_b64
from rembug_ballots.events.fields import Ciphertext, Reason
from rembug_ballots.events.polling import BallotCast, ContestResumed, ContestSuspended
from rembug_ballots.ids import ContestId, OfficerId, Officers, TableNumber
from rembug_ballots.refusals import IllegalEvent, Refusal
from rembug_ballots.tracking import show, tracking_code
from rembug_crypto.errors import CryptoError
from rembug_crypto.merkle import leaf_hash
from rembug_crypto.note import NoteKey
from rembug_crypto.tlog_proof import parse_proof
from rembug_service import casting, polling
from rembug_service.casting import Receipt
from rembug_service.closing import close_table
from rembug_service.errors import InvalidRequest, NotFound
from rembug_service.payload import Payload
from rembug_service.service import Service
from tests.faults.servers import move_to_postgres
from tests.service.polls import SUKAMUNDUR, Open, at_once
from tests.support.postgres import PostgresServer
from tests.support.stages import Stages

OFFICERS = Officers((OfficerId("ketua"), OfficerId("sekretaris")))
HANDS = 50
PRESENT = 15


def _opened(stages: Stages, folder: Path, url: str | None) -> Iterator[Open]:
    polls = stages.polls(folder, 90, present=PRESENT)
    if url is not None:
        move_to_postgres(folder, url)
    service = Service.open(folder, url)
    try:
        yield Open(service, polls)
    finally:
        service.close()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def both(request: pytest.FixtureRequest, stages: Stages, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    """Run a service with open polls on each kind of database."""
    folder = tmp_path_factory.mktemp("both") / "data"
    if request.param == "sqlite":
        yield from _opened(stages, folder, None)
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    with server.fresh_database() as url:
        yield from _opened(stages, folder, url)


def refusal(polls: Open, ballot: BallotCast) -> str:
    """Return the code with which a ballot is refused; it leaves no trace."""
    leaves, note, used = polls.leaves(), polls.board.note, dict(polls.board.state.cards.used)
    with pytest.raises((IllegalEvent, InvalidRequest, NotFound)) as refused:
        polls.cast(ballot)
    assert polls.leaves() == leaves
    assert polls.board.note == note
    assert polls.board.state.cards.used == used
    assert len(polls.board.tree) == len(leaves)
    assert isinstance(refused.value, IllegalEvent | InvalidRequest | NotFound)
    return str(refused.value.code)


def test_a_receipt_proves_its_ballot_under_the_key_of_the_log(both: Open) -> None:
    ballot = both.ballot()
    receipt = both.cast(ballot)
    proof, key = parse_proof(receipt.to_text().encode()), NoteKey.parse(both.polls.log_key)
    proof.verify(leaf_hash(both.leaves()[receipt.index]), key)
    code = tracking_code(SUKAMUNDUR, ballot.contest, ballot.ciphertext, ballot.proof)
    assert proof.extra == code.encode()
    with pytest.raises(CryptoError):
        proof.verify(leaf_hash(both.leaves()[receipt.index - 1]), key)


def test_the_same_ballot_again_has_the_same_index_and_can_be_found_by_its_code(both: Open) -> None:
    ballot = both.ballot()
    first, size = both.cast(ballot), len(both.leaves())
    again = both.cast(ballot)
    found = casting.find_receipt(both.service, SUKAMUNDUR, first.tracking)
    assert first.index == again.index == found.index
    assert len(both.leaves()) == size
    both.check(again)
    both.check(found)


def test_a_code_is_found_as_people_type_it_and_another_is_not(both: Open) -> None:
    receipt = both.cast(both.ballot())
    shown = show(receipt.tracking)
    for typed in (shown, shown.lower(), f" {shown.replace('-', ' ')} ", shown.replace("0", "O").replace("1", "l")):
        assert casting.find_receipt(both.service, SUKAMUNDUR, typed).index == receipt.index
    for other in ("", "suara", receipt.tracking[:-1], receipt.tracking[::-1] + "0", "0" * 16):
        with pytest.raises(NotFound) as refused:
            casting.find_receipt(both.service, SUKAMUNDUR, other)
        assert refused.value.code == "KODE_LACAK_TIDAK_ADA"


def test_fifty_different_ballots_race_for_one_card_and_one_wins(both: Open) -> None:
    secret, size = both.table.draw().secret, len(both.leaves())
    ballots = [both.again(both.table, secret, f"Nama {number}") for number in range(HANDS)]
    answers = at_once([partial(both.cast, ballot) for ballot in ballots])
    receipts = [each for each in answers if isinstance(each, Receipt)]
    refused = Counter(each.code for each in answers if isinstance(each, IllegalEvent))
    assert len(receipts) == 1
    assert refused == {Refusal.CREDENTIAL_USED: HANDS - 1}
    assert len(both.leaves()) == size + 1
    both.check(receipts[0])


def test_one_ballot_sent_fifty_times_at_once_has_one_index(both: Open) -> None:
    ballot, size = both.ballot(), len(both.leaves())
    answers = at_once([partial(both.cast, ballot)] * HANDS)
    receipts = [each for each in answers if isinstance(each, Receipt)]
    assert len(receipts) == HANDS
    assert len({each.index for each in receipts}) == 1
    assert len(both.leaves()) == size + 1
    for each in receipts:
        both.check(each)


def _unlisted_card(polls: Open) -> BallotCast:
    return polls.again(polls.table, bytes(range(16)))


def _card_of_another_table(polls: Open) -> BallotCast:
    return polls.again(polls.table, polls.polls.tables[1].pile[0].secret)


def _key_of_another_table(polls: Open) -> BallotCast:
    stranger = dataclasses.replace(polls.table, seed=polls.polls.tables[1].seed)
    return polls.again(stranger, polls.table.pile[0].secret)


def _moved_to_another_table(polls: Open) -> BallotCast:
    # To the first table, which no test closes.
    other = polls.polls.tables[1]
    return dataclasses.replace(polls.again(other, other.pile[0].secret), table=polls.table.number)


def _unknown_table(polls: Open) -> BallotCast:
    return dataclasses.replace(polls.again(polls.table, polls.table.pile[0].secret), table=TableNumber(99))


def _other_contest(polls: Open) -> BallotCast:
    return dataclasses.replace(polls.again(polls.table, polls.table.pile[0].secret), contest=ContestId("lain"))


def _other_ciphertext(polls: Open) -> BallotCast:
    one, other = (polls.again(polls.table, polls.table.pile[place].secret) for place in (0, 1))
    return dataclasses.replace(one, ciphertext=other.ciphertext)


def _short_ciphertext(polls: Open) -> BallotCast:
    ballot = polls.again(polls.table, polls.table.pile[0].secret)
    return dataclasses.replace(ballot, ciphertext=Ciphertext(ballot.ciphertext[:-32]))


@pytest.mark.parametrize(
    ("forge", "code"),
    [
        (_unlisted_card, "CREDENTIAL_NOT_LISTED"),
        (_card_of_another_table, "CREDENTIAL_NOT_LISTED"),
        (_key_of_another_table, "SUARA_TIDAK_SAH"),
        (_moved_to_another_table, "CREDENTIAL_NOT_LISTED"),
        (_unknown_table, "UNKNOWN_TABLE"),
        (_other_contest, "UNKNOWN_CONTEST"),
        (_other_ciphertext, "SUARA_TIDAK_SAH"),
        (_short_ciphertext, "SUARA_TIDAK_SAH"),
    ],
)
def test_a_wrong_ballot_is_refused_and_leaves_no_trace(
    both: Open, forge: Callable[[Open], BallotCast], code: str
) -> None:
    assert refusal(both, forge(both)) == code


def test_a_voided_card_casts_nothing(both: Open) -> None:
    table, secret = both.table, both.table.draw().secret
    ballot = both.again(table, secret)
    polling.void_card(both.service, SUKAMUNDUR, void_card(secret, SUKAMUNDUR, table.place.contest, table.number))
    assert refusal(both, ballot) == Refusal.CREDENTIAL_VOIDED


def test_a_card_that_voted_cannot_be_voided(both: Open) -> None:
    table, secret = both.table, both.table.draw().secret
    both.cast(both.again(table, secret))
    size = len(both.leaves())
    statement = void_card(secret, SUKAMUNDUR, table.place.contest, table.number)
    with pytest.raises(IllegalEvent) as refused:
        polling.void_card(both.service, SUKAMUNDUR, statement)
    assert refused.value.code is Refusal.CREDENTIAL_USED
    assert len(both.leaves()) == size


def test_a_pause_stops_ballots_until_it_ends(both: Open) -> None:
    ballot, contest = both.ballot(), both.table.place.contest
    both.service.write(lambda w: w.append(SUKAMUNDUR, ContestSuspended(contest, Reason("hujan"), OFFICERS)))
    assert refusal(both, ballot) in {Refusal.WRONG_PHASE, Refusal.TABLE_NOT_OPEN}
    both.service.write(lambda w: w.append(SUKAMUNDUR, ContestResumed(contest, Reason("reda"), OFFICERS)))
    both.check(both.cast(ballot))


def test_a_closed_table_takes_nothing_more(both: Open) -> None:
    table = both.polls.tables[1]
    voted = both.ballot(table=1)
    receipt = both.cast(voted)
    late = both.again(table, table.pile[0].secret)
    payload = Payload(
        {
            "table": int(table.number),
            "left_secrets": [to_b64(each.secret) for each in table.pile],
            "walked_away": PRESENT - 1,
            "assisted": 0,
            "paper_signatures": PRESENT,
            "unsent": 0,
        }
    )
    both.service.write(lambda work: close_table(work, SUKAMUNDUR, payload, OFFICERS))
    assert refusal(both, late) == Refusal.TABLE_CLOSED
    # Whoever lost her answer still gets it.
    assert both.cast(voted).index == receipt.index


def test_whoever_has_no_card_costs_no_check_of_a_proof(both: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[object] = []
    monkeypatch.setattr(both.service.checker, "submit", lambda *given: checked.append(given))
    for forge in (_unlisted_card, _card_of_another_table, _moved_to_another_table):
        assert refusal(both, forge(both)) == "CREDENTIAL_NOT_LISTED"
    assert checked == []
