"""Encodings that every field must refuse."""

from rembug_crypto.group import ORDER

# The prime of the field.  Source: RFC 9496 section 4.
P = 2**255 - 19

IDENTITY = bytes(32)

NO_ELEMENTS = {
    "the identity": IDENTITY,
    "zero, written as the field's prime": P.to_bytes(32, "little"),
    "a negative field element": (1).to_bytes(32, "little"),
    "a field element with its top bit set": b"\x02" + bytes(30) + b"\x80",
    "no square root": bytes.fromhex("26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371"),
    "a point of order 2 of the curve": (P - 1).to_bytes(32, "little"),
    "a point of order 8 of the curve": bytes.fromhex(
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"
    ),
    "another point of order 8 of the curve": bytes.fromhex(
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"
    ),
}

NO_SCALARS = {
    "the order": ORDER.to_bytes(32, "little"),
    "the order and one": (ORDER + 1).to_bytes(32, "little"),
    "the greatest number of 32 bytes": b"\xff" * 32,
}


def with_field(blob: bytes, field: int, value: bytes) -> bytes:
    """Return a blob with its 32-byte field number ``field`` (from 0) replaced."""
    start = 32 * field
    return blob[:start] + value + blob[start + 32 :]
