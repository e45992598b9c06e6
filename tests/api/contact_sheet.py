"""A picture with the first page of each kind of paper, small enough to stand in the handbook."""

import math
from collections.abc import Mapping

import pypdfium2
from PIL import Image

COLUMNS = 6
_SCALE = 0.34  # A4 at 25 dots an inch: 202 by 286
_GAP = 10
_SHADES = 16


def first_page(data: bytes) -> Image.Image:
    """Return the first page of a PDF in grey, upright or across."""
    document = pypdfium2.PdfDocument(data)
    try:
        page: Image.Image = document[0].render(scale=_SCALE).to_pil()
        return page.convert("L")
    finally:
        document.close()


def contact_sheet(papers: Mapping[str, bytes]) -> Image.Image:
    """Return first pages side by side, in the order given."""
    shown = [first_page(data) for data in papers.values()]
    width, height = max(each.width for each in shown) + _GAP, max(each.height for each in shown) + _GAP
    sheet = Image.new("L", (COLUMNS * width + _GAP, math.ceil(len(shown) / COLUMNS) * height + _GAP), 150)
    for place, each in enumerate(shown):
        row, column = divmod(place, COLUMNS)
        sheet.paste(each, (_GAP + column * width, _GAP + row * height))
    return sheet.quantize(_SHADES)
