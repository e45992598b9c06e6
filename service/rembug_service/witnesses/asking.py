"""What the service asks its witnesses, and what it makes of their answers.  It speaks no HTTP itself.

A witness that knows more of this log than this log does is the alarm that a backup was restored, or that two servers
sign one log.  Its word alone shuts nothing, because nobody signed it; officers see it at once.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum, unique
from typing import Final
from urllib.parse import urlsplit

from sqlalchemy import delete, insert, select

from rembug_ballots.ids import ElectionId
from rembug_ballots.witnessing import Witness
from rembug_crypto.checkpoint import Checkpoint
from rembug_crypto.cosignature import verify_cosignature
from rembug_crypto.errors import CryptoError
from rembug_crypto.note import Note, parse_note
from rembug_crypto.tlog_witness import AddCheckpoint
from rembug_service.errors import InvalidRequest
from rembug_service.service import Service
from rembug_service.sql.tables import witness_addresses
from rembug_service.witnesses.cosigning import add, last_cosigned, last_point, witnesses_of
from rembug_service.work import Work

_LONGEST_URL: Final = 300


@unique
class Outcome(StrEnum):
    """What a witness last answered."""

    COSIGNED = "MENANDATANGANI"
    UNREACHED = "TIDAK_TERJANGKAU"
    REFUSED = "MENOLAK"
    # It saw more of this log than there is, or another view of it.
    AHEAD = "LEBIH_BARU"
    SPLIT = "BERBEDA"


ALARMS: Final = frozenset({Outcome.AHEAD, Outcome.SPLIT})


@dataclass(slots=True)
class AskedMemory:
    """What the witnesses of each election last answered; in memory only, for officers' screens."""

    _said: dict[tuple[ElectionId, str], Outcome] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def tell(self, election: ElectionId, key: str, outcome: Outcome) -> None:
        """Remember an answer."""
        with self._lock:
            self._said[election, key] = outcome

    def said(self, election: ElectionId, key: str) -> Outcome | None:
        """Return the last answer, or None."""
        with self._lock:
            return self._said.get((election, key))


@dataclass(frozen=True, slots=True)
class Question:
    """What one witness is asked now."""

    election: ElectionId
    witness: Witness
    url: str
    request: AddCheckpoint

    @property
    def size(self) -> int:
        """Size of the checkpoint."""
        return Checkpoint.parse(self.request.note.text).size


def questions(service: Service) -> list[Question]:
    """Return what there is to ask: the newest point of each election, of each witness with an address who lacks it."""
    found = []
    for election in list(service.boards.by_election):
        urls = addresses(service, election)
        for witness in witnesses_of(service.board(election).state) if urls else ():
            question = _question(service, election, witness, urls.get(witness.note_key().to_text(), ""))
            if question is not None:
                found.append(question)
    return found


def _question(service: Service, election: ElectionId, witness: Witness, url: str) -> Question | None:
    board = service.board(election)
    note = service.read(lambda c: last_point(c, board)) if url else None
    if note is None:
        return None
    size = Checkpoint.parse(note.text).size
    old = service.read(lambda c: last_cosigned(c, election)).get(witness.note_key().to_text(), 0)
    if old >= size:
        return None
    return Question(election, witness, url, request_from(service, election, note, old))


def request_from(service: Service, election: ElectionId, note: Note, old: int) -> AddCheckpoint:
    """Return the request for a checkpoint from an older size, 0 at first."""
    size = Checkpoint.parse(note.text).size
    proof = service.board(election).tree.consistency_proof(old, size) if 0 < old < size else []
    own = Note(note.text, note.signatures[:1])
    return AddCheckpoint(old, tuple(proof), own)


def answered(service: Service, question: Question, body: bytes) -> Outcome:
    """Keep the cosignature that a witness answered with; lines of others are ignored."""
    key = question.witness.note_key()
    try:
        lines = parse_note(question.request.note.text.encode() + b"\n" + body)
        verify_cosignature(lines, key)
    except CryptoError:
        return Outcome.REFUSED
    line = next(each.line() for each in lines.signatures if (each.name, each.key_id) == (key.name, key.key_id))

    def job(work: Work) -> None:
        add(work, question.election, question.size, key.to_text(), line)

    service.write(job)
    return Outcome.COSIGNED


def addresses(service: Service, election: ElectionId) -> Mapping[str, str]:
    """Return the submission prefixes of witnesses by their verifier keys."""
    query = select(witness_addresses.c.witness, witness_addresses.c.url).where(witness_addresses.c.election == election)
    return service.read(lambda c: {row.witness: row.url for row in c.execute(query)})


def set_address(service: Service, election: ElectionId, key: str, url: str) -> None:
    """Say where a witness of the tatib is asked; an empty address means that it comes by itself.

    Raises:
        InvalidRequest: SAKSI_TIDAK_DIKENAL or ALAMAT_SALAH.
    """
    known = {each.note_key().to_text() for each in witnesses_of(service.board(election).state)}
    if key not in known:
        raise InvalidRequest("SAKSI_TIDAK_DIKENAL", "Saksi ini tidak disebut oleh tata tertib.")
    parts = _parts(url)
    if url and (parts is None or len(url) > _LONGEST_URL):
        raise InvalidRequest("ALAMAT_SALAH", "Alamat saksi dimulai dengan https:// dan tanpa tanda tanya.")

    def job(work: Work) -> None:
        here = witness_addresses.c.election == election, witness_addresses.c.witness == key
        work.connection.execute(delete(witness_addresses).where(*here))
        if url:
            work.connection.execute(
                insert(witness_addresses).values(election=election, witness=key, url=url.rstrip("/"))
            )

    service.write(job)


def _parts(url: str) -> str | None:
    """Return the host of an address that a witness may have, or None."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    plain = not (parts.username or parts.password or set("?#") & set(url))
    is_local = host in {"localhost", "127.0.0.1", "::1"}
    return host if host and plain and (parts.scheme == "https" or (parts.scheme == "http" and is_local)) else None
