"""Texts of AD, ART, tatib and criteria while the committee writes them; what is agreed stands on the public board."""

from typing import Annotated, Final

from fastapi import APIRouter, Path, Query, UploadFile
from fastapi.responses import Response
from pydantic import Field

from rembug_api.schemas import AnyObject, Closed
from rembug_api.security import ServiceOf, SignedIn
from rembug_ballots.documents import Document, lines
from rembug_ballots.events.fields import DocumentKind
from rembug_ballots.ids import ElectionId
from rembug_ballots.references import values_of
from rembug_service.accounts import Role
from rembug_service.writings import overview, remarks, store
from rembug_service.writings.differences import Difference, compare
from rembug_service.writings.markdown import write_markdown, write_plain
from rembug_service.writings.overview import Overview, VersionStatus
from rembug_service.writings.remarks import About, Proposal, Remark
from rembug_service.writings.starting import LARGEST_FILE, Started
from rembug_service.writings.store import Version, VersionLine

router = APIRouter(prefix="/elections/{election}/writings", tags=["naskah"])
_WRITERS: Final = (Role.KETUA, Role.SEKRETARIS, Role.POKJA_PEMILIHAN)
# A facilitator takes notes in the groups, and decides nothing.
_NOTERS: Final = (*_WRITERS, Role.FASILITATOR)
_READERS: Final = (*_NOTERS, Role.PEMANTAU)

Kind = Annotated[DocumentKind, Path()]
Number = Annotated[int, Path(ge=1, le=1_000_000)]
VersionNumber = Annotated[int, Field(ge=0, le=1_000_000)]
Sentence = Annotated[str, Field(max_length=500)]
Words = Annotated[str, Field(min_length=1, max_length=4_000)]
PartName = Annotated[str, Field(pattern="^[a-z0-9]{0,12}$")]


class SaveText(Closed):
    """A text, the version it was written upon (0 for none), and why it was written."""

    base: VersionNumber
    reason: Sentence
    document: AnyObject


class TextAnswer(Closed):
    """A version whole.

    Attributes:
        values: what each reference in a tatib stands for.
        notes: sentences about what an import could not place.
    """

    version: int
    author: str
    reason: str
    saved: int
    sha256: str
    document: dict[str, object]
    values: dict[str, str]
    notes: list[str]


class NewProposal(Closed):
    """A proposal to change a part of a text, and where it was made."""

    part: PartName
    place: Sentence
    text: Words
    source: Annotated[str, Field(min_length=1, max_length=500)]
    assembly: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    proposer: Sentence = ""


class Decision(Closed):
    """What was decided about a proposal."""

    decision: Annotated[str, Field(pattern="^(DISETUJUI|DIUBAH|DITUNDA)$")]
    reason: Words
    dissent: Annotated[str, Field(max_length=4_000)] = ""
    version: Annotated[int, Field(ge=1, le=1_000_000)] | None = None


class NewRemark(Closed):
    """What a resident says about a part of a text."""

    part: PartName
    place: Sentence
    text: Words
    name: Sentence = ""


def _answer(found: Version | Started) -> TextAnswer:
    if isinstance(found, Started):
        document, line, notes = found.document, VersionLine(0, "", "", 0, discussed=False, sha256=""), found.notes
    else:
        document, line, notes = found.document, found.line, ()
    return TextAnswer(
        version=line.version,
        author=line.author,
        reason=line.reason,
        saved=line.saved,
        sha256=line.sha256 or document.sha256,
        document=dict(document.to_json()),
        values={} if document.rules is None else values_of(document.rules),
        notes=list(notes),
    )


@router.get("")
def show_all(election: str, service: ServiceOf, session: SignedIn) -> Overview:
    """Return how the four texts stand, and which agreements are missing before anything can open."""
    session.account.require(*_READERS)
    return overview.overview(service, ElectionId(election))


@router.get("/{kind}")
def show(election: str, kind: Kind, service: ServiceOf, session: SignedIn) -> TextAnswer:
    """Return the newest version of a text."""
    session.account.require(*_READERS)
    service.board(ElectionId(election))
    found = service.read(lambda c: store.find_version(c, ElectionId(election), kind))
    if found is None:
        raise store.no_text()
    return _answer(found)


@router.put("/{kind}")
def save(election: str, kind: Kind, body: SaveText, service: ServiceOf, session: SignedIn) -> VersionLine:
    """Keep a new version; one that was not written upon the newest is refused, and nothing of either is lost."""
    session.account.require(*_WRITERS)
    author = session.account.id
    return store.save(service, ElectionId(election), kind, author, body.base, body.reason, body.document)


@router.get("/{kind}/template")
def begin(election: str, kind: Kind, service: ServiceOf, session: SignedIn) -> TextAnswer:
    """Return the text that comes with Rembug, with the kelurahan's names in it; nothing is saved."""
    session.account.require(*_WRITERS)
    return _answer(store.start(service, ElectionId(election), kind))


@router.post("/{kind}/files")
def read_file(election: str, kind: Kind, file: UploadFile, service: ServiceOf, session: SignedIn) -> TextAnswer:
    """Recognise the text of a Word, Markdown or plain file; nothing is saved."""
    session.account.require(*_WRITERS)
    return _answer(store.start(service, ElectionId(election), kind, file.file.read(LARGEST_FILE + 1)))


