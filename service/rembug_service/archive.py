"""The residents' archive: what was agreed and in which assembly, each with the hash under which anybody finds it.

Nothing here is more than the public board says, but for the notary's deed, which the committee notes.  The words
themselves are blobs of the board: whoever reads one computes its SHA-256 again and compares.
"""

from dataclasses import dataclass

from rembug_ballots.documents import Document
from rembug_ballots.encoding import to_b64
from rembug_ballots.events.fields import DocumentKind
from rembug_ballots.ids import ElectionId
from rembug_ballots.state.model import AgreedDocument, RecordedAssembly
from rembug_service.errors import NotFound
from rembug_service.service import Service
from rembug_service.writings.overview import Notary, find_notary


@dataclass(frozen=True, slots=True)
class ArchivedRevision:
    """Minutes as they were recorded once.

    Attributes:
        sha256: of the blob of the minutes.
        index: of the leaf in the log.
    """

    revision: int
    sha256: str
    index: int


@dataclass(frozen=True, slots=True)
class ArchivedAssembly:
    """An assembly; the members are those of its last revision.

    Attributes:
        decisions: how many there are.
        revisions: all of them, oldest first.
    """

    assembly: int
    kind: str
    level: str
    unit: str
    title: str
    date: str
    men: int
    women: int
    outcome: str | None
    decisions: int
    revisions: tuple[ArchivedRevision, ...]


@dataclass(frozen=True, slots=True)
class ArchivedSigner:
    """Somebody who signed an agreement on a device of her own; key and signature as base64url."""

    name: str
    capacity: str
    key: str
    signature: str


@dataclass(frozen=True, slots=True)
class ArchivedDocument:
    """A version of a document that an assembly agreed to.

    Attributes:
        in_force: whether it is the last one.
        rules_sha256: of the rules in a tatib.
        assembly, decision: who agreed.
        scan: SHA-256 of the scanned paper, or None.
        index: of the leaf in the log.
        notary: in which deed it was recorded, as the committee says, or None.
    """

    document: str
    version: int
    title: str
    sha256: str
    rules_sha256: str | None
    in_force: bool
    assembly: int
    decision: int
    signers: tuple[ArchivedSigner, ...]
    scan: str | None
    index: int
    notary: Notary | None


@dataclass(frozen=True, slots=True)
class Archive:
    """Everything that an archive page begins from: assemblies and documents, oldest first."""

    assemblies: tuple[ArchivedAssembly, ...]
    documents: tuple[ArchivedDocument, ...]


def archive(service: Service, election: ElectionId) -> Archive:
    """Return the archive of an election.

    Raises:
        NotFound: no such election.
    """
    state = service.board(election).state
    deeds = service.read(lambda c: {kind: find_notary(c, election, kind) for kind in list(state.documents)})
    return Archive(
        assemblies=tuple(_assembly(each) for _, each in sorted(state.assemblies.items())),
        documents=tuple(
            _document(each, deeds.get(kind), in_force=each is versions[-1])
            for kind, versions in list(state.documents.items())
            for each in list(versions)
        ),
    )


def _assembly(last: RecordedAssembly) -> ArchivedAssembly:
    minutes = last.minutes
    return ArchivedAssembly(
        assembly=minutes.assembly,
        kind=minutes.kind.value,
        level=minutes.level.value,
        unit=minutes.unit,
        title=minutes.title,
        date=minutes.date,
        men=minutes.men,
        women=minutes.women,
        outcome=None if minutes.outcome is None else minutes.outcome.value,
        decisions=len(minutes.decisions),
        revisions=tuple(
            ArchivedRevision(each.body.revision, each.body.sha256, each.index) for each in (*last.earlier, last)
        ),
    )


def _document(found: AgreedDocument, deed: Notary | None, *, in_force: bool) -> ArchivedDocument:
    body = found.body
    return ArchivedDocument(
        document=body.document.value,
        version=body.version,
        title=body.title,
        sha256=body.sha256,
        rules_sha256=body.rules_sha256,
        in_force=in_force,
        assembly=body.assembly,
        decision=body.decision,
        signers=tuple(
            ArchivedSigner(each.name, each.capacity, to_b64(each.key), to_b64(each.signature)) for each in body.signers
        ),
        scan=body.scan,
        index=found.index,
        notary=deed if deed is not None and deed.version == body.version else None,
    )


def agreed_text(service: Service, election: ElectionId, kind: DocumentKind, version: int) -> Document:
    """Return a version of a document that an assembly agreed to.

    Raises:
        NotFound: TIDAK_ADA_DI_ARSIP.
    """
    versions = service.board(election).state.documents.get(kind, [])
    found = next((each for each in list(versions) if each.body.version == version), None)
    if found is None:
        raise NotFound("TIDAK_ADA_DI_ARSIP", "Versi ini tidak ada di arsip.")
    return found.text
