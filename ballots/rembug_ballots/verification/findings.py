"""Where the chapters write what they found.

A chapter says what it looked at, what failed, what is missing, and what does not apply; the status of a check follows
from these four alone.  Only the error trees of the two layers below are findings (``guard``): any other exception is a
fault of this program and leaves it, so that tests see it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from rembug_ballots.errors import BallotsError
from rembug_ballots.verification.catalogue import CATALOGUE, Entry
from rembug_ballots.verification.report import Check, Report, Status, verdict_of
from rembug_ballots.verification.sentences import sentence_of
from rembug_crypto.errors import CryptoError

EXPECTED: Final = (BallotsError, CryptoError)
"""The errors that a bad record can cause."""

# Enough to find the fault; a forged record of thousands of bad ballots must not make a page of thousands of lines.
FAILURES_SHOWN: Final = 5

Progress: TypeAlias = Callable[[str, int, int], None]
"""Called with the slug of a check, what is done and what there is to do."""


def silent(slug: str, done: int, total: int) -> None:  # the shape of a Progress
    """Show nothing."""


@dataclass(slots=True)
class _Line:
    count: int = 0
    failures: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    not_applicable: str = ""


class Findings:
    """The findings of one verification; slugs are those of the catalogue."""

    def __init__(self, progress: Progress = silent) -> None:
        """Start with nothing looked at."""
        self._lines = {slug: _Line() for slug in CATALOGUE}
        self.progress = progress

    def looked(self, slug: str, count: int = 1) -> None:
        """Say that ``count`` things were looked at."""
        self._lines[slug].count += count

    def fail(self, slug: str, reason: str, index: int | None = None) -> None:
        """Say that a check failed, at the event with this index of the log when there is one."""
        line = self._lines[slug]
        words = reason if index is None else f"catatan {index}: {reason}"
        if words not in line.failures:
            line.failures.append(words)

    def lack(self, slug: str, sentence: str) -> None:
        """Say that something needed for a check is not there, or not there yet."""
        line = self._lines[slug]
        if sentence not in line.missing:
            line.missing.append(sentence)

    def skip(self, slug: str, sentence: str) -> None:
        """Say why the rules of this election leave nothing to check."""
        self._lines[slug].not_applicable = sentence

    def require(self, slug: str, holds: bool, reason: str, index: int | None = None) -> bool:  # noqa: FBT001  # a condition
        """Look at one thing that must hold; return whether it does."""
        self.looked(slug)
        if not holds:
            self.fail(slug, reason, index)
        return holds

    @contextmanager
    def guard(self, slug: str, index: int | None = None, words: str = "") -> Iterator[None]:
        """Look at one thing that raises when it does not hold."""
        self.looked(slug)
        try:
            yield
        except EXPECTED as error:
            self.fail(slug, f"{words} ({sentence_of(error)})" if words else sentence_of(error), index)

    def failed(self, slug: str) -> bool:
        """Say whether a check has failed so far."""
        return bool(self._lines[slug].failures)

    def report(self) -> Report:
        """Return the report: every check of the catalogue, in order."""
        checks = tuple(_check(entry, self._lines[slug]) for slug, entry in CATALOGUE.items())
        return Report(verdict=verdict_of(checks), checks=checks)


def _check(entry: Entry, line: _Line) -> Check:
    status, detail = _status(line)
    return Check(id=entry.id, slug=entry.slug, title=entry.title, status=status, count=line.count, detail=detail)


def _status(line: _Line) -> tuple[Status, str]:
    if line.failures:
        more = len(line.failures) - FAILURES_SHOWN
        shown = "; ".join(line.failures[:FAILURES_SHOWN])
        return Status.FAILED, shown if more <= 0 else f"{shown}; dan {more} lagi"
    if line.missing:
        return Status.INCOMPLETE, "; ".join(line.missing[:FAILURES_SHOWN])
    if line.count:
        return Status.OK, ""
    if line.not_applicable:
        return Status.NOT_APPLICABLE, line.not_applicable
    return Status.INCOMPLETE, "Belum ada yang dapat diperiksa."
