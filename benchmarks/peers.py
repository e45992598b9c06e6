"""What others cost for the same work: measured where they are installed, quoted where not."""

import shutil
import subprocess
import time
from dataclasses import dataclass
from typing import Final

import pysodium


@dataclass(frozen=True, slots=True)
class Peer:
    """Milliseconds of CPU a ballot of five elements, with one mixer.

    Attributes:
        mix_ms: to mix and to prove.
        verify_ms: to verify one mix.
        source: whose figures these are.
    """

    name: str
    mix_ms: float
    verify_ms: float
    source: str


# Measured for this project on the same kind of machine, before this program was written.
QUOTED: Final = (
    Peer("Verificatum (elliptic curve, native arithmetic)", 1.66, 1.51, "quoted"),
    Peer("Belenios 2.5.1 (Ed25519)", 8.95, 7.33, "quoted"),
)
_ROUNDS: Final = 400


def sodium_floor(width: int) -> Peer:
    """Return what one multiplication at a time with libsodium costs at least, with nothing around it.

    A mix multiplies by ``1 + W`` bases a ballot; its proof by 5 fixed bases and sums ``2 + W`` products; a
    verifier sums ``2*(1 + W) + 4``.
    """
    point = pysodium.crypto_core_ristretto255_from_hash(bytes(range(64)))
    scalar = bytes(range(1, 32)) + b"\x01"
    begun = time.process_time()
    for _ in range(_ROUNDS):
        pysodium.crypto_scalarmult_ristretto255(scalar, point)
    each = (time.process_time() - begun) / _ROUNDS * 1000
    return Peer(
        "libsodium, one multiplication at a time",
        (1 + width + 5 + 2 + width) * each,
        (2 * (1 + width) + 4) * each,
        f"measured: {1000 * each:.0f} us a multiplication",
    )


def belenios_here() -> str:
    """Say which `belenios-tool` is installed."""
    program = shutil.which("belenios-tool")
    if program is None:
        return "belenios-tool is not installed (Debian: apt-get install belenios-tool)"
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    return (
        f"belenios-tool {done.stdout.strip()} is installed; Debian's 2.0 knows the group of 2048 bits only, "
        "so its times are no comparison"
    )
