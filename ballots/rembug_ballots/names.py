"""Written names as texts and as slots of 60 bytes.  Source: docs/protocol.md section 4.

A slot that holds no text is void, never an error: whoever cast the ballot chose its bytes.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final, TypeAlias

from rembug_ballots.canonical import parse, serialise
from rembug_ballots.errors import InvalidName, MalformedValue
from rembug_ballots.texts import NAME_BYTES, check_written, has_control

SlotText: TypeAlias = str | None
"""A decoded slot: a text, ``""`` for an empty slot, None for an undecodable one."""

EMPTY_SLOT: Final = bytes(NAME_BYTES)
# 40,000 ballots of 17 names of 60 bytes, each byte escaped to six, in one blob.
MAX_ROWS_BYTES: Final = 256 * 1024 * 1024


def normalise(text: str) -> str:
    """Return a name as a booth writes it: NFC, runs of white space as one space, none at the edges.

    Raises:
        InvalidName: longer than 60 bytes, or with characters that cannot be written.
    """
    if len(text) > 10 * NAME_BYTES:
        raise InvalidName("Nama terlalu panjang.")
    name = unicodedata.normalize("NFC", " ".join(text.split()))
    if has_control(name) or any("\ud800" <= character <= "\udfff" for character in name):
        raise InvalidName("Nama memuat tanda yang tidak dapat ditulis.")
    if len(name.encode()) > NAME_BYTES:
        raise InvalidName("Nama terlalu panjang. Singkat menjadi paling banyak 60 huruf.")
    return name


def to_slot(text: str) -> bytes:
    """Return the slot of a text in NFC, 60 bytes; an empty text gives the empty slot.

    Raises:
        InvalidName: no slot holds it.
    """
    if not text:
        return EMPTY_SLOT
    try:
        return check_written(text).encode().ljust(NAME_BYTES, b"\x00")
    except MalformedValue:
        raise InvalidName("Nama ini tidak dapat ditulis di surat suara.") from None


def to_slots(texts: Iterable[str], names_max: int) -> tuple[bytes, ...]:
    """Return the ``names_max`` slots of a ballot: texts sorted by their bytes, empty slots last.

    The order of names carries no vote and must carry no signal.

    Raises:
        InvalidName: too many names, or one that no slot holds.
    """
    written = sorted(to_slot(text) for text in texts if text)
    if len(written) > names_max:
        raise InvalidName(f"Paling banyak {names_max} nama.")
    return (*written, *[EMPTY_SLOT] * (names_max - len(written)))


def from_slot(slot: bytes) -> SlotText:
    """Return the text of 60 decoded bytes, ``""`` if all are zero, None if they hold no text.

    Text that is not in NFC counts as none: the public lists hold only NFC, and one name must not
    hide as two.
    """
    end = slot.find(b"\x00")
    data = slot if end < 0 else slot[:end]
    if len(slot) != NAME_BYTES or any(slot[len(data) :]):
        return None
    if not data:
        return ""
    try:
        return check_written(data.decode("utf-8"))
    except (UnicodeDecodeError, MalformedValue):
        return None


def rows_blob(rows: Sequence[Sequence[SlotText]]) -> bytes:
    """Return the rows blob: canonical JSON, one list for each row of the last mixed list."""
    return serialise([list(row) for row in rows])


def read_rows(data: bytes, count: int, names_max: int) -> list[tuple[SlotText, ...]]:
    """Return the rows of a rows blob.

    Args:
        data: the blob.
        count: ballots of the contest.
        names_max: slots of a ballot.

    Raises:
        MalformedValue: not canonical, another number of rows or slots, or no slots.
    """
    value = parse(data, max_bytes=MAX_ROWS_BYTES)
    if not isinstance(value, list) or len(value) != count:
        raise MalformedValue(f"not a list of {count} rows")
    rows = []
    for row in value:
        if not isinstance(row, list) or len(row) != names_max:
            raise MalformedValue(f"a row that has not {names_max} slots")
        rows.append(tuple(_read_slot(slot) for slot in row))
    return rows


def _read_slot(value: object) -> SlotText:
    return None if value is None else "" if value == "" else check_written(value)


def distinct(rows: Iterable[Iterable[SlotText]]) -> list[str]:
    """Return the distinct texts of the rows, sorted by their bytes."""
    return sorted({slot for row in rows for slot in row if slot}, key=str.encode)


def strings_blob(rows: Iterable[Iterable[SlotText]]) -> bytes:
    """Return the strings blob of a contest: canonical JSON of its distinct texts."""
    return serialise(distinct(rows))
