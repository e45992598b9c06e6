import re

import pytest

from rembug_service.documents.cards_pdf import PrintedCard, cards_pdf, qr_modules, qr_svg

TEXT = "1" + "0123456789ABCDEFGHJKMNPQRSTVWXYZ012"
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
    sheet = cards_pdf('#panic("x") $ *', "bkm", 7, [PrintedCard(TEXT, "ABC123")] * 11)
    assert sheet.startswith(b"%PDF-")
