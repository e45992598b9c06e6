"""Events of the key ceremony and the rehearsal (docs/protocol.md section 6)."""

from dataclasses import dataclass
from typing import ClassVar

from rembug_ballots.events.body import Body, Signer
from rembug_ballots.events.fields import (
    BoxKey,
    CeremonyHash,
    Ciphertext,
    FactorProof,
    FactorRow,
    KeyVector,
    Label,
    Ordinal,
    Randomness,
    Reason,
    SigningKey,
)
from rembug_ballots.ids import HolderNumber, Officers, Sha256


@dataclass(frozen=True, slots=True)
class HolderRegistered(Body):
    """A key holder's two public keys."""

    TYPE: ClassVar = "holder.registered"
    SIGNER: ClassVar = Signer.HOLDER
    holder: HolderNumber
    name: Label
    signing_key: SigningKey
    box_key: BoxKey


@dataclass(frozen=True, slots=True)
class CeremonyCommitted(Body):
    """The hash of a commitment blob, before anybody shows theirs."""

    TYPE: ClassVar = "ceremony.committed"
    SIGNER: ClassVar = Signer.HOLDER
    ceremony: Ordinal
    holder: HolderNumber
    sha256: Sha256


@dataclass(frozen=True, slots=True)
class CeremonyRevealed(Body):
    """The commitment blob itself, public."""

    TYPE: ClassVar = "ceremony.revealed"
    SIGNER: ClassVar = Signer.HOLDER
    ceremony: Ordinal
    holder: HolderNumber
    sha256: Sha256


@dataclass(frozen=True, slots=True)
class SealedShare:
    """The hash of a sealed share for one holder; the share itself never becomes public."""

    to: HolderNumber
    sha256: Sha256


@dataclass(frozen=True, slots=True)
class CeremonyShared(Body):
    """Hashes of the sealed shares for every other holder, ascending."""

    TYPE: ClassVar = "ceremony.shared"
    SIGNER: ClassVar = Signer.HOLDER
    ceremony: Ordinal
    holder: HolderNumber
    sealed: tuple[SealedShare, ...]


@dataclass(frozen=True, slots=True)
class CeremonyConfirmed(Body):
    """All shares of this holder check out; signed over the whole run."""

    TYPE: ClassVar = "ceremony.confirmed"
    SIGNER: ClassVar = Signer.HOLDER
    ceremony: Ordinal
    holder: HolderNumber
    ceremony_hash: CeremonyHash


@dataclass(frozen=True, slots=True)
class CeremonyComplained(Body):
    """A holder says that another one's share or commitment is wrong; the run must be abandoned."""

    TYPE: ClassVar = "ceremony.complained"
    SIGNER: ClassVar = Signer.HOLDER
    ceremony: Ordinal
    holder: HolderNumber
    against: HolderNumber
    reason: Reason


@dataclass(frozen=True, slots=True)
class CeremonyAbandoned(Body):
    """The run is void; holders in ``without``, or substitutes for them, must register anew."""

    TYPE: ClassVar = "ceremony.abandoned"
    ceremony: Ordinal
    without: tuple[HolderNumber, ...]
    officers: Officers


@dataclass(frozen=True, slots=True)
class KeysJoined(Body):
    """The joint keys ``X_1 .. X_Wmax``."""

    TYPE: ClassVar = "keys.joined"
    ceremony: Ordinal
    keys: KeyVector


@dataclass(frozen=True, slots=True)
class RehearsalSet(Body):
    """A test ciphertext of the name LATIHAN with its randomness."""

    TYPE: ClassVar = "rehearsal.set"
    ciphertext: Ciphertext
    randomness: Randomness


@dataclass(frozen=True, slots=True)
class RehearsalFactor(Body):
    """A holder's opening factors of the test ciphertext."""

    TYPE: ClassVar = "rehearsal.factor"
    SIGNER: ClassVar = Signer.HOLDER
    holder: HolderNumber
    factors: FactorRow
    proof: FactorProof


@dataclass(frozen=True, slots=True)
class RehearsalPassed(Body):
    """The test ciphertext opened as LATIHAN with these holders' factors."""

    TYPE: ClassVar = "rehearsal.passed"
    holders: tuple[HolderNumber, ...]
