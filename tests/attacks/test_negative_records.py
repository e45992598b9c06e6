"""Every forged record fails the one check that is meant to notice, and both verifiers say so in the same words."""

import json
from collections import Counter
from pathlib import Path

import pytest

from rembug_ballots.verification import Status, Verdict
from rembug_ballots.verification.catalogue import CATALOGUE
from tests.attacks.negative_records import NEGATIVES, first_event, judge, write
from tests.ballots.verification.honest import english
from tests.support.typescript import TypeScriptVerifier

# 14.3: no event can say that two of the three are one person; it is refused as malformed (2.1, monitor-is-an-officer).
# 17.1 and 17.2: witnesses are the observer's own choice, or the tatib's, and neither record has any;
# tests/ballots/verification shows them fail.
OF_NO_RECORD = {"14.3", "17.1", "17.2"}


def test_every_check_has_a_record_that_fails_it() -> None:
    checks = {entry.id for entry in CATALOGUE.values()}
    assert checks - {each.forgery.check for each in NEGATIVES.values()} == OF_NO_RECORD
    assert len(NEGATIVES) >= 60


def test_each_record_says_in_one_sentence_what_was_forged() -> None:
    sentences = [each.forgery.told for each in NEGATIVES.values()]
    assert all(each.endswith(".") and each[0].isupper() for each in sentences)
    assert [each for each, count in Counter(sentences).items() if count > 2] == []


@pytest.mark.parametrize("name", NEGATIVES)
def test_both_verifiers_name_the_forged_place(
    name: str, typescript_verifier: TypeScriptVerifier, tmp_path: Path
) -> None:
    forged = NEGATIVES[name].make()
    report = judge(forged)
    assert report.verdict is Verdict.INVALID
    assert NEGATIVES[name].forgery.check in report.failed, report.failed
    assert [each.detail for each in report.checks if english(each.detail)] == []

    written = write(forged, tmp_path, name)
    theirs = typescript_verifier.verify(written.record, written.receipts, written.checkpoints)
    ours = json.loads(json.dumps(report.to_object()))
    # Check by check, so that a failure shows the one that differs; the words hold the first event that fails.
    for mine, other in zip(ours["checks"], theirs["checks"], strict=True):
        assert other == mine
    assert theirs == ours


def test_the_first_event_that_fails_is_named() -> None:
    named = [first_event(judge(NEGATIVES[name].make())) for name in ("proof-of-another-ballot", "ballot-replayed")]
    assert all(isinstance(each, int) for each in named)
    assert {check.status for check in judge(NEGATIVES["ballot-replayed"].make()).checks} > {Status.FAILED}
