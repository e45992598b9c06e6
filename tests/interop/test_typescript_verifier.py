"""The verifier of the web pages, in TypeScript, says about every record what the one in Python says, word for word.

It computes with noble here, which shares no code with the server's arithmetic.  Forged records are in tests/attacks;
there it computes with WebAssembly, as the pages do.
"""

import hashlib
import json
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest

from rembug_ballots.record import record_files
from rembug_ballots.record_open import open_record
from rembug_ballots.record_zip import write_zip
from rembug_ballots.verification import Verdict, verify_record
from rembug_service.system import system_random
from tests.attacks.forged_polling import receipt
from tests.attacks.forgery import note
from tests.ballots.verification.honest import Honest, honest
from tests.ballots.verification.repeated import repeated
from tests.ballots.verification.witnessed import witnessed
from tests.story.two_stages import told

EXIT_CODES: Final = {"valid": 0, "invalid": 1, "incomplete": 2}


@dataclass(frozen=True)
class Case:
    """What both verifiers are given: a record, and files that are checked along."""

    leaves: Sequence[bytes]
    blobs: Sequence[bytes]
    receipts: Sequence[bytes] = field(default=())
    older: Sequence[bytes] = field(default=())


def _written(folder: Path, record: Honest, case: Case) -> Path:
    """Sign these leaves with the log's own key and write the record."""
    path = folder / "record.zip"
    with path.open("wb") as target:
        write_zip(record_files(note(record, case.leaves), case.leaves, case.blobs), target)
    return path


def _run(program: Path, *words: object) -> tuple[int, dict[str, object]]:
    done = subprocess.run(
        ["node", str(program), "--noble", *map(str, words)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout, done.stderr
    report: dict[str, object] = json.loads(done.stdout)
    return done.returncode, report


def _files(folder: Path, option: str, contents: Sequence[bytes]) -> list[str]:
    """Return the words of a command that name files with these contents."""
    words = []
    for number, data in enumerate(contents):
        path = folder / f"{option}-{number}"
        path.write_bytes(data)
        words += [f"--{option}", str(path)]
    return words


def _agreed(program: Path, path: Path, case: Case | None = None) -> dict[str, str]:
    """Let both verify a record; return the status of each check, about which they agree."""
    receipts, older = (case.receipts, case.older) if case else ((), ())
    with open_record(path) as record:
        report = verify_record(record, random=system_random, receipts=receipts, older_checkpoints=older)
    named = [*_files(path.parent, "receipt", receipts), *_files(path.parent, "checkpoint", older)]
    code, theirs = _run(program, path, *named)
    ours = json.loads(json.dumps(report.to_object()))
    # Check by check, so that a failure shows the one that differs.
    for mine, other in zip(ours["checks"], theirs["checks"], strict=True):  # type: ignore[call-overload]  # plain JSON
        assert other == mine
    assert theirs == ours
    assert code == EXIT_CODES[report.verdict.value]
    return {check.id: check.status.value for check in report.checks}


def test_both_accept_an_honest_record(typescript_program: Path, tmp_path: Path) -> None:
    path = tmp_path / "record.zip"
    path.write_bytes(honest().zipped)
    assert set(_agreed(typescript_program, path).values()) == {"ok", "not_applicable"}


def test_both_accept_two_stages_with_a_home_round_and_a_repeat(typescript_program: Path, tmp_path: Path) -> None:
    path = tmp_path / "record.zip"
    path.write_bytes(told("terbuka").public.zipped)
    assert _agreed(typescript_program, path)["7.4"] == "ok"


def _under_way(record: Honest) -> Case:
    leaves = record.leaves[: record.events("contest.closed")[0]]
    return Case(
        leaves, [blob for blob in record.blobs if hashlib.sha256(blob).hexdigest().encode() in b"".join(leaves)]
    )


def _without_factors(record: Honest) -> Case:
    factors = {record.body(index)["factors"] for index in record.events("opening.factor")}
    return Case(record.leaves, [blob for blob in record.blobs if hashlib.sha256(blob).hexdigest() not in factors])


def _forgotten(record: Honest) -> Case:
    """A log that was written anew without one event, shown to people who kept what it said before."""
    index = record.events("checkin.block")[0]
    leaves = [*record.leaves[:index], *record.leaves[index + 1 :]]
    older = note(record, record.leaves[: index + 2])
    return Case(leaves, record.blobs, [receipt(record)], [older])


OTHERS: Final[dict[str, tuple[Verdict, Callable[[Honest], Case]]]] = {
    "an election under way": (Verdict.INCOMPLETE, _under_way),
    "factors are withheld": (Verdict.INCOMPLETE, _without_factors),
    "what voters and observers kept": (
        Verdict.VALID,
        lambda record: Case(record.leaves, record.blobs, [receipt(record)], [note(record, record.leaves[:20])]),
    ),
    "a log that forgot": (Verdict.INVALID, _forgotten),
    "repeated before a table opened": (Verdict.VALID, lambda record: Case(*repeated(record))),
}


@pytest.mark.parametrize("name", OTHERS)
def test_both_say_the_same_of_what_is_missing_and_what_was_kept(
    name: str, typescript_program: Path, tmp_path: Path
) -> None:
    verdict, make = OTHERS[name]
    record = honest()
    case = make(record)
    statuses = set(_agreed(typescript_program, _written(tmp_path, record, case), case).values())
    expected = {Verdict.VALID: set(), Verdict.INCOMPLETE: {"incomplete"}, Verdict.INVALID: {"failed"}}[verdict]
    assert statuses & {"failed", "incomplete"} >= expected
    assert verdict is not Verdict.VALID or statuses <= {"ok", "not_applicable"}


def test_a_file_that_is_no_record_is_said_to_be_unreadable(typescript_program: Path, tmp_path: Path) -> None:
    path = tmp_path / "record.zip"
    path.write_bytes(honest().zipped[:-1])
    code, report = _run(typescript_program, path)
    assert (code, report["verdict"]) == (2, "incomplete")
    assert "Catatan ini tidak dapat dibaca" in json.dumps(report)


def test_they_agree_about_witnesses_of_the_log(typescript_program: Path, tmp_path: Path) -> None:
    record = witnessed()
    path = tmp_path / "whole.zip"
    path.write_bytes(record.zipped)
    statuses = _agreed(typescript_program, path)
    assert (statuses["17.1"], statuses["17.2"]) == ("ok", "ok")
    index = record.events("contest.witnessed")[0]
    case = Case([*record.leaves[:index], *record.leaves[index + 1 :]], record.blobs)
    assert _agreed(typescript_program, _written(tmp_path, record, case), case)["17.2"] == "failed"
