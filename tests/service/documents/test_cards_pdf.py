import dataclasses
import re

import pytest

from rembug_service.documents.cards_pdf import PrintedCard, Sheets, cards_pdf
from rembug_service.documents.qr import qr_modules, qr_svg

TEXT = "1" + "0123456789ABCDEFGHJKMNPQRSTVWXYZ012"
SHEETS = Sheets("Pembentukan BKM", "sukamaju-2026", "BKM", 7, bytes(range(32)), "ab" * 32)
FINDER = ["#######", "#.....#", "#.###.#", "#.###.#", "#.###.#", "#.....#", "#######"]


def test_a_card_text_fits_a_code_of_25_modules() -> None:
    modules = qr_modules(TEXT)
    assert [len(row) for row in modules] == [25] * 25
    for top, left in ((0, 0), (0, 18), (18, 0)):
        seen = ["".join("#" if modules[top + y][left + x] else "." for x in range(7)) for y in range(7)]
        assert seen == FINDER


def test_a_longer_text_is_refused_rather_than_cut() -> None:
    with pytest.raises(ValueError, match="39 characters"):
        qr_modules("A" * 39)


def test_the_drawing_covers_exactly_the_dark_modules() -> None:
    drawn = set()
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1", qr_svg(TEXT)):
        drawn |= {(int(x) + step - 4, int(y) - 4) for step in range(int(width))}
    assert drawn == {(x, y) for y, row in enumerate(qr_modules(TEXT)) for x, dark in enumerate(row) if dark}


def test_titles_are_text_and_never_code() -> None:
    sheet = cards_pdf(dataclasses.replace(SHEETS, title='#panic("x") $ *'), [PrintedCard(TEXT, "ABC123")])
    assert sheet.startswith(b"%PDF-")


@pytest.mark.parametrize(("cards", "pages"), [(1, 2), (10, 2), (11, 3)])
def test_a_cover_comes_before_sheets_of_ten(cards: int, pages: int) -> None:
    sheet = cards_pdf(SHEETS, [PrintedCard(TEXT, "ABC123")] * cards)
    assert re.findall(rb"/Type\s*/Pages\b.*?/Count (\d+)", sheet, re.DOTALL)[-1] == str(pages).encode()
