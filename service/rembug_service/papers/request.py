"""What whoever prints says: the address to be printed, and the day of the vote, of which the log holds nothing."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from rembug_service.documents.occasion import Occasion, occasion
from rembug_service.errors import InvalidRequest

_HOUR: Final = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII)
_ZONES: Final = frozenset({"", "WIB", "WITA", "WIT"})
_ADDRESS: Final = re.compile(r"https?://[A-Za-z0-9.:\[\]-]{1,120}(?:/[A-Za-z0-9._~/-]{0,80})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class PrintRequest:
    """The wishes.  Make it with `print_request`, which checks them.

    Attributes:
        base: address of the service as residents reach it, without a slash at the end.
        day, start, end, zone: of the vote; None and empty where they are left to be written by hand.
    """

    base: str
    day: date | None = None
    start: str = ""
    end: str = ""
    zone: str = ""

    def occasion(self, place: str = "") -> Occasion:
        """Return day and hours in words, at a place."""
        return occasion(self.day, self.start, self.end, self.zone, place)


def print_request(base: str, day: date | None = None, start: str = "", end: str = "", zone: str = "") -> PrintRequest:
    """Return the wishes.

    Raises:
        InvalidRequest: ISIAN_SALAH.
    """
    if _ADDRESS.fullmatch(base) is None:
        raise InvalidRequest("ISIAN_SALAH", "Alamat layanan yang hendak dicetak tidak benar.")
    if any(hour and _HOUR.fullmatch(hour) is None for hour in (start, end)) or zone not in _ZONES:
        raise InvalidRequest("ISIAN_SALAH", "Jam ditulis seperti 08:00; zona waktu WIB, WITA, atau WIT.")
    return PrintRequest(base.rstrip("/"), day, start, end, zone)
