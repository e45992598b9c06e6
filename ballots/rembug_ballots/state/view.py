"""The data of the fold and the questions that handlers and readers ask it."""

from bisect import bisect_left

from rembug_ballots.assemblies import Adoption
from rembug_ballots.counting import quorum_met
from rembug_ballots.events.fields import DocumentKind
from rembug_ballots.events.polling import BallotCast
from rembug_ballots.events.setup import BoothSealed, ElectionCreated
from rembug_ballots.ids import ContestId, ElectionId, StageId, TableNumber
from rembug_ballots.phases import ContestPhase, ElectionPhase
from rembug_ballots.refusals import IllegalEvent, Refusal
from rembug_ballots.rules import Rules, Stage
from rembug_ballots.state.model import (
    AgreedDocument,
    CardList,
    CeremonyState,
    ContestState,
    RecordedAssembly,
    TableState,
    TrackingIndex,
)

_NO_ELECTION = ElectionId("")


class StateView:
    """Everything that the events so far say.

    Attributes:
        election: id of the election; empty before `election.created`.
        size: events applied, which is the index of the next leaf.
        phase: phase of the election as a whole.
        created: the first event.
        assemblies: recorded assemblies by number, each with its last revision.
        documents: agreed documents by kind, oldest version first.
        rules: the sealed rules.
        awaited: the newer text for which the rules were opened again, until it is agreed to.
        ceremony: the run of the key ceremony in force.
        booth: the booth's code in force.
        contests: contests by id, in the order of the rules.
        tables: tables by number.
        cards: credentials of the whole election.
        tracking: tracking codes of the whole election.
        table_keys: every key that a table ever had.
    """

    __slots__ = (
        "assemblies",
        "awaited",
        "booth",
        "cards",
        "ceremony",
        "contests",
        "created",
        "documents",
        "election",
        "phase",
        "rules",
        "size",
        "table_keys",
        "tables",
        "tracking",
    )

    def __init__(self) -> None:
        """Start before the first event."""
        self.election: ElectionId = _NO_ELECTION
        self.size = 0
        self.phase = ElectionPhase.DRAFT
        self.created: ElectionCreated | None = None
        self.assemblies: dict[int, RecordedAssembly] = {}
        self.documents: dict[DocumentKind, list[AgreedDocument]] = {}
        self.rules: Rules | None = None
        self.awaited: Adoption | None = None
        self.ceremony = CeremonyState()
        self.booth: BoothSealed | None = None
        self.contests: dict[ContestId, ContestState] = {}
        self.tables: dict[TableNumber, TableState] = {}
        self.cards = CardList()
        self.tracking = TrackingIndex()
        self.table_keys: set[bytes] = set()

    def agreed_rules(self) -> Rules:
        """Return the sealed rules.

        Raises:
            IllegalEvent: WRONG_PHASE: they are not sealed yet.
        """
        if self.rules is None:
            raise IllegalEvent(Refusal.WRONG_PHASE, type="rules", phase=self.phase.value)
        return self.rules

    def stage(self, stage: StageId) -> Stage:
        """Return a stage of the rules.

        Raises:
            IllegalEvent: UNKNOWN_STAGE.
        """
        for each in () if self.rules is None else self.rules.stages:
            if each.id == stage:
                return each
        raise IllegalEvent(Refusal.UNKNOWN_STAGE, stage=stage)

    def contest(self, contest: ContestId) -> ContestState:
        """Return a contest.

        Raises:
            IllegalEvent: UNKNOWN_CONTEST.
        """
        found = self.contests.get(contest)
        if found is None:
            raise IllegalEvent(Refusal.UNKNOWN_CONTEST, contest=contest)
        return found

    def ballot_at(self, index: int) -> BallotCast | None:
        """Return the accepted ballot at an index of the log, or None where another event stands."""
        for contest in self.contests.values():
            place = bisect_left(contest.indices, index)
            if place < len(contest.indices) and contest.indices[place] == index:
                return contest.ballots[place]
        return None

    def table(self, table: TableNumber) -> TableState:
        """Return a table.

        Raises:
            IllegalEvent: UNKNOWN_TABLE.
        """
        found = self.tables.get(table)
        if found is None:
            raise IllegalEvent(Refusal.UNKNOWN_TABLE, table=table)
        return found

    def contest_keys(self, contest: ContestId) -> bytes:
        """Return the keys ``X_1 .. X_W`` of a contest, 32 bytes each.

        Raises:
            IllegalEvent: UNKNOWN_CONTEST or KEYS_NOT_JOINED.
        """
        width = self.contest(contest).rules.width
        if self.ceremony.keys is None:
            raise IllegalEvent(Refusal.KEYS_NOT_JOINED)
        return self.ceremony.keys[: 32 * width]

    def open_tables(self, contest: ContestState) -> list[TableState]:
        """Return the tables of a contest that are open now."""
        return [self.tables[number] for number in contest.tables if self.tables[number].is_open]

    def ballot_limit(self, table: TableState) -> int:
        """Return how many ballots the count rule allows now (docs/protocol.md section 8)."""
        slack = self.rules.checkin_block if table.is_open and self.rules is not None else 0
        return table.checkins + table.replaced + slack

    def contest_checkins(self, contest: ContestState) -> int:
        """Return the check-ins of all tables of a contest."""
        return sum(self.tables[number].checkins for number in contest.tables)

    def reaches_quorum(self, contest: ContestState) -> bool:
        """Say whether the check-ins of a contest reach the agreed share of its sealed base."""
        present, base = self.contest_checkins(contest), contest.quorum_base or 0
        return quorum_met(present, base, contest.rules.quorum_percent)

    def fills_batch(self, contest: ContestState) -> bool:
        """Say whether a contest has as many ballots as may be opened together."""
        return len(contest.ballots) >= self.agreed_rules().min_batch

    def contests_in(self, *phases: ContestPhase) -> list[ContestState]:
        """Return the contests that are in one of these phases."""
        return [contest for contest in self.contests.values() if contest.phase in phases]
