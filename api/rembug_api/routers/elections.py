"""Elections, rules, documents' drafts, register, tables and proposals."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Body, UploadFile
from fastapi.responses import Response

from rembug_api.actions import ACTIONS
from rembug_api.answers_register import DuplicatePair, ImportAnswer, ImportProblem, RegisterCounts, RegisterPage
from rembug_api.schemas import Allot, AnyObject, Approval, Correction, NewElection, NewProposal, ProposalAnswer
from rembug_api.security import ServiceOf, SignedIn
from rembug_ballots.events.fields import DocumentKind
from rembug_ballots.ids import ElectionId
from rembug_ballots.rules import Preset, Rules
from rembug_service import agreements, elections, proposals, register, tables
from rembug_service.accounts import Role
from rembug_service.elections import ElectionSummary
from rembug_service.errors import InvalidRequest
from rembug_service.payload import Payload
from rembug_service.people.export import PostedResident, posted_list
from rembug_service.proposals import Proposal
from rembug_service.tables import Allotment
from rembug_service.writings import store as writings

router = APIRouter(prefix="/elections", tags=["pemilihan"])
_OFFICE = (Role.KETUA, Role.SEKRETARIS, Role.POKJA_PEMILIHAN)
_READERS = (*_OFFICE, Role.PETUGAS_MEJA, Role.PEMANTAU, Role.FASILITATOR)
# Not the desks: a row of the register holds the end of a NIK, a year of birth and notes.  They have their table's roll.
_REGISTER_READERS = (*_OFFICE, Role.PEMANTAU, Role.FASILITATOR)


@router.post("", status_code=201)
def create(body: NewElection, service: ServiceOf, session: SignedIn) -> ElectionSummary:
    """Begin an election."""
    session.account.require(Role.KETUA, Role.SEKRETARIS)
    return elections.create_election(service, body.id, body.title, Payload(body.place.model_dump()))


@router.get("")
def show_all(service: ServiceOf) -> list[ElectionSummary]:
    """Return phases and counts of all elections; anybody may see them."""
    return elections.list_elections(service)


@router.get("/{election}")
def show(election: str, service: ServiceOf) -> ElectionSummary:
    """Return phases and counts of an election; anybody may see them."""
    return elections.summary(service, ElectionId(election))


@router.put("/{election}/rules-draft")
def save_rules(election: str, service: ServiceOf, session: SignedIn, body: Annotated[AnyObject, Body()]) -> Rules:
    """Keep the draft of the tatib's numbers, and put them into its text where there is one."""
    session.account.require(*_OFFICE)
    writings.require_open(service, ElectionId(election), DocumentKind.TATIB)
    rules = agreements.save_rules_draft(service, ElectionId(election), body)
    writings.follow_rules(service, ElectionId(election), session.account.id, rules)
    return rules


@router.get("/{election}/rules-draft")
def show_rules(election: str, service: ServiceOf, session: SignedIn) -> Rules:
    """Return the draft of the tatib's numbers."""
    session.account.require(*_READERS)
    service.board(ElectionId(election))
    return service.read(lambda c: agreements.rules_draft(c, ElectionId(election)))


@router.get("/{election}/rules-to-edit")
def edit_rules(election: str, service: ServiceOf, session: SignedIn, usual: Preset | None = None) -> Rules:
    """Return the draft of the tatib's numbers, or the usual ones of a preset, to begin from."""
    session.account.require(*_OFFICE)
    return agreements.rules_to_edit(service, ElectionId(election), usual)


@router.post("/{election}/register/imports", status_code=201)
def import_register(
    election: str, file: UploadFile, voting_day: date, service: ServiceOf, session: SignedIn, *, dry_run: bool = False
) -> ImportAnswer:
    """Read an office's CSV or XLSX into the register."""
    session.account.require(*_OFFICE)
    report = register.import_register(service, ElectionId(election), file.file.read(), voting_day, dry_run=dry_run)
    problems = [ImportProblem(row=row, column=column, message=said) for row, column, said in report.problems]
    return ImportAnswer(taken=report.taken, problems=problems)


