"""The page through which a tablet gets the authority's certificate, over plain HTTP and over HTTPS.

Over plain HTTP there is nothing else: no password, card or ballot may travel in clear.  A tablet that fetched a wrong
certificate here trusts a stranger, so people compare its fingerprint with the one that the laptop shows.
"""

from dataclasses import dataclass
from typing import Final

from fastapi import FastAPI, Response
from fastapi.responses import FileResponse, JSONResponse, RedirectResponse

from rembug_api import pages
from rembug_api.lan.addresses import Reach
from rembug_api.lan.authority import Authority
from rembug_api.security import SecurityHeaders

PAGE: Final = "pasang"
CERTIFICATE_NAME: Final = "rembug-ca.crt"
# Android opens its installer for this type.  Source: RFC 5280 has none; Netscape's of 1995 is what browsers know.
_CERTIFICATE_TYPE: Final = "application/x-x509-ca-cert"


@dataclass(slots=True)
class Lan:
    """The service on its local network, as it is reached now.

    Attributes:
        https_port: where everything is.
        http_port: where only the certificate page is.
        host: the one address where it listens, or None for all of them.
    """

    authority: Authority
    reach: Reach
    https_port: int
    http_port: int
    host: str | None

    @property
    def https_addresses(self) -> list[str]:
        """Addresses that a device on the network can open, the likeliest first."""
        names = [] if self.host is not None else ["rembug.local"]
        return [f"https://{host}:{self.https_port}/" for host in [*self._hosts(), *names]]

    @property
    def door_addresses(self) -> list[str]:
        """Addresses of the certificate page for devices that do not have the certificate yet."""
        return [f"http://{host}:{self.http_port}/" for host in self._hosts()]

    def _hosts(self) -> list[str]:
        found = [str(each) for each in self.reach.shown] or ["localhost"]
        return [f"[{each}]" if ":" in each else each for each in (found if self.host is None else [self.host])]


def add_routes(app: FastAPI, lan: Lan, prefix: str) -> None:
    """Add what the page asks for, below ``prefix``."""

    @app.get(f"{prefix}/info.json", include_in_schema=False)
    def info() -> Response:
        return JSONResponse(
            {
                "fingerprint": lan.authority.fingerprint,
                "https": lan.https_addresses,
                "http": lan.door_addresses,
            }
        )

    @app.get(f"{prefix}/{CERTIFICATE_NAME}", include_in_schema=False)
    def certificate() -> Response:
        return FileResponse(lan.authority.paths.authority, media_type=_CERTIFICATE_TYPE, filename=CERTIFICATE_NAME)


def create_door(lan: Lan) -> FastAPI:
    """Return the application of the plain HTTP port: the page, the certificate, and the way to the page."""
    app = FastAPI(title="Rembug", docs_url=None, redoc_url=None, openapi_url=None)
    pages.mount_assets(app)
    add_routes(app, lan, "")

    @app.get("/", include_in_schema=False)
    def page() -> Response:
        return pages.page_of(PAGE)

    @app.get("/{path:path}", include_in_schema=False)
    def elsewhere(path: str) -> Response:
        """Lead everybody who typed an address without its ``s`` to the page that explains it."""
        del path
        return RedirectResponse("/", status_code=303)

    app.add_middleware(SecurityHeaders)
    return app
