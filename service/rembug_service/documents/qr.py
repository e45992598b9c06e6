"""QR codes as SVG: of a card's text, and of an address."""

from typing import Final

from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

_VERSION: Final = 2  # 25 modules a side
_CAPACITY: Final = 38  # characters of the alphanumeric mode at level M (ISO/IEC 18004, table 7)
_QUIET: Final = 4  # modules of white around the code (ISO/IEC 18004)
# A fixed mask: choosing the best of eight takes ten times as long and says nothing more.
_MASK: Final = 2


def qr_modules(text: str) -> list[list[bool]]:
    """Return the modules of a version 2-M QR code of an upper-case text of at most 38 characters.

    Raises:
        ValueError: the text does not fit.
    """
    if len(text) > _CAPACITY:
        raise ValueError(f"{len(text)} characters in a code for {_CAPACITY}")
    code = QRCode(version=_VERSION, error_correction=ERROR_CORRECT_M, border=0, mask_pattern=_MASK)
    # As one segment; the alphabet of the cards lies in that of the alphanumeric mode.
    code.add_data(text, optimize=0)
    code.make(fit=False)
    return [[bool(module) for module in row] for row in code.modules]


def qr_svg(text: str) -> str:
    """Return the QR code of a card's text as an SVG of one path, quiet zone included."""
    return _drawn(qr_modules(text))


def link_svg(address: str) -> str:
    """Return the QR code of an address, as small as it goes, as an SVG of one path, quiet zone included."""
    code = QRCode(version=None, error_correction=ERROR_CORRECT_M, border=0, mask_pattern=_MASK)
    code.add_data(address)
    code.make(fit=True)
    return _drawn([[bool(module) for module in row] for row in code.modules])


def _drawn(modules: list[list[bool]]) -> str:
    side = len(modules) + 2 * _QUIET
    path = []
    for y, row in enumerate(modules, start=_QUIET):
        x = 0
        while x < len(row):
            start = x
            while x < len(row) and row[x]:
                x += 1
            if x > start:
                path.append(f"M{start + _QUIET} {y}h{x - start}v1h{start - x}z")
            x += 1
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"><path d="{"".join(path)}"/></svg>'
