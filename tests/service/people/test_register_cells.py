"""Single cells of an office's list: dates, sexes, marital status, remarks, NIK, headers."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rembug_service.people.cells import (
    RowStatus,
    mask_digits,
    parse_ever_married,
    parse_nik,
    parse_sex,
    parse_status,
)
from rembug_service.people.dates import parse_age, parse_birth
from rembug_service.people.headers import Column, recognise
from rembug_service.people.sheets import Cell

DAY = date(2026, 11, 1)


@pytest.mark.parametrize(
    "cell",
    [
        "31-12-1970",
        "31/12/1970",
        "31/12/70",
        "31.12.1970",
        "31 12 1970",
        "1970-12-31",
        "1970/12/31",
        "1970-12-31 00:00:00",
        "31 Desember 1970",
        "31 DES 1970",
        "31-Des-70",
        "31 December 1970",
        "31121970",
        "Bandung, 31-12-1970",
        "BANDUNG 31 Desember 1970",
        "25933",
        25933.0,
        date(1970, 12, 31),
    ],
)
def test_a_date_of_birth_is_read_in_every_style(cell: Cell) -> None:
    found = parse_birth(cell, DAY)
    assert (found.day, found.year, found.doubt) == (date(1970, 12, 31), 1970, None)


@pytest.mark.parametrize(
    ("cell", "day", "year"),
    [
        ("31-02-1970", None, 1970),
        ("00-00-1970", None, 1970),
        ("1970", None, 1970),
        (1970.0, None, 1970),
        ("12/31/1970", date(1970, 12, 31), 1970),
        ("01/01/20", date(2020, 1, 1), 2020),
        ("lupa", None, None),
        ("31-12-2970", None, None),
        ("31-12-1870", None, None),
        (12.5, None, None),
        ("99", None, None),
    ],
)
def test_a_doubtful_date_is_said_to_be_one(cell: Cell, day: date | None, year: int | None) -> None:
    found = parse_birth(cell, DAY)
    assert (found.day, found.year) == (day, year)
    assert found.doubt


@pytest.mark.parametrize("cell", ["", "-", " "])
def test_an_empty_date_is_no_problem(cell: str) -> None:
    assert parse_birth(cell, DAY).doubt is None


@given(st.dates(date(1930, 1, 1), date(2009, 12, 31)))
def test_two_digit_years_of_adults_read_back(birth: date) -> None:
    assert parse_birth(f"{birth:%d/%m/%y}", DAY).day == birth


@pytest.mark.parametrize(
    ("cell", "age"),
    [
        ("56", 56),
        ("56 th", 56),
        ("56 Tahun", 56),
        ("56 thn.", 56),
        (56.0, 56),
        ("500", None),
        ("tua", None),
        (-1.0, None),
    ],
)
def test_an_age_is_read(cell: Cell, age: int | None) -> None:
    assert parse_age(cell) == age


@pytest.mark.parametrize(
    ("sex", "words"),
    [
        ("L", ["L", "l", "LK", "Lk.", "Laki-laki", "LAKI - LAKI", "laki2", "Pria", "M"]),
        ("P", ["P", "p", "PR", "Pr.", "Perempuan", "PEREMPUAN", "Wanita", "W"]),
        (None, ["", "-", "?", "1", "LP", "ya"]),
    ],
)
def test_the_sex_is_read_in_every_wording(sex: str | None, words: list[str]) -> None:
    assert [parse_sex(word) for word in words] == [sex] * len(words)


def test_p_means_pria_where_the_column_says_so() -> None:
    assert parse_sex("P", p_is_pria=True) == "L"
    assert parse_sex("W", p_is_pria=True) == "P"


@pytest.mark.parametrize(
    ("married", "words"),
    [
        (
            True,
            [
                "Kawin",
                "K",
                "S",
                "Sudah Kawin",
                "Menikah",
                "Cerai Hidup",
                "Cerai mati",
                "CM",
                "Janda",
                "P",
                "KAWIN TERCATAT",
            ],
        ),
        (False, ["Belum Kawin", "B", "BK", "Lajang", "belum menikah", "TK", "Blm Kawin"]),
        (None, ["", "-", "Aktif"]),
    ],
)
def test_the_marital_status_says_ever_married_or_not(married: bool | None, words: list[str]) -> None:  # noqa: FBT001 - a table of cases
    assert [parse_ever_married(word) for word in words] == [married] * len(words)


@pytest.mark.parametrize(
    ("remark", "status"),
    [
        ("Meninggal", RowStatus.MENINGGAL),
        ("meninggal th 2020", RowStatus.MENINGGAL),
        ("(Alm)", RowStatus.MENINGGAL),
        ("almarhumah", RowStatus.MENINGGAL),
        ("wafat", RowStatus.MENINGGAL),
        ("MD", RowStatus.MENINGGAL),
        ("Pindah", RowStatus.PINDAH),
        ("pindah ke Garut", RowStatus.PINDAH),
        ("sudah tidak tinggal di sini", RowStatus.PINDAH),
        ("ganda", RowStatus.GANDA),
        ("data dobel", RowStatus.GANDA),
        ("", RowStatus.AKTIF),
        ("pindah datang", RowStatus.AKTIF),
        ("pindahan dari Garut", RowStatus.AKTIF),
        ("belum pindah", RowStatus.AKTIF),
        ("janda alm. Dedi", RowStatus.AKTIF),
        ("suami meninggal", RowStatus.AKTIF),
        ("Gg. Almahera", RowStatus.AKTIF),
    ],
)
def test_a_remark_about_the_entry_is_understood_and_one_about_another_is_not(remark: str, status: RowStatus) -> None:
    assert parse_status(remark) is status


@pytest.mark.parametrize(
    "cell",
    [
        "9910013112700001",
        " 9910013112700001 ",
        "'9910013112700001",
        "991001 311270 0001",
        "9910.0131.1270.0001",
        "`9910013112700001",
    ],
)
def test_a_nik_is_read_with_its_usual_decoration(cell: str) -> None:
    assert parse_nik(cell).nik == "9910013112700001"


@pytest.mark.parametrize(
    "cell",
    [
        "3,27301E+15",
        "3.27301E+15",
        "3,27301e15",
        "9,91E+15",
        3.2730101e15,
        9910013112700001.0,
        "9910013112700001.0",
        "991001311270001",
        "nihil",
        "12345678901234567",
        5.0,
    ],
)
def test_a_spoiled_nik_is_refused_without_quoting_it(cell: Cell) -> None:
    found = parse_nik(cell)
    assert found.nik is None
    assert found.complaint is not None
    assert found.complaint.endswith("NIK tidak dipakai.")
    assert "9910" not in found.complaint
    assert "3273" not in found.complaint


@pytest.mark.parametrize("cell", ["", "-", "0", 0.0, "'"])
def test_a_missing_nik_is_no_problem(cell: Cell) -> None:
    assert parse_nik(cell) == parse_nik("")


def test_a_nik_does_not_show_in_the_representation() -> None:
    assert "9910" not in repr(parse_nik("9910013112700001"))


@pytest.mark.parametrize(
    "text",
    [
        "NIK 9910013112700001",
        "9910-0131-1270-0001",
        "9910 0131/1270.0001",
        "HP 0812 3456 789",
        "99.10.01.31.12.70.00.01",
    ],
)
def test_long_numbers_are_masked(text: str) -> None:
    assert sum(sign.isdigit() for sign in mask_digits(text)) == 0


@pytest.mark.parametrize("text", ["RT 03/05", "31-12-1970", "Gg. Melati No. 12"])
def test_short_numbers_stay(text: str) -> None:
    assert mask_digits(text) == text


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("NAMA LENGKAP", Column.NAME),
        ("Nama", Column.NAME),
        ("Nama Pemilih", Column.NAME),
        ("NAMA WARGA (sesuai KTP)", Column.NAME),
        ("Nama Panggilan", Column.NICKNAMES),
        ("Panggilan", Column.NICKNAMES),
        ("Alias", Column.NICKNAMES),
        ("Nama Kepala Keluarga", Column.OTHER),
        ("Nama Ayah", Column.OTHER),
        ("NIK", Column.NIK),
        ("N I K", Column.NIK),
        ("No. KTP", Column.NIK),
        ("No. KTP/NIK", Column.NIK),
        ("Nomor Induk Kependudukan", Column.NIK),
        ("No KK", Column.FAMILY_CARD),
        ("NKK", Column.FAMILY_CARD),
        ("No. Kartu Keluarga", Column.FAMILY_CARD),
        ("JK", Column.SEX),
        ("L/P", Column.SEX),
        ("Jenis Kelamin", Column.SEX),
        ("Jenis Kelamin (L/P)", Column.SEX),
        ("Jns. Kel.", Column.SEX),
        ("L", Column.MARK_MAN),
        ("P", Column.MARK_WOMAN),
        ("Tgl Lahir", Column.BIRTH_DATE),
        ("TGL. LAHIR", Column.BIRTH_DATE),
        ("Tanggal Lahir", Column.BIRTH_DATE),
        ("Tempat, Tgl Lahir", Column.BIRTH_DATE),
        ("Tempat / Tanggal Lahir", Column.BIRTH_DATE),
        ("TTL", Column.BIRTH_DATE),
        ("Tempat Lahir", Column.BIRTH_PLACE),
        ("Umur", Column.AGE),
        ("Usia (th)", Column.AGE),
        ("RT/RW", Column.RT_RW),
        ("RT / RW", Column.RT_RW),
        ("RT", Column.RT),
        ("No. RT", Column.RT),
        ("RW", Column.RW),
        ("Alamat", Column.ADDRESS),
        ("ALAMAT LENGKAP", Column.ADDRESS),
        ("Status Kawin", Column.MARITAL),
        ("Status Perkawinan", Column.MARITAL),
        ("STATUS PERNIKAHAN (B/S/P)", Column.MARITAL),
        ("Status", Column.MARITAL),
        ("Ket", Column.NOTE),
        ("Ket.", Column.NOTE),
        ("KETERANGAN", Column.NOTE),
        ("No", Column.NUMBER),
        ("NO. URUT", Column.NUMBER),
        ("Pekerjaan", Column.OTHER),
        ("Asep Suryana", None),
        ("31-12-1970", None),
        ("", None),
    ],
)
def test_a_header_is_recognised_in_many_wordings(header: str, column: Column | None) -> None:
    assert recognise(header) is column
