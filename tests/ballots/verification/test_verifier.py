"""The verifier accepts what is honest and names what is not.

The forged records are signed with the log's own key: only the check that is meant to notice can.
"""

import hashlib
import random
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from rembug_api.demo.setting import ELECTION
from rembug_ballots.canonical import parse_object
from rembug_ballots.cards import credential_of_secret
from rembug_ballots.encoding import to_b64
from rembug_ballots.errors import BallotsError
from rembug_ballots.events import Event
from rembug_ballots.events.polling import BallotCast
from rembug_ballots.ids import ContestId, ElectionId, TableNumber
from rembug_ballots.record import record_files
from rembug_ballots.record_open import open_record
from rembug_ballots.record_paths import write_folder
from rembug_ballots.tracking import tracking_code
from rembug_ballots.verification import Status, Verdict, verify_record
from rembug_crypto.checkpoint import Checkpoint, sign_checkpoint
from rembug_crypto.merkle import MerkleTree, leaf_hash
from rembug_crypto.tlog_proof import TlogProof
from rembug_service.system import system_random
from tests.ballots.verification.honest import Honest, english, honest
from tests.ballots.verification.repeated import repeated


def test_an_honest_record_is_valid_and_nothing_that_applies_was_left_out() -> None:
    report = honest().verify(honest().leaves)
    assert report.verdict is Verdict.VALID
    skipped = {check.slug for check in report.checks if check.status is not Status.OK}
    assert skipped == {
        "log.older-checkpoints",
        # Everybody votes: there are no delegates.
        "register.delegates",
        "witnesses.cosignatures",
        # The usual tatib names no witnesses.
        "witnesses.opening",
        "receipts.inclusion",
        "receipts.consistency",
        "receipts.tracking",
    }
    assert all(check.count > 0 for check in report.checks if check.status is Status.OK)


def _without(record: Honest, kind: str) -> list[bytes]:
    index = record.events(kind)[0]
    return [*record.leaves[:index], *record.leaves[index + 1 :]]


def _twice(record: Honest, kind: str) -> list[bytes]:
    index = record.events(kind)[3]
    return [*record.leaves[: index + 1], record.leaves[index], *record.leaves[index + 1 :]]


def _late(record: Honest) -> list[bytes]:
    """A ballot that stands after its table was closed."""
    index = record.events("ballot.cast")[0]
    place = record.events("contest.closed")[0]
    return [*record.leaves[:index], *record.leaves[index + 1 : place], record.leaves[index], *record.leaves[place:]]


def _swapped(record: Honest) -> list[bytes]:
    """Two ballots change places after the mix: the list that was mixed is another one."""
    first, second = record.events("ballot.cast")[:2]
    leaves = list(record.leaves)
    leaves[first], leaves[second] = leaves[second], leaves[first]
    return leaves


def _changed(kind: str, which: int = 0, **members: object) -> Callable[[Honest], list[bytes]]:
    return lambda record: record.with_body(record.events(kind)[which], **members)


def _other_winner(record: Honest) -> list[bytes]:
    index = record.events("result.certified")[0]
    elected, reserves = record.body(index)["elected"], record.body(index)["reserves"]
    assert isinstance(elected, list)
    assert isinstance(reserves, list)
    return record.with_body(index, elected=[*elected[:-1], reserves[0]], reserves=[elected[-1], *reserves[1:]])


def _other_votes(record: Honest) -> list[bytes]:
    index = record.events("result.counted")[0]
    result = record.body(index)["result"]
    assert isinstance(result, dict)
    ballots = result["ballots"]
    assert isinstance(ballots, dict)
    valid, void = ballots["valid"], ballots["void"]
    assert isinstance(valid, int)
    assert isinstance(void, int)
    return record.with_body(index, result={**result, "ballots": {**ballots, "valid": valid - 1, "void": void + 1}})


def _other_signature(record: Honest, member: str) -> list[bytes]:
    first, second = record.events("ballot.cast")[:2]
    return record.with_body(first, **{member: record.body(second)[member]})


def _other_table(record: Honest) -> list[bytes]:
    index = record.events("ballot.cast")[0]
    return record.with_body(index, table=3 - int(str(record.body(index)["table"])))


def _monitor_is_officer(record: Honest) -> list[bytes]:
    index = record.events("adjudication.decided")[0]
    return record.with_body(index, officers=["pemantau", "ketua"])


