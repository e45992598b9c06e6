"""The device of a key holder: her key file, what she pinned about the board, and her session with the service."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import httpx2

from rembug_api.board_reader import BoardReader
from rembug_api.cli.serve import is_loopback
from rembug_api.holder import HolderRefusal, HolderSecret
from rembug_ballots.encoding import from_b64
from rembug_crypto.errors import CryptoError, WrongPassphrase
from rembug_crypto.keyfile import Argon2Cost, KeyFile, seal_key_file
from rembug_crypto.randomness import RandomSource
from rembug_service.durable import write_durably

_TIMEOUT_SECONDS: Final = 120.0


@dataclass(frozen=True, slots=True)
class Pinned:
    """What was written down when the key file was made, and never changes.

    Attributes:
        server: address of the service.
        log_key: the key that signs its checkpoints; another one is another log.
    """

    server: str
    log_key: str

    @classmethod
    def read(cls, path: Path) -> "Pinned":
        """Read the file beside a key file."""
        try:
            value = json.loads(_beside(path).read_bytes())
            return cls(str(value["server"]), str(value["log_key"]))
        except (OSError, ValueError, KeyError, TypeError):
            raise HolderRefusal(f"Berkas {_beside(path)} tidak ada atau rusak.") from None

    def write(self, path: Path) -> None:
        """Write the file beside a key file."""
        data = json.dumps({"server": self.server, "log_key": self.log_key}, sort_keys=True).encode()
        write_durably(_beside(path), data, mode=0o600)


def _beside(path: Path) -> Path:
    return path.with_name(path.name + ".papan")


@dataclass(slots=True)
class Keyring:
    """An open key file; every change is on the medium before anything is sent that depends on it."""

    path: Path
    election: str
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
        except OSError:
            raise HolderRefusal(f"Berkas kunci {path} tidak dapat dibaca.") from None
        except WrongPassphrase:
            raise HolderRefusal("Kata sandi berkas kunci salah, atau berkasnya sudah diubah.") from None
        except CryptoError:
            raise HolderRefusal(f"{path} bukan berkas kunci Rembug.") from None
        return cls(path, file.election, file.holder, secret, passphrase, random, file.cost)

    def keep(self, secret: HolderSecret) -> None:
        """Put another secret in the place of the present one."""
        file = seal_key_file(
            self.election, self.holder, secret.signing_key, secret.to_bytes(), self.passphrase, self.random, self.cost
        )
        write_durably(self.path, file.to_bytes(), mode=0o600)
        self.secret = secret


class Desk:
    """A session with the service about one election."""

    def __init__(self, server: str, election: str, client: httpx2.Client | None = None) -> None:
        """Talk to a server; the client is another than the usual one only in tests.

        Raises:
            HolderRefusal: the address is not https, and not this machine.
        """
        address = httpx2.URL(server)
        if address.scheme != "https" and not is_loopback(address.host):
            raise HolderRefusal("Alamat server harus https, agar kata sandi tidak terbaca di jaringan.")
        self._http = client or httpx2.Client(base_url=server.rstrip("/"), timeout=_TIMEOUT_SECONDS)
        self._election = election
        self._csrf = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._http.close()

    def sign_in(self, account: str, password: str) -> None:
        """Sign in as the account of the key holder."""
        answer = self._send("POST", "/api/v1/session", json={"account": account, "password": password})
        self._csrf = str(answer.json()["csrf"])

    def log_key(self) -> str:
        """Return the key that the service says its log has; it is pinned once and compared by people."""
        return str(self._send("GET", self._path("")).json()["log_key"])

    def board(self, log_key: str) -> BoardReader:
        """Return a reader of the board that trusts only this key."""
        return BoardReader(self._fetch, log_key)

    def post(self, path: str, body: Mapping[str, object]) -> None:
        """Send JSON."""
        self._send("POST", self._path(path), json=body)

    def post_files(self, path: str, files: Mapping[str, bytes]) -> None:
        """Send files."""
        self._send("POST", self._path(path), files=files)

    def sealed_for(self, holder: int) -> dict[int, bytes]:
        """Return the sealed shares that wait for a holder, by sender."""
        found = self._send("GET", self._path(f"/ceremony/shares/{holder}")).json()
        return {int(sender): from_b64(share) for sender, share in found.items()}

    def _path(self, path: str) -> str:
        return f"/api/v1/elections/{self._election}{path}"

    def _fetch(self, path: str) -> bytes | None:
        answer = self._http.get(self._path(f"/board/{path}"))
        return answer.content if answer.status_code == httpx2.codes.OK else None

    def _send(self, method: str, path: str, **options: Any) -> httpx2.Response:  # noqa: ANN401 - options of the client
        headers = {"X-Rembug-CSRF": self._csrf} if self._csrf else {}
        try:
            answer = self._http.request(method, path, headers=headers, **options)
        except httpx2.HTTPError as error:
            raise HolderRefusal(f"Server tidak dapat dihubungi ({type(error).__name__}).") from None
        if answer.is_success:
            return answer
        try:
            detail = str(answer.json()["detail"])
        except (ValueError, KeyError, TypeError):
            detail = f"Server menjawab {answer.status_code}."
        raise HolderRefusal(detail)
