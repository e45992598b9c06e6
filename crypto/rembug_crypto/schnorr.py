"""Proof of knowledge of one discrete logarithm.  Source: docs/protocol.md sections 6.2 and 9.2.

What the challenge binds is the business of the proof that uses this one: it passes a function from
the commitment ``T`` to the challenge, which fills a transcript.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from rembug_crypto.errors import InvalidSchnorrProof, MalformedEncoding
from rembug_crypto.group import GENERATOR, GENERATOR_BASE, Element, Elements, Scalar, Scalars, msm
from rembug_crypto.randomness import RandomSource, draw

PROOF_BYTES: Final = 64
_WEIGHT_BYTES: Final = 16

Challenge = Callable[[Element], Scalar]
"""From the commitment ``T`` to the challenge ``c``."""


@dataclass(frozen=True, slots=True)
class SchnorrProof:
    """``T || s``, 64 bytes."""

    commitment: Element
    response: Scalar

    @classmethod
    def from_bytes(cls, data: bytes) -> "SchnorrProof":
        """Decode ``T || s``.

        Raises:
            MalformedEncoding: a wrong length, no canonical encoding, or the identity.
        """
        if len(data) != PROOF_BYTES:
            raise MalformedEncoding(f"a proof of {len(data)} bytes, not {PROOF_BYTES}")
        return cls(Element.decode_nonidentity(data[:32]), Scalar.from_bytes(data[32:]))

    def to_bytes(self) -> bytes:
        """Return ``T || s``."""
        return self.commitment.to_bytes() + self.response.to_bytes()


def prove(secret: Scalar, challenge: Challenge, random: RandomSource) -> SchnorrProof:
    """Prove knowledge of ``secret`` in ``secret*G``."""
    w = Scalar.random(random)
    commitment = GENERATOR_BASE.times_one(w)
    return SchnorrProof(commitment, w + challenge(commitment) * secret)


def verify(public: Element, proof: SchnorrProof, challenge: Challenge) -> None:
    """Check ``s*G = T + c*public``.

    Raises:
        InvalidSchnorrProof: it does not hold.
    """
    c = challenge(proof.commitment)
    if msm(Scalars.of([proof.response, -c]), Elements.of([GENERATOR, public])) != proof.commitment:
        raise InvalidSchnorrProof("s*G is not T + c*P")


def verify_together(
    publics: Elements,
    commitments: Elements,
    responses: Scalars,
    challenges: Scalars,
    random: RandomSource,
) -> None:
    """Check many proofs at once, by a random combination with fresh 128-bit weights.

    Raises:
        InvalidSchnorrProof: at least one of them does not hold.
    """
    weights = Scalars.from_128(draw(random, _WEIGHT_BYTES * len(publics)))
    # sum v_i*(c_i*P_i) + sum v_i*T_i = (sum v_i*s_i)*G; the second sum has short coefficients.
    known = msm(weights * challenges, publics) + msm(weights, commitments)
    if GENERATOR_BASE.times_one(weights.dot(responses)) != known:
        raise InvalidSchnorrProof("at least one of the proofs does not hold")
