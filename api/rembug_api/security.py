"""Who is asking: session cookie, CSRF header, roles; and the headers of every answer."""

from typing import Annotated, Final

from fastapi import Depends, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rembug_service.service import Service
from rembug_service.sessions import Session, find_session

COOKIE: Final = "__Host-rembug"
# Browsers refuse the prefix without Secure, so plain HTTP on loopback (tests, first set-up) has another name.
LOOPBACK_COOKIE: Final = "rembug"
DEVICE_SUFFIX: Final = "-perangkat"
DEVICE_SECONDS: Final = 400 * 24 * 3600
CSRF_HEADER: Final = "X-Rembug-CSRF"
_SAFE: Final = {"GET", "HEAD", "OPTIONS"}

_HEADERS: Final = (
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
    (b"cache-control", b"no-store"),
)


async def service_of(request: Request) -> Service:
    """Return the running service.  Not a plain function: those cost a trip through the pool of threads."""
    return _service(request)


def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


def session_of(request: Request) -> Session:
    """Return the session; whatever changes something must also bring the session's CSRF token.

    Raises:
        NotSignedIn: nobody is signed in.
        NotAllowed: TANDA_HALAMAN_SALAH, or PEMILIHAN_LAIN: the account is for another election.
    """
    session = live_session(request)
    # Every route of an election names it in its address, so here nobody crosses into another kelurahan.
    if (election := request.path_params.get("election")) is not None:
        session.account.require_here(election)
    if request.method not in _SAFE:
        session.check_csrf(request.headers.get(CSRF_HEADER))
    return session


def live_session(request: Request) -> Session:
    """Return the session of a request that may change nothing yet.

    Raises:
        NotSignedIn: nobody is signed in.
    """
    token = request.cookies.get(COOKIE) or request.cookies.get(LOOPBACK_COOKIE)
    return find_session(_service(request), token)


ServiceOf = Annotated[Service, Depends(service_of)]
SignedIn = Annotated[Session, Depends(session_of)]


class SecurityHeaders:
    """Adds the headers that every answer has."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(each for each in _HEADERS if each[0] not in given)]
            await send(message)

        await self._app(scope, receive, with_headers)
