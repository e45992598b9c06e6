"""The register of residents: import, search, correction, duplicates, and the list to post."""

import json
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, UploadFile
from fastapi.responses import Response

from rembug_api.answers_register import AddedResident, DuplicatePair, ImportAnswer, RegisterCounts, RegisterPage
from rembug_api.schemas import Correction, NewResident
from rembug_api.security import ServiceOf, SignedIn
from rembug_ballots.ids import ElectionId
from rembug_service import register
from rembug_service.accounts import Role
from rembug_service.audit_trail import Act, note_alone
from rembug_service.errors import InvalidRequest
from rembug_service.people.export import PostedResident, posted_list
from rembug_service.people.units import Unit
from rembug_service.register_import import import_register

router = APIRouter(prefix="/elections/{election}/register", tags=["pemilihan"])
_OFFICE = (Role.KETUA, Role.SEKRETARIS, Role.POKJA_PEMILIHAN)
# Not the desks: a row of the register holds the end of a NIK, a year of birth and notes.  They have their table's roll.
_REGISTER_READERS = (*_OFFICE, Role.PEMANTAU, Role.FASILITATOR)
# What may become unknown again; of other members null says nothing.
_MAY_BE_UNKNOWN = frozenset({"adult", "birth_year", "rt", "rw"})
# More rows than a person reads on a page are an export.
_READ_BY_PEOPLE = 200
_COUNT_READERS = (*_REGISTER_READERS, Role.PETUGAS_MEJA)


@router.post("/imports", status_code=201)
def import_file(
    election: str,
    file: UploadFile,
    voting_day: date,
    service: ServiceOf,
    session: SignedIn,
    *,
    columns: Annotated[str, Form(max_length=20_000)] = "{}",
    headless: bool = False,
    dry_run: bool = False,
) -> ImportAnswer:
    """Read an office's CSV or XLSX into the register.

    ``columns`` is a JSON object of what an officer says that columns mean, by their keys; it is kept for the next file.
    With ``dry_run`` nothing is stored, and the answer says what would be.
    """
    session.account.require(*_OFFICE)
    report = import_register(
        service,
        ElectionId(election),
        file.file.read(),
        voting_day,
        officer=session.account.id,
        dry_run=dry_run,
        meanings=_meanings(columns),
        headless=headless,
    )
    return ImportAnswer.of(report)


def _meanings(text: str) -> dict[str, str]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise InvalidRequest("KOLOM_SALAH", "Arti kolom tidak dapat dibaca.")
    return found


@router.get("")
def search_register(
    election: str, service: ServiceOf, session: SignedIn, q: str = "", offset: int = 0, limit: int = 50
) -> RegisterPage:
    """Search the register as people speak; at most 5,000 rows a page."""
    session.account.require(*_REGISTER_READERS)
    if not (0 <= offset <= 1_000_000 and 1 <= limit <= 5000) or len(q) > 200:
        raise InvalidRequest("ISIAN_SALAH", "Halaman yang diminta tidak ada.")
    found = register.search(service, ElectionId(election), q)
    rows = len(found[offset : offset + limit])
    if rows > _READ_BY_PEOPLE:
        note_alone(service, session.account.id, Act.REGISTER_READ, election=election, about=str(rows))
    return RegisterPage(total=len(found), rows=found[offset : offset + limit])


@router.get("/counts")
def count_register(election: str, service: ServiceOf, session: SignedIn) -> RegisterCounts:
    """Return how many adults the register has, men and women."""
    session.account.require(*_COUNT_READERS)
    service.board(ElectionId(election))
    everybody = service.read(lambda c: register.load_residents(c, ElectionId(election)))
    adults = register.voters(everybody)
    men = sum(each.sex == "L" for each in adults)
    women = sum(each.sex == "P" for each in adults)
    return RegisterCounts(rows=len(everybody), adults=len(adults), men=men, women=women)


@router.get("/duplicates")
def duplicates(election: str, service: ServiceOf, session: SignedIn) -> list[DuplicatePair]:
    """Return pairs who may be one person."""
    session.account.require(*_OFFICE)
    return [
        DuplicatePair(first=first, second=second, reason=reason)
        for first, second, reason in register.likely_duplicates(service, ElectionId(election))
    ]


@router.get("/posted.csv", response_class=Response)
def posted(election: str, service: ServiceOf, session: SignedIn) -> Response:
    """Return the list to post: name, L/P, RT, and nothing else."""
    session.account.require(*_OFFICE)
    service.board(ElectionId(election))
    everybody = service.read(lambda c: register.load_residents(c, ElectionId(election)))
    rows = [
        PostedResident(each.name, "L" if each.sex == "L" else "P", each.unit)
        for each in register.voters(everybody)
        if each.sex in {"L", "P"}
    ]
    note_alone(service, session.account.id, Act.POSTED_LIST, election=election, about=str(len(rows)))
    return Response(posted_list(rows), media_type="text/csv")


@router.patch("/{person}", status_code=204)
def correct(election: str, person: str, body: Correction, service: ServiceOf, session: SignedIn) -> None:
    """Correct a resident."""
    session.account.require(*_OFFICE)
    service.board(ElectionId(election))
    said = body.model_dump(exclude_unset=True)
    changes = {name: value for name, value in said.items() if value is not None or name in _MAY_BE_UNKNOWN}
    register.correct(service, ElectionId(election), person, changes, officer=session.account.id)


@router.post("", status_code=201)
def add(election: str, body: NewResident, service: ServiceOf, session: SignedIn) -> AddedResident:
    """Add somebody whom the office's list lacks."""
    session.account.require(*_OFFICE)
    newcomer = register.Newcomer(
        body.name,
        body.sex,
        Unit(rt=body.rt, rw=body.rw),
        adult=body.adult,
        birth_year=body.birth_year,
        nicknames=body.nicknames,
        note=body.note,
    )
    person = register.add_resident(service, ElectionId(election), newcomer, officer=session.account.id)
    return AddedResident(person=person)
