"""Single cells of a register: sex, marital status, remarks, identity numbers.  Nothing here raises on bad content."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rembug_service.people.folding import Sex
from rembug_service.people.sheets import Cell

_MEN: Final = frozenset({"l", "lk", "laki", "lakilaki", "lelaki", "pria", "m", "male", "lak", "lakilai", "cowok"})
_WOMEN: Final = frozenset({"p", "pr", "perempuan", "wanita", "w", "f", "female", "prp", "prmpn", "perem", "cewek"})

_NEVER_MARRIED: Final = frozenset(
    {
        "b",
        "bk",
        "tk",
        "bm",
        "belum",
        "lajang",
        "single",
        "bujang",
        "gadis",
        "belumkawin",
        "belumnikah",
        "belummenikah",
        "blmkawin",
        "tidakkawin",
    }
)
_EVER_MARRIED: Final = frozenset(
    {
        "s",
        "k",
        "p",
        "kw",
        "m",
        "ch",
        "cm",
        "c",
        "sudah",
        "pernah",
        "janda",
        "duda",
        "cerai",
        "sudahkawin",
        "pernahkawin",
        "sdhkawin",
    }
)
_MARRIED_STARTS: Final = ("kawin", "nikah", "menikah", "cerai", "sudah", "sdh", "janda", "duda")

# A remark about somebody else: "janda alm. Dedi", "suami meninggal".
_OF_ANOTHER: Final = re.compile(
    r"\b(?:istri|isteri|suami|janda|duda|anak|ibu|bapak|ayah|orang ?tua|ortu|ditinggal)\b.*"
)
_NOT_SO: Final = re.compile(r"\b(?:belum|blm|tidak|tdk|bukan|batal)\b")
_DEAD: Final = re.compile(r"\b(?:meninggal|wafat|alm|almh|almarhum|almarhumah|mninggal|meninggl|tutup usia|md)\b")
_MOVED: Final = re.compile(r"\b(?:pindah|pndh|pindh|keluar domisili)\b")
_CAME: Final = re.compile(r"\bpindah(?:an)? (?:datang|masuk|dari)\b|\bpindahan\b|\bdatang\b|\bpendatang\b")
_TWICE: Final = re.compile(r"\b(?:ganda|dobel|double|dobl|rangkap|duplikat)\b")

_SCIENTIFIC: Final = re.compile(r"[+-]?\d+(?:[.,]\d+)?\s*e\s*[+-]?\s*\d+", re.IGNORECASE)
_FLOAT_TEXT: Final = re.compile(r"\d{15,16}[.,]\d+")

_ROUNDED: Final = "NIK tersimpan sebagai angka, sehingga digit terakhirnya hilang"
_NOT_16: Final = "NIK tidak terdiri dari 16 angka"


class RowStatus(StrEnum):
    """What the remark says about the entry."""

    AKTIF = "AKTIF"
    PINDAH = "PINDAH"
    MENINGGAL = "MENINGGAL"
    GANDA = "GANDA"


@dataclass(frozen=True, slots=True)
class NikCell:
    """The 16 digits of a cell, or an Indonesian sentence that says why there are none; both None for an empty cell.

    The number is left out of the representation, so that no log line can hold it.
    """

    nik: str | None
    complaint: str | None

    def __repr__(self) -> str:
        return f"NikCell(nik={'...' if self.nik else None}, complaint={self.complaint!r})"


def text_of(cell: Cell) -> str:
    """Return a cell as text on one line; a whole number loses its ``.0``."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    return " ".join(str(cell).replace("\u200b", "").split())


def mask_digits(text: str) -> str:
    """Return the text with every long number (9 digits or more, with or without signs between them) taken out.

    Remarks and names sometimes hold a NIK or a telephone number; neither may travel further.
    """
    return re.sub(r"\d(?:[^\w…]{0,3}\d){8,}", "…", text)


def parse_sex(cell: Cell, *, p_is_pria: bool = False) -> Sex | None:
    """Return L or P, or None if the cell says neither.  ``p_is_pria``: the column uses P and W (pria, wanita)."""
    word = re.sub(r"[^a-z]", "", text_of(cell).lower())
    if p_is_pria and word == "p":
        return "L"
    if word in _MEN:
        return "L"
    return "P" if word in _WOMEN else None


def says_pria_wanita(cells: list[str]) -> bool:
    """Tell whether a column of sexes means pria by P: it holds W, and never L."""
    words = {re.sub(r"[^a-z]", "", cell.lower()) for cell in cells}
    return "w" in words and "p" in words and not words & (_MEN - {"pria"})


def parse_ever_married(cell: Cell) -> bool | None:
    """Return whether the status says "married now or before"; None if it does not say."""
    word = re.sub(r"[^a-z]", "", text_of(cell).lower())
    if word in _NEVER_MARRIED or word.startswith(("belum", "blm", "tidak", "lajang")):
        return False
    if word in _EVER_MARRIED or word.startswith(_MARRIED_STARTS):
        return True
    return None


def parse_status(remark: str) -> RowStatus:
    """Return what a remark says about the entry.  A remark about a husband, a wife or a child says nothing about it."""
    words = " ".join(re.findall(r"[a-z]+", remark.lower()))
    own = _OF_ANOTHER.sub("", words)
    own = own.replace("tidak tinggal", "pindah")
    status = RowStatus.AKTIF
    if _NOT_SO.search(own):
        status = RowStatus.AKTIF
    elif _DEAD.search(own):
        status = RowStatus.MENINGGAL
    elif _TWICE.search(own):
        status = RowStatus.GANDA
    elif _MOVED.search(own) and not _CAME.search(own):
        status = RowStatus.PINDAH
    return status


def is_marked_deceased(name: str) -> bool:
    """Tell whether a name itself carries the mark of the deceased, as in "Asep (Alm)".  A.Md. is none."""
    return re.search(r"\b(?:alm|almh|almarhum|almarhumah)\b", name.lower()) is not None


def parse_nik(cell: Cell) -> NikCell:
    """Return the NIK of a cell as its 16 digits, or the reason why it cannot be used.

    A spreadsheet that took the NIK for a number keeps 15 digits at most: the rest is lost, and no
    program can bring it back.
    """
    if isinstance(cell, float):
        return _refused(_ROUNDED if cell >= 1e12 else _NOT_16) if cell else NikCell(None, None)
    text = text_of(cell).strip("'`\"\u2019 ")
    digits = re.sub(r"[\s.\-']", "", text)
    if text.strip("-.0 ") == "":
        found = NikCell(None, None)
    elif _SCIENTIFIC.fullmatch(text):
        found = _refused("NIK berubah menjadi bentuk seperti 3,2E+15, sehingga digitnya hilang")
    elif _FLOAT_TEXT.fullmatch(text):
        found = _refused(_ROUNDED)
    elif re.fullmatch(r"[0-9]{16}", digits):
        found = NikCell(digits, None)
    else:
        found = _refused(_NOT_16)
    return found


def _refused(reason: str) -> NikCell:
    return NikCell(None, f"{reason}; NIK tidak dipakai.")
