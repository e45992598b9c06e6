"""Sessions and the devices that accounts know, as values: no row leaves this module."""

from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, update

from rembug_service.sql.tables import known_devices
from rembug_service.sql.tables import sessions as table


@dataclass(frozen=True, slots=True)
class KeptSession:
    """A session as it is kept.

    Attributes:
        token_hash: SHA-256 of the token, hexadecimal.
        device: hash of the browser's own cookie.
        started, seen: POSIX seconds.
    """

    token_hash: str
    account: str
    csrf: str
    device: str
    started: int
    seen: int


_KEPT = tuple(table.c[name] for name in KeptSession.__slots__)


@dataclass(frozen=True, slots=True)
class Sessions:
    """The sessions of all accounts."""

    connection: Connection

    def add(self, kept: KeptSession) -> None:
        """Keep a new session."""
        self.connection.execute(insert(table).values(**{name: getattr(kept, name) for name in KeptSession.__slots__}))

    def find(self, token_hash: str) -> KeptSession | None:
        """Return a session, or None."""
        row = self.connection.execute(select(*_KEPT).where(table.c.token_hash == token_hash)).first()
        return None if row is None else KeptSession(*row)

    def touch(self, token_hash: str, moment: int) -> None:
        """Note that a session was used, in POSIX seconds."""
        self.connection.execute(update(table).where(table.c.token_hash == token_hash).values(seen=moment))

    def forget(self, token_hash: str) -> None:
        """End a session."""
        self.connection.execute(delete(table).where(table.c.token_hash == token_hash))

    def forget_account(self, account: str) -> None:
        """End all sessions of an account."""
        self.connection.execute(delete(table).where(table.c.account == account))

    def forget_started_before(self, moment: int) -> None:
        """End all sessions that began before a moment, in POSIX seconds."""
        self.connection.execute(delete(table).where(table.c.started < moment))


@dataclass(frozen=True, slots=True)
class KnownDevices:
    """On which devices each account was used before."""

    connection: Connection

    def has(self, account: str, device: str) -> bool:
        """Say whether an account was used on a device, which is the hash of its token."""
        here = (known_devices.c.account == account, known_devices.c.device == device)
        return self.connection.execute(select(known_devices.c.account).where(*here)).first() is not None

    def add(self, account: str, device: str) -> None:
        """Remember a device."""
        if not self.has(account, device):
            self.connection.execute(insert(known_devices).values(account=account, device=device))

    def forget_account(self, account: str) -> None:
        """Forget all devices of an account."""
        self.connection.execute(delete(known_devices).where(known_devices.c.account == account))
