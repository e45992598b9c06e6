"""Threshold opening of a mixed list.  Source: docs/protocol.md section 11.

``x_{j,k}``, the secret of a key holder, is trusted to that holder alone; ``t`` of them together can
open any ciphertext, so the factors of a list that is not the last mixed one must never be computed.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from rembug_crypto import chaum_pedersen
from rembug_crypto.chaum_pedersen import EqualityProof
from rembug_crypto.domains import Domain
from rembug_crypto.elgamal import Ciphertexts
from rembug_crypto.encoding import decode_slots
from rembug_crypto.errors import InvalidOpeningProof, MalformedEncoding
from rembug_crypto.group import Element, Elements, Scalar, Scalars, msm, small_sum
from rembug_crypto.randomness import RandomSource
from rembug_crypto.transcript import Transcript

# Elements of one holder that are decoded at a time: some ten megabytes.
_PART: Final = 65536


@dataclass(frozen=True, slots=True, eq=False)
class OpeningStatement:
    """Whose factors for which list.

    Attributes:
        election: the election's id.
        contest: the contest's id, or ``rehearsal``.
        holder: number of the key holder, from 1.
        verification_keys: ``Y_{j,1} .. Y_{j,W}``.
        ciphertexts: the list to open, ``N >= 1`` rows of width ``W``.
    """

    election: str
    contest: str
    holder: int
    verification_keys: Elements
    ciphertexts: Ciphertexts

    def __post_init__(self) -> None:
        if len(self.verification_keys) != self.ciphertexts.width:
            raise MalformedEncoding("the number of verification keys is not the width of the list")
        if len(self.ciphertexts) == 0:
            raise MalformedEncoding("an empty list cannot be opened")

    @property
    def width(self) -> int:
        """The number ``W`` of elements in a message."""
        return self.ciphertexts.width


def factors_from_bytes(blob: bytes, count: int, width: int) -> Elements:
    """Decode the factors of ``count`` ciphertexts, row by row.

    Raises:
        MalformedEncoding: a wrong length, no canonical encoding, or the identity.
    """
    if len(blob) != 32 * count * width:
        raise MalformedEncoding(f"{len(blob)} bytes of factors, not {32 * count * width}")
    return Elements.from_bytes(blob)


def compute_factors(ciphertexts: Ciphertexts, secret_keys: Scalars) -> Elements:
    """Return ``D_{i,k} = x_k*c1_i`` row by row, in constant time.

    Raises:
        ValueError: the number of keys is not the width.
    """
    if len(secret_keys) != ciphertexts.width:
        raise ValueError("the number of secret keys is not the width of the list")
    return ciphertexts.column(0).times_rows(secret_keys)


class _Challenges:
    """The transcript, filled in the same order by prover and verifier."""

    def __init__(self, statement: OpeningStatement, factors: Elements) -> None:
        count = len(statement.ciphertexts)
        if len(factors) != count * statement.width:
            raise MalformedEncoding(f"{len(factors)} factors, not {count * statement.width}")
        self.bases = statement.ciphertexts.column(0)
        self._transcript = (
            Transcript(Domain.OPENING)
            .absorb("election", statement.election)
            .absorb("contest", statement.contest)
            .absorb_u32("holder", statement.holder)
            .absorb_u32("width", statement.width)
            .absorb_u64("count", count)
            .absorb("verification_keys", statement.verification_keys.to_bytes())
            .absorb("bases", self.bases.to_bytes())
            .absorb("factors", factors.to_bytes())
        )
        self.weights = self._transcript.challenges_128("weights", count)
        # A = sum w_i*c1_i
        self.a: Element = msm(self.weights, self.bases)

    def after_commitments(self, commitments: Elements) -> Scalar:
        """Return ``c`` from ``T_1, U_1, ..., T_W, U_W``."""
        return self._transcript.absorb("commitments", commitments.to_bytes()).challenge_scalar("c")


def prove(statement: OpeningStatement, factors: Elements, secret_keys: Scalars, random: RandomSource) -> bytes:
    """Return the proof for all factors of a holder, ``96 * W`` bytes."""
    challenges = _Challenges(statement, factors)
    return chaum_pedersen.prove(secret_keys, challenges.a, challenges.after_commitments, random).to_bytes()


def verify(statement: OpeningStatement, factors: Elements, proof: bytes) -> None:
    """Check the factors of a holder.

    Raises:
        MalformedEncoding: the proof does not decode, or the number of factors is wrong.
        InvalidOpeningProof: names the equation that does not hold.
    """
    decoded = EqualityProof.from_bytes(proof, statement.width)
    challenges = _Challenges(statement, factors)
    # B_k = sum w_i*D_{i,k}
    b = Elements.of([msm(challenges.weights, factors[k :: statement.width]) for k in range(statement.width)])
    chaum_pedersen.verify(statement.verification_keys, challenges.a, b, decoded, challenges.after_commitments)


def _lagrange(holders: Sequence[int]) -> list[Fraction]:
    if len(set(holders)) != len(holders) or not holders or min(holders) < 1:
        raise InvalidOpeningProof(f"holders {list(holders)} are not distinct numbers from 1")
    return [math.prod((Fraction(i, i - j) for i in holders if i != j), start=Fraction(1)) for j in holders]


def lagrange_coefficients(holders: Sequence[int]) -> Scalars:
    """Return ``lambda_j = prod i/(i - j)`` for each holder ``j``, in their order.

    Raises:
        InvalidOpeningProof: a number occurs twice or is below 1.
    """
    exact = _lagrange(holders)
    return Scalars.of(
        [Scalar.from_int(value.numerator) * Scalar.from_int(value.denominator).inverse() for value in exact]
    )


def combine(ciphertexts: Ciphertexts, factors: Mapping[int, Elements], threshold: int) -> Elements:
    """Return the messages, ``N * W`` elements row by row; the identity may be among them.

    Args:
        ciphertexts: the list that was opened.
        factors: of exactly ``threshold`` holders, each already verified, by holder number.
        threshold: ``t``.

    Raises:
        InvalidOpeningProof: there are more or fewer than ``t`` holders, or a wrong number of
            factors.
    """
    count, width = len(ciphertexts), ciphertexts.width
    if len(factors) != threshold:
        raise InvalidOpeningProof(f"{len(factors)} holders, but the threshold is {threshold}")
    for holder, own in factors.items():
        if len(own) != count * width:
            raise InvalidOpeningProof(f"holder {holder} has {len(own)} factors, not {count * width}")
    # The coefficients are fractions of small integers, so multiples of the messages by the common
    # denominator (often 1) are sums that cost a few additions.
    exact = _lagrange(list(factors))
    denominator = math.lcm(*(value.denominator for value in exact))
    indices = [row * (1 + width) + k for row in range(count) for k in range(1, 1 + width)]
    terms = [(denominator, ciphertexts.elements.permuted(indices))]
    terms += [(-int(value * denominator), own) for value, own in zip(exact, factors.values(), strict=True)]
    return _divided(small_sum(terms), denominator)


def _divided(elements: Elements, denominator: int) -> Elements:
    """Return ``elements / denominator``: a whole multiplication for each element that differs from the others.

    Names recur, and empty halves of slots most of all.
    """
    if denominator == 1:
        return elements
    data = elements.to_bytes()
    number_of: dict[bytes, int] = {}
    numbers: list[int] = []
    firsts: list[int] = []
    for index in range(len(elements)):
        number = number_of.setdefault(data[32 * index : 32 * index + 32], len(firsts))
        if number == len(firsts):
            firsts.append(index)
        numbers.append(number)
    quotients = elements.permuted(firsts).times_each(Scalar.from_int(denominator).inverse())
    # Encoded before they are repeated, so that nothing is encoded twice.
    quotients.to_bytes()
    return quotients.permuted(numbers)


def open_slots(ciphertexts: Ciphertexts, factors: Mapping[int, bytes], threshold: int) -> list[bytes | None]:
    """Combine and decode: return the slots of all messages, ``W/2`` a row, as `decode_slots` does.

    The factors of three holders of a large list would take a gigabyte decoded, so a part is decoded at a time.

    Args:
        ciphertexts: the list that was opened.
        factors: of exactly ``threshold`` holders, each already verified, encoded, by holder number.
        threshold: ``t``.

    Raises:
        InvalidOpeningProof: there are more or fewer than ``t`` holders.
        MalformedEncoding: factors do not decode, or are of a wrong length.
    """
    count, width = len(ciphertexts), ciphertexts.width
    for blob in factors.values():
        if len(blob) != 32 * count * width:
            raise MalformedEncoding(f"{len(blob)} bytes of factors, not {32 * count * width}")
    views = {holder: memoryview(blob) for holder, blob in factors.items()}
    size = max(1, _PART // width)
    slots: list[bytes | None] = []
    for start in range(0, count, size):
        stop = min(start + size, count)
        span = slice(32 * start * width, 32 * stop * width)
        part = {holder: factors_from_bytes(bytes(view[span]), stop - start, width) for holder, view in views.items()}
        slots += decode_slots(combine(ciphertexts.rows(start, stop), part, threshold))
    return slots
