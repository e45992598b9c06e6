"""How a text is put before the residents and adopted: frozen, decided, signed, and logged by two officers.

A version is frozen ("offered"); an assembly on the public board decides upon exactly it; people sign on devices of
their own, or a scan of the signed paper is named; then two officers put it on the board.  There is no other way.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, update

from rembug_ballots.assemblies import Minutes
from rembug_ballots.encoding import to_b64
from rembug_ballots.events.fields import DocumentKind
from rembug_ballots.ids import ElectionId
from rembug_ballots.phases import ElectionPhase
from rembug_ballots.state import ElectionState
from rembug_service.errors import Conflict, InvalidRequest, NotFound
from rembug_service.service import Service
from rembug_service.sql.tables import writing_signers, writing_versions, writings
from rembug_service.work import Work
from rembug_service.writings.overview import hindrances
from rembug_service.writings.store import Version, find_version, no_text


@dataclass(frozen=True, slots=True)
class AdoptingDecision:
    """A decision on the public board that adopts exactly the offered text.

    Attributes:
        title, date: of the assembly.
        text: of the decision.
        hindrance: why nothing can follow from it, an Indonesian sentence; empty where nothing stands against it.
    """

    assembly: int
    decision: int
    title: str
    date: str
    text: str
    hindrance: str


@dataclass(frozen=True, slots=True)
class ScanChoice:
    """An attachment of the deciding assembly that may be the scan of the signed paper."""

    name: str
    media: str
    sha256: str


@dataclass(frozen=True, slots=True)
class SignerLine:
    """Somebody who is asked to sign; ``key`` and ``signature`` as base64url, empty while she has not."""

    number: int
    name: str
    capacity: str
    key: str
    signature: str


@dataclass(frozen=True, slots=True)
class Adoption:
    """How far the adoption of a text has come.

    Attributes:
        version, sha256, title: what is offered; 0 and empty where nothing is.
        decisions: decisions that adopt exactly this.
        assembly, decision: the chosen one, or None.
        scans: attachments of its assembly; ``scan`` is the chosen one, or None.
        signers: who is asked to sign, in the order in which they were asked.
        frozen: whether the rules must be opened again before this can be adopted.
        missing: what is still to be done, one Indonesian sentence each.
        payload: of the step ``document.agree`` that two officers take; None while something is missing.
    """

    version: int
    sha256: str
    title: str
    decisions: tuple[AdoptingDecision, ...]
    assembly: int | None
    decision: int | None
    scans: tuple[ScanChoice, ...]
    scan: str | None
    signers: tuple[SignerLine, ...]
    frozen: bool
    missing: tuple[str, ...]
    payload: dict[str, object] | None


@dataclass(frozen=True, slots=True)
class Offer:
    """The version that a text offers, and what the office has chosen for it so far, each or None."""

    assembly: int | None
    decision: int | None
    scan: str | None
    version: Version


def read_adoption(service: Service, election: ElectionId, kind: DocumentKind) -> Adoption:
    """Return how far the adoption of a text has come."""
    state = service.board(election).state

    def query(connection: Connection) -> Adoption:
        offer = find_offer(connection, election, kind)
        if offer is None:
            return Adoption(0, "", "", (), None, None, (), None, (), is_frozen(state, kind), (), None)
        return _adoption(connection, election, kind, state, offer)

    return service.read(query)


def _adoption(
    connection: Connection, election: ElectionId, kind: DocumentKind, state: ElectionState, offer: Offer
) -> Adoption:
    version = offer.version
    decisions = tuple(_decisions(state, kind, version))
    signers = tuple(list_signers(connection, election, kind, version.line.version))
    chosen = state.assemblies.get(offer.assembly or 0)
    scans = [] if chosen is None else chosen.minutes.attachments
    missing = tuple(_missing(state, kind, decisions, offer.assembly, signers, offer.scan))
    return Adoption(
        version=version.line.version,
        sha256=version.line.sha256,
        title=version.document.title,
        decisions=decisions,
        assembly=offer.assembly,
        decision=offer.decision,
        scans=tuple(ScanChoice(each.name, each.media, each.sha256) for each in scans),
        scan=offer.scan,
        signers=signers,
        frozen=is_frozen(state, kind),
        missing=missing,
        payload=None if missing else step_payload(kind, offer, signers),
    )


def step_payload(kind: DocumentKind, offer: Offer, signers: tuple[SignerLine, ...]) -> dict[str, object]:
    """Return the payload of ``document.agree``: whatever both officers read and answer for."""
    signed = [each for each in signers if each.signature]
    return {
        "document": kind.value,
        "title": offer.version.document.title,
        "version": offer.version.line.version,
        "sha256": offer.version.line.sha256,
        "assembly": offer.assembly,
        "decision": offer.decision,
        "signers": [f"{each.name} ({each.capacity})" for each in signed],
        "keys": [each.key for each in signed],
        "scan": offer.scan,
    }


def _missing(
    state: ElectionState,
    kind: DocumentKind,
    decisions: tuple[AdoptingDecision, ...],
    assembly: int | None,
    signers: tuple[SignerLine, ...],
    scan: str | None,
) -> list[str]:
    found = []
    if not decisions:
        found.append("Belum ada rembug di papan umum yang keputusannya menyepakati tepat versi ini.")
    elif assembly is None:
        found.append("Pilih keputusan rembug yang menyepakatinya.")
    waiting = [each.name for each in signers if not each.signature]
    if waiting:
        found.append(f"Belum menandatangani: {', '.join(waiting)}.")
    if not signers and scan is None:
        found.append("Belum ada tanda tangan: minta orang menandatangani di HP-nya, atau pilih pindaian kertasnya.")
    if is_frozen(state, kind):
        found.append("Aturan sudah dikunci. Buka kembali dulu menurut keputusan rembug ini.")
    return found


def _decisions(state: ElectionState, kind: DocumentKind, version: Version) -> list[AdoptingDecision]:
    found = []
    for number, assembly in sorted(state.assemblies.items()):
        minutes = assembly.minutes
        for each in minutes.decisions:
            adopts = each.adopts
            if adopts is None or (adopts.document, adopts.version, adopts.sha256) != (
                kind,
                version.line.version,
                version.line.sha256,
            ):
                continue
            hindrance = _why_not(minutes, carried=each.carried)
            found.append(AdoptingDecision(number, each.number, minutes.title, minutes.date, each.text, hindrance))
    return found


def _why_not(minutes: Minutes, *, carried: bool) -> str:
    if not carried:
        return "Keputusan ini tidak diterima: suara yang setuju tidak lebih banyak."
    return "" if minutes.may_adopt else "Rembug ini tidak mencapai kuorum."


def is_frozen(state: ElectionState, kind: DocumentKind) -> bool:
    """Say whether the board takes no new version of a text until the rules are opened again."""
    if kind is DocumentKind.ART:
        return False
    return state.phase is not ElectionPhase.DRAFT or (state.rules is not None and kind is DocumentKind.TATIB)


def find_offer(connection: Connection, election: ElectionId, kind: DocumentKind) -> Offer | None:
    """Return what a text offers, or None."""
    row = connection.execute(
        select(writings).where(writings.c.election == election, writings.c.document == kind.value)
    ).first()
    if row is None or row.offered is None:
        return None
    version = find_version(connection, election, kind, row.offered)
    return None if version is None else Offer(row.assembly, row.decision, row.scan, version)


def require_offer(connection: Connection, election: ElectionId, kind: DocumentKind) -> Offer:
    """Return what a text offers.

    Raises:
        Conflict: BELUM_DIBEKUKAN.
    """
    found = find_offer(connection, election, kind)
    if found is None:
        raise Conflict("BELUM_DIBEKUKAN", "Belum ada versi yang dibekukan untuk disepakati.")
    return found


def list_signers(connection: Connection, election: ElectionId, kind: DocumentKind, version: int) -> list[SignerLine]:
    """Return who is asked to sign a version, in the order in which they were asked."""
    rows = connection.execute(
        select(writing_signers)
        .where(
            writing_signers.c.election == election,
            writing_signers.c.document == kind.value,
            writing_signers.c.version == version,
        )
        .order_by(writing_signers.c.number)
    ).fetchall()
    return [
        SignerLine(row.number, row.name, row.capacity, to_b64(row.key or b""), to_b64(row.signature or b""))
        for row in rows
    ]


def set_row(work: Work, election: ElectionId, kind: DocumentKind, **values: object) -> None:
    """Write members of the row of a text, which is made where there is none."""
    this = writings.c.election == election, writings.c.document == kind.value
    done = work.connection.execute(update(writings).where(*this).values(**values))
    if done.rowcount == 0:
        work.connection.execute(insert(writings).values(election=election, document=kind.value, **values))


def offer(service: Service, election: ElectionId, kind: DocumentKind, version: int) -> None:
    """Freeze a version and put it before the residents.

    Raises:
        NotFound: NASKAH_TIDAK_ADA.
        Conflict: NASKAH_DIBEKUKAN: another one is frozen; VERSI_SUDAH_LAMA: a newer one is agreed to.
        InvalidRequest: NASKAH_BELUM_LENGKAP, with every hindrance.
    """
    service.board(election)

    def job(work: Work) -> None:
        found = find_version(work.connection, election, kind, version)
        if found is None:
            raise no_text()
        before = find_offer(work.connection, election, kind)
        if before is not None and before.version.line.version != version:
            raise Conflict("NASKAH_DIBEKUKAN", "Versi lain sedang dibekukan. Cairkan dulu yang itu.")
        agreed = work.board(election).state.documents.get(kind)
        if agreed and agreed[-1].body.version >= version:
            raise Conflict("VERSI_SUDAH_LAMA", "Versi ini atau yang lebih baru sudah disepakati. Buat versi baru dulu.")
        faults = [each.sentence for each in hindrances(work.connection, election, found.document)]
        if faults:
            raise InvalidRequest("NASKAH_BELUM_LENGKAP", "Naskah belum lengkap. " + " ".join(faults))
        set_row(work, election, kind, offered=version)
        work.connection.execute(
            update(writing_versions)
            .where(
                writing_versions.c.election == election,
                writing_versions.c.document == kind.value,
                writing_versions.c.version == version,
            )
            .values(discussed=True)
        )

    service.write(job)


def take_back(service: Service, election: ElectionId, kind: DocumentKind) -> None:
    """Let a frozen version thaw: signatures under it are forgotten, for what they were given to is withdrawn."""
    service.board(election)

    def job(work: Work) -> None:
        found = find_offer(work.connection, election, kind)
        if found is None:
            return
        set_row(work, election, kind, offered=None, assembly=None, decision=None, scan=None)
        work.connection.execute(
            delete(writing_signers).where(
                writing_signers.c.election == election,
                writing_signers.c.document == kind.value,
                writing_signers.c.version == found.version.line.version,
            )
        )

    service.write(job)


def choose_decision(service: Service, election: ElectionId, kind: DocumentKind, assembly: int, decision: int) -> None:
    """Name the decision that adopts what is offered; signatures that were given for another one are forgotten.

    Raises:
        Conflict: BELUM_DIBEKUKAN.
        InvalidRequest: KEPUTUSAN_TIDAK_COCOK: it adopts something else, or nothing can follow from it.
    """
    state = service.board(election).state

    def job(work: Work) -> None:
        found = require_offer(work.connection, election, kind)
        fitting = next(
            (
                each
                for each in _decisions(state, kind, found.version)
                if (each.assembly, each.decision) == (assembly, decision)
            ),
            None,
        )
        if fitting is None:
            raise InvalidRequest("KEPUTUSAN_TIDAK_COCOK", "Keputusan ini tidak menyepakati tepat versi yang dibekukan.")
        if fitting.hindrance:
            raise InvalidRequest("KEPUTUSAN_TIDAK_COCOK", fitting.hindrance)
        if (found.assembly, found.decision) == (assembly, decision):
            return
        set_row(work, election, kind, assembly=assembly, decision=decision, scan=None)
        work.connection.execute(
            update(writing_signers)
            .where(
                writing_signers.c.election == election,
                writing_signers.c.document == kind.value,
                writing_signers.c.version == found.version.line.version,
            )
            .values(key=None, signature=None)
        )

    service.write(job)


def choose_scan(service: Service, election: ElectionId, kind: DocumentKind, sha256: str | None) -> None:
    """Name the attachment of the deciding assembly that is the scan of the signed paper, or none.

    Raises:
        Conflict: BELUM_DIBEKUKAN.
        NotFound: LAMPIRAN_TIDAK_ADA.
    """
    state = service.board(election).state

    def job(work: Work) -> None:
        found = require_offer(work.connection, election, kind)
        assembly = state.assemblies.get(found.assembly or 0)
        held = () if assembly is None else assembly.minutes.attachments
        if sha256 is not None and all(each.sha256 != sha256 for each in held):
            raise NotFound("LAMPIRAN_TIDAK_ADA", "Lampiran ini tidak ada pada rembug yang dipilih.")
        set_row(work, election, kind, scan=sha256)

    service.write(job)
