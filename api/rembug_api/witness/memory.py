"""What an observer's witness keeps in a folder: its key, the last checkpoint of each log, and evidence.

A checkpoint is on the medium before its cosignature leaves, so that no restart lets the witness sign two views.
"""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from rembug_ballots import signing
from rembug_crypto.checkpoint import Checkpoint, open_checkpoint
from rembug_crypto.errors import CryptoError
from rembug_crypto.note import COSIGNATURE, NoteKey, is_key_name
from rembug_crypto.randomness import RandomSource
from rembug_service.durable import make_folder, write_durably

_KEY_FILE: Final = "saksi.json"
_SEED_BYTES: Final = 32


class WitnessRefusal(Exception):
    """Something that the witness does not do, said in Indonesian."""


@dataclass(frozen=True, slots=True)
class WitnessKey:
    """A witness' name and seed."""

    name: str
    seed: bytes = field(repr=False)

    @property
    def public(self) -> NoteKey:
        """The public key, which a tatib names."""
        return NoteKey(self.name, signing.public_key(self.seed), COSIGNATURE)


def make_key(folder: Path, name: str, random: RandomSource) -> WitnessKey:
    """Make the key of a witness.

    Raises:
        WitnessRefusal: there is one already, or no such name can be.
        OSError: the medium did not take it.
    """
    if not is_key_name(name) or len(name) > 100:
        raise WitnessRefusal("Nama saksi tidak boleh kosong atau memuat spasi atau tanda +, misalnya pemantau.rw03.")
    path = folder / _KEY_FILE
    if path.exists():
        raise WitnessRefusal(f"{path} sudah ada dan tidak ditimpa.")
    make_folder(folder)
    key = WitnessKey(name, random(_SEED_BYTES))
    write_durably(path, json.dumps({"name": name, "seed": key.seed.hex()}).encode(), mode=0o600)
    return key


def read_key(folder: Path) -> WitnessKey:
    """Read the key of a witness.

    Raises:
        WitnessRefusal: there is none, or it is damaged.
    """
    try:
        value = json.loads((folder / _KEY_FILE).read_bytes())
        key = WitnessKey(value["name"], bytes.fromhex(value["seed"]))
        # Refuses a name or a seed that can be none.
        _ = key.public
    except FileNotFoundError:
        raise WitnessRefusal(f"Belum ada kunci saksi di {folder}. Buat dulu: rembug saksi buat") from None
    except (OSError, ValueError, KeyError, TypeError, CryptoError):
        raise WitnessRefusal(f"Berkas kunci saksi di {folder} rusak.") from None
    return key


@dataclass(frozen=True, slots=True)
class Seen:
    """A checkpoint that this witness saw, with the note that the log signed."""

    checkpoint: Checkpoint
    note: str


class LogMemory:
    """What is remembered of one log, in a folder of its own."""

    def __init__(self, folder: Path, origin: str) -> None:
        """Use a folder below that of the witness."""
        # An origin holds a slash; its hash names the folder, and its file says which log it is.
        self.folder = folder / "buku" / hashlib.sha256(origin.encode()).hexdigest()[:16]
        self.origin = origin

    @property
    def key(self) -> str | None:
        """The log's verifier key, pinned when the log was first followed; None before."""
        path = self.folder / "kunci-buku.txt"
        return path.read_text(encoding="utf-8").strip() if path.exists() else None

    def pin(self, key: str) -> None:
        """Keep the log's key for ever."""
        make_folder(self.folder)
        write_durably(self.folder / "kunci-buku.txt", f"{key}\n".encode())

    def last(self, key: NoteKey) -> Seen | None:
        """Return the largest checkpoint that this witness saw.

        Raises:
            WitnessRefusal: what was kept is damaged.
        """
        path = self.folder / "checkpoint"
        if not path.exists():
            return None
        data = path.read_bytes()
        try:
            checkpoint, _ = open_checkpoint(data, key)
        except CryptoError:
            raise WitnessRefusal(
                f"{path} rusak. Jangan lanjutkan; tunjukkan folder ini kepada pemantau lain."
            ) from None
        return Seen(checkpoint, data.decode())

    def keep(self, seen: Seen) -> None:
        """Put the largest checkpoint on the medium."""
        make_folder(self.folder)
        write_durably(self.folder / "checkpoint", seen.note.encode())

    @property
    def cosigned(self) -> int:
        """Size of the checkpoint that was cosigned last; 0 at first."""
        path = self.folder / "cosigned"
        return int(path.read_text(encoding="ascii")) if path.exists() else 0

    def keep_cosigned(self, size: int) -> None:
        """Put the size that is cosigned now on the medium."""
        write_durably(self.folder / "cosigned", f"{size}\n".encode())

    @property
    def evidence(self) -> list[Path]:
        """Files of evidence against this log; while there is one, nothing of it is cosigned."""
        return sorted(self.folder.glob("bukti-*.txt"))

    def accuse(self, words: str, older: Seen, newer: Seen) -> Path:
        """Keep two checkpoints that no proof joins, once, and return the file."""
        text = f"{words}\n\n--- yang dilihat dulu ---\n{older.note}\n--- yang ditunjukkan kemudian ---\n{newer.note}"
        path = self.folder / f"bukti-{hashlib.sha256(text.encode()).hexdigest()[:12]}.txt"
        if not path.exists():
            write_durably(path, text.encode())
        return path
