"""Polling day on the committee's screen: who came, in counts, how the cards stand, and what needs a look.

Trust: no count here is kept.  Only the moment at which this service first saw a table open is remembered, in memory.
"""

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Final

from sqlalchemy import Connection, func, select

from rembug_ballots.ids import ContestId, ElectionId, TableNumber
from rembug_ballots.state import ElectionState
from rembug_ballots.state.model import TableState
from rembug_service.people.units import Unit
from rembug_service.service import Service
from rembug_service.sql.tables import residents, roll

LATE_MINUTES: Final = 60
"""A table that opens so much later than the first one is an alarm."""
QUEUE: Final = 15
"""More who are present without a ballot are no ordinary queue."""


@unique
class AlarmKind(StrEnum):
    """What needs a look; ``count`` of the alarm is what each one says."""

    STORAGE_FAILS = "STORAGE_FAILS"
    """The laptop's medium takes nothing; no table."""
    MIRROR_AWAY = "MIRROR_AWAY"
    """The second medium takes nothing, so nothing is acknowledged; no table."""
    TABLE_LATE = "TABLE_LATE"
    """Not open though the first table opened ``count`` minutes ago."""
    MORE_BALLOTS = "MORE_BALLOTS"
    """``count`` more ballots than check-ins."""
    QUEUE = "QUEUE"
    """``count`` check-ins have no ballot yet."""
    NO_CARDS = "NO_CARDS"
    """No card is left though the table is open; ``count`` of the roll have not come."""
    CARDS_MISSING = "CARDS_MISSING"
    """Closed with ``count`` cards that nobody can show."""
    SIGNATURES = "SIGNATURES"
    """Closed with signatures on paper that differ by ``count`` from the check-ins."""
    WALKED_AWAY = "WALKED_AWAY"
    """Closed with ``count`` check-ins that are neither a ballot nor told as having left."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that the committee should look at; ``table`` is 0 where it is about all of them."""

    kind: AlarmKind
    table: int
    count: int


@dataclass(frozen=True, slots=True)
class Turnout:
    """Voters of a roll and those of them who came, men and women as the register says."""

    men: int = 0
    women: int = 0
    men_present: int = 0
    women_present: int = 0

    def plus(self, sex: str, count: int, present: int) -> "Turnout":
        """Return the sum with more voters of one sex."""
        if sex == "L":
            return Turnout(self.men + count, self.women, self.men_present + present, self.women_present)
        return Turnout(self.men, self.women + count, self.men_present, self.women_present + present)

    @property
    def present(self) -> int:
        """All who came."""
        return self.men_present + self.women_present

    @property
    def absent(self) -> int:
        """All who have not come."""
        return self.men + self.women - self.present


@dataclass(frozen=True, slots=True)
class DayTable:
    """A table.

    Attributes:
        was_opened: whether it ever was open.
        made, ballots, voided, replaced: cards that were made, cast, voided, and given for lost ones.
        left: cards that are made and neither cast nor voided; lost ones are among them.
        tests, tests_wanted: tests of its tablets by the committee.
    """

    number: TableNumber
    contest: ContestId
    is_open: bool
    was_opened: bool
    turnout: Turnout
    made: int
    ballots: int
    voided: int
    replaced: int
    left: int
    tests: int
    tests_wanted: int


@dataclass(frozen=True, slots=True)
class DayUnit:
    """An RT with all its voters of a contest."""

    contest: str
    unit: str
    turnout: Turnout


@dataclass(frozen=True, slots=True)
class DayView:
    """Everything on the screen of the day; the alarms that matter most come first."""

    tables: tuple[DayTable, ...]
    units: tuple[DayUnit, ...]
    alarms: tuple[Alarm, ...]


def day_view(service: Service, election: ElectionId) -> DayView:
    """Return how the day goes.

    Raises:
        NotFound: no such election.
    """
    state = service.board(election).state
    by_table, by_unit = service.read(lambda c: _turnouts(c, state, election))
    wanted = 0 if state.rules is None else state.rules.audits_per_table
    tables = tuple(
        DayTable(
            number=each.number,
            contest=each.contest,
            is_open=each.is_open and state.contest(each.contest).is_polling,
            was_opened=each.key is not None,
            turnout=by_table[each.number],
            made=_made(each),
            ballots=each.ballots,
            voided=each.voided,
            replaced=each.replaced,
            left=_made(each) - each.ballots - each.voided,
            tests=each.committee_audits,
            tests_wanted=wanted,
        )
        for each in list(state.tables.values())
    )
    units = tuple(
        DayUnit(contest, unit.label() or "-", turnout)
        for (contest, unit), turnout in sorted(
            by_unit.items(), key=lambda item: (item[0][0], item[0][1].rw or 0, item[0][1].rt or 0)
        )
    )
    return DayView(tables, units, _alarms(service, election, state, tables))


