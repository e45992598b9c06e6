"""Attachments of minutes: photos, scanned attendance lists, the scan of the signed paper.

Trust: they show faces, names and signatures, so they are private files of the service; the public board has only
their SHA-256, size and kind.  What a file is, its first bytes say, never its name.
"""

import hashlib
import unicodedata
from typing import Final

from sqlalchemy import Connection

from rembug_ballots.ids import ElectionId
from rembug_service.assemblies import DraftId, absent
from rembug_service.attachment import StoredFile
from rembug_service.errors import Conflict, InvalidRequest, NotFound
from rembug_service.service import Service
from rembug_service.sql.assembly_drafts import AssemblyDrafts, AssemblyFiles
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
        if AssemblyDrafts(work.connection, election).find(draft) is None:
            raise absent()
        files = AssemblyFiles(work.connection, election)
        kept = {each.sha256: each for each in files.of(draft)}
        if file.sha256 in kept:
            return kept[file.sha256]
        if len(kept) >= MOST_FILES:
            raise Conflict("LAMPIRAN_TERLALU_BANYAK", f"Paling banyak {MOST_FILES} lampiran untuk satu rembug.")
        files.add(draft, file, data)
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
    return service.read(lambda c: AssemblyFiles(c, election).of(draft))


def held_files(connection: Connection, election: ElectionId, draft: DraftId) -> frozenset[str]:
    """Return the hashes of the attachments of a draft."""
    return frozenset(each.sha256 for each in AssemblyFiles(connection, election).of(draft))


def read_file(service: Service, election: ElectionId, draft: DraftId, sha256: str) -> tuple[StoredFile, bytes]:
    """Return an attachment and its bytes.

    Raises:
        NotFound: LAMPIRAN_TIDAK_ADA.
    """
    service.board(election)
    found = service.read(lambda c: AssemblyFiles(c, election).read(draft, sha256))
    if found is None:
        raise _no_file()
    return found


def forget_file(service: Service, election: ElectionId, draft: DraftId, sha256: str) -> None:
    """Forget an attachment that was added by mistake.

    Raises:
        NotFound: LAMPIRAN_TIDAK_ADA.
        Conflict: SUDAH_DICATAT: the minutes of this draft are on the public board and may name it.
    """
    service.board(election)

    def job(work: Work) -> None:
        kept = AssemblyDrafts(work.connection, election).find(draft)
        if kept is not None and kept.assembly is not None:
            raise Conflict("SUDAH_DICATAT", "Notulen ini sudah dicatat di papan umum; lampirannya disimpan.")
        if not AssemblyFiles(work.connection, election).forget(draft, sha256):
            raise _no_file()

    service.write(job)


def _no_file() -> NotFound:
    return NotFound("LAMPIRAN_TIDAK_ADA", "Lampiran ini tidak ada.")
