"""The residents' archive, for anybody."""

from typing import Annotated

from fastapi import APIRouter, Path, Query

from rembug_api.security import ServiceOf
from rembug_ballots.events.fields import DocumentKind
from rembug_ballots.ids import ElectionId
from rembug_service import archive
from rembug_service.archive import Archive
from rembug_service.writings.differences import Difference, compare

router = APIRouter(prefix="/elections/{election}", tags=["arsip"])

Kind = Annotated[DocumentKind, Path()]
Version = Annotated[int, Query(ge=1, le=1_000_000)]


@router.get("/archive")
def show_archive(election: str, service: ServiceOf) -> Archive:
    """Return assemblies and agreed documents with their hashes; the words are blobs of the public board."""
    return archive.archive(service, ElectionId(election))


@router.get("/archive/documents/{kind}/difference")
def show_difference(
    election: str,
    kind: Kind,
    before: Version,
    after: Version,
    service: ServiceOf,
) -> Difference:
    """Return what differs between two agreed versions, word by word."""
    one, two = (archive.agreed_text(service, ElectionId(election), kind, each) for each in (before, after))
    return compare(one, two)
