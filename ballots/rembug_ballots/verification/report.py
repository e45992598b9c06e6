"""What a verification says: one line for each check, and one verdict.

Nothing checked is never a pass.  A check is ``ok`` only when it looked at something; without data it is
``incomplete`` and says what is missing; it is ``not_applicable`` only where the rules of the election make it so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum, unique


@unique
class Status(StrEnum):
    """How one check ended."""

    OK = "ok"
    FAILED = "failed"
    INCOMPLETE = "incomplete"
    NOT_APPLICABLE = "not_applicable"


@unique
class Verdict(StrEnum):
    """What all checks together say."""

    VALID = "valid"
    INVALID = "invalid"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the report."""

    id: str
    """Chapter and number, as ``9.4``: never given to another check."""
    slug: str
    """A name for programs, as ``ballots.card-signature``."""
    title: str
    """What was checked, in plain Indonesian."""
    status: Status
    count: int
    """How many things were looked at."""
    detail: str
    """Empty when all is well; else the first failures, each with its event and reason, or what is missing."""


@dataclass(frozen=True, slots=True)
class Report:
    """All checks, in the order of the catalogue."""

    verdict: Verdict
    checks: tuple[Check, ...]

    @property
    def failed(self) -> tuple[str, ...]:
        """Return the ids of the failed checks."""
        return tuple(check.id for check in self.checks if check.status is Status.FAILED)

    def to_object(self) -> dict[str, object]:
        """Return the object that ``rembug verify --json`` prints."""
        return {
            "checks": [
                {
                    "count": check.count,
                    "detail": check.detail,
                    "id": check.id,
                    "slug": check.slug,
                    "status": check.status.value,
                    "title": check.title,
                }
                for check in self.checks
            ],
            "verdict": self.verdict.value,
        }


def verdict_of(checks: Iterable[Check]) -> Verdict:
    """One failed check makes the record invalid; else one incomplete check, or no check at all, makes it incomplete."""
    statuses = {check.status for check in checks}
    if Status.FAILED in statuses:
        return Verdict.INVALID
    if Status.INCOMPLETE in statuses or Status.OK not in statuses:
        return Verdict.INCOMPLETE
    return Verdict.VALID
