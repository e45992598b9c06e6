"""Cosignatures that are brought, what they allow, and what a service does that is shown its own newer checkpoint."""

import dataclasses
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from rembug_api.actions import ACTIONS
from rembug_ballots.events.tally import ContestWitnessed, MixingFinished, OpeningOrdered
from rembug_ballots.phases import ContestPhase
from rembug_ballots.refusals import IllegalEvent, Refusal
from rembug_ballots.state.mixing import list_hash
from rembug_crypto.checkpoint import Checkpoint, sign_checkpoint
from rembug_crypto.cosignature import cosign
from rembug_crypto.note import parse_note
from rembug_service.accounts import Role
from rembug_service.errors import Conflict, InvalidRequest, Unavailable
from rembug_service.mixing import receive_mix
from rembug_service.proposals import approve, propose
from rembug_service.service import Service
from rembug_service.sessions import Session
from rembug_service.witnesses.cosigning import last_point, receive
from rembug_service.witnesses.gate import standing
from tests.ballots.story import of
from tests.ballots.witnesses import LOG_SEED, NAMES, WHEN, WitnessedStory, seed_of, witnessing
from tests.service.tally.staged import BKM, ELECTION, OFFICERS, Stage, rules, stage
from tests.service.tally.staged import NAMES as BALLOTS
from tests.service.tally.test_tally import close, mix


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Stage]:
    agreed = dataclasses.replace(rules(), witnessing=witnessing())
    story = WitnessedStory(rules=agreed, adults=(len(BALLOTS),))
    with stage(tmp_path / "data", story=story, seed=LOG_SEED) as found:
        yield found


def point(told: Stage) -> bytes:
    note = told.service.read(lambda c: last_point(c, told.board))
    assert note is not None
    return note.to_text().encode()


def cosigned(data: bytes, names: Sequence[str]) -> bytes:
    note = parse_note(data)
    for name in names:
        note = cosign(note, name, seed_of(name), WHEN)
    return note.to_text().encode()


def bring(told: Stage, names: Sequence[str]) -> tuple[str, ...]:
    return receive(told.service, ELECTION, cosigned(point(told), names)).names


def mixed(told: Stage) -> None:
    close(told)
    for holder in told.holders[:2]:
        done = mix(told, holder)
        receive_mix(told.service, ELECTION, done.data, done.output, done.proof)
    told.tell(of(MixingFinished, BKM, 2, list_hash(told.board.state.contests[BKM]), OFFICERS))


def session(told: Stage, name: str, device: str) -> Session:
    account = told.account(name, Role.KETUA, Role.SEKRETARIS)
    return Session(name, account, device, "x")


def test_what_a_witness_brings_is_kept_once_and_shown(told: Stage) -> None:
    assert bring(told, NAMES[:1]) == (f"Saksi {NAMES[0]}",)
    before = point(told)
    assert len(parse_note(before).signatures) == 2
    # Again, and with another: the first line stays.
    later = cosign(parse_note(before), NAMES[1], seed_of(NAMES[1]), WHEN + 5).to_text().encode()
    assert receive(told.service, ELECTION, later).names == (f"Saksi {NAMES[0]}", f"Saksi {NAMES[1]}")
    assert receive(told.service, ELECTION, cosigned(point(told), ())).names
    assert [each.name for each in parse_note(point(told)).signatures][1:] == list(NAMES[:2])
    assert point(told).startswith(before)


def test_strangers_other_logs_and_wrong_signatures_are_refused(told: Stage) -> None:
    data = point(told)
    other = sign_checkpoint(Checkpoint("rembug.id/lain", 3, bytes(32)), LOG_SEED)
    wrong = cosigned(data, NAMES[:1])
    for each in (
        b"bukan apa-apa",
        cosigned(other.to_text().encode(), NAMES),
        wrong[:-10] + b"AAAAAAAA=\n",
    ):
        with pytest.raises(InvalidRequest):
            receive(told.service, ELECTION, each)
    for each in (data, cosigned(data, ("orang.lain",))):
        assert receive(told.service, ELECTION, each).names == ()
    assert point(told) == data


