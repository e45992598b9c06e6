"""What the fold keeps: plain mutable records, readable by everybody, written only by the fold."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from rembug_ballots.assemblies import Minutes
from rembug_ballots.counting_model import Outcome, Result
from rembug_ballots.documents import Document
from rembug_ballots.events.agreement import AssemblyRecorded, DocumentAgreed
from rembug_ballots.events.ceremony import (
    CeremonyComplained,
    CeremonyRevealed,
    CeremonyShared,
    HolderRegistered,
    RehearsalFactor,
    RehearsalSet,
)
from rembug_ballots.events.polling import BallotAudited, BallotCast, CardVoided, TableClosed
from rembug_ballots.events.setup import CardsRegistered, SealedNominees, SealedTable
from rembug_ballots.events.tally import (
    AcceptanceRecorded,
    AdjudicationDecided,
    ContestOpened,
    ContestWitnessed,
    MemberReplaced,
    MixDone,
    OpeningFactor,
    Person,
    ResultCertified,
    TieRevote,
    TieSettled,
)
from rembug_ballots.ids import (
    ContestId,
    HolderNumber,
    PersonId,
    Sha256,
    StageId,
    TableNumber,
    TrackingCode,
)
from rembug_ballots.phases import POLLING, ContestPhase
from rembug_ballots.replacements import serving
from rembug_ballots.rules import ContestRules


@dataclass(slots=True)
class RecordedAssembly:
    """The last revision of an assembly's minutes and the index of its leaf; ``earlier`` revisions, oldest first."""

    index: int
    body: AssemblyRecorded
    minutes: Minutes
    earlier: "tuple[RecordedAssembly, ...]" = ()


@dataclass(slots=True)
class AgreedDocument:
    """An agreed document, the index of its leaf, and its text."""

    index: int
    body: DocumentAgreed
    text: Document


@dataclass(slots=True)
class CeremonyState:
    """The run of the key ceremony that is under way, or that made the keys.

    Attributes:
        number: number of this run, from 1.
        holders: the registration in force of each holder.
        registrations: index of the leaf and canonical bytes of these registrations.
        events: canonical bytes of what was committed, revealed and shared in this run.
        committed, revealed, shared, confirmed: what each holder did.
        complaints: complaints of this run.
        keys: joint keys, 32 bytes each, or None.
        rehearsal, factors: the test ciphertext and the factors given.
        passed: holders of `rehearsal.passed`, or None.
    """

    number: int = 1
    holders: dict[HolderNumber, HolderRegistered] = field(default_factory=dict)
    registrations: dict[HolderNumber, tuple[int, bytes]] = field(default_factory=dict)
    events: list[bytes] = field(default_factory=list)
    committed: dict[HolderNumber, Sha256] = field(default_factory=dict)
    revealed: dict[HolderNumber, CeremonyRevealed] = field(default_factory=dict)
    shared: dict[HolderNumber, CeremonyShared] = field(default_factory=dict)
    confirmed: set[HolderNumber] = field(default_factory=set)
    complaints: list[CeremonyComplained] = field(default_factory=list)
    keys: bytes | None = None
    rehearsal: RehearsalSet | None = None
    factors: dict[HolderNumber, RehearsalFactor] = field(default_factory=dict)
    passed: tuple[HolderNumber, ...] | None = None

    def hashed_events(self) -> Iterator[bytes]:
        """Give the events under the ceremony hash: registrations first, all in log order."""
        for _, data in sorted(self.registrations.values()):
            yield data
        yield from self.events


@dataclass(slots=True)
class TableState:
    """A polling table.

    Attributes:
        number, contest, sealed: from the register.
        cards: its registration of cards, or None.
        key: key of the present (or last) opening, or None before the first one.
        keys: every key it had, oldest first.
        is_open: whether it is open now.
        checkins: total of the last block, or the final figure after closing.
        ballots, voided, replaced, added: counts of events.
        audits, committee_audits: all audited ballots, and those of the committee.
        closing: the last `table.closed`, or None.
        rolls: the last `checkin.list`, or None.
        rolls_listed: whether the list of the last closing is given.
        left: the blob of the left-over secrets, or None.
    """

    number: TableNumber
    contest: ContestId
    sealed: SealedTable
    cards: CardsRegistered | None = None
    key: bytes | None = None
    keys: list[bytes] = field(default_factory=list)
    is_open: bool = False
    checkins: int = 0
    ballots: int = 0
    voided: int = 0
    replaced: int = 0
    added: int = 0
    audits: int = 0
    committee_audits: int = 0
    closing: TableClosed | None = None
    rolls: tuple[int, ...] | None = None
    rolls_listed: bool = False
    left: Sha256 | None = None

    @property
    def adults(self) -> int:
        """Adults of the sealed roll."""
        return self.sealed.adults

    @property
    def roll_size(self) -> int:
        """Adults of the roll with those who were added; the highest roll index."""
        return self.sealed.adults + self.added