@router.get("/{election}/register")
def search_register(
    election: str, service: ServiceOf, session: SignedIn, q: str = "", offset: int = 0, limit: int = 50
) -> RegisterPage:
    """Search the register as people speak; at most 5,000 rows a page."""
    session.account.require(*_REGISTER_READERS)
    if not (0 <= offset <= 1_000_000 and 1 <= limit <= 5000) or len(q) > 200:
        raise InvalidRequest("ISIAN_SALAH", "Halaman yang diminta tidak ada.")
    found = register.search(service, ElectionId(election), q)
    return RegisterPage(total=len(found), rows=found[offset : offset + limit])


@router.get("/{election}/register/counts")
def count_register(election: str, service: ServiceOf, session: SignedIn) -> RegisterCounts:
    """Return how many adults the register has, men and women."""
    session.account.require(*_READERS)
    service.board(ElectionId(election))
    everybody = service.read(lambda c: register.load_residents(c, ElectionId(election)))
    adults = register.voters(everybody)
    men = sum(each.sex == "L" for each in adults)
    women = sum(each.sex == "P" for each in adults)
    return RegisterCounts(rows=len(everybody), adults=len(adults), men=men, women=women)


@router.get("/{election}/register/duplicates")
def duplicates(election: str, service: ServiceOf, session: SignedIn) -> list[DuplicatePair]:
    """Return pairs who may be one person."""
    session.account.require(*_OFFICE)
    return [
        DuplicatePair(first=first, second=second, reason=reason)
        for first, second, reason in register.likely_duplicates(service, ElectionId(election))
    ]


@router.get("/{election}/register/posted.csv", response_class=Response)
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
    return Response(posted_list(rows), media_type="text/csv")


@router.patch("/{election}/register/{person}", status_code=204)
def correct(election: str, person: str, body: Correction, service: ServiceOf, session: SignedIn) -> None:
    """Correct a resident."""
    session.account.require(*_OFFICE)
    service.board(ElectionId(election))
    register.correct(service, ElectionId(election), person, body.model_dump(exclude_none=True))


@router.post("/{election}/tables/allotment", status_code=201)
def allot(election: str, body: Allot, service: ServiceOf, session: SignedIn) -> list[Allotment]:
    """Spread the voters of a stage over tables."""
    session.account.require(*_OFFICE)
    return tables.allot_tables(service, ElectionId(election), body.stage, body.least_tables, body.place)


@router.get("/{election}/tables")
def show_tables(election: str, service: ServiceOf, session: SignedIn) -> list[Allotment]:
    """Return the tables with how many voters they have."""
    session.account.require(*_READERS, Role.PETUGAS_KARTU)
    return tables.list_tables(service, ElectionId(election))


def _proposal(found: Proposal, about: str = "") -> ProposalAnswer:
    return ProposalAnswer(
        id=found.id,
        kind=found.kind,
        words=found.words,
        digest=found.digest,
        proposer=found.proposer,
        state=found.state,
        about=about,
    )


@router.post("/{election}/proposals", status_code=201)
def propose(election: str, body: NewProposal, service: ServiceOf, session: SignedIn) -> ProposalAnswer:
    """Propose a critical step; a second officer must agree on another device."""
    return _proposal(proposals.propose(service, ACTIONS, session, ElectionId(election), body.kind, body.payload))


@router.get("/{election}/proposals")
def waiting(election: str, service: ServiceOf, session: SignedIn) -> list[ProposalAnswer]:
    """Return the steps that wait for a second officer."""
    session.account.require(*_READERS)
    found, account = ElectionId(election), session.account
    return [
        _proposal(each, proposals.about(service, ACTIONS, account, found, each))
        for each in proposals.waiting(service, found)
    ]


@router.post("/{election}/proposals/{proposal}/approval")
def approve(election: str, proposal: str, body: Approval, service: ServiceOf, session: SignedIn) -> ProposalAnswer:
    """Agree to a step, which then happens."""
    return _proposal(proposals.approve(service, ACTIONS, session, ElectionId(election), proposal, body.digest))


@router.delete("/{election}/proposals/{proposal}", status_code=204)
def withdraw(election: str, proposal: str, service: ServiceOf, session: SignedIn) -> None:
    """Take back one's own proposal."""
    proposals.withdraw(service, session.account, ElectionId(election), proposal)
