"""An office's file becomes part of the register: looked at first, with what its columns mean, then taken over.

Looking stores nothing.  What an officer says of the columns is kept with the import, so that the next file of the
office is read in the same way without being asked again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection, delete, insert, select

from rembug_ballots.ids import ElectionId
from rembug_ballots.register import SALT_BYTES
from rembug_service.audit_trail import Act, note
from rembug_service.errors import InvalidRequest
from rembug_service.people.adults import is_adult
from rembug_service.people.columns import Layout, SeenColumn, seen_columns
from rembug_service.people.errors import PeopleError, UnknownHeadings
from rembug_service.people.headers import Column, Meanings
from rembug_service.people.nik import last4, nik_fingerprint
from rembug_service.people.register_file import RegisterFile, read_rows, read_sheets
from rembug_service.people.register_rows import ParsedRow, Problem
from rembug_service.people.sheets import Sheet
from rembug_service.people.units import Unit
from rembug_service.register import ACTIVE, Resident, check_unsealed, new_person_id
from rembug_service.service import Service
from rembug_service.sql.residents import KeptResident, Residents
from rembug_service.sql.tables import register_headings
from rembug_service.work import Work

_SHOWN: Final = 10
_LONGEST_HEADING: Final = 60
_MOST_HEADINGS: Final = 200


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """A row of the file as it was read, and the resident that it becomes."""

    row: int
    resident: Resident


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import does, or would do.

    Attributes:
        taken: rows that become residents.
        known: rows left out because the same resident is on the register already.
        refused: rows left out because they name nobody; the problems say which.
        adults, men, women: of the rows taken, those who may vote.
        headings_known: whether the column of names was found; if not, nothing was read.
        columns: the columns of the file with what each is read as.
        sample: the first rows as read.
        problems: what a person should look at, in the order of the file.
    """

    taken: int
    known: int
    refused: int
    adults: int
    men: int
    women: int
    headings_known: bool
    columns: tuple[SeenColumn, ...]
    sample: tuple[ImportedRow, ...]
    problems: tuple[Problem, ...]


def import_register(
    service: Service,
    election: ElectionId,
    data: bytes,
    voting_day: date,
    *,
    officer: str,
    dry_run: bool,
    meanings: Mapping[str, str] | None = None,
    headless: bool = False,
) -> ImportReport:
    """Read an office's file into the register.

    Args:
        service: the service.
        election: of which election.
        data: CSV or XLSX as offices write them.
        voting_day: the day on which a resident must be an adult.
        officer: in whose name.
        dry_run: only say what would happen; then a file whose headings nobody knows is no fault.
        meanings: what an officer said of columns, by their keys, in values of `Column`; kept for the next file.
        headless: the file has no row of headings.

    Raises:
        InvalidRequest: BERKAS_TIDAK_TERBACA or KOLOM_SALAH.
        Conflict: DAFTAR_TERKUNCI.
    """
    service.board(election)
    said = _checked(meanings or {})
    layout = Layout({**service.read(lambda c: _remembered(c, election)), **said}, headless)
    try:
        sheets = read_sheets(data)
        file = _read(sheets, voting_day, layout, dry_run=dry_run)
    except PeopleError as error:
        raise InvalidRequest("BERKAS_TIDAK_TERBACA", error.reason) from None
    rows = [_resident(service, row, voting_day) for row in (() if file is None else file.rows)]

    moment = service.clock()

    def job(work: Work) -> ImportReport:
        check_unsealed(work, election)
        fresh = _unknown(work.connection, election, rows)
        if fresh:
            Residents(work.connection, election).add([row.kept for row in fresh])
        _remember(work.connection, election, said)
        note(work, moment, officer, Act.REGISTER_IMPORTED, election=election, about=str(len(fresh)))
        return _report(rows, fresh, file, seen_columns(sheets, layout))

    if not dry_run:
        return service.write(job)
    fresh = service.read(lambda c: _unknown(c, election, rows))
    return _report(rows, fresh, file, seen_columns(sheets, layout))


def _read(sheets: list[Sheet], voting_day: date, layout: Layout, *, dry_run: bool) -> RegisterFile | None:
    try:
        return read_rows(sheets, voting_day, layout)
    except UnknownHeadings:
        if dry_run and seen_columns(sheets, layout):
            return None
        raise


