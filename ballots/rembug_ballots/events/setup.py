"""Events before the polls: the election, register, cards, booth."""

from dataclasses import dataclass
from typing import ClassVar

from rembug_ballots.events.body import Body, Signer
from rembug_ballots.events.fields import (
    Count,
    Label,
    RegionCode,
    SigningKey,
    Title,
    VerifierKey,
)
from rembug_ballots.ids import ContestId, Officers, Sha256, StageId, TableNumber


@dataclass(frozen=True, slots=True)
class Place:
    """Where the election is held."""

    kelurahan: Label
    kecamatan: Label
    kota: Label
    provinsi: Label
    region_code: RegionCode


@dataclass(frozen=True, slots=True)
class ElectionCreated(Body):
    """The first leaf."""

    TYPE: ClassVar = "election.created"
    title: Title
    place: Place
    protocol: Label
    log_key: VerifierKey


@dataclass(frozen=True, slots=True)
class SealedTable:
    """A polling table of the final register; ``roll`` names the blob of its commitments."""

    table: TableNumber
    contest: ContestId
    unit: Label
    place: Label
    adults: Count
    men: Count
    women: Count
    roll: Sha256


@dataclass(frozen=True, slots=True)
class SealedNominees:
    """Who may be written in a contest: ``sha256`` names the blob of sorted commitments."""

    contest: ContestId
    count: Count
    sha256: Sha256


@dataclass(frozen=True, slots=True)
class QuorumBase:
    """Adults of whom the quorum of a contest is a share."""

    contest: ContestId
    adults: Count


@dataclass(frozen=True, slots=True)
class RegisterSealed(Body):
    """The final register of a stage, or a part of it."""

    TYPE: ClassVar = "register.sealed"
    stage: StageId
    tables: tuple[SealedTable, ...]
    nominees: tuple[SealedNominees, ...]
    quorum_base: tuple[QuorumBase, ...]
    officers: Officers


@dataclass(frozen=True, slots=True)
class CardsRegistered(Body):
    """The sorted credentials of a table, signed by the key of the card maker."""

    TYPE: ClassVar = "cards.registered"
    SIGNER: ClassVar = Signer.CARD_MAKER
    table: TableNumber
    contest: ContestId
    count: Count
    sha256: Sha256
    maker_key: SigningKey


@dataclass(frozen=True, slots=True)
class Bundle:
    """A file of the booth's code."""

    name: Label
    sha256: Sha256


@dataclass(frozen=True, slots=True)
class BoothSealed(Body):
    """Hashes of the booth's code."""

    TYPE: ClassVar = "booth.sealed"
    bundles: tuple[Bundle, ...]


@dataclass(frozen=True, slots=True)
class StageSealed(Body):
    """All contests of a stage may open."""

    TYPE: ClassVar = "stage.sealed"
    stage: StageId
    officers: Officers
