"""Attachments of minutes: photos, scanned attendance lists, the scan of the signed paper.

Trust: they show faces, names and signatures, so they are private files of the service; the public board has only
their SHA-256, size and kind.  What a file is, its first bytes say, never its name.
"""

import hashlib
import unicodedata
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select

from rembug_ballots.ids import ElectionId
from rembug_service.assemblies import DraftId, absent, find_draft
from rembug_service.errors import Conflict, InvalidRequest, NotFound
from rembug_service.service import Service
from rembug_service.sql.tables import assembly_files
from rembug_service.work import Work

LARGEST_FILE: Final = 12 * 1024 * 1024
"""Bytes: a phone's photo at its best, or a scan of ten pages."""
MOST_FILES: Final = 40
_LONGEST_NAME: Final = 120
# The first bytes of a file of each kind.
# Source: ITU-T T.81 (JPEG) annex B; RFC 2083 section 3.1 (PNG); RFC 9649 section 2.4 (WebP); ISO 32000-1 7.5.2 (PDF).
_JPEG: Final = b"\xff\xd8\xff"
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_PDF: Final = b"%PDF-"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """An attachment without its bytes.

    Attributes:
        media: image/jpeg, image/png, image/webp or application/pdf.
        size: bytes.
        sha256: 64 hexadecimal digits.
    """

    name: str
    media: str
    size: int
    sha256: str


def media_of(data: bytes) -> str:
    """Return what kind of file this is, by its content.

    Raises:
        InvalidRequest: JENIS_BERKAS_SALAH.
    """
    if data.startswith(_JPEG):
        return "image/jpeg"
    if data.startswith(_PNG):
        return "image/png"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data.startswith(_PDF):
        return "application/pdf"
    raise InvalidRequest("JENIS_BERKAS_SALAH", "Lampiran harus foto (JPEG, PNG, WebP) atau PDF.")


def keep_file(service: Service, election: ElectionId, draft: DraftId, name: str, data: bytes) -> StoredFile:
    """Keep an attachment of a draft; the same file again changes nothing.

    Raises:
        InvalidRequest: JENIS_BERKAS_SALAH or BERKAS_TERLALU_BESAR.
        NotFound: NOTULEN_TIDAK_ADA.
        Conflict: LAMPIRAN_TERLALU_BANYAK.
    """
    if len(data) > LARGEST_FILE:
        raise InvalidRequest("BERKAS_TERLALU_BESAR", "Lampiran paling besar 12 MB. Kecilkan fotonya dulu.")
    file = StoredFile(_plain_name(name), media_of(data), len(data), hashlib.sha256(data).hexdigest())
    service.board(election)

    def job(work: Work) -> StoredFile:
        if find_draft(work.connection, election, draft) is None:
            raise absent()
        kept = {each.sha256: each for each in _files(work.connection, election, draft)}
        if file.sha256 in kept:
            return kept[file.sha256]
        if len(kept) >= MOST_FILES:
            raise Conflict("LAMPIRAN_TERLALU_BANYAK", f"Paling banyak {MOST_FILES} lampiran untuk satu rembug.")
        work.connection.execute(
            insert(assembly_files).values(
                election=election,
                draft=draft,
                sha256=file.sha256,
                name=file.name,
                media=file.media,
                size=file.size,
                data=data,
            )
        )
        return file

    return service.write(job)


def _plain_name(name: str) -> str:
    """Return the last part of a file's name, as it may stand in the minutes."""
    last = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
    kept = " ".join("".join(each if each.isprintable() else " " for each in last).split())
    return kept[:_LONGEST_NAME] or "lampiran"


def list_files(service: Service, election: ElectionId, draft: DraftId) -> list[StoredFile]:
    """Return the attachments of a draft, by name."""
    service.board(election)
    return service.read(lambda c: _files(c, election, draft))


def _files(connection: Connection, election: ElectionId, draft: DraftId) -> list[StoredFile]:
    columns = (assembly_files.c.name, assembly_files.c.media, assembly_files.c.size, assembly_files.c.sha256)
    rows = connection.execute(
        select(*columns)
        .where(assembly_files.c.election == election, assembly_files.c.draft == draft)
        .order_by(assembly_files.c.name, assembly_files.c.sha256)
    )
    return [StoredFile(row.name, row.media, row.size, row.sha256) for row in rows]


def held_files(connection: Connection, election: ElectionId, draft: DraftId) -> frozenset[str]:
    """Return the hashes of the attachments of a draft."""
    return frozenset(each.sha256 for each in _files(connection, election, draft))


def read_file(service: Service, election: ElectionId, draft: DraftId, sha256: str) -> tuple[StoredFile, bytes]:
    """Return an attachment and its bytes.

    Raises:
        NotFound: LAMPIRAN_TIDAK_ADA.
    """
    service.board(election)
    row = service.read(lambda c: c.execute(select(assembly_files).where(*_this(election, draft, sha256))).first())
    if row is None:
        raise _no_file()
    return StoredFile(row.name, row.media, row.size, row.sha256), row.data


def forget_file(service: Service, election: ElectionId, draft: DraftId, sha256: str) -> None:
    """Forget an attachment that was added by mistake.

    Raises:
        NotFound: LAMPIRAN_TIDAK_ADA.
        Conflict: SUDAH_DICATAT: the minutes of this draft are on the public board and may name it.
    """
    service.board(election)

    def job(work: Work) -> None:
        row = find_draft(work.connection, election, draft)
        if row is not None and row.assembly is not None:
            raise Conflict("SUDAH_DICATAT", "Notulen ini sudah dicatat di papan umum; lampirannya disimpan.")
        where = _this(election, draft, sha256)
        if not work.connection.scalar(select(func.count()).select_from(assembly_files).where(*where)):
            raise _no_file()
        work.connection.execute(delete(assembly_files).where(*where))

    service.write(job)


def _this(election: ElectionId, draft: DraftId, sha256: str) -> tuple[ColumnElement[bool], ...]:
    return (
        assembly_files.c.election == election,
        assembly_files.c.draft == draft,
        assembly_files.c.sha256 == sha256,
    )


def _no_file() -> NotFound:
    return NotFound("LAMPIRAN_TIDAK_ADA", "Lampiran ini tidak ada.")