@dataclass(slots=True)
class CardList:
    """All credentials of the election.

    Attributes:
        table_of: table of each listed credential.
        used: index of the `ballot.cast` leaf of each used credential.
        voided: the void statement of each voided credential.
    """

    table_of: dict[bytes, TableNumber] = field(default_factory=dict)
    used: dict[bytes, int] = field(default_factory=dict)
    voided: dict[bytes, CardVoided] = field(default_factory=dict)

    def of_table(self, table: TableNumber) -> list[bytes]:
        """Return the credentials of a table, sorted."""
        return sorted(credential for credential, number in self.table_of.items() if number == table)


@dataclass(slots=True)
class TallyState:
    """What happened to a contest after it was closed.

    Attributes:
        mixes: the mixes, in order.
        mixed_index: index of the leaf of `mixing.finished`.
        witnessed, witnesses: the last `contest.witnessed`, and the names of those who cosigned its checkpoint.
        factors: the opening factors by holder.
        opened, opened_index: `contest.opened` and the index of its leaf.
        strings: the distinct texts, or None while their blob is withheld.
        decisions: the decision in force of each text.
        persons: every person whom a decision named, reversed ones included.
        result: the count in force.
        outcome: seats as they stand after settlements and refusals to serve.
        settled: settlements, oldest first.
        revote: the last decision to hold a repeat vote among the tied.
        acceptances: the last answer of each person.
        certified: the certification.
        replaced: what happened during the term, oldest first.
    """

    mixes: list[MixDone] = field(default_factory=list)
    mixed_index: int = -1
    witnessed: ContestWitnessed | None = None
    witnesses: tuple[str, ...] = ()
    factors: dict[HolderNumber, OpeningFactor] = field(default_factory=dict)
    opened: ContestOpened | None = None
    opened_index: int = -1
    strings: frozenset[str] | None = None
    decisions: dict[str, AdjudicationDecided] = field(default_factory=dict)
    persons: dict[PersonId, Person] = field(default_factory=dict)
    result: Result | None = None
    outcome: Outcome | None = None
    settled: list[TieSettled] = field(default_factory=list)
    revote: TieRevote | None = None
    acceptances: dict[PersonId, AcceptanceRecorded] = field(default_factory=dict)
    certified: ResultCertified | None = None
    replaced: list[MemberReplaced] = field(default_factory=list)

    @property
    def members(self) -> tuple[PersonId, ...]:
        """Who serves now, in the order of the certification; a successor stands in the place of who left."""
        return () if self.certified is None else serving(self.certified, self.replaced)

    @property
    def declined(self) -> set[PersonId]:
        """Persons who are not willing to serve."""
        return {person for person, answer in self.acceptances.items() if not answer.willing}


@dataclass(slots=True)
class ContestState:
    """A contest.

    Attributes:
        rules, stage: from the rules.
        phase: its phase.
        tables: its tables, in the order of the register.
        nominees, nominee_list: the sealed list, and the sorted commitments of its blob.
        quorum_base: sealed adults of whom the quorum is a share.
        ballots: accepted ballots in log order.
        indices: index of the leaf of each accepted ballot.
        audited: audited ballots in log order.
        c1: first element of every ciphertext of the contest, audited ones included.
        home_round: whether a home round was opened.
        input: hash of the accepted ciphertexts, from `contest.closed`.
        quorum_met: from the last `contest.closed`.
        tally: what happened after.
    """

    rules: ContestRules
    stage: StageId
    phase: ContestPhase = ContestPhase.PREPARED
    tables: list[TableNumber] = field(default_factory=list)
    nominees: SealedNominees | None = None
    nominee_list: bytes = b""
    quorum_base: int | None = None
    ballots: list[BallotCast] = field(default_factory=list)
    indices: list[int] = field(default_factory=list)
    audited: list[BallotAudited] = field(default_factory=list)
    c1: set[bytes] = field(default_factory=set)
    home_round: bool = False
    input: Sha256 | None = None
    quorum_met: bool | None = None
    tally: TallyState = field(default_factory=TallyState)

    @property
    def id(self) -> ContestId:
        """Id of the contest."""
        return self.rules.id

    @property
    def is_polling(self) -> bool:
        """Whether ballots are accepted."""
        return self.phase in POLLING

    def mix_input(self) -> bytes:
        """Return the accepted ciphertexts in log order, joined: the first mixing input."""
        return b"".join([ballot.ciphertext for ballot in self.ballots])


@dataclass(slots=True)
class TrackingIndex:
    """Tracking codes of the election.

    Attributes:
        cast: index of the leaf of each accepted ballot.
        audited: index of the leaf of each audited ballot.
    """

    cast: dict[TrackingCode, int] = field(default_factory=dict)
    audited: dict[TrackingCode, int] = field(default_factory=dict)
