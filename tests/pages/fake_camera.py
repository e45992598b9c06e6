"""A film of one printed QR code, for Chromium's fake camera."""

from pathlib import Path
from typing import Final

import qrcode

WIDTH: Final = 640
HEIGHT: Final = 480
_MODULE: Final = 9
_PAPER, _INK, _TABLE = 235, 20, 150
_FRAMES: Final = 10


def write_picture(path: Path, text: str) -> None:
    """Write a YUV4MPEG film that shows the code of ``text`` on a card."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4)
    code.add_data(text)
    matrix = code.get_matrix()
    side = len(matrix) * _MODULE
    top, left = (HEIGHT - side) // 2, (WIDTH - side) // 2
    rows = [bytearray([_TABLE]) * WIDTH for _ in range(HEIGHT)]
    for y, line in enumerate(matrix):
        pixels = b"".join(bytes([_INK if dark else _PAPER]) * _MODULE for dark in line)
        for offset in range(_MODULE):
            rows[top + y * _MODULE + offset][left : left + side] = pixels
    grey = bytes([128]) * (WIDTH * HEIGHT // 2)
    frame = b"FRAME\n" + b"".join(rows) + grey
    path.write_bytes(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode() + frame * _FRAMES)
