"""Events from mixing to publication."""

from dataclasses import dataclass
from typing import ClassVar

from rembug_ballots.errors import MalformedEvent
from rembug_ballots.events.body import Body, Signer
from rembug_ballots.events.fields import (
    COUNTING_CODES,
    Code,
    Count,
    Dice,
    Label,
    LeaveCause,
    Ordinal,
    Reason,
    Result,
    Root,
    Salt,
    SettleMethod,
    Sex,
    Written,
)
from rembug_ballots.ids import ContestId, HolderNumber, OfficerId, Officers, PersonId, Sha256
from rembug_ballots.rules import Publication


@dataclass(frozen=True, slots=True)
class MixDone(Body):
    """One mix: hashes of the list before, of the list after, and of the proof."""

    TYPE: ClassVar = "mix.done"
    SIGNER: ClassVar = Signer.HOLDER
    contest: ContestId
    step: Ordinal
    holder: HolderNumber
    input: Sha256
    output: Sha256
    proof: Sha256


@dataclass(frozen=True, slots=True)
class MixingFinished(Body):
    """The last list is the one that will be opened."""

    TYPE: ClassVar = "mixing.finished"
    contest: ContestId
    steps: Ordinal
    list: Sha256
    officers: Officers


@dataclass(frozen=True, slots=True)
class LogCheckpoint:
    """A checkpoint of this log."""

    size: Ordinal
    root: Root


@dataclass(frozen=True, slots=True)
class ContestWitnessed(Body):
    """As many witnesses as the rules ask for cosigned the log after mixing; ``note`` names the blob of the note."""

    TYPE: ClassVar = "contest.witnessed"
    contest: ContestId
    checkpoint: LogCheckpoint
    note: Sha256


@dataclass(frozen=True, slots=True)
class OpeningOrdered(Body):
    """Key holders may open the list."""

    TYPE: ClassVar = "opening.ordered"
    contest: ContestId
    list: Sha256
    officers: Officers


@dataclass(frozen=True, slots=True)
class OpeningFactor(Body):
    """Hashes of a holder's opening factors and their proof."""

    TYPE: ClassVar = "opening.factor"
    SIGNER: ClassVar = Signer.HOLDER
    contest: ContestId
    holder: HolderNumber
    factors: Sha256
    proof: Sha256


@dataclass(frozen=True, slots=True)
class ContestOpened(Body):
    """The list was opened with the factors of these holders; hashes of rows and distinct texts."""

    TYPE: ClassVar = "contest.opened"
    contest: ContestId
    holders: tuple[HolderNumber, ...]
    rows: Sha256
    strings: Sha256


@dataclass(frozen=True, slots=True)
class Person:
    """The resident whom a text names, with the salt of the register commitment."""

    id: PersonId
    name: Label
    sex: Sex
    unit: Label
    salt: Salt


@dataclass(frozen=True, slots=True)
class AdjudicationDecided(Body):
    """What a written text counts as; two officers and a monitor agree."""

    TYPE: ClassVar = "adjudication.decided"
    contest: ContestId
    string: Written
    code: Code
    person: Person | None
    reason: Reason
    officers: Officers
    monitor: OfficerId

    def __post_init__(self) -> None:
        """Refuse a person without a counting code, the reverse, and a monitor who is an officer."""
        if (self.code in COUNTING_CODES) != (self.person is not None):
            raise MalformedEvent("a person belongs to a counting code and only there")
        if self.monitor in self.officers:
            raise MalformedEvent("the monitor is one of the officers")


@dataclass(frozen=True, slots=True)
class AdjudicationReversed(Body):
    """A decision is taken back."""

    TYPE: ClassVar = "adjudication.reversed"
    contest: ContestId
    string: Written
    reason: Reason
    officers: Officers
    monitor: OfficerId

    def __post_init__(self) -> None:
        """Refuse a monitor who is an officer."""
        if self.monitor in self.officers:
            raise MalformedEvent("the monitor is one of the officers")


@dataclass(frozen=True, slots=True)
class AdjudicationCompleted(Body):
    """Every distinct text has a decision."""

    TYPE: ClassVar = "adjudication.completed"
    contest: ContestId
    decided: Count
    officers: Officers


@dataclass(frozen=True, slots=True)
class ResultCounted(Body):
    """The count; its object is described under "Result"."""

    TYPE: ClassVar = "result.counted"
    contest: ContestId
    result: Result


@dataclass(frozen=True, slots=True)
class TieSettled(Body):
    """An order for the tied persons, by a rung of the agreed ladder."""

    TYPE: ClassVar = "tie.settled"
    contest: ContestId
    method: SettleMethod
    persons: tuple[PersonId, ...]
    statement: Reason
    dice: Dice | None
    checkpoint: LogCheckpoint | None
    officers: Officers

    def __post_init__(self) -> None:
        """Refuse dice or a checkpoint without a lot, and a lot without them."""
        lot = self.method is SettleMethod.UNDIAN
        if (self.dice is not None) != lot or (self.checkpoint is not None) != lot:
            raise MalformedEvent("dice and checkpoint belong to a lot and only there")


@dataclass(frozen=True, slots=True)
class TieRevote(Body):
    """The tied persons stand in a repeat vote."""

    TYPE: ClassVar = "tie.revote"
    contest: ContestId
    persons: tuple[PersonId, ...]
    reason: Reason
    officers: Officers


@dataclass(frozen=True, slots=True)
class AcceptanceRecorded(Body):
    """Whether a person is willing to serve."""

    TYPE: ClassVar = "acceptance.recorded"
    contest: ContestId
    person: PersonId
    willing: bool
    reason: Reason
    officers: Officers


@dataclass(frozen=True, slots=True)
class WomenShare:
    """The women's share among the elected."""

    elected: Count
    required: Count
    met: bool


@dataclass(frozen=True, slots=True)
class ResultCertified(Body):
    """The final result; ``minutes`` names the blob of the data of the berita acara."""

    TYPE: ClassVar = "result.certified"
    contest: ContestId
    elected: tuple[PersonId, ...]
    reserves: tuple[PersonId, ...]
    women: WomenShare
    minutes: Sha256
    officers: Officers


@dataclass(frozen=True, slots=True)
class ElectionPublished(Body):
    """The withheld blobs of these contests are released as the policy says."""

    TYPE: ClassVar = "election.published"
    contests: tuple[ContestId, ...]
    policy: Publication


@dataclass(frozen=True, slots=True)
class MemberReplaced(Body):
    """During the term a member leaves, or a reserve is no longer one; ``successor`` takes a member's place, if any."""

    TYPE: ClassVar = "member.replaced"
    contest: ContestId
    leaving: PersonId
    cause: LeaveCause
    reason: Reason
    successor: PersonId | None
    officers: Officers
