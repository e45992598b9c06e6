"""Identifiers, each with its own type.  Source: docs/formats.md, "Identifiers"."""

import re
from collections.abc import Callable
from typing import Final, NewType, TypeVar

from rembug_ballots.errors import MalformedValue

ElectionId = NewType("ElectionId", str)
ContestId = NewType("ContestId", str)
ContestIndex = NewType("ContestIndex", int)
StageId = NewType("StageId", str)
TableNumber = NewType("TableNumber", int)
HolderNumber = NewType("HolderNumber", int)
PersonId = NewType("PersonId", str)
OfficerId = NewType("OfficerId", str)
TrackingCode = NewType("TrackingCode", str)
Sha256 = NewType("Sha256", str)
"""Lower-case hexadecimal of a SHA-256; the name of a blob."""
Officers = NewType("Officers", tuple[OfficerId, OfficerId])
"""Two distinct accounts in the order in which they agreed."""

MAX_CONTEST_INDEX: Final = 1_023  # 10 bits of a card text
MAX_TABLE: Final = 32_767  # 15 bits of a card text
MAX_HOLDERS: Final = 15

_T = TypeVar("_T")


def _text_parser(kind: Callable[[str], _T], pattern: str) -> Callable[[object], _T]:
    matches = re.compile(pattern, re.ASCII).fullmatch

    def parse(value: object) -> _T:
        if type(value) is not str or matches(value) is None:
            raise MalformedValue(f"does not match {pattern}")
        return kind(value)

    return parse


def _number_parser(kind: Callable[[int], _T], low: int, high: int) -> Callable[[object], _T]:
    def parse(value: object) -> _T:
        if type(value) is not int or not low <= value <= high:
            raise MalformedValue(f"not an integer from {low} to {high}")
        return kind(value)

    return parse


CROCKFORD_CLASS: Final = "[0-9A-HJKMNP-TV-Z]"

parse_election_id: Final = _text_parser(ElectionId, r"[a-z0-9.-]{1,64}")
parse_contest_id: Final = _text_parser(ContestId, r"[a-z0-9-]{1,32}")
parse_contest_index: Final = _number_parser(ContestIndex, 1, MAX_CONTEST_INDEX)
parse_stage_id: Final = _text_parser(StageId, r"[a-z0-9-]{1,32}")
parse_table_number: Final = _number_parser(TableNumber, 1, MAX_TABLE)
parse_holder_number: Final = _number_parser(HolderNumber, 1, MAX_HOLDERS)
parse_person_id: Final = _text_parser(PersonId, CROCKFORD_CLASS + "{10}")
parse_officer_id: Final = _text_parser(OfficerId, r"[a-z0-9._-]{1,40}")
parse_tracking_code: Final = _text_parser(TrackingCode, CROCKFORD_CLASS + "{16}")
parse_sha256: Final = _text_parser(Sha256, r"[0-9a-f]{64}")


def parse_officers(value: object) -> Officers:
    """Return two distinct officers.

    Raises:
        MalformedValue: not a list of exactly two distinct account ids.
    """
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise MalformedValue("not exactly two officers")
    first, second = parse_officer_id(value[0]), parse_officer_id(value[1])
    if first == second:
        raise MalformedValue("one officer twice")
    return Officers((first, second))


def log_origin(election: ElectionId) -> str:
    """Return the origin line of the election's log."""
    return f"rembug.id/{election}"