def _more_checkins(record: Honest) -> list[bytes]:
    index = record.events("table.closed")[0]
    checkins = record.body(index)["checkins"]
    assert isinstance(checkins, int)
    return record.with_body(index, checkins=checkins + 1)


def _left_but_voted(record: Honest) -> list[bytes]:
    """The table says that one card fewer was used than ballots are in the box."""
    index = record.events("table.closed")[0]
    ballots, missing = record.body(index)["ballots"], record.body(index)["missing"]
    assert isinstance(ballots, int)
    assert isinstance(missing, int)
    return record.with_body(index, ballots=ballots - 1, missing=missing + 1)


FORGERIES: dict[str, tuple[str, Callable[[Honest], list[bytes]]]] = {
    "a ballot is dropped": ("11.1", lambda record: _without(record, "ballot.cast")),
    "a ballot stands twice": ("9.3", lambda record: _twice(record, "ballot.cast")),
    "a ballot comes after closing": ("9.1", _late),
    "two ballots change places": ("11.1", _swapped),
    "a card signature of another": ("9.4", lambda record: _other_signature(record, "signature")),
    "a table signature of another": ("9.5", lambda record: _other_signature(record, "table_signature")),
    "a proof of another": ("9.6", lambda record: _other_signature(record, "proof")),
    "a card that another table listed": ("9.2", _other_table),
    "no agreed charter": ("3.1", lambda record: _without(record, "document.agreed")),
    "other rules than agreed": ("4.1", _changed("document.agreed", 2, rules_sha256="0" * 64)),
    "the rehearsal never passed": ("6.3", lambda record: _without(record, "rehearsal.passed")),
    "an audited ballot with another name": ("10.1", _changed("ballot.audited", 0, names=["LAIN"])),
    "a mix is dropped": ("11.4", lambda record: _without(record, "mix.done")),
    "an opening without an order": ("12.1", lambda record: _without(record, "opening.ordered")),
    "too few holders": ("12.3", _changed("contest.opened", 0, holders=[1, 3])),
    "other rows": ("13.1", _changed("contest.opened", 0, rows="0" * 64)),
    "other texts": ("13.2", _changed("contest.opened", 0, strings="0" * 64)),
    "a text without decision": ("14.1", lambda record: _without(record, "adjudication.decided")),
    "a text decided twice": ("14.2", lambda record: _twice(record, "adjudication.decided")),
    "the monitor is an officer": ("2.1", _monitor_is_officer),
    "another count": ("15.1", _other_votes),
    "another winner": ("16.1", _other_winner),
    "women counted wrong": ("16.2", _changed("result.certified", 0, women={"elected": 11, "met": True, "required": 4})),
    "minutes that are not there": ("2.5", _changed("result.certified", 0, minutes="0" * 64)),
    "more check-ins than the list": ("9.9", _more_checkins),
    "cards do not match ballots": ("9.9", _left_but_voted),
    "a foreign event": ("2.1", _changed("table.opened", 0, note="x")),
    "another joint key": ("5.5", lambda record: _without(record, "keys.joined")),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_record_fails_the_check_that_is_meant_to_notice(name: str) -> None:
    check, forge = FORGERIES[name]
    report = honest().verify(forge(honest()))
    assert report.verdict is Verdict.INVALID
    statuses = {each.id: each.status for each in report.checks}
    assert statuses[check] is Status.FAILED, (report.failed, statuses[check])
    assert [each.detail for each in report.checks if english(each.detail)] == []


def test_a_contest_repeated_before_a_table_opened_leaves_nothing_to_wait_for() -> None:
    report = honest().verify(*repeated(honest()))
    assert report.verdict is Verdict.VALID, [each for each in report.checks if each.status is Status.INCOMPLETE]


def test_a_table_that_opened_before_the_repeat_still_owes_its_cards() -> None:
    leaves, blobs = repeated(honest())
    report = honest().verify(leaves[:-1], blobs[:-1])
    assert [each.id for each in report.checks if each.status is Status.INCOMPLETE] == ["8.5"]


def test_a_voted_card_in_the_left_over_pile_is_named() -> None:
    record = honest()
    cast = record.events("ballot.cast")[0]
    left = [index for index in record.events("cards.left") if record.body(index)["table"] == record.body(cast)["table"]]
    blob = next(each for each in record.blobs if len(each) == 16 * int(str(record.body(left[0])["count"])))
    # The secret of a voted card is not known here, so the ballot is said to have used a left-over one.
    table = TableNumber(int(str(record.body(cast)["table"])))
    credential = credential_of_secret(blob[:16], ElectionId(ELECTION), ContestId("bkm"), table)
    report = record.verify(record.with_body(cast, credential=to_b64(credential)))
    details = {check.id: check.detail for check in report.checks}
    assert "CARD_LEFT_BUT_VOTED" in details["8.5"]


def test_a_withheld_blob_makes_the_record_incomplete_not_valid() -> None:
    record = honest()
    factors = [str(record.body(index)["factors"]) for index in record.events("opening.factor")]
    kept = [blob for blob in record.blobs if hashlib.sha256(blob).hexdigest() not in factors]
    report = record.verify(record.leaves, kept)
    assert report.verdict is Verdict.INCOMPLETE
    assert {check.id for check in report.checks if check.status is Status.INCOMPLETE} >= {"12.2", "13.1", "15.1"}


def test_an_election_under_way_is_incomplete() -> None:
    record = honest()
    leaves = record.leaves[: record.events("contest.closed")[0]]
    named = b"".join(leaves)
    blobs = [blob for blob in record.blobs if hashlib.sha256(blob).hexdigest().encode() in named]
    report = record.verify(leaves, blobs)
    assert report.failed == ()
    assert report.verdict is Verdict.INCOMPLETE


def _receipt(record: Honest, size: int) -> bytes:
    index = record.events("ballot.cast")[5]
    event = Event.parse(record.leaves[index])
    assert isinstance(event.body, BallotCast)
    tree = MerkleTree([leaf_hash(leaf) for leaf in record.leaves[:size]])
    note = sign_checkpoint(Checkpoint(f"rembug.id/{event.election}", size, tree.root()), record.seed).to_text()
    code = tracking_code(event.election, event.body.contest, event.body.ciphertext, event.body.proof)
    return TlogProof(index, tuple(tree.inclusion_proof(index)), note, code.encode()).to_text().encode()


def test_a_receipt_is_found_and_a_log_that_forgot_it_is_caught() -> None:
    record = honest()
    receipt = _receipt(record, record.events("contest.closed")[0])
    assert record.verify(record.leaves, receipts=[receipt]).verdict is Verdict.VALID
    dropped = _without(record, "ballot.cast")
    failed = record.verify(dropped, receipts=[receipt]).failed
    assert {"18.1", "18.2", "18.3"} & set(failed)


def test_an_older_checkpoint_that_the_log_does_not_continue_is_caught() -> None:
    record = honest()
    tree = MerkleTree([leaf_hash(leaf) for leaf in record.leaves[:20]])
    election = str(parse_object(record.leaves[0])["election"])
    older = sign_checkpoint(Checkpoint(f"rembug.id/{election}", 20, tree.root()), record.seed).to_text().encode()
    assert record.verify(record.leaves, older_checkpoints=[older]).verdict is Verdict.VALID
    forged = [record.leaves[0], *record.leaves[2:]]
    assert "1.5" in record.verify(forged, older_checkpoints=[older]).failed


def test_no_flipped_bit_of_a_zip_is_accepted() -> None:
    record, chance = honest(), random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "record.zip"
        for _ in range(150):
            data = bytearray(record.zipped)
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            path.write_bytes(bytes(data))
            assert _verdict(path) is not Verdict.VALID


def test_no_flipped_bit_in_any_file_of_a_folder_is_accepted() -> None:
    record, chance = honest(), random.Random(2)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "record"
        with tempfile.TemporaryDirectory() as zipped:
            (Path(zipped) / "r.zip").write_bytes(record.zipped)
            with open_record(Path(zipped) / "r.zip") as opened:
                write_folder(record_files(opened.note_bytes, record.leaves, record.blobs), folder)
        assert _verdict(folder) is Verdict.VALID
        files = sorted(path for path in folder.rglob("*") if path.is_file() and path.stat().st_size)
        for turn in range(150):
            path = files[turn % len(files)]
            honest_bytes = path.read_bytes()
            data = bytearray(honest_bytes)
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            path.write_bytes(bytes(data))
            assert _verdict(folder) is not Verdict.VALID, path
            path.write_bytes(honest_bytes)


def _verdict(path: Path) -> Verdict | None:
    """Return the verdict, or None where the record cannot be read at all."""
    try:
        with open_record(path) as record:
            report = verify_record(record, random=system_random)
    except BallotsError:
        return None
    assert report.verdict is Verdict.VALID or any(
        check.status in {Status.FAILED, Status.INCOMPLETE} for check in report.checks
    )
    return report.verdict
