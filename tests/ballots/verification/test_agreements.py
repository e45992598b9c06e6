"""The verifier names whatever the residents did not agree to."""

from rembug_ballots.verification import Status, Verdict
from tests.attacks.forged_agreements import resigned
from tests.ballots.verification.honest import honest


def test_the_forger_adds_no_fault_of_its_own() -> None:
    assert honest().verify(*resigned(honest())).verdict is Verdict.VALID


def test_texts_and_minutes_that_are_withheld_are_missed() -> None:
    record = honest()
    blobs = [blob for blob in record.blobs if b'"format":"rembug-' not in blob]
    assert len(record.blobs) - len(blobs) == 13
    report = record.verify(record.leaves, blobs)
    statuses = {each.id: each.status for each in report.checks}
    assert {statuses[check] for check in ("3.2", "4.3")} == {Status.INCOMPLETE}
    assert report.verdict is Verdict.INVALID
