"""Ballots that may wait on tablets when a table closes: counted, seen by the officers or accounted for."""

import pytest

from rembug_api.demo.setting import CONTEST
from rembug_ballots.encoding import to_b64
from rembug_ballots.ids import ContestId, OfficerId, Officers
from rembug_ballots.refusals import IllegalEvent, Refusal
from rembug_ballots.signing import public_key, sign
from rembug_service import closing, desk, polling, tablets
from rembug_service.closing import unsent_ballots
from rembug_service.closing_notes import closing_notes
from rembug_service.errors import Conflict, InvalidRequest
from rembug_service.payload import Payload
from rembug_service.proposals import Execute
from rembug_service.tablets import Word
from tests.service.polls import SUKAMUNDUR, Open

OFFICERS = Officers((OfficerId("satu"), OfficerId("dua")))


def do(polls: Open, step: Execute, **payload: object) -> None:
    polls.service.write(lambda work: step(work, SUKAMUNDUR, Payload(payload), OFFICERS))


def close(polls: Open, **changes: object) -> None:
    told: dict[str, object] = {
        "table": 1,
        "walked_away": 0,
        "assisted": 0,
        "paper_signatures": 60,
        "left_secrets": [to_b64(card.secret) for card in polls.table.pile],
        "unsent": 60,
        "tablets_empty": [],
        **changes,
    }
    do(polls, closing.close_table, **told)


def say(polls: Open, name: str, waiting: int, beat: int = 1, seed: bytes | None = None) -> None:
    word = Word(name, waiting, beat, b"")
    signature = sign(seed or polls.table.seed, word.text(SUKAMUNDUR, 1))
    tablets.hear(polls.service, SUKAMUNDUR, 1, Word(name, waiting, beat, signature))


def seen(polls: Open) -> list[tuple[str, int]]:
    return [(each.name, each.waiting) for each in desk.view(polls.service, SUKAMUNDUR, 1).tablets]


def note(polls: Open) -> str:
    return polls.service.read(lambda c: closing_notes(c, SUKAMUNDUR)).get(polls.table.number, "")


@pytest.fixture
def voted(polls: Open) -> Open:
    """Let 57 of the 60 who are present vote, and replace the card of one of them."""
    for _ in range(57):
        polls.cast(polls.ballot())
    do(polls, polling.replace_card, table=1, reason="kartu jatuh")
    return polls


def test_whoever_came_without_a_ballot_may_have_one_on_a_tablet() -> None:
    assert unsent_ballots(60, 1, 57, 0) == 4
    assert unsent_ballots(60, 1, 57, 3) == 1
    assert unsent_ballots(60, 0, 60, 0) == 0
    # A card that was lost before it was used is no ballot below nothing.
    assert unsent_ballots(60, 1, 60, 5) == 0


def test_nobody_closes_over_ballots_that_may_be_missing_without_a_word(voted: Open) -> None:
    before = voted.leaves()
    with pytest.raises(Conflict, match="4 suara masih bisa tertinggal") as refused:
        close(voted)
    assert refused.value.code == "TABLET_BELUM_KOSONG"
    assert voted.leaves() == before
    close(voted, tablets_empty=["K7QX", "M2AB"])
    assert note(voted) == (
        "4 suara masih bisa tertinggal di tablet saat meja ditutup. Tablet yang dilihat kosong: K7QX, M2AB."
    )
    assert desk.view(voted.service, SUKAMUNDUR, 1).closing_note == note(voted)


def test_every_tablet_that_was_heard_of_must_be_seen_empty(voted: Open) -> None:
    say(voted, "K7QX", 0)
    say(voted, "M2AB", 0)
    with pytest.raises(Conflict, match="sampai kosong: M2AB,"):
        close(voted, tablets_empty=["K7QX"])
    # One that says itself that it holds a ballot is not empty, whatever anybody ticks.
    say(voted, "M2AB", 1, beat=2)
    with pytest.raises(Conflict, match="sampai kosong: M2AB,"):
        close(voted, tablets_empty=["K7QX", "M2AB"])
    close(voted, tablets_empty=["K7QX"], unsent_reason="Tablet M2AB hilang di jalan")
    assert note(voted).endswith("Tablet yang dilihat kosong: K7QX. Alasan menutup: Tablet M2AB hilang di jalan")


