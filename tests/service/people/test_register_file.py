"""Whole files as offices write them: every quirk has a test, and nothing but an unreadable file raises."""

import re
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rembug_service.people.cells import RowStatus
from rembug_service.people.errors import UnreadableRegisterFile
from rembug_service.people.register_file import ParsedRow, RegisterFile, read_register
from rembug_service.people.sheets import MAX_FILE_BYTES, MAX_ROWS
from rembug_service.people.units import Unit

DAY = date(2026, 11, 1)
PLAIN = """DAFTAR PEMILIH KELURAHAN SUKAMUNDUR

NO;NAMA LENGKAP;NIK;JK;Tgl Lahir;RT/RW;Ket
1;H. Asep Suryana, S.Pd.;9910013112700001;L;31-12-1970;RT 03/05;
2;Yati “Eneng” Rohaéti;9910017112700001;P;31/12/70;003/005;meninggal
"""


def read(text: str, encoding: str = "utf-8") -> RegisterFile:
    return read_register(text.encode(encoding), DAY)


def only(text: str) -> ParsedRow:
    (row,) = read(text).rows
    return row


def test_a_plain_file_is_read_wholly() -> None:
    found = read(PLAIN)
    first, second = found.rows
    assert (first.name, first.sex, first.birth_date, first.unit, first.status) == (
        "H. Asep Suryana, S.Pd.",
        "L",
        date(1970, 12, 31),
        Unit(3, 5),
        RowStatus.AKTIF,
    )
    assert (first.nik, first.row) == ("9910013112700001", 4)
    assert (second.unit, second.status, second.note) == (Unit(3, 5), RowStatus.MENINGGAL, "meninggal")
    assert found.problems == ()


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_delimiter_encoding_and_line_end_gives_the_same_rows(delimiter: str, encoding: str, newline: str) -> None:
    text = PLAIN.replace("Suryana, S.Pd.", "Suryana").replace(";", delimiter).replace("\n", newline)
    names = [row.name for row in read(text, encoding).rows]
    assert names == ["H. Asep Suryana", "Yati “Eneng” Rohaéti"]


def test_the_sep_line_of_excel_is_obeyed() -> None:
    assert only("sep=|\r\nNama|L/P|RT\r\nAsep; Suryana|L|3\r\n").name == "Asep; Suryana"


def test_a_quotation_mark_that_nobody_closed_does_not_swallow_the_list() -> None:
    lines = "".join(f"Warga Nomor{chr(97 + n % 26)};L;3\n" for n in range(300))
    found = read(f'Nama;L/P;RT\n"Asep;L;3\n{lines}')
    assert len(found.rows) == 301


def test_rt_and_rw_may_stand_in_two_columns() -> None:
    assert only("Nama;JK;RT;RW\nAsep;L;03;V\n").unit == Unit(3, 5)


def test_rt_and_rw_may_stand_under_a_merged_header() -> None:
    assert only("No;Nama;JK;RT/RW;;Ket\n;;;RT;RW;\n1;Asep;L;03;05;\n").unit == Unit(3, 5)


def test_l_and_p_may_be_two_columns_with_ticks() -> None:
    found = read("No;Nama;Jenis Kelamin;;RT\n;;L;P;\n1;Asep;v;;3\n2;Yati;;v;3\n")
    assert [row.sex for row in found.rows] == ["L", "P"]


@pytest.mark.parametrize("unit", ["RT 03/05", "003/005", "RT 03 RW V", "RT.03/RW.05", "03-05", "3/5", "III/V"])
def test_the_unit_is_read_in_every_style(unit: str) -> None:
    assert only(f"Nama;JK;RT/RW\nAsep;L;{unit}\n").unit == Unit(3, 5)


def test_the_unit_may_stand_in_the_heading_of_each_block() -> None:
    text = (
        "DAFTAR WARGA RT 03 RW 05;;\nNo;Nama;L/P\n1;Asep;L\n2;Yati;P\nJumlah;2;\n;Ketua RT 03;\n;Sutisna;\n"
        "DAFTAR WARGA RT 04 RW 05;;\nNo;Nama;L/P\n1;Dedi;L\n"
    )
    found = read(text)
    assert [(row.name, row.unit) for row in found.rows] == [
        ("Asep", Unit(3, 5)),
        ("Yati", Unit(3, 5)),
        ("Dedi", Unit(4, 5)),
    ]
    assert found.problems == ()


def test_the_unit_may_stand_in_the_address_only() -> None:
    assert only("Nama;JK;Alamat\nAsep;L;Jl. Melati No. 3 RT 03/05\n").unit == Unit(3, 5)


def test_a_row_that_counts_the_columns_is_passed_over() -> None:
    assert only("No;Nama;JK;RT\n1;2;3;4\n1;Asep;L;3\n").name == "Asep"


def test_a_header_repeated_on_each_printed_page_is_passed_over() -> None:
    assert len(read("No;Nama;JK;RT\n1;Asep;L;3\nNo;Nama;JK;RT\n2;Yati;P;3\n").rows) == 2


def test_a_row_without_a_name_is_reported_by_its_number() -> None:
    found = read("Nama;JK;RT\nAsep;L;3\n;P;3\n")
    assert [(problem.row, problem.column) for problem in found.problems] == [(3, "Nama")]
    assert len(found.rows) == 1


def test_a_row_with_one_filled_cell_is_reported_and_not_lost_silently() -> None:
    found = read("No;Nama;JK;RT\n1;Asep;L;3\n;Dedi;;\n2;Yati;P;3\n")
    assert [problem.row for problem in found.problems] == [3]


def test_an_age_gives_the_year_of_birth() -> None:
    row = only("Nama;JK;RT;Umur\nAsep;L;3;56 th\n")
    assert (row.birth_date, row.birth_year, row.age) == (None, 1970, 56)


