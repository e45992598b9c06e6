"""Events before the polls: the election, agreed documents, rules, register, cards."""

from dataclasses import dataclass
from typing import ClassVar

from rembug_ballots.errors import MalformedEvent
from rembug_ballots.events.body import Body, Signer
from rembug_ballots.events.fields import (
    Count,
    DocumentKind,
    Label,
    Ordinal,
    RegionCode,
    SigningKey,
    Title,
    VerifierKey,
)
from rembug_ballots.ids import ContestId, Officers, Sha256, StageId, TableNumber
from rembug_ballots.rules import Rules


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
class Assembly:
    """The assembly that agreed to a document."""

    title: Title
    date: Label
    place: Title
    chair: Label
    note_taker: Label
    men: Count
    women: Count
    decision: Title


@dataclass(frozen=True, slots=True)
class DocumentAgreed(Body):
    """An assembly agreed to a document; ``sha256`` names the blob of its text."""

    TYPE: ClassVar = "document.agreed"
    document: DocumentKind
    version: Ordinal
    title: Title
    sha256: Sha256
    rules_sha256: Sha256 | None
    assembly: Assembly
    officers: Officers

    def __post_init__(self) -> None:
        """Refuse a hash of rules beside any document but the tatib."""
        if (self.rules_sha256 is not None) != (self.document is DocumentKind.TATIB):
            raise MalformedEvent("rules_sha256 belongs to TATIB and only there")


@dataclass(frozen=True, slots=True)
class RulesSealed(Body):
    """The rules as data; their hash stands in the agreed tatib."""

    TYPE: ClassVar = "rules.sealed"
    rules: Rules
    officers: Officers


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
