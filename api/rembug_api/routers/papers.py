"""Printed papers as PDF: a list of them with what each waits for, single ones, and packs."""

import re
from datetime import date
from functools import partial
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import FileResponse, Response
from pydantic import BaseModel

from rembug_api.downloads import zip_answer
from rembug_api.security import ServiceOf, SignedIn, session_of
from rembug_ballots.ids import ElectionId
from rembug_service.accounts import Role
from rembug_service.audit_trail import Act, note_alone
from rembug_service.errors import NotAllowed, NotSignedIn
from rembug_service.papers import packs
from rembug_service.papers.catalogue import Missing, Moment, PaperKind, catalogue, find
from rembug_service.papers.public_copies import public_copy
from rembug_service.papers.request import PrintRequest, print_request
from rembug_service.papers.source import Source
from rembug_service.sessions import Session

router = APIRouter(prefix="/elections/{election}", tags=["cetak"])
_OFFICE: Final = (Role.KETUA, Role.SEKRETARIS, Role.POKJA_PEMILIHAN)
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9._-]")


class PaperAnswer(BaseModel):
    """A paper of the list; ``missing`` says what it waits for."""

    name: str
    kind: PaperKind
    moment: Moment
    about: str
    missing: Missing | None
    is_public: bool


class PapersAnswer(BaseModel):
    """All papers in the order in which they are needed, and whether the pack for the notary is ready."""

    papers: list[PaperAnswer]
    notary: bool


def _wish(
    request: Request,
    base: Annotated[str, Query(max_length=200)] = "",
    day: date | None = None,
    start: Annotated[str, Query(max_length=5)] = "",
    end: Annotated[str, Query(max_length=5)] = "",
    zone: Annotated[str, Query(max_length=4)] = "",
) -> PrintRequest:
    """Return what is to be printed beside the data; the address is that of the request where none is given."""
    return print_request(base or _own_address(request), day, start, end, zone)


def _own_address(request: Request) -> str:
    return f"{request.url.scheme}://{request.url.netloc}"


def _anybody(request: Request) -> Session | None:
    try:
        return session_of(request)
    except (NotSignedIn, NotAllowed):
        # An officer of another kelurahan is a passer-by here.
        return None


Wish = Annotated[PrintRequest, Depends(_wish)]
Anybody = Annotated[Session | None, Depends(_anybody)]


@router.get("/papers")
def show_papers(election: str, service: ServiceOf, session: SignedIn, wish: Wish) -> PapersAnswer:
    """Return all papers in the order in which a committee needs them, each with what is missing.

    A monitor sees those that she may have.
    """
    session.account.require(*_OFFICE, Role.PEMANTAU)
    is_office = bool(session.account.roles & set(_OFFICE))
    source = Source(service, ElectionId(election), wish)
    papers = [
        PaperAnswer(
            name=each.name,
            kind=each.kind,
            moment=each.moment,
            about=each.about,
            missing=each.missing,
            is_public=each.is_public,
        )
        for each in catalogue(source)
        if is_office or each.is_public or each.for_monitors
    ]
    return PapersAnswer(papers=papers, notary=is_office and packs.notary_ready(source))


@router.get("/papers/{name}.pdf", response_class=Response)
def paper(election: str, name: str, request: Request, service: ServiceOf, session: Anybody, wish: Wish) -> Response:
    """Return a paper as PDF.

    Anybody may have what is public: agreed texts and their minutes, and of a published contest plano, berita acara and
    poster.  The posted list of voters is for the monitors too: it hangs in every RT, but is not for the whole world to
    copy (domain study 6.1).  The others show more personal data or are not final, and are for the office.
    """
    roles = frozenset() if session is None else session.account.roles
    is_office = bool(roles & set(_OFFICE))
    if not is_office:
        # A stranger gets the paper as it is, not with a day or an address of her own choice.
        wish = print_request(_own_address(request))
    source = Source(service, ElectionId(election), wish)
    found = find(source, name)
    may_read = is_office or (found.for_monitors and Role.PEMANTAU in roles)
    if session is not None and may_read and not found.is_public:
        note_alone(service, session.account.id, Act.PAPER, election=election, about=name)
    if is_office:
        return _pdf(found.pdf(), f"{election}-{name}.pdf")
    if found.is_public:
        return _pdf(public_copy(source, name, found.pdf), f"{election}-{name}.pdf")
    if may_read:
        return _pdf(found.pdf(), f"{election}-{name}.pdf")
    if session is not None:
        session.account.require(*_OFFICE)
    raise NotSignedIn


@router.get("/papers.zip", response_class=FileResponse)
def all_papers(election: str, service: ServiceOf, session: SignedIn, wish: Wish) -> FileResponse:
    """Return every paper that can be printed now, in one zip."""
    session.account.require(*_OFFICE)
    source = Source(service, ElectionId(election), wish)
    note_alone(service, session.account.id, Act.PACK, election=election, about="dokumen")
    return zip_answer(f"{election}-dokumen.zip", partial(packs.write_all, source))


@router.get("/notary.zip", response_class=FileResponse)
def notary_pack(election: str, service: ServiceOf, session: SignedIn, wish: Wish) -> FileResponse:
    """Return what a notary needs, in one zip."""
    session.account.require(*_OFFICE)
    source = Source(service, ElectionId(election), wish)
    note_alone(service, session.account.id, Act.PACK, election=election, about="notaris")
    return zip_answer(f"{election}-notaris.zip", partial(packs.write_notary_pack, source))


def _pdf(data: bytes, name: str) -> Response:
    disposition = f'inline; filename="{_UNSAFE.sub("-", name)}"'
    return Response(data, media_type="application/pdf", headers={"Content-Disposition": disposition})
