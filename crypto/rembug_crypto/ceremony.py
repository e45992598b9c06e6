"""The key ceremony: polynomials, commitments and joint keys.  Source: docs/protocol.md section 6.

A holder's polynomials are secret; from ``t`` holders' shares, or all holders' polynomials, every
ballot can be opened.  They live on the holder's own device.  Sealed shares are in
``ceremony_shares``.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from rembug_crypto import schnorr
from rembug_crypto.domains import Domain, frame
from rembug_crypto.elgamal import PublicKey
from rembug_crypto.errors import CeremonyFault, CryptoError, MalformedEncoding
from rembug_crypto.group import GENERATOR_BASE, Element, Elements, Scalar, Scalars, msm
from rembug_crypto.randomness import RandomSource
from rembug_crypto.schnorr import SchnorrProof
from rembug_crypto.transcript import Transcript

LEAST_THRESHOLD: Final = 2


@dataclass(frozen=True, slots=True)
class CeremonyContext:
    """One run of the ceremony.

    Attributes:
        election: the election's id.
        ceremony: number of this run, from 1.
        holders: ``n``.
        threshold: ``t``, from 2 to ``n``.
        keys: ``Wmax``, the number of keys.
    """

    election: str
    ceremony: int
    holders: int
    threshold: int
    keys: int

    def __post_init__(self) -> None:
        if not LEAST_THRESHOLD <= self.threshold <= self.holders:
            raise MalformedEncoding(f"a threshold of {self.threshold} of {self.holders}")
        if self.keys < 1:
            raise MalformedEncoding("a ceremony makes at least one key")

    def check_holder(self, holder: int) -> None:
        """Refuse a number that is no holder's.

        Raises:
            MalformedEncoding: not from 1 to ``n``.
        """
        if not 1 <= holder <= self.holders:
            raise MalformedEncoding(f"holder {holder} of {self.holders}")


@dataclass(frozen=True, slots=True, eq=False)
class Polynomials:
    """A holder's secret polynomials ``f_1 .. f_Wmax`` of degree ``t - 1``.

    Attributes:
        coefficients: ``a_{k,j}``, key by key, the constant term first.
        threshold: ``t``.
    """

    coefficients: Scalars = field(repr=False)
    threshold: int

    @classmethod
    def draw(cls, context: CeremonyContext, random: RandomSource) -> "Polynomials":
        """Draw all coefficients at random."""
        return cls(Scalars.random(context.keys * context.threshold, random), context.threshold)

    @classmethod
    def from_bytes(cls, data: bytes, context: CeremonyContext) -> "Polynomials":
        """Decode ``a_{1,0} || a_{1,1} || ...`` from a holder's own key file.

        Raises:
            MalformedEncoding: a wrong length or a scalar that is not canonical.
        """
        if len(data) != 32 * context.keys * context.threshold:
            raise MalformedEncoding("polynomials of another ceremony")
        return cls(Scalars.from_bytes(data), context.threshold)

    def to_bytes(self) -> bytes:
        """Return the coefficients, for the holder's own key file only."""
        return self.coefficients.to_bytes()

    def share_for(self, holder: int) -> Scalars:
        """Return ``f_1(holder) .. f_Wmax(holder)``."""
        z = Scalar.from_int(holder)
        share = self.coefficients[self.threshold - 1 :: self.threshold]
        for power in reversed(range(self.threshold - 1)):
            share = share * z + self.coefficients[power :: self.threshold]
        return share


@dataclass(frozen=True, slots=True, eq=False)
class Commitments:
    """A holder's commitments, whose proofs have been checked.

    Attributes:
        elements: ``A_{k,j}``, key by key, the constant term first.
        threshold: ``t``.
    """

    elements: Elements
    threshold: int

    def constants(self) -> Elements:
        """Return ``A_{1,0} .. A_{Wmax,0}``, this holder's part of the joint keys."""
        return self.elements[:: self.threshold]

    def share_key(self, holder: int) -> Elements:
        """Return ``sum_l holder^l * A_{k,l}`` for every ``k``.

        It is what the share for ``holder`` must be when it is multiplied by ``G``.
        """
        powers = [Scalar.from_int(holder**power) for power in range(self.threshold)]
        keys = len(self.elements) // self.threshold
        return Elements.of(
            [msm(Scalars.of(powers), self.elements[k * self.threshold : (k + 1) * self.threshold]) for k in range(keys)]
        )


