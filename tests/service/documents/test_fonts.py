import unicodedata
from pathlib import Path

from fontTools.ttLib import TTFont

from rembug_service.documents.coverage import covered
from rembug_service.documents.printable import BREAK, printable_text
from rembug_service.documents.typesetting import FONTS


def test_the_list_of_characters_is_what_the_packed_fonts_have() -> None:
    has: set[int] = set()
    for font in sorted(FONTS.glob("*.ttf")):
        with TTFont(font) as opened:
            has |= set(opened.getBestCmap())
    assert {code for code in range(0x11_0000) if covered(code)} == has


def test_every_font_stands_under_a_licence_beside_it() -> None:
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text()
    assert len(list(FONTS.glob("*.ttf"))) == len(list(Path(FONTS).iterdir())) - 3


def test_names_of_indonesia_are_printed_as_they_are() -> None:
    for name in ("Siti Nurhayati", "D'Souza-Óscar", "عبد الله", "ꦱꦸꦭꦱ꧀ꦠꦿꦶ", "ᬩᬮᬶ", "ᨕᨘᨁᨗ"):
        assert printable_text(unicodedata.normalize("NFC", name)) == unicodedata.normalize("NFC", name)


def test_what_no_font_has_or_would_turn_the_line_around_becomes_visible() -> None:
    assert printable_text("Rina 😀") == "Rina [U+1F600]"
    assert printable_text("張") == "[U+5F35]"
    assert printable_text("a\u202eb\u200bc\u2028d").replace(BREAK, "") == "a[U+202E]b[U+200B]c[U+2028]d"


def test_a_word_longer_than_a_column_may_break() -> None:
    shown = printable_text("W" * 60)
    assert shown.replace(BREAK, "") == "W" * 60
    assert max(len(part) for part in shown.split(BREAK)) == 16