def _checked(meanings: Mapping[str, str]) -> Meanings:
    known = {column.value: column for column in Column}
    if len(meanings) > _MOST_HEADINGS or any(
        not 1 <= len(key) <= _LONGEST_HEADING or value not in known for key, value in meanings.items()
    ):
        raise InvalidRequest("KOLOM_SALAH", "Arti kolom ini tidak dikenal.")
    return {key: known[value] for key, value in meanings.items()}


@dataclass(frozen=True, slots=True)
class _Row:
    """A row on its way into the table ``residents``."""

    number: int
    kept: KeptResident
    resident: Resident

    def identity(self) -> tuple[object, ...]:
        """What makes a row of another file the same resident: all of it, so that twins and two RT stay two rows."""
        found = self.resident
        return _identity(found.name, found.sex, found.birth_year, found.unit, self.kept.nik_fingerprint)


def _identity(name: str, sex: str, birth_year: int | None, unit: Unit, nik: bytes | None) -> tuple[object, ...]:
    return (name.casefold(), sex, birth_year, unit.rt, unit.rw, nik)


def _resident(service: Service, row: ParsedRow, voting_day: date) -> _Row:
    adult = is_adult(voting_day, birth_date=row.birth_date, birth_year=row.birth_year, ever_married=row.ever_married)
    nik = nik_fingerprint(service.secrets.nik_key, row.nik) if row.nik else None
    resident = Resident(
        new_person_id(service),
        row.name,
        row.nicknames,
        row.sex or "-",
        row.unit,
        row.birth_year if row.birth_date is None else row.birth_date.year,
        adult,
        row.note,
        row.status,
        last4(row.nik) if row.nik else None,
    )
    kept = KeptResident(
        person=resident.person,
        name=resident.name,
        nicknames=resident.nicknames,
        sex=resident.sex,
        birth_year=resident.birth_year,
        adult=adult,
        rt=resident.unit.rt,
        rw=resident.unit.rw,
        note=resident.note,
        status=resident.status,
        nik_fingerprint=nik,
        nik_last4=resident.nik_last4,
        salt=service.random(SALT_BYTES),
    )
    return _Row(row.row, kept, resident)


def _unknown(connection: Connection, election: ElectionId, rows: list[_Row]) -> list[_Row]:
    """Return the rows whose resident is not on the register yet; two equal rows of one file are both taken."""
    there = {
        _identity(each.name, each.sex, each.birth_year, Unit(rt=each.rt, rw=each.rw), each.nik_fingerprint)
        for each in Residents(connection, election).all()
    }
    return [row for row in rows if row.identity() not in there]


def _report(
    rows: list[_Row], fresh: list[_Row], file: RegisterFile | None, columns: tuple[SeenColumn, ...]
) -> ImportReport:
    voters = [row.resident for row in fresh if row.resident.adult and row.resident.status == ACTIVE]
    problems = () if file is None else file.problems
    return ImportReport(
        taken=len(fresh),
        known=len(rows) - len(fresh),
        refused=sum(each.refused for each in problems),
        adults=len(voters),
        men=sum(each.sex == "L" for each in voters),
        women=sum(each.sex == "P" for each in voters),
        headings_known=file is not None,
        columns=columns,
        sample=tuple(ImportedRow(row.number, row.resident) for row in rows[:_SHOWN]),
        problems=tuple(sorted(problems, key=lambda each: (each.row or 0, each.column or "", each.message))),
    )


def _remembered(connection: Connection, election: ElectionId) -> Meanings:
    rows = connection.execute(select(register_headings).where(register_headings.c.election == election))
    known = {column.value: column for column in Column}
    return {row.heading: known[row.meaning] for row in rows if row.meaning in known}


def _remember(connection: Connection, election: ElectionId, said: Meanings) -> None:
    table = register_headings
    if said:
        connection.execute(delete(table).where(table.c.election == election, table.c.heading.in_(list(said))))
        rows = [{"election": election, "heading": key, "meaning": column.value} for key, column in said.items()]
        connection.execute(insert(table), rows)
