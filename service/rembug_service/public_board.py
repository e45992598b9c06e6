"""What the public board serves: tiles made from the tree, entries, released blobs, the whole record."""

from collections.abc import Iterator
from typing import IO

from sqlalchemy import select

from rembug_ballots.ids import ElectionId, Sha256
from rembug_ballots.phases import ContestPhase
from rembug_ballots.record import record_files
from rembug_ballots.record_zip import write_zip
from rembug_ballots.state import ElectionState
from rembug_crypto.errors import MalformedEncoding
from rembug_crypto.tiles import ENTRIES, TILE_WIDTH, entry_bundle, exists_in, hash_tile, parse_path
from rembug_service.board import Board, Signed
from rembug_service.errors import NotFound
from rembug_service.service import Service
from rembug_service.sql.tables import blobs, leaves
from rembug_service.witnesses.cosigning import cosigned


def _absent() -> NotFound:
    return NotFound("TIDAK_ADA_DI_PAPAN", "Berkas ini tidak ada di papan umum.")


def checkpoint(service: Service, election: ElectionId) -> str:
    """Return the newest signed checkpoint, with the cosignatures of witnesses that are in."""
    board = service.board(election)
    return _checkpoint(service, board, board.signed)


def _checkpoint(service: Service, board: Board, signed: Signed) -> str:
    if signed.size != board.mark.size:
        return signed.note
    note = service.read(lambda c: cosigned(c, board, signed.size))
    return signed.note if note is None else note.to_text()


def tile(service: Service, election: ElectionId, path: str) -> bytes:
    """Return a tile or an entry bundle of the signed log.

    Raises:
        NotFound: no such tile.
    """
    board = service.board(election)
    try:
        wanted = parse_path(path)
    except MalformedEncoding:
        raise _absent() from None
    if not exists_in(wanted, board.signed_size):
        raise _absent()
    if wanted.level != ENTRIES:
        return hash_tile(board.tree, wanted)
    start = wanted.number * TILE_WIDTH
    return entry_bundle(_leaves(service, election, start, start + wanted.width))


def _leaves(service: Service, election: ElectionId, start: int, stop: int) -> list[bytes]:
    return service.read(
        lambda c: list(
            c.scalars(
                select(leaves.c.data)
                .where(leaves.c.election == election, leaves.c.idx >= start, leaves.c.idx < stop)
                .order_by(leaves.c.idx)
            ).all()
        )
    )


def blob(service: Service, election: ElectionId, sha256: str) -> bytes:
    """Return a released blob.

    Raises:
        NotFound: unknown or withheld; which of the two is not said.
    """
    service.board(election)
    data: bytes | None = service.read(
        lambda c: c.scalar(
            select(blobs.c.data).where(blobs.c.election == election, blobs.c.sha256 == sha256, blobs.c.released)
        )
    )
    if data is None:
        raise _absent()
    return data


def write_record(service: Service, election: ElectionId, target: IO[bytes]) -> None:
    """Write the public record, as far as it is released, as a zip."""
    _write(service, election, target, frozenset())


def write_observers_record(service: Service, election: ElectionId, target: IO[bytes]) -> None:
    """Write the record for accredited observers: also what ``saksi`` withholds of published contests."""
    _write(service, election, target, frozenset(_withheld(service.board(election).state)))


def _withheld(state: ElectionState) -> Iterator[Sha256]:
    for contest in state.contests_in(ContestPhase.PUBLISHED):
        if contest.tally.opened is not None:
            yield contest.tally.opened.rows
        for factor in contest.tally.factors.values():
            yield from (factor.factors, factor.proof)


def _write(service: Service, election: ElectionId, target: IO[bytes], withheld: frozenset[Sha256]) -> None:
    board = service.board(election)
    signed = board.signed
    wanted = blobs.c.released | blobs.c.sha256.in_(sorted(withheld))
    found = service.read(
        lambda c: list(c.scalars(select(blobs.c.data).where(blobs.c.election == election, wanted)).all())
    )
    note = _checkpoint(service, board, signed).encode()
    write_zip(record_files(note, _leaves(service, election, 0, signed.size), found), target)
