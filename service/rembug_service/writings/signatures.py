"""People sign a text on devices of their own: the office gives each a code, and whoever has it signs once.

Of a code only its SHA-256 is kept.  The signing key is made on the person's device and never comes here.
"""

import hashlib
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from rembug_ballots.document_signatures import Agreement
from rembug_ballots.documents import Document
from rembug_ballots.encoding import to_b64, to_base32
from rembug_ballots.errors import MalformedValue
from rembug_ballots.events.agreement import MAX_SIGNERS, DocumentSigner
from rembug_ballots.events.fields import DocumentKind, Label, Signature, SigningKey
from rembug_ballots.ids import ElectionId, Sha256
from rembug_ballots.signing import KEY_BYTES, SIGNATURE_BYTES
from rembug_ballots.state import ElectionState
from rembug_ballots.texts import check_text
from rembug_crypto.errors import InvalidSignature
from rembug_service.errors import Conflict, InvalidRequest, NotFound
from rembug_service.service import Service
from rembug_service.sql.tables import writing_signers
from rembug_service.work import Work
from rembug_service.writings.adoption import require_offer
from rembug_service.writings.outline import clean
from rembug_service.writings.store import find_version

_CODE_BYTES: Final = 10
"""80 bits: nobody finds a code by trying, and 16 characters can still be typed."""
_LONGEST: Final = 120


@dataclass(frozen=True, slots=True)
class ToSign:
    """What somebody with a code is asked to sign.

    Attributes:
        election, election_title: where.
        document: the text, whole.
        version, sha256: of the text.
        assembly, decision, assembly_title, date, decision_text: what the residents decided.
        name, capacity: as whom she signs.
        key, signature: base64url, empty while she has not signed.
        index: of the leaf on the public board that holds her signature, or None.
    """

    election: str
    election_title: str
    document: dict[str, object]
    version: int
    sha256: str
    assembly: int
    decision: int
    assembly_title: str
    date: str
    decision_text: str
    name: str
    capacity: str
    key: str
    signature: str
    index: int | None


def invite(service: Service, election: ElectionId, kind: DocumentKind, name: str, capacity: str) -> str:
    """Ask somebody to sign what is offered, and return the code that she gets.

    Raises:
        InvalidRequest: ISIAN_SALAH.
        Conflict: BELUM_DIBEKUKAN; TANDA_TANGAN_TERLALU_BANYAK; or SUDAH_DIMINTA: the same name in the same capacity.
    """
    who = _label(name, "nama"), _label(capacity, "sebagai")
    code = to_base32(service.random(_CODE_BYTES))
    service.board(election)

    def job(work: Work) -> None:
        version = require_offer(work.connection, election, kind).version.line.version
        these = _these(election, kind, version)
        asked = work.connection.execute(select(writing_signers).where(*these)).fetchall()
        if len(asked) >= MAX_SIGNERS:
            raise Conflict("TANDA_TANGAN_TERLALU_BANYAK", f"Paling banyak {MAX_SIGNERS} orang menandatangani.")
        if any((row.name, row.capacity) == who for row in asked):
            raise Conflict("SUDAH_DIMINTA", f"{who[0]} ({who[1]}) sudah ada dalam daftar.")
        number = 1 + int(work.connection.scalar(select(func.max(writing_signers.c.number)).where(*these)) or 0)
        work.connection.execute(
            insert(writing_signers).values(
                election=election,
                code=_hash(code),
                document=kind.value,
                version=version,
                number=number,
                name=who[0],
                capacity=who[1],
            )
        )

    service.write(job)
    return code


def new_code(service: Service, election: ElectionId, kind: DocumentKind, number: int) -> str:
    """Give somebody who has not signed a new code; the old one leads nowhere then.

    Raises:
        NotFound: PENANDA_TANGAN_TIDAK_ADA.
        Conflict: BELUM_DIBEKUKAN or SUDAH_DITANDATANGANI.
    """
    code = to_base32(service.random(_CODE_BYTES))
    service.board(election)

    def job(work: Work) -> None:
        if _asked(work, election, kind, number).signature is not None:
            raise _signed()
        version = require_offer(work.connection, election, kind).version.line.version
        this = (*_these(election, kind, version), writing_signers.c.number == number)
        work.connection.execute(update(writing_signers).where(*this).values(code=_hash(code)))

    service.write(job)
    return code


def leave_out(service: Service, election: ElectionId, kind: DocumentKind, number: int) -> None:
    """Take somebody off the list, and forget her signature.

    Raises:
        NotFound: PENANDA_TANGAN_TIDAK_ADA.
        Conflict: BELUM_DIBEKUKAN.
    """
    service.board(election)

    def job(work: Work) -> None:
        row = _asked(work, election, kind, number)
        work.connection.execute(
            delete(writing_signers).where(writing_signers.c.election == election, writing_signers.c.code == row.code)
        )

    service.write(job)


def what_to_sign(service: Service, code: str) -> ToSign:
    """Return what the holder of a code is asked to sign, or has signed.

    Raises:
        NotFound: KODE_TIDAK_DIKENAL.
        Conflict: KEPUTUSAN_BELUM_DIPILIH: the office has not named the decision yet.
    """
    row = service.read(lambda c: _of_code(c, code))
    election, kind = row.election, row.document
    state = service.board(election).state
    document = service.read(lambda c: find_version(c, election, kind, row.version))
    if document is None:
        raise _unknown()
    agreement = service.read(lambda c: _agreement(c, state, election, kind, document.document, row.version))
    assembly = state.assemblies[agreement.assembly].minutes
    decision = assembly.decision(agreement.decision)
    return ToSign(
        election=election,
        election_title="" if state.created is None else state.created.title,
        document=dict(document.document.to_json()),
        version=row.version,
        sha256=agreement.sha256,
        assembly=agreement.assembly,
        decision=agreement.decision,
        assembly_title=assembly.title,
        date=assembly.date,
        decision_text="" if decision is None else decision.text,
        name=row.name,
        capacity=row.capacity,
        key=to_b64(row.key or b""),
        signature=to_b64(row.signature or b""),
        index=_leaf(state, kind, row.key),
    )


