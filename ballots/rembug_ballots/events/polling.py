"""Events of the polls, up to the closed contest."""

from dataclasses import dataclass
from typing import ClassVar

from rembug_ballots.errors import MalformedEvent
from rembug_ballots.events.body import Body
from rembug_ballots.events.fields import (
    Ciphertext,
    Count,
    Credential,
    KnowledgeProof,
    Ordinal,
    Randomness,
    Reason,
    Signature,
    SigningKey,
    Written,
)
from rembug_ballots.ids import ContestId, Officers, Sha256, TableNumber, TrackingCode


@dataclass(frozen=True, slots=True)
class TableOpened(Body):
    """A table opens with the key of its tablets."""

    TYPE: ClassVar = "table.opened"
    table: TableNumber
    table_key: SigningKey
    officers: Officers


@dataclass(frozen=True, slots=True)
class CheckinBlock(Body):
    """Running total of check-ins, a multiple of the block of the rules."""

    TYPE: ClassVar = "checkin.block"
    table: TableNumber
    total: Ordinal


@dataclass(frozen=True, slots=True)
class VoterAdded(Body):
    """An adult who was not on the roll was added to it."""

    TYPE: ClassVar = "voter.added"
    table: TableNumber
    reason: Reason
    officers: Officers


@dataclass(frozen=True, slots=True)
class BallotCast(Body):
    """An accepted ballot."""

    TYPE: ClassVar = "ballot.cast"
    contest: ContestId
    table: TableNumber
    credential: Credential
    ciphertext: Ciphertext
    proof: KnowledgeProof
    signature: Signature
    table_signature: Signature


@dataclass(frozen=True, slots=True)
class BallotAudited(Body):
    """A sealed ballot that was opened instead of cast; only a committee test shows its content."""

    TYPE: ClassVar = "ballot.audited"
    contest: ContestId
    table: TableNumber
    tracking: TrackingCode
    ciphertext: Ciphertext | None
    proof: KnowledgeProof | None
    credential: Credential | None
    randomness: Randomness | None
    names: tuple[Written, ...] | None

    def __post_init__(self) -> None:
        """Refuse content that is shown in part."""
        shown = [self.ciphertext, self.proof, self.credential, self.randomness, self.names]
        if any(each is None for each in shown) and any(each is not None for each in shown):
            raise MalformedEvent("the content of a test is shown wholly or not at all")

    @property
    def is_committee_test(self) -> bool:
        """Whether the content is shown."""
        return self.names is not None


@dataclass(frozen=True, slots=True)
class CardVoided(Body):
    """A torn card, scanned: the void statement of its credential."""

    TYPE: ClassVar = "card.voided"
    table: TableNumber
    credential: Credential
    signature: Signature


@dataclass(frozen=True, slots=True)
class CardReplaced(Body):
    """A lost card; nobody can say which one."""

    TYPE: ClassVar = "card.replaced"
    table: TableNumber
    reason: Reason
    officers: Officers


@dataclass(frozen=True, slots=True)
class ContestSuspended(Body):
    """Voting pauses."""

    TYPE: ClassVar = "contest.suspended"
    contest: ContestId
    reason: Reason
    officers: Officers


@dataclass(frozen=True, slots=True)
class ContestResumed(Body):
    """Voting goes on."""

    TYPE: ClassVar = "contest.resumed"
    contest: ContestId
    reason: Reason
    officers: Officers


@dataclass(frozen=True, slots=True)
class TableClosed(Body):
    """A table closes with its counts, all since the first opening."""

    TYPE: ClassVar = "table.closed"
    table: TableNumber
    checkins: Count
    ballots: Count
    voided: Count
    replaced: Count
    added: Count
    left: Count
    missing: Count
    walked_away: Count
    assisted: Count
    paper_signatures: Count
    officers: Officers


@dataclass(frozen=True, slots=True)
class CheckinList(Body):
    """Roll indices of all who checked in, ascending."""

    TYPE: ClassVar = "checkin.list"
    table: TableNumber
    rolls: tuple[Ordinal, ...]

    def __post_init__(self) -> None:
        """Refuse a list that is not strictly ascending: no index twice, no order of arrival."""
        if any(first >= second for first, second in zip(self.rolls, self.rolls[1:], strict=False)):
            raise MalformedEvent("rolls are not strictly ascending")


@dataclass(frozen=True, slots=True)
class CardsLeft(Body):
    """Secrets of the cards that nobody drew: ``sha256`` names the blob of sorted secrets."""

    TYPE: ClassVar = "cards.left"
    table: TableNumber
    count: Count
    sha256: Sha256


@dataclass(frozen=True, slots=True)
class ContestClosed(Body):
    """All tables are closed; ``input`` is the hash of the ciphertexts in log order."""

    TYPE: ClassVar = "contest.closed"
    contest: ContestId
    ballots: Count
    input: Sha256
    checkins: Count
    quorum_base: Count
    quorum_met: bool
    officers: Officers


@dataclass(frozen=True, slots=True)
class HomeRoundOpened(Body):
    """The quorum was missed: tables may open once more, from house to house."""

    TYPE: ClassVar = "home_round.opened"
    contest: ContestId
    reason: Reason
    officers: Officers


@dataclass(frozen=True, slots=True)
class ContestRevote(Body):
    """The contest ends without a result and must be voted again; its ciphertexts stay unopened."""

    TYPE: ClassVar = "contest.revote"
    contest: ContestId
    reason: Reason
    officers: Officers
