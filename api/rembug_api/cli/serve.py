"""``rembug serve``: the server of a committee, on one folder."""

import ipaddress
from pathlib import Path
from typing import Annotated

import typer

from rembug_api.cli.output import FAILED, err, need_server_packages, stop


def serve(
    *,
    data: Annotated[Path, typer.Option("--data", help="Folder data panitia.")],
    host: Annotated[str, typer.Option("--host", help="Alamat jaringan.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Nomor port.")] = 8000,
    database_url: Annotated[
        str | None,
        typer.Option("--database-url", envvar="REMBUG_DATABASE_URL", help="PostgreSQL; tanpa ini SQLite di folder."),
    ] = None,
    tls_cert: Annotated[
        Path | None, typer.Option("--tls-cert", envvar="REMBUG_TLS_CERT", help="Sertifikat TLS (PEM).")
    ] = None,
    tls_key: Annotated[Path | None, typer.Option("--tls-key", envvar="REMBUG_TLS_KEY", help="Kunci TLS (PEM).")] = None,
) -> None:
    """Jalankan server pemilihan."""
    check_transport(host, tls_cert, tls_key)
    try:
        import uvicorn  # noqa: PLC0415 - a base install has no server

        from rembug_api.app import create_app  # noqa: PLC0415 - the same
        from rembug_service.errors import ServiceError  # noqa: PLC0415 - the same
        from rembug_service.service import Service  # noqa: PLC0415 - the same
    except ImportError as missing:
        need_server_packages(missing)
    try:
        service = Service.open(data, database_url)
    except ServiceError as error:
        stop(error.detail, FAILED)
    scheme = "https" if tls_cert else "http"
    shown = f"[{host}]" if ":" in host else host
    err.print(f"Rembug berjalan di {scheme}://{shown}:{port} (berhenti: Ctrl+C)")
    # No access log: who fetched what and when would stand beside the ballots.
    uvicorn.run(
        create_app(service),
        host=host,
        port=port,
        access_log=False,
        log_level="warning",
        proxy_headers=False,
        server_header=False,
        ssl_certfile=tls_cert,
        ssl_keyfile=tls_key,
    )


def check_transport(host: str, tls_cert: Path | None, tls_key: Path | None) -> None:
    """Refuse to speak plain HTTP to a network: a password would go over the air in clear.

    Raises:
        typer.Exit: with code 2, after an Indonesian sentence.
    """
    if (tls_cert is None) != (tls_key is None):
        stop("--tls-cert dan --tls-key harus diberikan bersama.")
    for path in (tls_cert, tls_key):
        if path is not None and not path.is_file():
            stop(f"Berkas {path} tidak ada.")
    if tls_cert is None and not is_loopback(host):
        stop("Di luar komputer ini server harus memakai TLS: tambahkan --tls-cert dan --tls-key.")


def is_loopback(host: str) -> bool:
    """Say whether an address is this machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
