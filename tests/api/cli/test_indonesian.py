"""What the framework of the command line says is Indonesian too, whatever is wrong with a command."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from rembug_api.cli import app

ENGLISH = re.compile(
    r"\b(Usage|Options|Arguments|Commands?|Show|Missing|Invalid|Input|should|Error|Try|required|default|env|such|OPTIONS|ARGS)\b"
)


PROGRAM = typer.main.get_command(app)
"""Built once: most of the time that such a test takes is Typer's building of thirty commands."""


def _said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        PROGRAM.main([*words], prog_name="rembug")
    said = capsys.readouterr()
    return int(ended.value.code or 0), said.out, said.err


def _pages(command: object, *words: str) -> Iterator[tuple[str, ...]]:
    yield words
    for name, each in getattr(command, "commands", {}).items():
        yield from _pages(each, *words, name)


def test_every_help_page_is_indonesian(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    pages = list(_pages(PROGRAM))
    assert len(pages) > 20
    for words in pages:
        code, page, _ = _said(capsys, *words, "--help")
        assert code == 0
        assert f"Pemakaian: {' '.join(('rembug', *words))} [PILIHAN]" in page
        assert ENGLISH.search(page) is None, (words, page)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("nope", "Perintah 'nope' tidak ada."),
        ("kunci bukaa", "Perintah 'bukaa' tidak ada. Mungkin maksudnya 'buka', 'buat'."),
        ("--ca x", "Perintah belum ditulis."),
        ("--ca x verify a", "x bukan berkas sertifikat, atau tidak dapat dibaca."),
        ("--ca", "Pilihan '--ca' harus diikuti isinya."),
        ("verify", "Isian 'catatan' harus ditulis."),
        ("verify a b", "Ada isian yang berlebih: b."),
        ("verify --nope a", "Pilihan --nope tidak ada."),
        ("demo --tab 3", "Pilihan --tab tidak ada. Mungkin maksudnya --data, --tables."),
        ("demo --no-serve=1", "Pilihan '--no-serve' tidak diikuti isi."),
        ("serve", "Pilihan '--data' harus diisi."),
        ("serve --data x --port 70000", "Isi '--port' tidak dapat dipakai: paling banyak 65535."),
        ("demo --adults 20", "Isi '--adults' tidak dapat dipakai: paling sedikit 60."),
        ("demo --adults banyak", "Isi '--adults' tidak dapat dipakai: harus berupa angka bulat."),
        ("demo --adults " + "9" * 5000, "Isi '--adults' tidak dapat dipakai: harus berupa angka bulat yang wajar."),
        ("demo --turnout 0,6", "Isi '--turnout' tidak dapat dipakai: harus berupa angka, dengan titik untuk pecahan."),
        (
            "demo --preset y",
            "Isi '--preset' tidak dapat dipakai: 'y' tidak dikenal; pilih salah satu: 'langsung', 'dua-tingkat'.",
        ),
        (
            "cetak --data x --election e --out y --day 17-8-2026",
            "Isi '--day' tidak dapat dipakai: '17-8-2026' bukan tanggal seperti 2026-08-17.",
        ),
        ("bench --width 5", "Isi --width tidak dapat dipakai: Lebar harus genap: dua kali jumlah nama."),
    ],
)
def test_what_is_wrong_with_a_command_is_one_indonesian_sentence(
    line: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, output, trouble = _said(capsys, *line.split())
    assert code == 2
    assert output == ""
    assert trouble.splitlines()[-1] == sentence
    assert ENGLISH.search(trouble) is None


def test_an_answer_that_does_not_come_ends_the_command_with_a_sentence(tmp_path: Path) -> None:
    who = ["--number", "1", "--name", "A", "--account", "a", "--file", str(tmp_path / "kunci")]
    words = ["kunci", "buat", "--server", "http://127.0.0.1:9", "--election", "uji-coba", *who]
    done = CliRunner().invoke(app, words, input="")
    assert done.exit_code == 1
    assert done.stderr.splitlines()[-1] == "Dibatalkan: jawaban belum lengkap."
    assert not list(tmp_path.iterdir())