@router.get("/{kind}/versions")
def show_versions(election: str, kind: Kind, service: ServiceOf, session: SignedIn) -> list[VersionStatus]:
    """Return all versions with their status, newest first."""
    session.account.require(*_READERS)
    return overview.version_statuses(service, ElectionId(election), kind)


@router.get("/{kind}/versions/{version}")
def show_version(election: str, kind: Kind, version: Number, service: ServiceOf, session: SignedIn) -> TextAnswer:
    """Return a version."""
    session.account.require(*_READERS)
    return _answer(store.read_version(service, ElectionId(election), kind, version))


@router.post("/{kind}/versions/{version}/discussion", status_code=204)
def discuss(election: str, kind: Kind, version: Number, service: ServiceOf, session: SignedIn) -> None:
    """Note that a version was given to the residents to talk about."""
    session.account.require(*_WRITERS)
    store.discuss(service, ElectionId(election), kind, version)


@router.get("/{kind}/versions/{version}/text.{form}", response_class=Response)
def export(
    election: str,
    kind: Kind,
    version: Number,
    form: Annotated[str, Path(pattern="^(md|txt)$")],
    service: ServiceOf,
    session: SignedIn,
) -> Response:
    """Return a version as Markdown, which can be read in again, or as plain text to read."""
    session.account.require(*_READERS)
    found = store.read_version(service, ElectionId(election), kind, version)
    return Response(
        _written(found.document, form),
        media_type="text/markdown; charset=utf-8" if form == "md" else "text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{kind.value.lower()}-versi-{version}.{form}"'},
    )


def _written(document: Document, form: str) -> str:
    if form == "md":
        return write_markdown(document.title, lines(document, filled=False))
    return write_plain(document.title, lines(document))


@router.get("/{kind}/difference")
def difference(
    election: str,
    kind: Kind,
    before: Annotated[int, Query(ge=1, le=1_000_000)],
    after: Annotated[int, Query(ge=1, le=1_000_000)],
    service: ServiceOf,
    session: SignedIn,
) -> Difference:
    """Return what differs between two versions, word by word."""
    session.account.require(*_READERS)
    one, two = (store.read_version(service, ElectionId(election), kind, each) for each in (before, after))
    return compare(one.document, two.document)


@router.post("/{kind}/difference")
def difference_to_draft(election: str, kind: Kind, body: SaveText, service: ServiceOf, session: SignedIn) -> Difference:
    """Return what differs between a version and a text that is not saved yet."""
    session.account.require(*_WRITERS)
    was = store.read_version(service, ElectionId(election), kind, body.base)
    return compare(was.document, store.read_document(kind, body.document))


@router.get("/{kind}/proposals")
def show_proposals(election: str, kind: Kind, service: ServiceOf, session: SignedIn) -> list[Proposal]:
    """Return the proposals about a text, in the order in which they came."""
    session.account.require(*_READERS)
    service.board(ElectionId(election))
    return service.read(lambda c: remarks.list_proposals(c, ElectionId(election), kind))


@router.post("/{kind}/proposals", status_code=201)
def propose(election: str, kind: Kind, body: NewProposal, service: ServiceOf, session: SignedIn) -> Proposal:
    """Keep a proposal of an assembly or a group."""
    session.account.require(*_NOTERS)
    about = About(kind, body.part, body.place, session.account.id)
    return remarks.add_proposal(
        service, ElectionId(election), about, body.text, body.source, body.assembly, body.proposer
    )


@router.put("/{kind}/proposals/{number}/decision", status_code=204)
def decide(election: str, kind: Kind, number: Number, body: Decision, service: ServiceOf, session: SignedIn) -> None:
    """Note what was decided about a proposal."""
    session.account.require(*_WRITERS)
    del kind
    remarks.decide_proposal(
        service, ElectionId(election), number, body.decision, body.reason, body.dissent, body.version
    )


@router.get("/{kind}/remarks")
def show_remarks(election: str, kind: Kind, service: ServiceOf, session: SignedIn) -> list[Remark]:
    """Return the residents' remarks about a text, in the order in which they came."""
    session.account.require(*_READERS)
    service.board(ElectionId(election))
    return service.read(lambda c: remarks.list_remarks(c, ElectionId(election), kind))


@router.post("/{kind}/remarks", status_code=201)
def remark(election: str, kind: Kind, body: NewRemark, service: ServiceOf, session: SignedIn) -> Remark:
    """Keep what a resident says, typed in by the note taker."""
    session.account.require(*_NOTERS)
    about = About(kind, body.part, body.place, session.account.id)
    return remarks.add_remark(service, ElectionId(election), about, body.text, body.name)


@router.delete("/{kind}/remarks/{number}", status_code=204)
def forget_remark(election: str, kind: Kind, number: Number, service: ServiceOf, session: SignedIn) -> None:
    """Forget a remark: who gave her name may take it back."""
    session.account.require(*_WRITERS)
    del kind
    remarks.forget_remark(service, ElectionId(election), number)
