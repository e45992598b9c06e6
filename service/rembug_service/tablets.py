"""Tablets of the tables: when each was last heard of, and how many ballots wait on it.

A booth says so every 20 seconds of the clock, whatever happens at it.

Trust: it is in memory only, and holds no voter's act: neither its moments nor its order follow anybody's coming, and a
ballot counts as waiting only after a first delivery of it has failed.  A message is signed by the table's key, so that
nobody else on the network can invent a tablet or hide one.  Whoever has that key can do both: what the officers saw on
the tablets themselves decides, not this list.
"""

from dataclasses import dataclass, field

from rembug_ballots import signing
from rembug_ballots.ids import ElectionId, TableNumber
from rembug_crypto.errors import CryptoError
from rembug_service.errors import InvalidRequest
from rembug_service.service import Service
from rembug_service.tablet_memory import Tablet


@dataclass(frozen=True, slots=True)
class Word:
    """What a tablet says of itself (docs/formats.md, "Tablets").

    Attributes:
        beat: 20-second intervals since 1970 by the tablet's own clock; it only has to rise.
        signature: Ed25519 by the table's key, 64 bytes.
    """

    name: str
    waiting: int
    beat: int
    signature: bytes = field(repr=False)

    def text(self, election: str, table: int) -> bytes:
        """Return what is signed."""
        return f"TABLET/1/{table}/{election.upper()}/{self.name}/{self.waiting}/{self.beat}".encode()


def hear(service: Service, election: ElectionId, table: int, word: Word) -> None:
    """Remember what a tablet says.  An older word than the last of this tablet changes nothing.

    Raises:
        InvalidRequest: TABLET_TIDAK_DIKENAL: no key with which this table was ever opened signed it.
        IllegalEvent: UNKNOWN_TABLE.
    """
    found = service.board(election).state.table(TableNumber(table))
    # Also of an earlier opening: such a tablet may still hold ballots.
    if not any(_signed(key, word.text(election, table), word.signature) for key in found.keys):
        raise InvalidRequest("TABLET_TIDAK_DIKENAL", "Tablet ini belum dipasangkan dengan meja ini.")
    service.boards.tablets.keep(election, table, word.name, word.waiting, word.beat, service.clock())


def _signed(key: bytes, text: bytes, signature: bytes) -> bool:
    try:
        signing.verify(key, text, signature)
    except CryptoError:
        return False
    return True


def tablets_of(service: Service, election: ElectionId, table: int | None = None) -> tuple[Tablet, ...]:
    """Return the tablets of a table, or of all tables, by table and name; those of this run of the service only."""
    service.board(election)
    found = service.boards.tablets.of(election, service.clock(), table)
    return tuple(sorted(found, key=lambda each: (each.table, each.name)))
