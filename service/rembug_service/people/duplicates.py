"""Residents who may be entered twice, for people to look at.  Cost: one sort, and a look at neighbours.

Three signs: the same NIK fingerprint; the same folded name and year of birth; the same folded name
and unit with dates of birth close together (a slip of the pen).  Twins of one name in different RT
with different years are not reported: they are ordinary.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from rembug_service.people.folding import fold
from rembug_service.people.units import Unit

# Two dates of birth this many days apart may be one that was written down twice.
_NEAR_DAYS: Final = 31


class DuplicateReason(StrEnum):
    """Why two entries may be one person; the strongest reason of a pair is reported."""

    NIK_SAMA = "NIK_SAMA"
    NAMA_DAN_TAHUN_LAHIR_SAMA = "NAMA_DAN_TAHUN_LAHIR_SAMA"
    NAMA_DAN_RT_SAMA_LAHIR_BERDEKATAN = "NAMA_DAN_RT_SAMA_LAHIR_BERDEKATAN"


EXPLANATIONS: Final[dict[DuplicateReason, str]] = {
    DuplicateReason.NIK_SAMA: "NIK sama.",
    DuplicateReason.NAMA_DAN_TAHUN_LAHIR_SAMA: "Nama (setelah ejaan disamakan) dan tahun lahir sama.",
    DuplicateReason.NAMA_DAN_RT_SAMA_LAHIR_BERDEKATAN: "Nama dan RT sama, tanggal lahir berdekatan.",
}


@dataclass(frozen=True, slots=True)
class RegisteredPerson:
    """What the search needs of a resident.  ``nik_fingerprint`` is the keyed one, never the NIK."""

    id: str
    name: str
    unit: Unit
    birth_date: date | None = None
    birth_year: int | None = None
    nik_fingerprint: bytes | None = None

    @property
    def year(self) -> int | None:
        """Return the year of birth, from the date if there is one."""
        return self.birth_date.year if self.birth_date is not None else self.birth_year


@dataclass(frozen=True, slots=True)
class LikelyDuplicate:
    """Two entries in the order of the register, and why they may be one person."""

    first: str
    second: str
    reason: DuplicateReason


def find_duplicates(people: Sequence[RegisteredPerson]) -> list[LikelyDuplicate]:
    """Return the likely duplicates, ordered as the register is.

    Each entry is paired with the next of its group, so three entries of one person give two pairs,
    not three. Names that fold to nothing are never compared.
    """
    found: dict[tuple[int, int], DuplicateReason] = {}
    by_nik: dict[bytes, list[int]] = defaultdict(list)
    by_year: dict[tuple[str, int], list[int]] = defaultdict(list)
    by_unit: dict[tuple[str, Unit], list[tuple[date, int]]] = defaultdict(list)
    for position, person in enumerate(people):
        if person.nik_fingerprint is not None:
            by_nik[person.nik_fingerprint].append(position)
        key = fold(person.name).key
        if not key:
            continue
        if person.year is not None:
            by_year[key, person.year].append(position)
        if person.birth_date is not None:
            by_unit[key, person.unit].append((person.birth_date, position))
    _pair_up(by_nik.values(), DuplicateReason.NIK_SAMA, found)
    _pair_up(by_year.values(), DuplicateReason.NAMA_DAN_TAHUN_LAHIR_SAMA, found)
    for group in by_unit.values():
        _pair_near(sorted(group), found)
    return [LikelyDuplicate(people[a].id, people[b].id, reason) for (a, b), reason in sorted(found.items())]


def _pair_up(
    groups: Iterable[list[int]], reason: DuplicateReason, found: dict[tuple[int, int], DuplicateReason]
) -> None:
    for group in groups:
        for pair in itertools.pairwise(group):
            found.setdefault(pair, reason)


def _pair_near(group: list[tuple[date, int]], found: dict[tuple[int, int], DuplicateReason]) -> None:
    for (birth, position), (next_birth, other) in itertools.pairwise(group):
        if (next_birth - birth).days <= _NEAR_DAYS:
            pair = (min(position, other), max(position, other))
            found.setdefault(pair, DuplicateReason.NAMA_DAN_RT_SAMA_LAHIR_BERDEKATAN)
