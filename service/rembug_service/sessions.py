"""Sessions: opaque random tokens, of which only the hash is stored."""

import base64
import hashlib
import hmac
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from rembug_service.accounts import Account, find_account
from rembug_service.audit_trail import Act, note
from rembug_service.errors import NotAllowed, NotSignedIn, StorageFailed
from rembug_service.service import Service
from rembug_service.sql.sessions import KeptSession, KnownDevices, Sessions
from rembug_service.work import Work

IDLE_SECONDS: Final = 8 * 3600
ABSOLUTE_SECONDS: Final = 12 * 3600
# 32 bytes in base64url.
_TOKEN_LENGTH: Final = 43
# A session's last use is written at most this often.
_TOUCH_SECONDS: Final = 300


@dataclass(frozen=True, slots=True)
class Session:
    """A live session.

    Attributes:
        id: hash of the token.
        device: hash of the device's own token; tells one device from another.
        csrf: must come back in a header with everything that changes something.
    """

    id: str
    account: Account
    device: str
    csrf: str = field(repr=False)

    def check_csrf(self, given: str | None) -> None:
        """Go on only with the session's own token.

        Raises:
            NotAllowed: TANDA_HALAMAN_SALAH.
        """
        if given is None or not hmac.compare_digest(given.encode(), self.csrf.encode()):
            raise NotAllowed("TANDA_HALAMAN_SALAH", "Halaman ini sudah lama. Muat ulang halaman, lalu coba lagi.")


def _token(service: Service) -> str:
    return base64.urlsafe_b64encode(service.random(32)).rstrip(b"=").decode("ascii")


def device_hash(token: str) -> str:
    """Return how a device is named where it is kept."""
    return _hash(token)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def device_token(service: Service, given: str | None) -> str:
    """Return the token by which a device is known again: the one it brought, or a new one."""
    return given if given is not None and len(given) == _TOKEN_LENGTH and given.isascii() else _token(service)


def start_session(service: Service, account: Account, device: str) -> tuple[str, Session]:
    """Start a session after the password was checked; return its token and itself.

    From now on the account knows this device.

    Args:
        service: the service.
        account: who signed in.
        device: the device's own token, from `device_token`.
    """
    token, csrf, moment = _token(service), _token(service), service.clock()
    session = Session(_hash(token), account, _hash(device), csrf)

    def job(work: Work) -> None:
        sessions = Sessions(work.connection)
        sessions.forget_started_before(moment - ABSOLUTE_SECONDS)
        sessions.add(KeptSession(session.id, account.id, csrf, session.device, moment, moment))
        KnownDevices(work.connection).add(account.id, session.device)
        note(work, moment, account.id, Act.SIGNED_IN)

    service.write(job)
    return token, session


def find_session(service: Service, token: str | None) -> Session:
    """Return the live session of a token.

    Raises:
        NotSignedIn: none, or it has ended.
    """
    if not token or len(token) > 128:
        raise NotSignedIn
    key, moment = _hash(token), service.clock()
    kept = service.read(lambda c: Sessions(c).find(key))
    if kept is None or moment - kept.started > ABSOLUTE_SECONDS or moment - kept.seen > IDLE_SECONDS:
        raise NotSignedIn
    account = service.read(lambda c: find_account(c, kept.account))
    if account is None:
        raise NotSignedIn
    if moment - kept.seen > _TOUCH_SECONDS:
        # While the medium is full people still read; that they did only lengthens the session.
        with suppress(StorageFailed):
            service.write(lambda work: Sessions(work.connection).touch(key, moment))
    return Session(key, account, kept.device, kept.csrf)


def end_session(service: Service, session: Session) -> None:
    """End a session."""
    moment = service.clock()

    def job(work: Work) -> None:
        Sessions(work.connection).forget(session.id)
        note(work, moment, session.account.id, Act.SIGNED_OUT)

    service.write(job)
