"""Polling tables: cards, desk, ballots, audits, receipts."""

import typing

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse

from rembug_api.cast_door import cast_ballot, receipt_object
from rembug_api.schemas import (
    AuditBallot,
    CardList,
    CastBallot,
    CheckIn,
    Index,
    Line,
    Number,
    ReceiptAnswer,
    TabletWord,
    Total,
    VoidCard,
)
from rembug_api.security import ServiceOf, SignedIn
from rembug_ballots.ballot import read_ballot
from rembug_ballots.events.event import member_reader
from rembug_ballots.events.fields import Credential
from rembug_ballots.events.polling import BallotAudited, CardVoided
from rembug_ballots.ids import ElectionId
from rembug_service import booths, casting, day, desk, polling, tablets
from rembug_service.accounts import Role
from rembug_service.booths import BoothView
from rembug_service.codes import from_b64
from rembug_service.day import DayView
from rembug_service.desk import DeskView
from rembug_service.desk_memory import DeskEntry
from rembug_service.tablet_memory import Tablet
from rembug_service.tablets import Word

router = APIRouter(prefix="/elections/{election}", tags=["meja"])
_OFFICE = (Role.KETUA, Role.SEKRETARIS, Role.POKJA_PEMILIHAN, Role.PEMANTAU, Role.FASILITATOR)
_DESK = (Role.PETUGAS_MEJA, Role.KETUA, Role.SEKRETARIS, Role.POKJA_PEMILIHAN)
_READ_AUDITED = member_reader(BallotAudited)
_READ_VOIDED = member_reader(CardVoided)


@router.post("/cards", status_code=201)
def register_cards(election: str, body: CardList, service: ServiceOf, session: SignedIn) -> Index:
    """Take the card maker's signed list of a table."""
    session.account.require(Role.PETUGAS_KARTU, Role.KETUA)
    index = polling.register_cards(service, ElectionId(election), from_b64(body.event), from_b64(body.credentials))
    return Index(index=index)


@router.get("/tables/{table}/roll")
def search_roll(election: str, table: Number, service: ServiceOf, session: SignedIn, q: str = "") -> list[DeskEntry]:
    """Find residents as people say them, those of this table first."""
    session.account.require(*_DESK)
    return desk.search(service, ElectionId(election), table, q[:200])


@router.get("/tables/{table}/desk")
def show_desk(election: str, table: Number, service: ServiceOf, session: SignedIn) -> DeskView:
    """Return how a table stands, in numbers."""
    session.account.require(*_DESK)
    return desk.view(service, ElectionId(election), table)


@router.post("/tables/{table}/checkins", status_code=201)
def check_in(election: str, table: Number, body: CheckIn, service: ServiceOf, session: SignedIn) -> Total:
    """Mark a resident as present.  The same press of the button again gives the total once more."""
    session.account.require(*_DESK)
    return Total(total=desk.check_in(service, ElectionId(election), table, body.roll, body.mark))


@router.delete("/tables/{table}/checkins/{roll}")
def undo_check_in(election: str, table: Number, roll: Line, service: ServiceOf, session: SignedIn) -> Total:
    """Take back a mark that was a mistake."""
    session.account.require(*_DESK)
    return Total(total=desk.undo(service, ElectionId(election), table, roll))


@router.get("/day")
def show_day(election: str, service: ServiceOf, session: SignedIn) -> DayView:
    """Return how polling day goes, in numbers: who came by table and unit, how the cards stand, what needs a look."""
    session.account.require(*_OFFICE)
    return day.day_view(service, ElectionId(election))


@router.get("/tables/{table}/booth")
def booth(election: str, table: Number, service: ServiceOf) -> BoothView:
    """Return what the tablets of a table need; all of it is public."""
    return booths.booth_view(service, ElectionId(election), table)


@router.post("/tables/{table}/tablets", status_code=204)
def hear_tablet(election: str, table: Number, body: TabletWord, service: ServiceOf) -> None:
    """Hear from a tablet how many ballots it keeps.  The table's key is its authority."""
    word = Word(body.name, body.waiting, body.beat, from_b64(body.signature))
    tablets.hear(service, ElectionId(election), table, word)


@router.get("/tablets")
def show_tablets(election: str, service: ServiceOf, session: SignedIn) -> list[Tablet]:
    """Return the tablets of all tables: when each was last heard of, and how many ballots wait on it."""
    session.account.require(*_DESK, Role.PEMANTAU)
    return list(tablets.tablets_of(service, ElectionId(election)))


@router.get("/tables/{table}/cards/{credential}", status_code=204)
def check_card(election: str, table: Number, credential: str, service: ServiceOf) -> None:
    """Say whether a card could vote at this table now, by its public credential (base64url)."""
    booths.check_card(service, ElectionId(election), table, Credential(from_b64(credential)))


@router.post("/ballots", status_code=201)
async def cast(election: str, body: CastBallot, service: ServiceOf) -> Response:
    """Accept a ballot.  Its card and its table's key are the authority; the same ballot again gives the same index."""
    return await cast_ballot(service, ElectionId(election), read_ballot(body.model_dump()))


@router.post("/ballots/audits", status_code=201)
def audit(election: str, body: AuditBallot, service: ServiceOf) -> Index:
    """Log a ballot that was opened instead of cast."""
    audited = typing.cast("BallotAudited", _READ_AUDITED(body.model_dump()))
    return Index(index=casting.audit(service, ElectionId(election), audited))


@router.post("/cards/voids", status_code=201)
def void(election: str, body: VoidCard, service: ServiceOf, session: SignedIn) -> Total:
    """Take a torn card out by its own statement."""
    session.account.require(*_DESK)
    voided = typing.cast("CardVoided", _READ_VOIDED(body.model_dump()))
    polling.void_card(service, ElectionId(election), voided)
    return Total(total=service.board(ElectionId(election)).state.table(voided.table).voided)


@router.get("/ballots/{tracking}")
def receipt(election: str, tracking: str, service: ServiceOf) -> ReceiptAnswer:
    """Return the receipt of an accepted ballot."""
    return ReceiptAnswer.model_validate(receipt_object(casting.find_receipt(service, ElectionId(election), tracking)))


@router.get("/receipts/{tracking}", response_class=PlainTextResponse)
def receipt_file(election: str, tracking: str, service: ServiceOf, _: Request) -> PlainTextResponse:
    """Return the receipt as a file that is checked with no network (C2SP tlog-proof)."""
    return PlainTextResponse(casting.find_receipt(service, ElectionId(election), tracking).to_text())
