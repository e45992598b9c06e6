"""The HTTP client of all commands: which certificates it trusts, and that it follows nobody elsewhere."""

import ssl
from pathlib import Path

import httpx2

from rembug_api.cli.output import stop

_trust: list[ssl.SSLContext] = []


def trust_only(authority: Path) -> None:
    """Let every client of this run trust a laptop's own certificate, and no other.

    Raises:
        typer.Exit: with code 2, after an Indonesian sentence: the file is no certificate.
    """
    try:
        _trust[:] = [ssl.create_default_context(cafile=str(authority))]
    except OSError:
        # An SSLError is an OSError too.
        stop(f"{authority} bukan berkas sertifikat, atau tidak dapat dibaca.")


def open_client(seconds: float) -> httpx2.Client:
    """Return a client that waits so many seconds at most and follows no redirect."""
    return httpx2.Client(timeout=seconds, follow_redirects=False, verify=_trust[0] if _trust else True)
