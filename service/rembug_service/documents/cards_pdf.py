"""Sheets of ballot cards as PDF: a QR code, the card number, and the text for whoever must type it.

Trust: the sheets hold the secrets of the cards.  They are made on the card officer's own device, printed, and deleted.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import typst
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

_TEMPLATE: Final = Path(__file__).with_name("cards.typ")
_VERSION: Final = 2  # 25 modules a side
_CAPACITY: Final = 38  # characters of the alphanumeric mode at level M (ISO/IEC 18004, table 7)
_QUIET: Final = 4  # modules of white around the code (ISO/IEC 18004)
# A fixed mask: choosing the best of eight takes ten times as long and says nothing more.
_MASK: Final = 2
_GROUP: Final = 4


@dataclass(frozen=True, slots=True)
class PrintedCard:
    """What is printed on a card: its text (36 characters, secret) and its number (public)."""

    text: str = field(repr=False)
    number: str


@dataclass(frozen=True, slots=True)
class Sheets:
    """What stands on the cover and on every card.

    Attributes:
        title: of the election.
        election: its id.
        contest: title of the contest.
        table: number of the table.
        maker_key: public key of the card maker, 32 bytes, as in ``cards.registered``.
        listed: SHA-256 of the list of credentials, as in ``cards.registered``.
    """

    title: str
    election: str
    contest: str
    table: int
    maker_key: bytes
    listed: str


def cards_pdf(sheets: Sheets, cards: Sequence[PrintedCard]) -> bytes:
    """Return the cards of a table as PDF: a cover without secrets, then ten cards on a page of A4.

    Args:
        sheets: what they have in common.
        cards: in the order of printing, which must not be that of any list of people.
    """
    job = {
        "title": sheets.title,
        "election": sheets.election,
        "contest": sheets.contest,
        "table": str(sheets.table),
        "maker": _groups(sheets.maker_key.hex()),
        "listed": _groups(sheets.listed),
        "cards": [{"qr": qr_svg(each.text), "number": each.number, "groups": _groups(each.text)} for each in cards],
    }
    document = typst.compile(
        _TEMPLATE.read_bytes(),
        format="pdf",
        sys_inputs={"job": json.dumps(job)},
        ignore_system_fonts=True,
    )
    if not isinstance(document, bytes):
        raise TypeError("Typst gave no single document")
    return document


def qr_modules(text: str) -> list[list[bool]]:
    """Return the modules of a version 2-M QR code of an upper-case text of at most 38 characters.

    Raises:
        ValueError: the text does not fit.
    """
    if len(text) > _CAPACITY:
        raise ValueError(f"{len(text)} characters in a code for {_CAPACITY}")
    code = QRCode(version=_VERSION, error_correction=ERROR_CORRECT_M, border=0, mask_pattern=_MASK)
    # As one segment; the alphabet of the cards lies in that of the alphanumeric mode.
    code.add_data(text, optimize=0)
    code.make(fit=False)
    return [[bool(module) for module in row] for row in code.modules]


def qr_svg(text: str) -> str:
    """Return the QR code as an SVG of one path, quiet zone included."""
    modules = qr_modules(text)
    side = len(modules) + 2 * _QUIET
    path = []
    for y, row in enumerate(modules, start=_QUIET):
        x = 0
        while x < len(row):
            start = x
            while x < len(row) and row[x]:
                x += 1
            if x > start:
                path.append(f"M{start + _QUIET} {y}h{x - start}v1h{start - x}z")
            x += 1
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"><path d="{"".join(path)}"/></svg>'


def _groups(text: str) -> str:
    return " ".join(text[start : start + _GROUP] for start in range(0, len(text), _GROUP))
