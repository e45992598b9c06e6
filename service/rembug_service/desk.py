"""The check-in desk of a table: finding residents, marking them present, and how the table stands.

Trust: presence is a flag on the roll and no more, and only the running total reaches the log, every block.  So no row,
and no order of rows, joins a resident to a ballot.
"""

import hashlib
from dataclasses import dataclass, replace
from typing import cast

from sqlalchemy import Connection, func, select, update

from rembug_ballots.encoding import to_b64
from rembug_ballots.events.fields import Ordinal
from rembug_ballots.events.polling import CheckinBlock
from rembug_ballots.ids import ContestId, ElectionId, TableNumber
from rembug_ballots.state import ElectionState
from rembug_service.closing_notes import closing_notes
from rembug_service.desk_memory import DeskEntry, RollSnapshot
from rembug_service.electorate import electorate
from rembug_service.errors import Conflict, NotFound
from rembug_service.people.folding import Sex
from rembug_service.people.name_index import RegisteredName
from rembug_service.people.roll_search import RollSearch
from rembug_service.register import Resident, load_residents, voters
from rembug_service.service import Service
from rembug_service.sql.tables import residents, roll
from rembug_service.tablet_memory import Tablet
from rembug_service.tablets import tablets_of
from rembug_service.work import Work


@dataclass(frozen=True, slots=True)
class DeskView:
    """How a table stands, in numbers.

    Attributes:
        contest_index: what cards of this contest carry.
        adults: of the roll, those who were added included.
        present, men, women: who came; ``men`` and ``women`` add up to ``present`` where the register knows.
        logged: the last total of check-ins in the log.
        cards: cards that were made for the table.
        audits, audits_wanted: tests of its tablets that the committee has made, and that the rules ask for.
        is_closed: whether it was closed with its counts, and not opened again.
        table_key: key of the present or last opening, as base64url; empty before the first.
        tablets: its tablets that this run of the service has heard of.
        closing_note: what two officers said at its closing of ballots that may have stayed behind; mostly empty.
    """

    table: int
    contest: str
    contest_index: int
    contest_title: str
    phase: str
    is_open: bool
    is_closed: bool
    table_key: str
    adults: int
    present: int
    men: int
    women: int
    logged: int
    ballots: int
    cards: int
    voided: int
    replaced: int
    added: int
    audits: int
    audits_wanted: int
    tablets: tuple[Tablet, ...]
    closing_note: str


def search(service: Service, election: ElectionId, table: int, words: str) -> list[DeskEntry]:
    """Return residents as people say them, those of this table first; then other tables' and those on no roll.

    Raises:
        IllegalEvent: UNKNOWN_TABLE.
    """
    state = service.board(election).state
    contest = state.table(TableNumber(table)).contest

    def query(connection: Connection) -> list[DeskEntry]:
        snapshot = _snapshot(service, state, connection, election, contest)
        entries = snapshot.entries
        found = snapshot.search.find(words, first=lambda who: entries[who].table == table)
        return [_with_presence(connection, election, entries[who]) for who in found]

    return service.read(query)


def _with_presence(connection: Connection, election: ElectionId, entry: DeskEntry) -> DeskEntry:
    here = (roll.c.election == election) & (roll.c.number == entry.table) & (roll.c.roll == entry.roll)
    return replace(entry, present=bool(connection.scalar(select(roll.c.present).where(here))))


def _snapshot(
    service: Service, state: ElectionState, connection: Connection, election: ElectionId, contest: ContestId
) -> RollSnapshot:
    """Return the contest's rolls, read anew when a line was added."""
    tables = state.contest(contest).tables
    on_rolls = (roll.c.election == election) & roll.c.number.in_(tables)
    size = connection.scalar(select(func.count()).where(on_rolls)) or 0
    key = (election, contest)
    with service.desks.lock:
        found = service.desks.snapshots.get(key)
        if found is None or found.size != size:
            lines = {row.person: (row.number, row.roll) for row in connection.execute(select(roll).where(on_rolls))}
            own = electorate(state, state.contest(contest).rules, voters(load_residents(connection, election)))
            entries = [_entry(each, *lines.get(each.person, (0, 0))) for each in own]
            names = [_name(each, entry.note) for each, entry in zip(own, entries, strict=True)]
            found = service.desks.snapshots[key] = RollSnapshot(size, entries, RollSearch(names))
        return found


def _entry(resident: Resident, table: int, line: int) -> DeskEntry:
    return DeskEntry(
        table,
        line,
        resident.person,
        resident.name,
        resident.nicknames,
        resident.sex,
        resident.unit.label(),
        resident.note,
        present=False,
    )


def _name(resident: Resident, note: str) -> RegisteredName:
    sex = cast("Sex | None", resident.sex if resident.sex in {"L", "P"} else None)
    return RegisteredName(resident.person, resident.name, sex, resident.unit, resident.nicknames, note)