def sign(service: Service, code: str, key: bytes, signature: bytes) -> None:
    """Keep a signature; the same one again changes nothing.

    Raises:
        NotFound: KODE_TIDAK_DIKENAL.
        InvalidRequest: TANDA_TANGAN_SALAH.
        Conflict: SUDAH_DITANDATANGANI with another key; KEPUTUSAN_BELUM_DIPILIH; or BELUM_DIBEKUKAN.
    """
    if len(key) != KEY_BYTES or len(signature) != SIGNATURE_BYTES:
        raise _wrong()

    def job(work: Work) -> None:
        row = _of_code(work.connection, code)
        if (row.key, row.signature) == (key, signature):
            return
        if row.signature is not None:
            raise _signed()
        election, kind = row.election, row.document
        offer = require_offer(work.connection, election, kind)
        if offer.assembly is None or offer.version.line.version != row.version:
            raise _undecided()
        agreement = _agreement(
            work.connection, work.board(election).state, election, kind, offer.version.document, row.version
        )
        try:
            agreement.check(DocumentSigner(row.name, row.capacity, SigningKey(key), Signature(signature)))
        except InvalidSignature:
            raise _wrong() from None
        these = _these(election, kind, row.version)
        if work.connection.scalar(
            select(func.count()).select_from(writing_signers).where(*these, writing_signers.c.key == key)
        ):
            raise InvalidRequest("TANDA_TANGAN_SALAH", "Kunci ini sudah dipakai orang lain. Muat ulang halaman ini.")
        work.connection.execute(
            update(writing_signers)
            .where(writing_signers.c.election == election, writing_signers.c.code == row.code)
            .values(key=key, signature=signature)
        )

    service.write(job)


def _agreement(
    connection: Connection,
    state: ElectionState,
    election: ElectionId,
    kind: DocumentKind,
    document: Document,
    version: int,
) -> Agreement:
    """Return what a person signs: what the board already says of this version, or what the office has chosen."""
    sha256 = document.sha256
    for each in state.documents.get(kind, []):
        if (each.body.version, each.body.sha256) == (version, sha256):
            return Agreement.of(election, each.body)
    offer = require_offer(connection, election, kind)
    if offer.assembly is None or offer.decision is None:
        raise _undecided()
    return Agreement(election, kind, version, Sha256(sha256), offer.assembly, offer.decision)


def _leaf(state: ElectionState, kind: DocumentKind, key: bytes | None) -> int | None:
    for each in state.documents.get(kind, []):
        if key is not None and any(signer.key == key for signer in each.body.signers):
            return each.index
    return None


@dataclass(frozen=True, slots=True)
class _Asked:
    """Somebody who was asked to sign; ``key`` and ``signature`` are None until she has."""

    election: ElectionId
    code: str
    document: DocumentKind
    version: int
    name: Label
    capacity: Label
    key: bytes | None
    signature: bytes | None


def _find(connection: Connection, *where: ColumnElement[bool]) -> _Asked | None:
    row = connection.execute(select(writing_signers).where(*where)).first()
    if row is None:
        return None
    election, kind = ElectionId(row.election), DocumentKind(row.document)
    name, capacity = Label(row.name), Label(row.capacity)
    return _Asked(election, row.code, kind, row.version, name, capacity, row.key, row.signature)


def _asked(work: Work, election: ElectionId, kind: DocumentKind, number: int) -> _Asked:
    version = require_offer(work.connection, election, kind).version.line.version
    found = _find(work.connection, *_these(election, kind, version), writing_signers.c.number == number)
    if found is None:
        raise NotFound("PENANDA_TANGAN_TIDAK_ADA", "Orang ini tidak ada dalam daftar penanda tangan.")
    return found


def _of_code(connection: Connection, code: str) -> _Asked:
    found = _find(connection, writing_signers.c.code == _hash(code))
    if found is None:
        raise _unknown()
    return found


def _these(election: ElectionId, kind: DocumentKind, version: int) -> tuple[ColumnElement[bool], ...]:
    return (
        writing_signers.c.election == election,
        writing_signers.c.document == kind.value,
        writing_signers.c.version == version,
    )


def _label(text: str, name: str) -> Label:
    try:
        return Label(check_text(" ".join(clean(text).split()), _LONGEST))
    except MalformedValue:
        raise InvalidRequest("ISIAN_SALAH", f"Isian “{name}” belum benar.") from None


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def _unknown() -> NotFound:
    return NotFound("KODE_TIDAK_DIKENAL", "Kode ini tidak dikenal atau sudah diganti. Minta kode baru kepada panitia.")


def _signed() -> Conflict:
    return Conflict("SUDAH_DITANDATANGANI", "Dengan kode ini sudah ditandatangani.")


def _undecided() -> Conflict:
    return Conflict("KEPUTUSAN_BELUM_DIPILIH", "Panitia belum memilih keputusan rembugnya. Coba lagi sebentar lagi.")


def _wrong() -> InvalidRequest:
    return InvalidRequest("TANDA_TANGAN_SALAH", "Tanda tangan ini tidak cocok dengan naskah yang dibekukan.")
