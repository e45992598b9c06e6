"""Sessions: opaque random tokens, of which only the hash is stored."""

import base64
import hashlib
import hmac
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import delete, insert, select, update

from rembug_service.accounts import Account, find_account
from rembug_service.errors import NotAllowed, NotSignedIn
from rembug_service.service import Service
from rembug_service.sql.tables import sessions
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


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def device_token(service: Service, given: str | None) -> str:
    """Return the token by which a device is known again: the one it brought, or a new one."""
    return given if given is not None and len(given) == _TOKEN_LENGTH and given.isascii() else _token(service)


def start_session(service: Service, account: Account, device: str) -> tuple[str, Session]:
    """Start a session after the password was checked; return its token and itself.

    Args:
        service: the service.
        account: who signed in.
        device: the device's own token, from `device_token`.
    """
    token, csrf, moment = _token(service), _token(service), service.clock()
    session = Session(_hash(token), account, _hash(device), csrf)

    def job(work: Work) -> None:
        old = moment - ABSOLUTE_SECONDS
        work.connection.execute(delete(sessions).where(sessions.c.started < old))
        work.connection.execute(
            insert(sessions).values(
                token_hash=session.id,
                account=account.id,
                csrf=csrf,
                device=session.device,
                started=moment,
                seen=moment,
            )
        )

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
    row = service.read(lambda c: c.execute(select(sessions).where(sessions.c.token_hash == key)).first())
    if row is None or moment - row.started > ABSOLUTE_SECONDS or moment - row.seen > IDLE_SECONDS:
        raise NotSignedIn
    account = service.read(lambda c: find_account(c, row.account))
    if account is None:
        raise NotSignedIn
    if moment - row.seen > _TOUCH_SECONDS:
        service.write(
            lambda work: (
                work.connection.execute(
                    update(sessions).where(sessions.c.token_hash == key).values(seen=moment)
                ).rowcount
            )
        )
    return Session(key, account, row.device, row.csrf)


def end_session(service: Service, session: Session) -> None:
    """End a session."""
    service.write(
        lambda work: work.connection.execute(delete(sessions).where(sessions.c.token_hash == session.id)).rowcount
    )
