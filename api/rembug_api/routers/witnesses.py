"""Witnesses of the log: what they are asked to cosign, what they bring, how far they are; and being one for others."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from pydantic import Field

from rembug_api.schemas import Closed
from rembug_api.security import ServiceOf, SignedIn
from rembug_ballots.ids import ElectionId
from rembug_crypto.tlog_witness import proof_lines
from rembug_service.accounts import Role
from rembug_service.errors import NotFound
from rembug_service.witnesses import asking
from rembug_service.witnesses.asking import AskedMemory
from rembug_service.witnesses.cosigning import last_point, receive
from rembug_service.witnesses.desk import WitnessDesk, add_checkpoint
from rembug_service.witnesses.view import WitnessesView, witnesses_view

router = APIRouter(prefix="/elections/{election}", tags=["saksi"])
_TEXT = "text/plain; charset=utf-8"
_OFFICE = (Role.KETUA, Role.SEKRETARIS, Role.POKJA_PEMILIHAN)
Size = Annotated[int, Path(ge=1, le=2**31)]


class SignedNote(Closed):
    """A checkpoint with signatures, as a C2SP signed note."""

    note: Annotated[str, Field(min_length=1, max_length=16_384)]


class Kept(Closed):
    """The witnesses whose cosignature is kept now."""

    names: list[str]


class AddressIn(Closed):
    """Where a witness is asked; an empty address means that it comes by itself."""

    key: Annotated[str, Field(min_length=1, max_length=300)]
    url: Annotated[str, Field(max_length=300)]


class AddressAnswer(Closed):
    """A witness with an address, and what it last answered; empty while it was not asked."""

    key: str
    url: str
    said: str


@router.get("/witnesses")
def show(election: str, service: ServiceOf) -> WitnessesView:
    """Say who witnesses this log and how far they are."""
    return witnesses_view(service, ElectionId(election))


@router.get("/witness/checkpoint", response_class=Response)
def point(election: str, service: ServiceOf) -> Response:
    """Return the newest checkpoint that is offered to witnesses, with the cosignatures that are in."""
    board = service.board(ElectionId(election))
    note = service.read(lambda c: last_point(c, board))
    if note is None:
        raise NotFound("TIDAK_ADA_DI_PAPAN", "Berkas ini tidak ada di papan umum.")
    return Response(note.to_text(), media_type=_TEXT)


@router.get("/witness/consistency/{old}/{new}", response_class=Response)
def consistency(election: str, old: Size, new: Size, service: ServiceOf) -> Response:
    """Return the proof that the log of one size continues that of another (RFC 6962): base64, a hash a line."""
    board = service.board(ElectionId(election))
    if not old < new <= board.signed.size:
        raise NotFound("TIDAK_ADA_DI_PAPAN", "Berkas ini tidak ada di papan umum.")
    return Response(proof_lines(board.tree.consistency_proof(old, new)), media_type=_TEXT)


@router.post("/witness/cosignatures")
def bring(election: str, body: SignedNote, service: ServiceOf) -> Kept:
    """Take a checkpoint with cosignatures of witnesses.  Nobody signs in: the signatures say who it was.

    A checkpoint with this log's own signature that the log does not lead to shuts the election: it is the proof that
    an old copy of the data runs here, or that two servers sign one log.
    """
    return Kept(names=list(receive(service, ElectionId(election), body.note.encode()).names))


@router.get("/witness/addresses")
def list_addresses(election: str, service: ServiceOf, session: SignedIn, request: Request) -> list[AddressAnswer]:
    """Return where witnesses are asked and what they last answered."""
    session.account.require(*_OFFICE)
    memory: AskedMemory = request.app.state.asked
    found = asking.addresses(service, ElectionId(election))
    return [
        AddressAnswer(key=key, url=url, said=memory.said(ElectionId(election), key) or "")
        for key, url in sorted(found.items())
    ]


@router.put("/witness/addresses", status_code=204)
def set_address(election: str, body: AddressIn, service: ServiceOf, session: SignedIn) -> None:
    """Say where a witness is asked."""
    session.account.require(*_OFFICE)
    asking.set_address(service, ElectionId(election), body.key, body.url)


desk_router = APIRouter()


# Outside the interface's document: its form is that of C2SP tlog-witness, for the servers of others.
@desk_router.post("/saksi/add-checkpoint", include_in_schema=False)
async def cosign_for_others(request: Request, service: ServiceOf) -> Response:
    """Cosign the checkpoint of a log elsewhere, if this service is a witness of it."""
    desk: WitnessDesk | None = request.app.state.witness_desk
    if desk is None:
        return Response("this service witnesses no log\n", 404, media_type=_TEXT)
    answer = await run_in_threadpool(add_checkpoint, service, desk, await request.body())
    return Response(answer.body, answer.status, media_type=answer.media_type)
