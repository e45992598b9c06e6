"""What is known of an attachment of minutes, without opening it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StoredFile:
    """An attachment without its bytes.

    Attributes:
        media: image/jpeg, image/png, image/webp or application/pdf.
        size: bytes.
        sha256: 64 hexadecimal digits.
    """

    name: str
    media: str
    size: int
    sha256: str
