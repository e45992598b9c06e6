"""The verifier accepts what is honest, and says of what is missing that it is missing.

What it says of each forged record is in tests/attacks.
"""

import hashlib
import random
import tempfile
from pathlib import Path

from rembug_ballots.errors import BallotsError
from rembug_ballots.record import record_files
from rembug_ballots.record_open import open_record
from rembug_ballots.record_paths import write_folder
from rembug_ballots.verification import Status, Verdict, verify_record
from rembug_service.system import system_random
from tests.attacks.forged_polling import receipt
from tests.attacks.forgery import note, without
from tests.attacks.negative_records import NEGATIVES, judge
from tests.ballots.verification.honest import honest
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


def test_a_contest_repeated_before_a_table_opened_leaves_nothing_to_wait_for() -> None:
    report = honest().verify(*repeated(honest()))
    assert report.verdict is Verdict.VALID, [each for each in report.checks if each.status is Status.INCOMPLETE]


def test_a_table_that_opened_before_the_repeat_still_owes_its_cards() -> None:
    leaves, blobs = repeated(honest())
    report = honest().verify(leaves[:-1], blobs[:-1])
    assert [each.id for each in report.checks if each.status is Status.INCOMPLETE] == ["8.5"]


def test_a_voted_card_in_the_left_over_pile_is_named() -> None:
    report = judge(NEGATIVES["left-card-that-voted"].make())
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


def test_a_receipt_is_found_and_a_log_that_forgot_it_is_caught() -> None:
    record = honest()
    kept = receipt(record)
    assert record.verify(record.leaves, receipts=[kept]).verdict is Verdict.VALID
    dropped = without("ballot.cast")(record)
    failed = record.verify(dropped, receipts=[kept]).failed
    assert {"18.1", "18.2", "18.3"} & set(failed)


def test_an_older_checkpoint_that_the_log_does_not_continue_is_caught() -> None:
    record = honest()
    older = note(record, record.leaves[:20])
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
