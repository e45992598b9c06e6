"""Sheets of ballot cards as PDF: a QR code, the card number, and the text for whoever must type it.

Trust: the sheets hold the secrets of the cards.  They are made on the card officer's own device, printed, and deleted.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import typst

from rembug_service.documents.qr import qr_svg

_TEMPLATE: Final = Path(__file__).with_name("cards.typ")
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


def _groups(text: str) -> str:
    return " ".join(text[start : start + _GROUP] for start in range(0, len(text), _GROUP))
