"""The device of a key holder: her key file, and what it remembers of the board.

Trust: the key file is sealed by her passphrase.  The file beside it is public; whoever changes it can make the device
refuse or forget what it saw, but the key inside the key file keeps its own memory of the lists that it opened.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from rembug_api.board_reader import BoardReader
from rembug_api.cli.kunci_desk import Desk
from rembug_api.holder import HolderRefusal, HolderSecret
from rembug_ballots.errors import MalformedValue
from rembug_ballots.ids import ElectionId, parse_election_id
from rembug_crypto.errors import CryptoError, WrongPassphrase
from rembug_crypto.keyfile import KeyFile, seal_key_file
from rembug_crypto.passphrase_box import Argon2Cost
from rembug_crypto.randomness import RandomSource
from rembug_service.durable import write_durably

_FORKED: Final = (
    "Papan pemilihan bukan lanjutan dari yang pernah dilihat perangkat ini. Jangan lanjutkan; laporkan kepada pemantau."
)


@dataclass(frozen=True, slots=True)
class Pinned:
    """What a device knows about a board.

    Attributes:
        server: address of the service.
        log_key: the key that signs its checkpoints; another one is another log.
        size: leaves of the log when this device last looked.
        root: root of the tree over them, hexadecimal; empty before the first look.
    """

    server: str
    log_key: str
    size: int = 0
    root: str = ""

    @classmethod
    def read(cls, path: Path) -> "Pinned":
        """Read the file beside a key file.

        Raises:
            HolderRefusal: there is none, or it cannot be read.
        """
        try:
            value = json.loads(_beside(path).read_bytes())
            found = cls(value["server"], value["log_key"], value["size"], value["root"])
        except (OSError, ValueError, KeyError, TypeError):
            found = None
        if found is None or [type(each) for each in (found.server, found.log_key, found.size, found.root)] != [
            str,
            str,
            int,
            str,
        ]:
            raise HolderRefusal(f"Berkas {_beside(path)} tidak ada atau rusak.")
        return found

    def write(self, path: Path) -> None:
        """Write the file beside a key file."""
        value = {"server": self.server, "log_key": self.log_key, "size": self.size, "root": self.root}
        write_durably(_beside(path), json.dumps(value, sort_keys=True).encode(), mode=0o600)

    def after(self, board: BoardReader) -> "Pinned":
        """Return what the device knows after it read a board.

        Raises:
            HolderRefusal: the board is shorter than what the device saw before, or differs from it.
        """
        size = len(board.tree)
        if size < self.size or (self.size and board.tree.root(self.size).hex() != self.root):
            raise HolderRefusal(_FORKED)
        return Pinned(self.server, self.log_key, size, board.tree.root().hex())


def _beside(path: Path) -> Path:
    return path.with_name(path.name + ".papan")


@dataclass(slots=True)
class Keyring:
    """An open key file; every change is on the medium before anything is sent that depends on it."""

    path: Path
    election: ElectionId
    holder: int
    secret: HolderSecret
    passphrase: str = field(repr=False)
    random: RandomSource
    cost: Argon2Cost

    @classmethod
    def open(cls, path: Path, passphrase: str, random: RandomSource) -> "Keyring":
        """Open a key file.

        Raises:
            HolderRefusal: it cannot be read, or the passphrase is wrong.
        """
        try:
            file = KeyFile.parse(path.read_bytes())
            secret = HolderSecret.from_bytes(file.open(passphrase))
            election = parse_election_id(file.election)
        except OSError:
            raise HolderRefusal(f"Berkas kunci {path} tidak dapat dibaca.") from None
        except WrongPassphrase:
            raise HolderRefusal("Kata sandi berkas kunci salah, atau berkasnya sudah diubah.") from None
        except (CryptoError, MalformedValue):
            raise HolderRefusal(f"{path} bukan berkas kunci Rembug.") from None
        return cls(path, election, file.holder, secret, passphrase, random, file.cost)

    def keep(self, secret: HolderSecret) -> None:
        """Put another secret in the place of the present one; finished keys that it would drop stay in a copy."""
        if self.secret.secret_keys and not secret.secret_keys:
            copy = self.path.with_name(f"{self.path.name}.lama-{self.secret.ceremony}")
            write_durably(copy, self.path.read_bytes(), mode=0o600)
        file = seal_key_file(
            self.election, self.holder, secret.signing_key, secret.to_bytes(), self.passphrase, self.random, self.cost
        )
        write_durably(self.path, file.to_bytes(), mode=0o600)
        self.secret = secret


@dataclass(slots=True)
class Device:
    """A key holder's open key file, her session, and her memory of the board."""

    desk: Desk
    keyring: Keyring
    pinned: Pinned

    def look(self) -> BoardReader:
        """Read the board from its beginning, check that it continues what was seen before, and remember it.

        Raises:
            HolderRefusal: it does not, or the server does not answer.
            CryptoError, BallotsError: what it shows is no sound log.
        """
        board = self.desk.board(self.pinned.log_key)
        if board.refresh().election != self.keyring.election:
            raise HolderRefusal("Papan ini milik pemilihan yang lain.")
        self.pinned = self.pinned.after(board)
        self.pinned.write(self.keyring.path)
        return board
