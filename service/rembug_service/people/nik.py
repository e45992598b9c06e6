"""The national identity number (NIK): is it plausible, and how is it recognised again without being kept?

Layout: ``PPKKCC DDMMYY SSSS`` - area of first registration (no proof of residence), date of birth
(a woman's day plus 40), serial from 0001. There is no check digit.  A NIK is never printed, logged
or quoted in an error; the register keeps a keyed fingerprint and the last 4 digits. The key of the
fingerprint is kept outside the database: with it, the small space of numbers could be searched.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from rembug_service.people.errors import ImplausibleNik
from rembug_service.people.folding import Sex

_SHAPE: Final = re.compile(r"[0-9]{16}")
_WOMAN: Final = 40
_DOMAIN: Final = b"rembug/v1/nik\0"
LEAST_KEY_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class NikFacts:
    """What the digits say: date of birth and sex.

    ``century_sure`` is False where the two-digit year left a choice.
    """

    birth_date: date
    sex: Sex
    century_sure: bool


def read_nik(nik: str, as_of: date, *, birth_date: date | None = None, birth_year: int | None = None) -> NikFacts:
    """Return what a NIK says about its holder.

    The century is chosen by the known date or year of birth if there is one, else the later one
    that is not in the future of ``as_of``.

    Raises:
        ImplausibleNik: wrong length, impossible area, serial 0000, or a date that no calendar has.
    """
    if not _SHAPE.fullmatch(nik):
        raise ImplausibleNik("NIK harus terdiri dari 16 angka.")
    if nik[:2] == "00" or nik[2:4] == "00" or nik[4:6] == "00":
        raise ImplausibleNik("Kode wilayah di dalam NIK tidak mungkin.")
    if nik[12:] == "0000":
        raise ImplausibleNik("Nomor urut di dalam NIK tidak mungkin.")
    day, month, year = int(nik[6:8]), int(nik[8:10]), int(nik[10:12])
    sex: Sex = "P" if day > _WOMAN else "L"
    day = day - _WOMAN if day > _WOMAN else day
    dates = [found for century in (1900, 2000) if (found := _calendar(century + year, month, day)) and found <= as_of]
    if not dates:
        raise ImplausibleNik("Tanggal lahir di dalam NIK tidak ada di kalender.")
    known = birth_date.year if birth_date is not None else birth_year
    if known is not None:
        return NikFacts(min(dates, key=lambda found: abs(found.year - known)), sex, century_sure=True)
    return NikFacts(dates[-1], sex, century_sure=len(dates) == 1)


def nik_fingerprint(key: bytes, nik: str) -> bytes:
    """Return the 32-byte HMAC-SHA256 of a NIK, for finding the same number again.

    Raises:
        ImplausibleNik: the text is not 16 digits.
        ValueError: the key is shorter than 16 bytes.
    """
    if len(key) < LEAST_KEY_BYTES:
        msg = "the key of NIK fingerprints has at least 16 bytes"
        raise ValueError(msg)
    if not _SHAPE.fullmatch(nik):
        raise ImplausibleNik("NIK harus terdiri dari 16 angka.")
    return hmac.new(key, _DOMAIN + nik.encode("ascii"), hashlib.sha256).digest()


def last4(nik: str) -> str:
    """Return the last 4 digits, which a person may compare with an identity card.

    Raises:
        ImplausibleNik: the text is not 16 digits.
    """
    if not _SHAPE.fullmatch(nik):
        raise ImplausibleNik("NIK harus terdiri dari 16 angka.")
    return nik[-4:]


def _calendar(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
