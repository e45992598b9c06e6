"""The code without which nobody on the network can make the first account before the committee does."""

import hmac
from dataclasses import dataclass
from typing import Final, Self

from rembug_ballots.encoding import to_base32
from rembug_service.errors import NotAllowed
from rembug_service.system import system_random

_BYTES: Final = 5
_GROUP: Final = 4
# What people type for what they read.  Source: docs/formats.md, "Tracking code" (Crockford's base32).
_READ_AS: Final = str.maketrans({"-": None, " ": None, "O": "0", "I": "1", "L": "1"})


@dataclass(frozen=True, slots=True)
class SetupCode:
    """Eight characters, 40 bits, of this run of the server; it is printed on its screen and kept nowhere."""

    text: str

    @classmethod
    def draw(cls) -> Self:
        """Draw a code."""
        return cls(to_base32(system_random(_BYTES)))

    @property
    def shown(self) -> str:
        """The code in two groups, as people read it."""
        return f"{self.text[:_GROUP]}-{self.text[_GROUP:]}"

    def check(self, typed: str) -> None:
        """Compare what somebody typed; case, spaces and hyphens do not matter.

        Raises:
            NotAllowed: KODE_PENYIAPAN_SALAH.
        """
        given = typed.upper().translate(_READ_AS)
        if not hmac.compare_digest(given.encode(), self.text.encode()):
            raise NotAllowed(
                "KODE_PENYIAPAN_SALAH",
                "Kode penyiapan tidak cocok. Kode itu tampil di layar laptop yang menjalankan Rembug.",
            )
