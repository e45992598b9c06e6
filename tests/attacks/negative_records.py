"""Every forged record, to be made anew wherever a verifier is to be held against it.

``python -m tests.attacks.negative_records FOLDER`` writes each as ``NAME.zip``, with what voters and observers kept as
``NAME.receipt-N`` and ``NAME.checkpoint-N``, and ``index.json``: for each name the one check that must fail, a sentence
that says what was forged, all checks that fail, and the first event that a failure names.
"""

import json
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from rembug_ballots.record import Record
from rembug_ballots.record_zip import write_zip
from rembug_ballots.verification import Report, Status, verify_record
from rembug_service.system import system_random
from tests.attacks.forged_agreements import AGREEMENTS
from tests.attacks.forged_polling import POLLING
from tests.attacks.forged_preparation import PREPARATION
from tests.attacks.forged_stages import STAGES
from tests.attacks.forged_tally import TALLY
from tests.attacks.forgery import Forged, Forgery
from tests.ballots.verification.honest import Honest, Memory, honest
from tests.story.two_stages import told

_EVENT: Final = re.compile(r"\bcatatan (\d+):")


@dataclass(frozen=True)
class Negative:
    """A forgery and the honest record that it is made from."""

    forgery: Forgery
    base: Callable[[], Honest]

    def make(self) -> Forged:
        """Forge it."""
        return self.forgery.make(self.base())


def _stages() -> Honest:
    return told("terbuka").public


NEGATIVES: Final[Mapping[str, Negative]] = MappingProxyType(
    {
        **{name: Negative(each, honest) for name, each in {**PREPARATION, **AGREEMENTS, **POLLING, **TALLY}.items()},
        **{name: Negative(each, _stages) for name, each in STAGES.items()},
    }
)
"""All forged records by their names."""


def judge(forged: Forged) -> Report:
    """Let the verifier in Python look at a forged record."""
    return verify_record(
        Record(Memory(dict(forged.files))),
        random=system_random,
        receipts=forged.receipts,
        older_checkpoints=forged.older,
    )


def first_event(report: Report) -> int | None:
    """Return the index of the first event that a failed check names."""
    found = [
        int(index) for check in report.checks if check.status is Status.FAILED for index in _EVENT.findall(check.detail)
    ]
    return min(found, default=None)


@dataclass(frozen=True)
class Written:
    """Paths of one forged record as a verifier's program is given it."""

    record: Path
    receipts: tuple[Path, ...]
    checkpoints: tuple[Path, ...]


def write(forged: Forged, folder: Path, name: str) -> Written:
    """Write a record and what was kept beside it."""
    path = folder / f"{name}.zip"
    with path.open("wb") as target:
        write_zip(forged.files.items(), target)
    kept = {"receipt": forged.receipts, "checkpoint": forged.older}
    paths: dict[str, tuple[Path, ...]] = {}
    for kind, contents in kept.items():
        paths[kind] = tuple(folder / f"{name}.{kind}-{number}" for number in range(len(contents)))
        for target_path, data in zip(paths[kind], contents, strict=True):
            target_path.write_bytes(data)
    return Written(path, paths["receipt"], paths["checkpoint"])


def main(folder: Path) -> None:
    """Write everything."""
    folder.mkdir(parents=True, exist_ok=True)
    index = {}
    for name, negative in NEGATIVES.items():
        forged = negative.make()
        write(forged, folder, name)
        report = judge(forged)
        index[name] = {
            "check": negative.forgery.check,
            "told": negative.forgery.told,
            "failed": report.failed,
            "first_event": first_event(report),
        }
    (folder / "index.json").write_text(json.dumps(index, indent=2, ensure_ascii=False) + "\n")
    sys.stdout.write(f"{len(index)} records\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
