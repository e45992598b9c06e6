"""Writes an invented register as an office would: headings, ``;``, dates in all styles, spoiled NIKs."""

import csv
import io
import random as random_module
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from rembug_service.people.invented import InventedResident

Encoding = Literal["cp1252", "utf-8", "utf-8-sig", "utf-16"]

_MONTH_NAMES: Final = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember"
_MONTHS: Final = tuple(_MONTH_NAMES.split())
_EXCEL_ZERO: Final = date(1899, 12, 30)
_ROMAN: Final = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_HEADER: Final = ("NO", "NAMA LENGKAP", "NIK", "JK", "Tgl Lahir", "Alamat", "RT/RW", "Status Kawin", "Panggilan", "Ket")


def write_messy_csv(
    residents: Sequence["InventedResident"], seed: int = 1, *, encoding: Encoding = "cp1252", delimiter: str = ";"
) -> bytes:
    """Return the residents as the CSV file of an office.

    About one NIK in twenty is spoiled as spreadsheets do it, and about one is missing; all other
    facts can be read.  The remarks of a few say that they were entered twice ("ganda") by repeating
    the row.
    """
    random = random_module.Random(seed)  # noqa: S311 - invented people, no secrets
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    width = len(_HEADER)
    writer.writerow(["DAFTAR PENDUDUK DEWASA KELURAHAN SUKAMUNDUR", *[""] * (width - 1)])
    writer.writerow(["KECAMATAN CONTOH - KOTA REKAAN", *[""] * (width - 1)])
    writer.writerow([""] * width)
    writer.writerow(_HEADER)
    number = 0
    for one in residents:
        copies = 2 if random.random() < 0.004 else 1
        for copy in range(copies):
            number += 1
            writer.writerow(_row(number, one, random, again=copy > 0))
    writer.writerow(["", f"JUMLAH : {number}", *[""] * (width - 2)])
    return out.getvalue().encode(encoding)


def _row(number: int, one: "InventedResident", random: random_module.Random, *, again: bool) -> list[str]:
    name = one.name.upper() if random.random() < 0.5 else one.name
    return [
        str(number),
        name,
        _nik(one.nik, random),
        _sex(one.sex, random),
        _date(one.birth_date, random),
        f"Jl. Contoh No. {random.randrange(1, 99)}",
        _unit(one.unit.rt or 1, one.unit.rw or 1, random),
        random.choice(("Kawin", "K", "S")) if one.married else random.choice(("Belum Kawin", "B", "BK")),
        ", ".join(one.nicknames),
        "ganda" if again else one.note,
    ]


def _nik(nik: str, random: random_module.Random) -> str:
    style = random.random()
    if style < 0.05:
        return f"{int(nik) / 1e15:.5f}E+15".replace(".", ",")
    if style < 0.07:
        return ""
    if style < 0.10:
        return f"'{nik}"
    return f"{nik[:6]} {nik[6:12]} {nik[12:]}" if style < 0.12 else nik


def _sex(sex: str, random: random_module.Random) -> str:
    men, women = ("L", "L", "L", "Laki-laki", "LK"), ("P", "P", "P", "Perempuan", "PR")
    return random.choice(men if sex == "L" else women)


def _date(day: date, random: random_module.Random) -> str:
    style = random.randrange(6)
    if style == 0 and day.year < 2000:
        return f"{day:%d/%m/%y}" if day.year > 1926 else f"{day:%d/%m/%Y}"
    if style == 1:
        return day.isoformat()
    if style == 2:
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    if style == 3:
        return str((day - _EXCEL_ZERO).days)
    return f"{day:%d-%m-%Y}" if style == 4 else f"{day:%d/%m/%Y}"


def _unit(rt: int, rw: int, random: random_module.Random) -> str:
    rw_roman = _ROMAN[rw] if rw < len(_ROMAN) else str(rw)
    return random.choice(
        (
            f"{rt:03d}/{rw:03d}",
            f"{rt:02d}/{rw:02d}",
            f"RT {rt:02d}/{rw:02d}",
            f"RT.{rt:02d}/RW.{rw:02d}",
            f"RT {rt:02d} RW {rw_roman}",
        )
    )
