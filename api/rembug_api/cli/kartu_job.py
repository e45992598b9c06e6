"""What a batch of cards is for: from options, or from the small file that a committee hands to its card maker."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rembug_ballots.errors import MalformedValue
from rembug_ballots.ids import ContestId, ContestIndex, ElectionId, TableNumber, parse_contest_id, parse_election_id

MAX_CARDS: Final = 40_000
_MAX_FILE_BYTES: Final = 16_384
_NEEDED: Final = {"election", "contest", "index", "table", "count"}
_OPTIONAL: Final = {"title", "contest_title"}


class WrongJob(ValueError):
    """Something about a batch is missing or out of bounds: an Indonesian sentence."""


@dataclass(frozen=True, slots=True)
class CardJob:
    """A batch of cards for one table.

    Attributes:
        election, contest, index, table: where the cards are good.
        count: how many, reserve included.
        title, contest_title: as printed.
    """

    election: ElectionId
    contest: ContestId
    index: ContestIndex
    table: TableNumber
    count: int
    title: str
    contest_title: str

    @classmethod
    def of(cls, value: dict[str, object]) -> "CardJob":
        """Check a job: ``election, contest, index, table, count`` and, if wanted, ``title`` and ``contest_title``.

        Raises:
            WrongJob: a member is missing, unknown or out of bounds.
        """
        missing, unknown = sorted(_NEEDED - value.keys()), sorted(value.keys() - _NEEDED - _OPTIONAL)
        if missing:
            raise WrongJob(f"Belum diisi: {', '.join(missing)}.")
        if unknown:
            raise WrongJob(f"Isian tidak dikenal: {', '.join(unknown)}.")
        try:
            election, contest = parse_election_id(_text(value, "election")), parse_contest_id(_text(value, "contest"))
        except MalformedValue:
            raise WrongJob("Kode pemilihan atau kode jabatan tidak benar.") from None
        return cls(
            election,
            contest,
            ContestIndex(_number(value, "index", 1023)),
            TableNumber(_number(value, "table", 32767)),
            _number(value, "count", MAX_CARDS),
            _text(value, "title", "Rembug Warga"),
            _text(value, "contest_title", contest),
        )

    @classmethod
    def read(cls, path: Path) -> "CardJob":
        """Read a job from a JSON file.

        Raises:
            WrongJob: it cannot be read, or is no job.
        """
        try:
            with path.open("rb") as file:
                data = file.read(_MAX_FILE_BYTES + 1)
            value = json.loads(data) if len(data) <= _MAX_FILE_BYTES else None
        except (OSError, ValueError, RecursionError):
            value = None
        if not isinstance(value, dict):
            raise WrongJob(f"Berkas {path} tidak dapat dibaca sebagai tugas kartu.")
        return cls.of(value)


def _text(value: dict[str, object], name: str, default: str = "") -> str:
    found = value.get(name, default)
    if not isinstance(found, str) or not 1 <= len(found) <= 100:
        raise WrongJob(f"Isian {name} harus tulisan sampai 100 huruf.")
    return found


def _number(value: dict[str, object], name: str, most: int) -> int:
    found = value[name]
    if type(found) is not int or not 1 <= found <= most:
        raise WrongJob(f"Isian {name} harus angka 1 sampai {most}.")
    return found
