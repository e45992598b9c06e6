"""Signing in: slow for whoever guesses, and open to an officer on her own device whatever strangers do."""

from dataclasses import dataclass
from typing import Final

from rembug_service.accounts import Account, change_password, check_password, find_account
from rembug_service.audit_trail import Act, note
from rembug_service.errors import InvalidRequest, TooMany
from rembug_service.service import Service
from rembug_service.sessions import Session, device_hash, start_session
from rembug_service.sql.sessions import KnownDevices

# Longer names belong to nobody; the count of guesses keeps none of them.
_LONGEST_ACCOUNT: Final = 40


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks to sign in.

    Attributes:
        account: the name that was given.
        token: of the device.
        is_known: whether this account was used on this device before.
    """

    account: str
    token: str
    is_known: bool

    @property
    def device(self) -> str:
        """Under what its guesses are counted: a known device for itself, all strangers together."""
        return device_hash(self.token) if self.is_known else ""


def visitor(service: Service, account: str, token: str) -> Visitor:
    """Return who asks."""
    account = account[: _LONGEST_ACCOUNT + 1]
    return Visitor(account, token, service.read(lambda c: KnownDevices(c).has(account, device_hash(token))))


def sign_in(service: Service, who: Visitor, password: str) -> tuple[str, Session]:
    """Return the token of a new session, and the session.

    Raises:
        NotAllowed: SANDI_SALAH.
        TooMany: TERLALU_SERING_MENCOBA.
    """
    return start_session(service, _checked(service, who, password), who.token)


def renew_password(service: Service, who: Visitor, password: str, renewed: str) -> tuple[str, Session]:
    """Give the account another password; sessions elsewhere end, and this device has a new one.

    Args:
        service: whose account it is.
        who: the officer on her own device.
        password: the one until now: whoever finds a device signed in must not take the account over.
        renewed: the one from now on.

    Raises:
        NotAllowed: SANDI_SALAH.
        TooMany: TERLALU_SERING_MENCOBA.
        InvalidRequest: SANDI_SAMA, or the new one cannot be used.
    """
    account = _checked(service, who, password)
    if renewed == password:
        raise InvalidRequest("SANDI_SAMA", "Kata sandi baru harus lain dari yang lama.")
    change_password(service, account.id, renewed)
    return start_session(service, account, who.token)


def _checked(service: Service, who: Visitor, password: str) -> Account:
    """Return the account if the password is its own; guesses wait."""
    wait = service.attempts.take(who.account, who.device, service.clock())
    if wait:
        _tell_once(service, who)
        raise TooMany(
            "TERLALU_SERING_MENCOBA",
            f"Terlalu sering mencoba masuk ke akun ini. Coba lagi {wait} detik lagi"
            + ("." if who.is_known else ", atau masuk dari perangkat yang sudah pernah dipakai akun ini."),
            wait,
        )
    account = check_password(service, who.account, password)
    service.attempts.forget(who.account, who.device)
    return account


def _tell_once(service: Service, who: Visitor) -> None:
    """Note that somebody guesses at an account: once an hour, for the guesser must not fill the disk."""
    moment = service.clock()
    if not service.attempts.is_news(who.account, moment):
        return
    if service.read(lambda c: find_account(c, who.account)) is not None:
        service.write(lambda work: note(work, moment, who.account, Act.SIGN_IN_SLOWED))
