"""The public board: checkpoint, tiles, blobs, and the whole record as one file."""

from functools import partial

from fastapi import APIRouter
from fastapi.responses import FileResponse, Response

from rembug_api.downloads import zip_answer
from rembug_api.security import ServiceOf, SignedIn
from rembug_ballots.ids import ElectionId
from rembug_service import public_board
from rembug_service.accounts import Role

router = APIRouter(prefix="/elections/{election}", tags=["papan"])
_TEXT = "text/plain; charset=utf-8"
_BYTES = "application/octet-stream"


@router.get("/board/checkpoint", response_class=Response)
def checkpoint(election: str, service: ServiceOf) -> Response:
    """Return the signed checkpoint, with the cosignatures of witnesses where it is one that is offered to them."""
    return Response(public_board.checkpoint(service, ElectionId(election)), media_type=_TEXT)


@router.get("/board/tile/{path:path}", response_class=Response)
def tile(election: str, path: str, service: ServiceOf) -> Response:
    """Return a tile or an entry bundle (C2SP tlog-tiles)."""
    return Response(public_board.tile(service, ElectionId(election), f"tile/{path}"), media_type=_BYTES)


@router.get("/board/blobs/{sha256}", response_class=Response)
def blob(election: str, sha256: str, service: ServiceOf) -> Response:
    """Return a released blob."""
    return Response(public_board.blob(service, ElectionId(election), sha256), media_type=_BYTES)


@router.get("/record.zip", response_class=FileResponse)
def record(election: str, service: ServiceOf) -> FileResponse:
    """Return the whole public record as one zip."""
    return zip_answer(f"{election}.zip", partial(public_board.write_record, service, ElectionId(election)))


@router.get("/record-saksi.zip", response_class=FileResponse)
def observers_record(election: str, service: ServiceOf, session: SignedIn) -> FileResponse:
    """Return the record with what the policy ``saksi`` keeps for accredited observers."""
    session.account.require(Role.PEMANTAU)
    return zip_answer(
        f"{election}-saksi.zip", partial(public_board.write_observers_record, service, ElectionId(election))
    )