def test_no_cosignature_is_kept_between_two_points(told: Stage) -> None:
    told.run_ceremony()
    told.story.random(1)
    told.board.mark = dataclasses.replace(told.board.mark, ballots=1)
    size = told.board.signed_size
    told.service.write(lambda work: work.connection.exec_driver_sql(f"DELETE FROM witness_points WHERE size = {size}"))  # noqa: S608
    with pytest.raises(Conflict) as refused:
        receive(told.service, ELECTION, cosigned(told.board.note.encode(), NAMES))
    assert refused.value.code == "BUKAN_TITIK_SAKSI"


def test_two_officers_cannot_order_the_opening_before_the_witnesses_saw_the_mixing(told: Stage) -> None:
    assert told.board.state.rules is not None
    bring(told, NAMES)
    mixed(told)
    first, second = session(told, "ketua", "a"), session(told, "sekretaris", "b")
    with pytest.raises(Conflict) as refused:
        propose(told.service, ACTIONS, first, ELECTION, "opening.order", {"contest": BKM})
    assert refused.value.code == "SAKSI_KURANG"
    # What they cosigned before the mixing does not count, and who is missing is said.
    assert "baru 0 saksi" in refused.value.detail
    assert all(name in refused.value.detail for name in NAMES)
    bring(told, NAMES[2:])
    with pytest.raises(Conflict) as refused:
        propose(told.service, ACTIONS, first, ELECTION, "opening.order", {"contest": BKM})
    assert "baru 1 saksi" in refused.value.detail
    assert NAMES[2] not in refused.value.detail
    # Past the use case, the fold itself refuses.
    order = of(OpeningOrdered, BKM, list_hash(told.board.state.contests[BKM]), OFFICERS)
    with pytest.raises(IllegalEvent) as illegal:
        told.tell(order)
    assert illegal.value.code is Refusal.NOT_WITNESSED
    bring(told, NAMES[:1])
    made = propose(told.service, ACTIONS, first, ELECTION, "opening.order", {"contest": BKM})
    approve(told.service, ACTIONS, second, ELECTION, made.id, made.digest)
    contest = told.board.state.contests[BKM]
    assert contest.phase is ContestPhase.ORDERED
    assert isinstance(contest.tally.witnessed, ContestWitnessed)
    assert standing_names(told) == {NAMES[0], NAMES[2]}


def standing_names(told: Stage) -> set[str]:
    found = told.service.read(lambda c: standing(c, told.board, BKM))
    return {name.removeprefix("Saksi ") for name in found.given}


def test_a_service_that_is_shown_its_own_newer_checkpoint_shuts_the_election_and_stays_shut(
    told: Stage, tmp_path: Path
) -> None:
    told.service.write(lambda _: None)
    old = tmp_path / "old"
    told.run_ceremony()
    newer = told.board.note.encode()
    # Another checkpoint of the same log, of a size that these leaves lead to: a split.
    size = told.board.signed_size
    split = sign_checkpoint(Checkpoint(told.board.key.name, size, bytes(32)), LOG_SEED).to_text().encode()
    # Nobody but the log can do that.
    forged = sign_checkpoint(Checkpoint(told.board.key.name, size, bytes(32)), bytes(32)).to_text().encode()
    with pytest.raises(InvalidRequest):
        receive(told.service, ELECTION, forged)
    assert told.board.note.encode() == newer
    with pytest.raises(Unavailable) as shut:
        receive(told.service, ELECTION, split)
    assert shut.value.code == "BUKU_MUNDUR"
    told.service.close()
    shutil.copytree(tmp_path / "data", old)
    again = Service.open(old)
    try:
        assert ELECTION in again.boards.shut
    finally:
        again.close()


def test_a_restored_backup_is_found_out_and_mended_by_the_newer_data(told: Stage, tmp_path: Path) -> None:
    told.service.write(lambda _: None)
    backup = tmp_path / "backup"
    shutil.copytree(tmp_path / "data", backup)
    told.run_ceremony()
    newer = told.board.note.encode()
    restored = Service.open(backup)
    try:
        with pytest.raises(Unavailable):
            receive(restored, ELECTION, newer)
        with pytest.raises(Unavailable):
            restored.board(ELECTION)
    finally:
        restored.close()
    # The evidence does not shut the log that leads to it.
    assert told.board.knows(Checkpoint.parse(parse_note(newer).text))
