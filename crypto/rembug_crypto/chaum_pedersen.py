"""Proof that secrets are the same over two bases.  Source: docs/protocol.md section 11.

Shows knowledge of ``x_1 .. x_W`` with ``Y_k = x_k*G`` and ``B_k = x_k*A`` under one challenge.
"""

from collections.abc import Callable
from dataclasses import dataclass

from rembug_crypto.errors import InvalidOpeningProof, MalformedEncoding
from rembug_crypto.group import GENERATOR, GENERATOR_BASE, Element, Elements, Scalar, Scalars, msm
from rembug_crypto.randomness import RandomSource

Challenge = Callable[[Elements], Scalar]
"""From the commitments ``T_1, U_1, T_2, U_2, ...`` to the challenge ``c``."""


@dataclass(frozen=True, slots=True, eq=False)
class EqualityProof:
    """``T_1 || U_1 || ... || T_W || U_W || s_1 || ... || s_W``, ``96 * W`` bytes."""

    commitments: Elements
    responses: Scalars

    @classmethod
    def from_bytes(cls, data: bytes, width: int) -> "EqualityProof":
        """Decode the proof of ``width`` equalities.

        Raises:
            MalformedEncoding: a wrong length, no canonical encoding, or the identity.
        """
        if len(data) != 96 * width:
            raise MalformedEncoding(f"an opening proof of {len(data)} bytes, not {96 * width}")
        return cls(Elements.from_bytes(data[: 64 * width]), Scalars.from_bytes(data[64 * width :]))

    def to_bytes(self) -> bytes:
        """Return the blob."""
        return self.commitments.to_bytes() + self.responses.to_bytes()


def prove(secrets: Scalars, base: Element, challenge: Challenge, random: RandomSource) -> EqualityProof:
    """Prove that ``secrets`` are the logarithms over ``G`` and over ``base``, in constant time."""
    v = Scalars.random(len(secrets), random)
    over_generator = GENERATOR_BASE.times(v)
    over_base = Elements.repeat(base, len(secrets)).times(v)
    pairs = [index for k in range(len(secrets)) for index in (k, len(secrets) + k)]
    commitments = Elements.concat([over_generator, over_base]).permuted(pairs)
    return EqualityProof(commitments, v + secrets * challenge(commitments))


def verify(publics: Elements, base: Element, images: Elements, proof: EqualityProof, challenge: Challenge) -> None:
    """Check ``s_k*G = T_k + c*Y_k`` and ``s_k*A = U_k + c*B_k`` for every ``k``.

    Args:
        publics: ``Y_1 .. Y_W``.
        base: ``A``.
        images: ``B_1 .. B_W``.
        proof: the proof.
        challenge: from its commitments to ``c``.

    Raises:
        InvalidOpeningProof: names the first equation that does not hold.
    """
    c = challenge(proof.commitments)
    minus_c = -c
    for k, (s, y, b) in enumerate(zip(proof.responses, publics, images, strict=True), start=1):
        weights = Scalars.of([s, minus_c])
        if msm(weights, Elements.of([GENERATOR, y])) != proof.commitments[2 * k - 2]:
            raise InvalidOpeningProof(f"s_{k}*G is not T_{k} + c*Y_{k}")
        if msm(weights, Elements.of([base, b])) != proof.commitments[2 * k - 1]:
            raise InvalidOpeningProof(f"s_{k}*A is not U_{k} + c*B_{k}")
