"""Binary values in requests: base64url without padding, as in the events."""

from rembug_ballots import encoding
from rembug_ballots.errors import BallotsError
from rembug_service.errors import InvalidRequest


def from_b64(text: str) -> bytes:
    """Return the bytes of a canonical base64url text.

    Raises:
        InvalidRequest: SANDI_BASE64_SALAH.
    """
    try:
        return encoding.from_b64(text)
    except BallotsError:
        raise InvalidRequest("SANDI_BASE64_SALAH", "Kiriman rusak di jalan. Kirim sekali lagi.") from None