def test_where_everybody_voted_or_went_nothing_is_asked_unless_a_tablet_says_otherwise(voted: Open) -> None:
    say(voted, "K7QX", 1)
    with pytest.raises(Conflict, match="K7QX"):
        close(voted, walked_away=4)
    say(voted, "K7QX", 0, beat=2)
    close(voted, walked_away=4)
    assert note(voted) == ""


def test_officers_do_not_answer_for_more_than_they_read(voted: Open) -> None:
    with pytest.raises(Conflict, match="lebih banyak daripada usul ini") as refused:
        close(voted, unsent=3, tablets_empty=["K7QX"])
    assert refused.value.code == "SUARA_TERTINGGAL_BERTAMBAH"


def test_a_word_counts_once_newer_and_only_from_a_tablet_of_the_table(polls: Open) -> None:
    say(polls, "K7QX", 2, beat=5)
    say(polls, "K7QX", 0, beat=5)
    say(polls, "K7QX", 0, beat=4)
    assert seen(polls) == [("K7QX", 2)]
    with pytest.raises(InvalidRequest) as refused:
        say(polls, "EVVV", 9, seed=bytes(32))
    assert refused.value.code == "TABLET_TIDAK_DIKENAL"
    assert seen(polls) == [("K7QX", 2)]
    assert [each.table for each in tablets.tablets_of(polls.service, SUKAMUNDUR)] == [1]


def test_what_tablets_say_reaches_neither_the_log_nor_the_disk(polls: Open) -> None:
    before = polls.leaves()
    size = polls.service.folder.joinpath("rembug.sqlite").read_bytes()
    say(polls, "K7QX", 1)
    assert polls.leaves() == before
    assert polls.service.folder.joinpath("rembug.sqlite").read_bytes() == size
    assert b"K7QX" not in b"".join(path.read_bytes() for path in polls.service.folder.rglob("*") if path.is_file())


def test_too_many_invented_tablets_push_out_none_that_holds_a_ballot(polls: Open) -> None:
    say(polls, "K7QX", 1)
    for number in range(100):
        say(polls, f"Z{number:03d}", 0)
    names = [name for name, _ in seen(polls)]
    assert len(names) == 40
    assert "K7QX" in names


def test_a_ballot_that_comes_after_the_closing_is_late_and_stays_so_in_the_home_round(polls: Open) -> None:
    voter, card = polls.table, polls.table.draw()
    late = polls.again(voter, card.secret)
    close(polls, tablets_empty=["K7QX"])
    with pytest.raises(IllegalEvent) as refused:
        polls.cast(late)
    assert refused.value.code is Refusal.TABLE_CLOSED
    other = polls.polls.tables[1]
    left = [to_b64(card.secret) for card in other.pile]
    do(
        polls,
        closing.close_table,
        table=2,
        left_secrets=left,
        walked_away=0,
        assisted=0,
        paper_signatures=60,
        unsent=60,
        tablets_empty=["M2AB"],
    )
    do(polls, closing.close_contest, contest=CONTEST)
    with pytest.raises(IllegalEvent) as refused:
        polls.cast(late)
    assert refused.value.code is Refusal.TABLE_CLOSED
    do(polls, closing.open_home_round, contest=CONTEST, reason="suara kurang dari sepuluh")
    seed = bytes(range(32))
    do(polls, polling.open_table, table=1, table_key=to_b64(public_key(seed)))
    # Sealed for the closed opening: its table's key is no longer the table's.
    with pytest.raises(IllegalEvent) as refused:
        polls.cast(late)
    assert refused.value.code is Refusal.TABLE_CLOSED
    # The card of the late ballot is not spent: its voter may vote with it there.
    voter.seed = seed
    polls.check(polls.cast(polls.again(voter, card.secret)))
    assert polls.board.state.contest(ContestId(CONTEST)).home_round


def test_why_somebody_could_not_vote_is_kept_beside_what_the_closing_says(polls: Open) -> None:
    do(polls, polling.refuse_voter, table=1, reason="Tidak ada di daftar, baru pindah")
    do(polls, polling.refuse_voter, table=1, reason="Belum 17 tahun")
    close(polls, unsent_reason="Tablet mati")
    assert note(polls).splitlines()[:2] == [
        "Tidak dapat dilayani memilih: Tidak ada di daftar, baru pindah",
        "Tidak dapat dilayani memilih: Belum 17 tahun",
    ]
    assert "Tablet mati" in note(polls)
    with pytest.raises(Conflict) as refused:
        do(polls, polling.refuse_voter, table=1, reason="Terlambat")
    assert refused.value.code == "MEJA_BELUM_BUKA"
