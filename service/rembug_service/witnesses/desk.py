"""This service as a witness of logs of others.  Source: C2SP tlog-witness, ``add-checkpoint``.

Off unless the operator of this laptop names the logs in a file beside the data (`open_desk`).  Its key is of its own,
and signs nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Final

from sqlalchemy import delete, insert, select

from rembug_ballots import signing
from rembug_crypto.checkpoint import Checkpoint
from rembug_crypto.cosignature import cosign
from rembug_crypto.errors import CryptoError, InvalidMerkleProof, InvalidNote
from rembug_crypto.note import COSIGNATURE, ED25519, Note, NoteKey, is_key_name, parse_note, verify_note
from rembug_crypto.randomness import RandomSource
from rembug_crypto.tlog_witness import SIZE_TYPE, AddCheckpoint, check_growth, parse_request
from rembug_service.durable import write_durably
from rembug_service.errors import InvalidRequest, Unavailable
from rembug_service.service import Service
from rembug_service.sql.tables import witnessed_logs
from rembug_service.work import Work

LOGS_FILE: Final = "witnessed-logs.txt"
KEY_FILE: Final = "witness.key"
_SEED_BYTES: Final = 32
_LONGEST_NAME: Final = 100
_TEXT: Final = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class WitnessDesk:
    """A name, a key, and the logs that are witnessed, by origin."""

    name: str
    seed: bytes = field(repr=False)
    logs: Mapping[str, NoteKey]

    @property
    def key(self) -> NoteKey:
        """The public key, which a tatib elsewhere names."""
        return NoteKey(self.name, signing.public_key(self.seed), COSIGNATURE)


@dataclass(frozen=True, slots=True)
class Answer:
    """Status and body as C2SP tlog-witness has them."""

    status: HTTPStatus
    body: str = ""
    media_type: str = _TEXT


def open_desk(folder: Path, random: RandomSource) -> WitnessDesk | None:
    """Read whom this service witnesses from `LOGS_FILE` beside its data; None where there is no such file.

    Its first line is ``name`` and the name of the witness' key, without spaces; each other line is the verifier key of
    a log.  Empty lines and lines that begin with ``#`` say nothing.  The witness' own key is made at the first start.

    Raises:
        InvalidRequest: NAMA_SAKSI_SALAH or KUNCI_BUKU_SALAH.
        Unavailable: KUNCI_SAKSI_RUSAK.
    """
    path = folder / LOGS_FILE
    if not path.exists():
        return None
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    said = [line for line in lines if line and not line.startswith("#")]
    name = said[0].removeprefix("name ").strip() if said and said[0].startswith("name ") else ""
    if not is_key_name(name) or len(name) > _LONGEST_NAME:
        raise InvalidRequest(
            "NAMA_SAKSI_SALAH", f"Baris pertama {LOGS_FILE} harus: name dan nama saksi tanpa spasi atau tanda +."
        )
    keys = [_log_key(line) for line in said[1:]]
    return WitnessDesk(name, _seed(folder / KEY_FILE, random), {key.name: key for key in keys})


def _seed(path: Path, random: RandomSource) -> bytes:
    if not path.exists():
        write_durably(path, random(_SEED_BYTES), mode=0o600)
    seed = path.read_bytes()
    if len(seed) != _SEED_BYTES:
        raise Unavailable("KUNCI_SAKSI_RUSAK", f"Berkas kunci saksi ({path.name}) rusak. Kembalikan dari cadangan.")
    path.chmod(0o600)
    return seed


def _log_key(text: str) -> NoteKey:
    try:
        key = NoteKey.parse(text)
    except InvalidNote:
        raise InvalidRequest("KUNCI_BUKU_SALAH", f"Ini bukan kunci buku pemilihan: {text[:60]}") from None
    if key.kind != ED25519:
        raise InvalidRequest("KUNCI_BUKU_SALAH", f"Ini bukan kunci buku pemilihan: {text[:60]}")
    return key


def add_checkpoint(service: Service, desk: WitnessDesk, data: bytes) -> Answer:
    """Cosign a checkpoint that continues what this witness saw of its log.

    What was cosigned is durable before it is answered; looking and keeping are one step of the one writer.
    """
    try:
        request = parse_request(data)
        checkpoint = Checkpoint.parse(request.note.text)
    except CryptoError:
        return Answer(HTTPStatus.BAD_REQUEST, "malformed request\n")
    key = desk.logs.get(checkpoint.origin)
    if key is None:
        return Answer(HTTPStatus.NOT_FOUND, "unknown log\n")
    try:
        verify_note(request.note, key)
    except InvalidNote:
        return Answer(HTTPStatus.FORBIDDEN, "not signed by the log\n")
    if request.old > checkpoint.size:
        return Answer(HTTPStatus.BAD_REQUEST, "the old size is larger than the checkpoint\n")
    return service.write(lambda work: _decide(work, desk, service.clock(), request, checkpoint))


def _decide(work: Work, desk: WitnessDesk, moment: int, request: AddCheckpoint, checkpoint: Checkpoint) -> Answer:
    last = _last(work, checkpoint.origin)
    size = 0 if last is None else last.size
    if request.old != size or (last is not None and size == checkpoint.size and last.root != checkpoint.root):
        return Answer(HTTPStatus.CONFLICT, f"{size}\n", SIZE_TYPE)
    try:
        check_growth(last, checkpoint, request.proof)
    except InvalidMerkleProof:
        return Answer(HTTPStatus.UNPROCESSABLE_ENTITY, "the proof does not hold\n")
    signed = cosign(Note(request.note.text, ()), desk.name, desk.seed, moment)
    _keep(work, checkpoint.origin, request.note)
    return Answer(HTTPStatus.OK, signed.signatures[0].line() + "\n")


def _last(work: Work, origin: str) -> Checkpoint | None:
    text = work.connection.scalar(select(witnessed_logs.c.note).where(witnessed_logs.c.origin == origin))
    return None if text is None else Checkpoint.parse(parse_note(text.encode()).text)


def _keep(work: Work, origin: str, note: Note) -> None:
    """Keep the checkpoint with the log's own signature: it is evidence if the log ever shows another view."""
    work.connection.execute(delete(witnessed_logs).where(witnessed_logs.c.origin == origin))
    work.connection.execute(insert(witnessed_logs).values(origin=origin, note=note.to_text()))
