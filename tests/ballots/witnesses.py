"""Witnesses of the log with keys of a seeded stream, and a story whose tatib names them."""

import dataclasses
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from rembug_ballots import signing
from rembug_ballots.events import setup, tally
from rembug_ballots.presets import langsung
from rembug_ballots.rules import Rules
from rembug_ballots.witnessing import Witness, Witnessing
from rembug_crypto.checkpoint import Checkpoint, sign_checkpoint
from rembug_crypto.cosignature import cosign
from rembug_crypto.merkle import leaf_hash, root_of
from rembug_crypto.note import COSIGNATURE, Note, NoteKey
from tests.ballots.story import BKM, ELECTION, Story, of

NAMES = ("pemantau.rw03", "fasilitator", "kelurahan.sukasari")
WHEN = 1_790_000_000
ORIGIN = f"rembug.id/{ELECTION}"
LOG_SEED = hashlib.sha256(b"log").digest()
LOG_KEY = NoteKey(ORIGIN, signing.public_key(LOG_SEED))


def seed_of(name: str) -> bytes:
    """Return the seed of a witness."""
    return hashlib.sha256(name.encode()).digest()


def key_of(name: str) -> NoteKey:
    """Return the key of a witness."""
    return NoteKey(name, signing.public_key(seed_of(name)), COSIGNATURE)


def witnessing(quorum: int = 2, names: Sequence[str] = NAMES) -> Witnessing:
    """Return what a tatib says of these witnesses."""
    return Witnessing(quorum, tuple(Witness(f"Saksi {name}", key_of(name).to_text()) for name in names))


def witnessed_rules(quorum: int = 2, names: Sequence[str] = NAMES) -> Rules:
    """Return the usual rules with witnesses."""
    return dataclasses.replace(langsung("Sukamaju"), witnessing=witnessing(quorum, names))


def note_of(size: int, root: bytes, names: Sequence[str] = NAMES) -> Note:
    """Return a checkpoint that the log signed and these witnesses cosigned."""
    note = sign_checkpoint(Checkpoint(ORIGIN, size, root), LOG_SEED)
    for name in names:
        note = cosign(note, name, seed_of(name), WHEN)
    return note


@dataclass
class WitnessedStory(Story):
    """A story with witnesses in its tatib; its log has a key."""

    rules: Rules = field(default_factory=witnessed_rules)

    def create(self) -> None:
        place = of(setup.Place, "Sukamaju", "Cibeunying", "Bandung", "Jawa Barat", "32.73.14.1001")
        self.do(of(setup.ElectionCreated, "Pemilihan BKM", place, "rembug/1", LOG_KEY.to_text()))

    def root(self, size: int) -> bytes:
        return root_of([leaf_hash(event.data) for event in self.events[:size]])

    def witnessed(self, names: Sequence[str] = NAMES, size: int | None = None) -> tally.ContestWitnessed:
        size = self.state.size if size is None else size
        note = self.keep(note_of(size, self.root(size), names).to_text().encode())
        return of(tally.ContestWitnessed, BKM, of(tally.LogCheckpoint, size, self.root(size)), note)

    def mix(self) -> None:
        super().mix()
        self.do(self.witnessed())
