"""Residents' assemblies: drafts of their minutes and the attachments, for the committee.

What is finished stands on the public board and is read there, and in the archive.
"""

from dataclasses import asdict
from typing import Annotated, Final

from fastapi import APIRouter, Path, Query, Response, UploadFile
from pydantic import Field

from rembug_api.schemas import AnyObject, Closed
from rembug_api.security import ServiceOf, SignedIn
from rembug_ballots.ids import ElectionId
from rembug_service import assemblies, assembly_files
from rembug_service.accounts import Role
from rembug_service.assemblies import DraftLine, parse_draft_id
from rembug_service.attachment import StoredFile

router = APIRouter(prefix="/elections/{election}/assemblies", tags=["rembug"])
_WRITERS: Final = (Role.KETUA, Role.SEKRETARIS, Role.POKJA_PEMILIHAN, Role.FASILITATOR)
_READERS: Final = (*_WRITERS, Role.PEMANTAU)

DraftPath = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]
FilePath = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]
Version = Annotated[int, Field(ge=0, le=1_000_000_000)]


class SaveDraft(Closed):
    """A draft, the version it was written upon (0 for none), and the device's mark."""

    base: Version
    device: Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
    data: AnyObject


class SavedDraft(Closed):
    """The version that the service has now."""

    version: int


class DraftAnswer(Closed):
    """A draft whole, with the attachments that the service holds."""

    draft: str
    version: int
    author: str
    assembly: int | None
    revision: int | None
    changed: bool
    data: dict[str, object]
    files: list[StoredFile]


@router.get("/drafts")
def show_drafts(election: str, service: ServiceOf, session: SignedIn) -> list[DraftLine]:
    """Return all drafts, by the day of their assembly."""
    session.account.require(*_READERS)
    return assemblies.list_drafts(service, ElectionId(election))


@router.get("/drafts/{draft}")
def show_draft(election: str, draft: DraftPath, service: ServiceOf, session: SignedIn) -> DraftAnswer:
    """Return a draft."""
    session.account.require(*_READERS)
    found = assemblies.read_draft(service, ElectionId(election), parse_draft_id(draft))
    files = assembly_files.list_files(service, ElectionId(election), parse_draft_id(draft))
    return DraftAnswer(**asdict(found), files=files)


@router.put("/drafts/{draft}")
def save_draft(election: str, draft: DraftPath, body: SaveDraft, service: ServiceOf, session: SignedIn) -> SavedDraft:
    """Keep a draft; a version that is not the last one is refused, and nothing of either text is lost."""
    session.account.require(*_WRITERS)
    version = assemblies.save_draft(
        service,
        ElectionId(election),
        parse_draft_id(draft),
        author=session.account.id,
        device=body.device,
        base=body.base,
        value=body.data,
    )
    return SavedDraft(version=version)


@router.delete("/drafts/{draft}", status_code=204)
def forget_draft(
    election: str,
    draft: DraftPath,
    version: Annotated[int, Query(ge=1, le=1_000_000_000)],
    service: ServiceOf,
    session: SignedIn,
) -> None:
    """Forget a draft that was begun by mistake and never recorded."""
    session.account.require(*_WRITERS)
    assemblies.forget_draft(service, ElectionId(election), parse_draft_id(draft), version)


@router.post("/drafts/{draft}/files", status_code=201)
def keep_file(election: str, draft: DraftPath, file: UploadFile, service: ServiceOf, session: SignedIn) -> StoredFile:
    """Keep an attachment: JPEG, PNG, WebP or PDF, at most 12 MB."""
    session.account.require(*_WRITERS)
    data = file.file.read(assembly_files.LARGEST_FILE + 1)
    return assembly_files.keep_file(
        service, ElectionId(election), parse_draft_id(draft), file.filename or "lampiran", data
    )


@router.get("/drafts/{draft}/files/{sha256}", response_class=Response)
def show_file(election: str, draft: DraftPath, sha256: FilePath, service: ServiceOf, session: SignedIn) -> Response:
    """Return an attachment, to the committee and its monitors only."""
    session.account.require(*_READERS)
    file, data = assembly_files.read_file(service, ElectionId(election), parse_draft_id(draft), sha256)
    return Response(data, media_type=file.media, headers={"Content-Disposition": "inline"})


@router.delete("/drafts/{draft}/files/{sha256}", status_code=204)
def forget_file(election: str, draft: DraftPath, sha256: FilePath, service: ServiceOf, session: SignedIn) -> None:
    """Forget an attachment that was added by mistake."""
    session.account.require(*_WRITERS)
    assembly_files.forget_file(service, ElectionId(election), parse_draft_id(draft), sha256)
