"""The pages: what the front end's build left in ``static``, each small app at its own address.

Files under ``/static/assets`` carry a hash in their name, so browsers may keep them for ever; the pages themselves are
asked for anew each time.  No page may load anything from another host, nor run a script that is not a file of ours.
"""

import mimetypes
from pathlib import Path
from typing import Final

from fastapi import FastAPI, Request, Response
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

STATIC: Final = Path(__file__).parent / "static"
"""Where the build leaves the pages; inside the wheel."""

HOME: Final = "beranda"
APPS: Final = frozenset({"arsip", "bilik", "kunci", "meja", "panitia", "pasang", "pengamat", "tandatangan"})
"""The small apps beside the first page, each at an address of its own."""
_CAMERA: Final = frozenset({"bilik", "meja"})
"""Apps that read QR codes."""
_OFFLINE: Final = frozenset({"bilik", "panitia"})
"""Apps that a service worker of their own keeps at hand."""
_WORKERS: Final = _OFFLINE | {"kunci", "meja", "pengamat"}
"""Apps that start workers, for keeping themselves at hand or for long work."""


def _headers(app: str) -> dict[str, str]:
    """Return what a page may do: load and run files of ours, and nothing that it does not need."""
    worker = "worker-src 'self'; " if app in _WORKERS else ""
    policies = "svelte-trusted-html rembug-worker" if app in _WORKERS else "svelte-trusted-html"
    camera = "camera=(self)" if app in _CAMERA else "camera=()"
    return {
        "Content-Security-Policy": (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
            f"connect-src 'self'; {worker}frame-ancestors 'none'; base-uri 'none'; form-action 'none'; "
            f"require-trusted-types-for 'script'; trusted-types {policies}"
        ),
        "Permissions-Policy": f"{camera}, microphone=(), geolocation=()",
        "Cache-Control": "no-cache",
    }


_WORKER_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; connect-src 'self'",
    "Cache-Control": "no-cache",
}
# A worker has a policy of its own. Argon2id for files under a passphrase is WebAssembly, and so is the group for key
# holders and observers; the key holder's worker also asks the service. The desk's, which sees the secrets of cards, and
# the verifying one ask nobody.
_WORKER_POLICIES: Final = {
    "holder_worker-": "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'",
    "pile_worker-": "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'",
    "verify_worker-": "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'",
}
_NOT_BUILT: Final = (
    "<!doctype html><html lang=id><title>Rembug</title><h1>Halaman belum dibangun</h1>"
    "<p>Jalankan <code>make pages</code> di folder Rembug, lalu muat ulang halaman ini.</p></html>"
)


class Assets(StaticFiles):
    """Files that never change under their name."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Answer with the file, or with the copy that the build has compressed, to be kept for a year."""
        kind = mimetypes.guess_type(path)[0]
        if kind is not None and "gzip" in Headers(scope=scope).get("accept-encoding", ""):
            _, found = self.lookup_path(f"{path}.gz")
            if found is not None:
                response = await super().get_response(f"{path}.gz", scope)
                response.headers["Content-Type"] = f"{kind}; charset=utf-8"
                response.headers["Content-Encoding"] = "gzip"
                return _for_ever(response, path)
        return _for_ever(await super().get_response(path, scope), path)


def _for_ever(response: Response, path: str) -> Response:
    name = Path(path).name
    policy = next((each for start, each in _WORKER_POLICIES.items() if name.startswith(start)), "default-src 'none'")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["Content-Security-Policy"] = policy
    response.headers["Vary"] = "Accept-Encoding"
    return response


def page_of(app: str) -> Response:
    """Answer with the page of an app, and with what it may do."""
    path = STATIC / app / "index.html"
    if not path.is_file():
        return HTMLResponse(_NOT_BUILT, status_code=503)
    return FileResponse(path, media_type="text/html; charset=utf-8", headers=_headers(app))


def mount_assets(app: FastAPI) -> None:
    """Serve scripts, styles, fonts and pictures of the pages."""
    app.mount("/static/assets", Assets(directory=STATIC / "assets", check_dir=False), name="assets")


def install(app: FastAPI) -> None:
    """Add the routes of the pages; whatever is not built answers with a sentence that says so."""
    mount_assets(app)

    @app.get("/favicon.ico", include_in_schema=False)
    def no_old_icon() -> Response:
        """Every page names its icon; what asks for this is not a page."""
        return Response(status_code=204)

    @app.get("/", include_in_schema=False)
    def home() -> Response:
        return page_of(HOME)

    @app.get("/{name}", include_in_schema=False)
    def without_slash(name: str, request: Request) -> Response:
        """Send ``/pengamat`` to ``/pengamat/``."""
        if name not in APPS:
            raise HTTPException(404)
        return RedirectResponse(request.url.replace(path=f"/{name}/"), status_code=308)

    @app.get("/pengamat/pemeriksa.html", include_in_schema=False)
    def single_file() -> Response:
        """Give the verifier as one file, to be kept: its page asks no server for anything."""
        path = STATIC / "pengamat" / "pemeriksa.html"
        if not path.is_file():
            raise HTTPException(404)
        return FileResponse(path, media_type="text/html; charset=utf-8", filename="pemeriksa.html")

    @app.get("/{name}/sw.js", include_in_schema=False)
    def worker(name: str) -> Response:
        """Give the service worker of an app; it stands beside the page, so that it rules that page alone."""
        path = STATIC / name / "sw.js"
        if name not in _OFFLINE or not path.is_file():
            raise HTTPException(404)
        return FileResponse(path, media_type="text/javascript", headers=_WORKER_HEADERS)

    @app.get("/{name}/", include_in_schema=False)
    def page(name: str) -> Response:
        if name not in APPS:
            raise HTTPException(404)
        return page_of(name)