def _turnouts(
    connection: Connection, state: ElectionState, election: ElectionId
) -> tuple[dict[int, Turnout], dict[tuple[str, Unit], Turnout]]:
    here = (residents.c.election == roll.c.election) & (residents.c.person == roll.c.person)
    rows = connection.execute(
        select(roll.c.number, residents.c.rt, residents.c.rw, residents.c.sex, roll.c.present, func.count())
        .join(residents, here)
        .where(roll.c.election == election)
        .group_by(roll.c.number, residents.c.rt, residents.c.rw, residents.c.sex, roll.c.present)
    ).fetchall()
    by_table: dict[int, Turnout] = defaultdict(Turnout)
    by_unit: dict[tuple[str, Unit], Turnout] = defaultdict(Turnout)
    for number, rt, rw, sex, present, count in rows:
        # A roll that is not final yet is no table.
        if number not in state.tables:
            continue
        came = count if present else 0
        by_table[number] = by_table[number].plus(sex, count, came)
        key = (str(state.tables[number].contest), Unit(rt, rw))
        by_unit[key] = by_unit[key].plus(sex, count, came)
    return by_table, by_unit


def _made(table: TableState) -> int:
    return 0 if table.cards is None else table.cards.count


def _alarms(
    service: Service, election: ElectionId, state: ElectionState, tables: tuple[DayTable, ...]
) -> tuple[Alarm, ...]:
    found = _media(service)
    for table in tables:
        contest = state.contest(state.tables[table.number].contest)
        if table.was_opened:
            service.day.first_open.setdefault((election, contest.id), service.clock())
    for table in tables:
        inner = state.tables[table.number]
        found += _while_open(table) if table.is_open else _after(inner)
        first = service.day.first_open.get((election, table.contest))
        minutes = 0 if first is None else (service.clock() - first) // 60
        if not table.was_opened and minutes >= LATE_MINUTES and state.contest(inner.contest).is_polling:
            found.append(Alarm(AlarmKind.TABLE_LATE, table.number, minutes))
    order = list(AlarmKind)
    return tuple(sorted(found, key=lambda each: (order.index(each.kind), each.table)))


def _media(service: Service) -> list[Alarm]:
    """Return what is wrong with the media; the laptop's own only where the second one is not the reason."""
    if service.mirror is not None and service.mirror.is_away:
        return [Alarm(AlarmKind.MIRROR_AWAY, 0, 0)]
    return [Alarm(AlarmKind.STORAGE_FAILS, 0, 0)] if service.writer.is_failing else []


def _while_open(table: DayTable) -> list[Alarm]:
    present, found = table.turnout.present, []
    # A card for a lost one may be cast beside the lost one, which then is void on paper only.
    if table.ballots > present + table.replaced:
        found.append(Alarm(AlarmKind.MORE_BALLOTS, table.number, table.ballots - present))
    if present - table.ballots > QUEUE:
        found.append(Alarm(AlarmKind.QUEUE, table.number, present - table.ballots))
    if table.left <= table.replaced and table.turnout.absent > 0:
        found.append(Alarm(AlarmKind.NO_CARDS, table.number, table.turnout.absent))
    return found


def _after(table: TableState) -> list[Alarm]:
    closing, found = table.closing, []
    if closing is None:
        return []
    if closing.missing > closing.replaced:
        found.append(Alarm(AlarmKind.CARDS_MISSING, table.number, closing.missing - closing.replaced))
    if closing.paper_signatures != closing.checkins:
        found.append(Alarm(AlarmKind.SIGNATURES, table.number, abs(closing.paper_signatures - closing.checkins)))
    without = closing.checkins - closing.ballots - closing.walked_away
    if without > 0:
        found.append(Alarm(AlarmKind.WALKED_AWAY, table.number, without))
    return found
