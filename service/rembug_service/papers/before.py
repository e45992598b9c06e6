"""Papers before the vote: lists, invitations, attendance lists, blank plano, monitors' sheet."""

from itertools import groupby

from rembug_ballots.ids import TableNumber
from rembug_ballots.rules import ContestRules
from rembug_service.accounts import Role
from rembug_service.documents.assembly_attendance import AssemblyAttendance, assembly_attendance_pdf
from rembug_service.documents.attendance import AttendanceLists, Expected, TableRoll, attendance_pdf
from rembug_service.documents.invitation import Invitations, Invited, invitations_pdf
from rembug_service.documents.monitor_sheet import MonitorSheet, monitor_sheet_pdf
from rembug_service.documents.signers import Signer
from rembug_service.documents.tally_sheet import TallySheet, tally_sheet_pdf
from rembug_service.documents.voter_list import (
    ListedUnit,
    ListedVoter,
    OfficersList,
    PostedList,
    PostedUnit,
    PostedVoter,
    voter_list_pdf,
)
from rembug_service.errors import NotFound
from rembug_service.papers.source import LaidTable, Source
from rembug_service.register import Resident

_BLANK_ROWS = 30
_LONGEST_LIST = 2_000
"""Voters of one list: a longer one is given RW by RW, which also keeps what setting it takes below 300 MB."""
_ASSEMBLY_ROWS = 36


def voter_parts(source: Source) -> list[tuple[str, list[Resident]]]:
    """Return the parts in which the voters are listed: everybody under an empty label, or each RW."""
    if len(source.voters) <= _LONGEST_LIST:
        return [("", source.voters)]
    parts = []
    for ward, members in groupby(sorted(source.voters, key=_ward), key=_ward):
        people = list(members)
        label = f"RW {ward:02d}" if ward else "Tanpa RW"
        pieces = [people[start : start + _LONGEST_LIST] for start in range(0, len(people), _LONGEST_LIST)]
        more = len(pieces) > 1
        parts += [(f"{label} bagian {place}" if more else label, each) for place, each in enumerate(pieces, start=1)]
    return parts


def _ward(resident: Resident) -> int:
    return resident.unit.rw or 0


def _units(people: list[Resident]) -> list[tuple[str, int, int, list[Resident]]]:
    """Return label, men, women and voters of each unit, in the order of the register."""
    found = []
    for unit, members in groupby(people, key=lambda each: each.unit):
        own = list(members)
        men = sum(each.sex == "L" for each in own)
        found.append((unit.label() or "Tanpa RT/RW", men, sum(each.sex == "P" for each in own), own))
    return found


def _version(source: Source) -> str:
    sealed = any(contest.nominees is not None for contest in source.state.contests.values())
    return "tetap" if sealed else "sementara"


def posted_list(source: Source, part: str, voters: list[Resident]) -> bytes:
    """Return the list for the notice board, or a part of it: name, L/P, RT."""
    units = tuple(
        PostedUnit(label, men, women, tuple(PostedVoter(each.name, each.sex) for each in people))
        for label, men, women, people in _units(voters)
    )
    men, women = sum(each.men for each in units), sum(each.women for each in units)
    return voter_list_pdf(source.heading, PostedList(_version(source), part, men, women, units, source.committee()[:2]))


def officers_list(source: Source, part: str, voters: list[Resident]) -> bytes:
    """Return the officers' list, or a part of it, with year of birth, table, and what tells namesakes apart."""
    places = {line.resident.person: f"{table.number} / {line.line}" for table in source.tables for line in table.lines}
    units = tuple(
        ListedUnit(
            label,
            men,
            women,
            tuple(
                ListedVoter(
                    each.name,
                    each.sex,
                    "" if each.birth_year is None else str(each.birth_year),
                    places.get(each.person, ""),
                    "; ".join([*each.nicknames, *([each.note] if each.note else [])]),
                )
                for each in people
            ),
        )
        for label, men, women, people in _units(voters)
    )
    men, women = sum(each.men for each in units), sum(each.women for each in units)
    paper = OfficersList(_version(source), part, men, women, units, source.committee()[:2])
    return voter_list_pdf(source.heading, paper)


def assembly_attendance(source: Source) -> bytes:
    """Return a blank attendance list for any assembly."""
    return assembly_attendance_pdf(source.heading, AssemblyAttendance(_ASSEMBLY_ROWS))


def contest_of(source: Source, table: LaidTable) -> ContestRules:
    """Return the rules of a table's contest."""
    return next(each for each in source.state.agreed_rules().contests if each.id == table.contest)


def table_of(source: Source, number: TableNumber) -> LaidTable:
    """Return a table.

    Raises:
        NotFound: SURAT_TIDAK_ADA.
    """
    for each in source.tables:
        if each.number == number:
            return each
    raise NotFound("SURAT_TIDAK_ADA", "Surat ini tidak ada.")


def invitations(source: Source, number: TableNumber) -> bytes:
    """Return the invitations of a table's voters."""
    table = table_of(source, number)
    contest = contest_of(source, table)
    people = tuple(
        Invited(each.resident.name, each.resident.unit.label(), table.number, each.line, table.place)
        for each in table.lines
    )
    paper = Invitations(
        contest.title, contest.names_max, source.wish.occasion(table.place), source.holder_of(Role.KETUA), people
    )
    return invitations_pdf(source.heading, paper)


def attendance_list(source: Source, number: TableNumber) -> bytes:
    """Return the blank attendance list of a table."""
    table = table_of(source, number)
    rolls = (
        TableRoll(
            table.number,
            contest_of(source, table).title,
            table.unit,
            table.place,
            sum(each.resident.sex == "L" for each in table.lines),
            sum(each.resident.sex == "P" for each in table.lines),
            tuple(
                Expected(each.line, each.resident.name, each.resident.sex, each.resident.unit.label())
                for each in table.lines
            ),
        ),
    )
    signers = (Signer("Petugas meja"), Signer("Petugas meja"), Signer("Pemantau"))
    return attendance_pdf(source.heading, AttendanceLists(source.wish.occasion(), rolls, signers))


def blank_tally_sheet(source: Source, contest: ContestRules) -> bytes:
    """Return a plano to be filled in by hand."""
    paper = TallySheet(
        contest.title, contest.unit, source.wish.occasion(), None, None, (), _BLANK_ROWS, 0, source.committee()
    )
    return tally_sheet_pdf(source.heading, paper)


def monitor_sheet(source: Source) -> bytes:
    """Return the sheet of the participatory monitors."""
    rules = source.state.agreed_rules()
    titles = tuple(stage.title for stage in rules.stages)
    paper = MonitorSheet(
        source.wish.occasion(), titles, rules.threshold, rules.holders, rules.mixers, rules.audits_per_table
    )
    return monitor_sheet_pdf(source.heading, paper)
