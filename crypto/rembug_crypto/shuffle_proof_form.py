"""The shape and bytes of a shuffle proof.  Source: docs/protocol.md section 10, "Proof blob"."""

from dataclasses import dataclass

from rembug_crypto.elgamal import ELEMENT_BYTES
from rembug_crypto.errors import MalformedEncoding
from rembug_crypto.group import Elements, Scalars


@dataclass(frozen=True, slots=True, eq=False)
class ShuffleProof:
    """A proof for ``N`` ciphertexts of width ``W``.

    Attributes:
        c: ``c_1 .. c_N``.
        chain: ``ch_1 .. ch_N``.
        t: ``t1, t2, t3``.
        t4: ``1 + W`` elements.
        th: ``th_1 .. th_N``.
        s: ``s1 .. s4``.
        sh: ``sh_1 .. sh_N``.
        s_prime: ``s'_1 .. s'_N``.
    """

    c: Elements
    chain: Elements
    t: Elements
    t4: Elements
    th: Elements
    s: Scalars
    sh: Scalars
    s_prime: Scalars

    @classmethod
    def from_bytes(cls, blob: bytes, count: int, width: int) -> "ShuffleProof":
        """Decode the proof of a mix of ``count`` ciphertexts of ``width`` elements.

        Raises:
            MalformedEncoding: a wrong length, an element or a scalar that is not canonical, or the
                identity.
        """
        if len(blob) != proof_bytes(count, width):
            raise MalformedEncoding(f"a shuffle proof of {len(blob)} bytes, not {proof_bytes(count, width)}")
        elements_end = ELEMENT_BYTES * (3 * count + 4 + width)
        elements = Elements.from_bytes(blob[:elements_end])
        scalars = Scalars.from_bytes(blob[elements_end:])
        th_start = 2 * count + 4 + width
        return cls(
            c=elements[:count],
            chain=elements[count : 2 * count],
            t=elements[2 * count : 2 * count + 3],
            t4=elements[2 * count + 3 : th_start],
            th=elements[th_start:],
            s=scalars[:4],
            sh=scalars[4 : 4 + count],
            s_prime=scalars[4 + count :],
        )

    def to_bytes(self) -> bytes:
        """Return the blob, ``32 * (5N + 8 + W)`` bytes."""
        parts = (self.c, self.chain, self.t, self.t4, self.th, self.s, self.sh, self.s_prime)
        return b"".join(part.to_bytes() for part in parts)


def proof_bytes(count: int, width: int) -> int:
    """Return the length of a shuffle proof in bytes."""
    return ELEMENT_BYTES * (5 * count + 8 + width)
