"""Drafts of the minutes of residents' assemblies, until two officers put them on the public board.

A draft has the members of the minutes (docs/formats.md), as far as they are filled in; counts may still be texts.  It
is kept as canonical JSON under a version that grows by one with every change, so that two note takers never overwrite
one another: who writes upon an older version is told so, and keeps what she wrote.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, NewType

from sqlalchemy import Connection

from rembug_ballots.canonical import JsonObject, parse_object, serialise
from rembug_ballots.errors import NotCanonical
from rembug_ballots.ids import ElectionId
from rembug_service.errors import Conflict, InvalidRequest, NotFound
from rembug_service.service import Service
from rembug_service.sql.assembly_drafts import AssemblyDrafts, AssemblyFiles, KeptDraft
from rembug_service.work import Work

DraftId = NewType("DraftId", str)
"""32 hexadecimal digits, by chance, from the device that began the draft."""

LONGEST_DRAFT: Final = 200_000
"""Bytes of canonical JSON: some hundred pages of notes."""
MOST_DRAFTS: Final = 1000
MEMBERS: Final = frozenset(
    {
        "kind",
        "level",
        "unit",
        "title",
        "invitation",
        "date",
        "from",
        "until",
        "zone",
        "place",
        "convenor",
        "chair",
        "note_taker",
        "facilitator",
        "men",
        "women",
        "poor",
        "elements",
        "quorum",
        "agenda",
        "decisions",
        "assessment",
        "chosen",
        "follow_up",
        "attachments",
        "signatures",
        "acknowledged_by",
        "members",
    }
)
"""What a draft may hold: the members of the minutes that a note taker writes."""

_ID: Final = re.compile(r"[0-9a-f]{32}")
# Shown in the list of drafts.
_SHOWN: Final = ("kind", "title", "date", "unit")
_LONGEST_SHOWN: Final = 300


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft in the list.

    Attributes:
        version: from 1; grows with every change.
        author: account that wrote last.
        kind, title, date, unit: as the draft has them, empty where it has none.
        files: how many attachments the service holds.
        assembly, revision: on the public board, or None.
        changed: whether the draft says more than the board does.
    """

    draft: str
    version: int
    author: str
    kind: str
    title: str
    date: str
    unit: str
    files: int
    assembly: int | None
    revision: int | None
    changed: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft whole; the members are those of `DraftLine`."""

    draft: str
    version: int
    author: str
    assembly: int | None
    revision: int | None
    changed: bool
    data: JsonObject


def parse_draft_id(text: str) -> DraftId:
    """Return the id of a draft.

    Raises:
        NotFound: NOTULEN_TIDAK_ADA.
    """
    if not _ID.fullmatch(text):
        raise absent()
    return DraftId(text)


def absent() -> NotFound:
    """Return the refusal for a draft that is not there."""
    return NotFound("NOTULEN_TIDAK_ADA", "Notulen ini tidak ada.")


def list_drafts(service: Service, election: ElectionId) -> list[DraftLine]:
    """Return all drafts, by the day of the assembly."""
    service.board(election)

    def query(connection: Connection) -> list[DraftLine]:
        files = AssemblyFiles(connection, election).counts()
        return [_line(each, files.get(each.draft, 0)) for each in AssemblyDrafts(connection, election).all()]

    return sorted(service.read(query), key=lambda each: (each.date, each.title, each.draft))


def _line(kept: KeptDraft, files: int) -> DraftLine:
    data = _parse(kept.data)
    shown = {name: str(data.get(name) or "") for name in _SHOWN}
    return DraftLine(
        draft=kept.draft,
        version=kept.version,
        author=kept.author,
        files=files,
        assembly=kept.assembly,
        revision=kept.revision,
        changed=kept.recorded != kept.version,
        **shown,
    )


def read_draft(service: Service, election: ElectionId, draft: DraftId) -> Draft:
    """Return a draft.

    Raises:
        NotFound: NOTULEN_TIDAK_ADA.
    """
    service.board(election)
    kept = service.read(lambda c: AssemblyDrafts(c, election).find(draft))
    if kept is None:
        raise absent()
    changed = kept.recorded != kept.version
    return Draft(kept.draft, kept.version, kept.author, kept.assembly, kept.revision, changed, _parse(kept.data))


def save_draft(
    service: Service,
    election: ElectionId,
    draft: DraftId,
    author: str,
    device: str,
    base: int,
    value: Mapping[str, object],
) -> int:
    """Keep a draft and return its new version; what is there already, word for word, keeps its version.

    Args:
        service: the service.
        election: of which election.
        draft: which draft; it is begun if there is none.
        author: account of the note taker.
        device: 32 hexadecimal digits by which the note taker's device is known again.
        base: the version that was read before writing, 0 for none.
        value: the draft.

    Raises:
        InvalidRequest: NOTULEN_SALAH or NOTULEN_TERLALU_PANJANG.
        Conflict: NOTULEN_BERUBAH: somebody else has written since ``base``; or NOTULEN_TERLALU_BANYAK.
        NotFound: NOTULEN_TIDAK_ADA: it was there once, and is not any more.
    """
    data = canonical_draft(value)
    service.board(election)

    def job(work: Work) -> int:
        drafts = AssemblyDrafts(work.connection, election)
        kept = drafts.find(draft)
        if kept is None:
            return _begin(drafts, draft, author, device, base, data)
        if kept.data == data:
            return kept.version
        if base != kept.version and not (kept.device == device and kept.since - 1 <= base < kept.version):
            raise Conflict(
                "NOTULEN_BERUBAH",
                f"Notulen ini sudah diubah dari perangkat lain oleh {kept.author}. Tulisan Anda masih ada.",
            )
        version = kept.version + 1
        since = kept.since if kept.device == device else version
        drafts.change(replace(kept, version=version, device=device, since=since, author=author, data=data))
        return version

    return service.write(job)


def _begin(drafts: AssemblyDrafts, draft: DraftId, author: str, device: str, base: int, data: bytes) -> int:
    if base != 0:
        raise absent()
    if drafts.count() >= MOST_DRAFTS:
        raise Conflict("NOTULEN_TERLALU_BANYAK", f"Paling banyak {MOST_DRAFTS} notulen untuk satu pemilihan.")
    drafts.add(draft, device, author, data)
    return 1


def forget_draft(service: Service, election: ElectionId, draft: DraftId, version: int) -> None:
    """Forget a draft that was begun by mistake, and its attachments.

    Raises:
        NotFound: NOTULEN_TIDAK_ADA.
        Conflict: SUDAH_DICATAT: it is on the public board; or NOTULEN_BERUBAH.
    """
    service.board(election)

    def job(work: Work) -> None:
        drafts = AssemblyDrafts(work.connection, election)
        kept = drafts.find(draft)
        if kept is None:
            raise absent()
        if kept.assembly is not None:
            raise Conflict("SUDAH_DICATAT", "Notulen ini sudah dicatat di papan umum dan tidak dapat dihapus.")
        if kept.version != version:
            raise Conflict("NOTULEN_BERUBAH", "Notulen ini baru saja diubah. Buka dulu, lalu hapus bila memang salah.")
        drafts.forget(draft)

    service.write(job)


def canonical_draft(value: Mapping[str, object]) -> bytes:
    """Return a draft as canonical JSON.

    Raises:
        InvalidRequest: NOTULEN_SALAH or NOTULEN_TERLALU_PANJANG.
    """
    if not value.keys() <= MEMBERS or not all(
        isinstance(value.get(name, ""), str) and len(str(value.get(name, ""))) <= _LONGEST_SHOWN for name in _SHOWN
    ):
        raise _malformed()
    try:
        data = serialise(_composed(value))
    except (NotCanonical, RecursionError):
        raise _malformed() from None
    if len(data) > LONGEST_DRAFT:
        raise InvalidRequest(
            "NOTULEN_TERLALU_PANJANG", "Notulen ini terlalu panjang. Lampirkan naskah panjang sebagai berkas."
        )
    return data


def _malformed() -> InvalidRequest:
    return InvalidRequest("NOTULEN_SALAH", "Isi notulen tidak sesuai bentuk yang diminta.")


def _composed(value: object) -> object:
    """Return a value whose texts are in NFC; keyboards give both forms of an accented letter."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, Mapping):
        return {str(_composed(key)): _composed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_composed(item) for item in value]
    return value


def _parse(data: bytes) -> JsonObject:
    return parse_object(data, max_bytes=LONGEST_DRAFT)