def _challenge(context: CeremonyContext, holder: int, key: int, commitments: bytes, commitment: Element) -> Scalar:
    return (
        Transcript(Domain.CEREMONY_KEY)
        .absorb("election", context.election)
        .absorb_u32("ceremony", context.ceremony)
        .absorb_u32("holders", context.holders)
        .absorb_u32("threshold", context.threshold)
        .absorb_u32("holder", holder)
        .absorb_u32("key", key)
        .absorb("commitments", commitments)
        .absorb("commitment", commitment.to_bytes())
        .challenge_scalar("c")
    )


def commit(context: CeremonyContext, holder: int, polynomials: Polynomials, random: RandomSource) -> bytes:
    """Return the commitment blob of a holder: all ``A_{k,j}``, then a proof for each key.

    Raises:
        MalformedEncoding: ``holder`` is not one of the ceremony's.
    """
    context.check_holder(holder)
    commitments = GENERATOR_BASE.times(polynomials.coefficients).to_bytes()
    proofs = [
        schnorr.prove(
            polynomials.coefficients[(key - 1) * context.threshold],
            partial(_challenge, context, holder, key, commitments),
            random,
        ).to_bytes()
        for key in range(1, context.keys + 1)
    ]
    return commitments + b"".join(proofs)


def open_commitments(context: CeremonyContext, holder: int, blob: bytes) -> Commitments:
    """Check a revealed commitment blob: its form, and that its maker knows every constant term.

    Raises:
        CeremonyFault: names ``holder`` when anything is wrong.
        MalformedEncoding: ``holder`` is not one of the ceremony's.
    """
    context.check_holder(holder)
    size = 32 * context.keys * context.threshold
    if len(blob) != size + schnorr.PROOF_BYTES * context.keys:
        raise CeremonyFault(holder, f"a commitment blob of {len(blob)} bytes")
    try:
        elements = Elements.from_bytes(blob[:size])
        for key in range(1, context.keys + 1):
            start = size + schnorr.PROOF_BYTES * (key - 1)
            schnorr.verify(
                elements[(key - 1) * context.threshold],
                SchnorrProof.from_bytes(blob[start : start + schnorr.PROOF_BYTES]),
                partial(_challenge, context, holder, key, blob[:size]),
            )
    except CryptoError as fault:
        raise CeremonyFault(holder, f"the commitments do not hold: {fault}") from fault
    return Commitments(elements, context.threshold)


def check_revealed(holder: int, blob: bytes, committed: bytes) -> None:
    """Check that a holder reveals the blob whose SHA-256 was logged before anybody's was known.

    Raises:
        CeremonyFault: names ``holder``: it waited for the others' before it chose its own.
    """
    if hashlib.sha256(blob).digest() != committed:
        raise CeremonyFault(holder, "the revealed blob is not the committed one")


def ceremony_hash(events: Iterable[bytes]) -> bytes:
    """Return what holders confirm, 64 bytes.

    Args:
        events: canonical JSON of every ceremony event of the run so far, in log order,
            registrations first and confirmations left out.
    """
    digest = hashlib.sha512(frame("domain", Domain.CEREMONY_TRANSCRIPT.value))
    for event in events:
        digest.update(frame("event", event))
    return digest.digest()


def _sum(parts: Sequence[Elements]) -> Elements:
    total = parts[0]
    for part in parts[1:]:
        total = total + part
    return total


def joint_key(commitments: Sequence[Commitments]) -> PublicKey:
    """Return ``X_k = sum_i A_{i,k,0}`` from the commitments of all holders.

    Raises:
        MalformedEncoding: a joint key is the identity.
    """
    return PublicKey(_sum([own.constants() for own in commitments]))


def verification_keys(commitments: Sequence[Commitments], holder: int) -> Elements:
    """Return ``Y_{holder,1} .. Y_{holder,Wmax}`` from the commitments of all holders."""
    total = Commitments(_sum([own.elements for own in commitments]), commitments[0].threshold)
    return total.share_key(holder)