def view(service: Service, election: ElectionId, table: int) -> DeskView:
    """Return how a table stands.

    Raises:
        IllegalEvent: UNKNOWN_TABLE.
    """
    state = service.board(election).state
    found = state.table(TableNumber(table))
    contest = state.contest(found.contest)
    present = service.read(lambda c: _present_by_sex(c, election, table))
    notes = service.read(lambda c: closing_notes(c, election))
    return DeskView(
        table=found.number,
        contest=contest.id,
        contest_index=contest.rules.index,
        contest_title=contest.rules.title,
        phase=contest.phase.value,
        is_open=found.is_open and contest.is_polling,
        is_closed=found.closing is not None and not found.is_open,
        table_key="" if found.key is None else to_b64(found.key),
        adults=found.roll_size,
        present=sum(present.values()),
        men=present.get("L", 0),
        women=present.get("P", 0),
        logged=found.checkins,
        ballots=found.ballots,
        cards=0 if found.cards is None else found.cards.count,
        voided=found.voided,
        replaced=found.replaced,
        added=found.added,
        audits=found.committee_audits,
        audits_wanted=state.agreed_rules().audits_per_table,
        tablets=tablets_of(service, election, table),
        closing_note=notes.get(found.number, ""),
    )


def _present_by_sex(connection: Connection, election: ElectionId, table: int) -> dict[str, int]:
    rows = connection.execute(
        select(residents.c.sex, func.count())
        .join(roll, (residents.c.election == roll.c.election) & (residents.c.person == roll.c.person))
        .where(roll.c.election == election, roll.c.number == table, roll.c.present)
        .group_by(residents.c.sex)
    )
    return {row[0]: row[1] for row in rows}


def check_in(service: Service, election: ElectionId, table: int, line: int, mark: str = "") -> int:
    """Mark a resident as present, and return the table's total.

    Args:
        service: the running service.
        election: the election.
        table: the table.
        line: line of its roll.
        mark: random text of one press of the button; the same press again gives the total once more.

    Raises:
        Conflict: SUDAH_HADIR or MEJA_BELUM_BUKA.
        NotFound: NOMOR_DAFTAR_TIDAK_ADA.
    """
    pressed = hashlib.sha256(f"{election}/{table}/{line}/{mark}".encode()).digest()

    def job(work: Work) -> int:
        if _is_present(work, election, table, line):
            if mark and pressed in service.desks.pressed:
                return present_total(work.connection, election, table)
            raise Conflict("SUDAH_HADIR", "Warga ini sudah tercatat hadir. Panggil ketua dan pemantau bila keliru.")
        _set(work, election, table, line, present=True)
        if mark:
            service.desks.pressed.add(pressed)
        total = present_total(work.connection, election, table)
        if total % work.board(election).state.agreed_rules().checkin_block == 0:
            work.append(election, CheckinBlock(TableNumber(table), Ordinal(total)))
        return total

    return service.write(job)


def undo(service: Service, election: ElectionId, table: int, line: int) -> int:
    """Take a mark back that was a mistake, and return the table's total.

    Raises:
        Conflict: BELUM_HADIR, MEJA_BELUM_BUKA, HADIR_SUDAH_DI_BUKU or SUARA_SUDAH_SEBANYAK_HADIR.
        NotFound: NOMOR_DAFTAR_TIDAK_ADA.
    """

    def job(work: Work) -> int:
        if not _is_present(work, election, table, line):
            raise Conflict("BELUM_HADIR", "Warga ini belum tercatat hadir.")
        found = work.board(election).state.table(TableNumber(table))
        total = present_total(work.connection, election, table) - 1
        if total < found.checkins:
            raise Conflict(
                "HADIR_SUDAH_DI_BUKU",
                "Jumlah hadir sudah tercatat di buku pemilihan. Catat kekeliruan ini di berita acara.",
            )
        if found.ballots > total + found.replaced:
            raise Conflict(
                "SUARA_SUDAH_SEBANYAK_HADIR",
                "Suara yang masuk sudah sebanyak yang hadir. Catat kekeliruan ini di berita acara.",
            )
        _set(work, election, table, line, present=False)
        return total

    return service.write(job)


def _is_present(work: Work, election: ElectionId, table: int, line: int) -> bool:
    state = work.board(election).state
    found = state.table(TableNumber(table))
    if not found.is_open or not state.contest(found.contest).is_polling:
        raise Conflict("MEJA_BELUM_BUKA", "Meja ini belum dibuka, sedang dihentikan, atau sudah ditutup.")
    present = work.connection.scalar(
        select(roll.c.present).where(roll.c.election == election, roll.c.number == table, roll.c.roll == line)
    )
    if present is None:
        raise NotFound("NOMOR_DAFTAR_TIDAK_ADA", "Nomor ini tidak ada di daftar hadir meja ini.")
    return bool(present)


def _set(work: Work, election: ElectionId, table: int, line: int, *, present: bool) -> None:
    here = (roll.c.election == election) & (roll.c.number == table) & (roll.c.roll == line)
    work.connection.execute(update(roll).where(here).values(present=present))


def present_total(connection: Connection, election: ElectionId, table: int) -> int:
    """Return how many of a table's roll are present."""
    total: int | None = connection.scalar(
        select(func.count()).where(roll.c.election == election, roll.c.number == table, roll.c.present)
    )
    return total or 0
