"""The public board: checkpoint, tiles, blobs, and the whole record as one file."""

import tempfile
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse, Response
from starlette.background import BackgroundTask

from rembug_api.security import ServiceOf
from rembug_ballots.ids import ElectionId
from rembug_service import public_board

router = APIRouter(prefix="/elections/{election}", tags=["papan"])
_TEXT = "text/plain; charset=utf-8"
_BYTES = "application/octet-stream"


@router.get("/board/checkpoint", response_class=Response)
def checkpoint(election: str, service: ServiceOf) -> Response:
    """Return the signed checkpoint."""
    return Response(service.board(ElectionId(election)).note, media_type=_TEXT)


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
    descriptor, name = tempfile.mkstemp(prefix="rembug-", suffix=".zip")
    path = Path(name)
    with open(descriptor, "wb") as handle:  # noqa: PTH123 - mkstemp gives a descriptor, not a path
        public_board.write_record(service, ElectionId(election), handle)
    return FileResponse(
        path,
        media_type="application/zip",
        filename=f"{election}.zip",
        background=BackgroundTask(path.unlink),
    )