def test_a_nik_gives_date_and_sex_where_the_row_says_nothing() -> None:
    row = only("Nama;NIK;RT\nYati;9910017112700001;3\n")
    assert (row.birth_date, row.sex) == (date(1970, 12, 31), "P")


def test_a_nik_that_contradicts_the_row_is_kept_with_a_problem() -> None:
    found = read("Nama;NIK;JK;Tgl Lahir;RT\nYati;9910017112700001;L;01-01-1971;3\n")
    assert found.rows[0].nik is not None
    assert (found.rows[0].sex, found.rows[0].birth_date) == ("L", date(1971, 1, 1))
    assert [problem.column for problem in found.problems] == ["NIK", "NIK"]


@pytest.mark.parametrize("nik", ["3,27301E+15", "9910013112700001.0", "9910013102700001", "123", "0000000000000000000"])
def test_a_row_with_an_unusable_nik_is_imported_without_it(nik: str) -> None:
    found = read(f"Nama;NIK;JK;RT\nAsep;{nik};L;3\n")
    assert (found.rows[0].name, found.rows[0].nik) == ("Asep", None)
    assert all(nik not in problem.message for problem in found.problems)


def test_niks_that_all_end_in_zero_were_rounded_and_are_refused_together() -> None:
    rows = "".join(f"Warga {chr(65 + n)};99100131127{n:04d}0;L;3\n" for n in range(1, 15))
    found = read(f"Nama;NIK;JK;RT\n{rows}")
    assert {row.nik for row in found.rows} == {None}
    assert [(problem.row, problem.column) for problem in found.problems] == [(None, "NIK")]


def test_pria_and_wanita_by_letter_are_not_mixed_up_with_perempuan() -> None:
    assert [row.sex for row in read("Nama;JK;RT\nAsep;P;3\nYati;W;3\n").rows] == ["L", "P"]


def test_titles_stay_with_the_name_and_list_numbers_do_not() -> None:
    assert only("Nama;JK;RT\n12. Drs. H. Asep, M.Si.;L;3\n").name == "Drs. H. Asep, M.Si."


def test_nicknames_are_split() -> None:
    assert only("Nama;Panggilan;JK;RT\nAsep;Ujang, Bu RT / Acep;L;3\n").nicknames == ("Ujang", "Bu RT", "Acep")


@pytest.mark.parametrize(
    ("remark", "status"), [("meninggal", "MENINGGAL"), ("Pindah ke Garut", "PINDAH"), ("GANDA", "GANDA"), ("", "AKTIF")]
)
def test_the_remark_sets_the_status(remark: str, status: str) -> None:
    assert only(f"Nama;JK;RT;KETERANGAN\nAsep;L;3;{remark}\n").status == status


def test_a_name_marked_as_deceased_is_taken_so_with_a_problem() -> None:
    found = read("Nama;JK;RT\nAsep (Alm);L;3\n")
    assert found.rows[0].status is RowStatus.MENINGGAL
    assert found.problems


def test_the_marital_status_is_read_for_the_question_of_adulthood() -> None:
    found = read("Nama;JK;RT;Status Kawin\nAsep;L;3;K\nYati;P;3;Belum Kawin\nDedi;L;3;\n")
    assert [row.ever_married for row in found.rows] == [True, False, None]


NIK = "9910013112700001"
SEVEN = ";".join([NIK] * 7)


@pytest.mark.parametrize(
    "text",
    [
        f"Nama;NIK;JK;Tgl Lahir;RT;Ket;Umur\n{SEVEN}\nAsep {NIK};x{NIK};L;{NIK};{NIK};lihat {NIK};{NIK}\n",
        f"No;Nama;NIK;JK\n1;Asep;{NIK}1;L\n;{NIK};;\n{NIK};;;\n2;Asep 9910-0131-1270-0001;{NIK};{NIK}\n",
    ],
)
def test_no_problem_and_no_representation_ever_holds_a_nik(text: str) -> None:
    found = read(text)
    shown = re.sub(r"\D", "", " ".join(problem.message for problem in found.problems)) + repr(found)
    assert "131127" not in shown
    assert found.problems


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "kosong"),
        (b"  \n ", "kosong"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"<html><table><tr><td>Nama</td></tr></table></html>", "halaman web"),
        (b"satu;dua\ntiga;empat\n", "judul kolom"),
        (b"\x00\x01\x02\x03binary;\x00", "bukan tulisan"),
        (b"\xff\xfeA", "rusak"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and then nothing", "rusak"),
        (b"x" * (MAX_FILE_BYTES + 1), "20 MB"),
        (b"Nama;JK;RT\n" + b"Asep;L;3\n" * (MAX_ROWS + 1), "60.000 baris"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_unreadable_file_says_why_in_indonesian(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableRegisterFile, match=reason):
        read_register(data, DAY)


@given(st.binary(max_size=300))
@example(b"\xef\xbb\xbfNama;JK\n\x81\x8d;L\n")
@example(b'Nama;JK\r\r\r\n"')
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(UnreadableRegisterFile):  # either outcome is right, a third is not
        read_register(b"Nama;NIK;JK;Tgl Lahir;RT/RW;Umur;Ket\n" + data, DAY)
        read_register(data, DAY)


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), min_size=7, max_size=7), max_size=6
    )
)
def test_any_cells_give_rows_or_problems(rows: list[list[str]]) -> None:
    text = "\n".join(";".join(cell.replace('"', "").replace("\0", "") for cell in row) for row in rows)
    found = read(f"Nama;NIK;JK;Tgl Lahir;RT/RW;Umur;Ket\n{text}\n")
    assert all(row.name for row in found.rows)
