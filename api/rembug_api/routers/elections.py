"""Elections, rules, documents' drafts, tables and proposals."""

from typing import Annotated

from fastapi import APIRouter, Body

from rembug_api.actions import ACTIONS
from rembug_api.schemas import Allot, AnyObject, Approval, NewElection, NewProposal, ProposalAnswer
from rembug_api.security import ServiceOf, SignedIn
from rembug_ballots.events.fields import DocumentKind
from rembug_ballots.ids import ElectionId
from rembug_ballots.rules import Preset, Rules
from rembug_service import agreements, elections, proposals, tables
from rembug_service.accounts import Role
from rembug_service.elections import ElectionSummary
from rembug_service.payload import Payload
from rembug_service.proposals import Proposal
from rembug_service.tables import Allotment
from rembug_service.writings import store as writings

router = APIRouter(prefix="/elections", tags=["pemilihan"])
_OFFICE = (Role.KETUA, Role.SEKRETARIS, Role.POKJA_PEMILIHAN)
_READERS = (*_OFFICE, Role.PETUGAS_MEJA, Role.PEMANTAU, Role.FASILITATOR)


@router.post("", status_code=201)
def create(body: NewElection, service: ServiceOf, session: SignedIn) -> ElectionSummary:
    """Begin an election."""
    session.account.require(Role.KETUA, Role.SEKRETARIS)
    session.account.require_here(None)
    return elections.create_election(service, body.id, body.title, Payload(body.place.model_dump()))


@router.get("")
def show_all(service: ServiceOf) -> list[ElectionSummary]:
    """Return phases and counts of all elections; anybody may see them."""
    return elections.list_elections(service)


@router.get("/{election}")
def show(election: str, service: ServiceOf) -> ElectionSummary:
    """Return phases and counts of an election; anybody may see them."""
    return elections.summary(service, ElectionId(election))


@router.put("/{election}/rules-draft", response_model_exclude_none=True)
def save_rules(election: str, service: ServiceOf, session: SignedIn, body: Annotated[AnyObject, Body()]) -> Rules:
    """Keep the draft of the tatib's numbers, and put them into its text where there is one."""
    session.account.require(*_OFFICE)
    writings.require_open(service, ElectionId(election), DocumentKind.TATIB)
    rules = agreements.save_rules_draft(service, ElectionId(election), body)
    writings.follow_rules(service, ElectionId(election), session.account.id, rules)
    return rules


@router.get("/{election}/rules-draft", response_model_exclude_none=True)
def show_rules(election: str, service: ServiceOf, session: SignedIn) -> Rules:
    """Return the draft of the tatib's numbers."""
    session.account.require(*_READERS)
    service.board(ElectionId(election))
    return service.read(lambda c: agreements.rules_draft(c, ElectionId(election)))


@router.get("/{election}/rules-to-edit", response_model_exclude_none=True)
def edit_rules(election: str, service: ServiceOf, session: SignedIn, usual: Preset | None = None) -> Rules:
    """Return the draft of the tatib's numbers, or the usual ones of a preset, to begin from."""
    session.account.require(*_OFFICE)
    return agreements.rules_to_edit(service, ElectionId(election), usual)


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
