"""``rembug serve``: the server of a committee, on one folder."""

import ipaddress
import socket
import ssl
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from rembug_api.cli.output import FAILED, err, need_server_packages, reason, stop

if TYPE_CHECKING:
    from rembug_api.lan.door import Lan
    from rembug_api.lan.servers import Ports
    from rembug_api.setup_code import SetupCode
    from rembug_service.service import Service
    from rembug_service.witnesses.desk import WitnessDesk

_PORT: Final = 8_000
_HTTPS_PORT: Final = 8_443
_DOOR_PORT: Final = 8_080


def serve(  # noqa: PLR0913 - each is an option of the command
    *,
    data: Annotated[Path, typer.Option("--data", help="Folder data panitia.")],
    lan: Annotated[
        bool, typer.Option("--lan", help="Layani tablet di jaringan setempat, dengan sertifikat buatan sendiri.")
    ] = False,
    host: Annotated[str | None, typer.Option("--host", help="Alamat jaringan; biasanya tidak perlu diisi.")] = None,
    port: Annotated[
        int | None,
        typer.Option("--port", min=0, max=65535, help=f"Nomor port; biasanya {_PORT}, dengan --lan {_HTTPS_PORT}."),
    ] = None,
    local_port: Annotated[
        int, typer.Option("--local-port", min=0, max=65535, help="Dengan --lan: port untuk laptop ini sendiri.")
    ] = _PORT,
    door_port: Annotated[
        int, typer.Option("--door-port", min=0, max=65535, help="Dengan --lan: port halaman pasang sertifikat.")
    ] = _DOOR_PORT,
    database_url: Annotated[
        str | None,
        typer.Option("--database-url", envvar="REMBUG_DATABASE_URL", help="PostgreSQL; tanpa ini SQLite di folder."),
    ] = None,
    mirror: Annotated[
        Path | None,
        typer.Option(
            "--mirror",
            envvar="REMBUG_MIRROR",
            help="Folder di media kedua (USB) yang ikut menyimpan setiap suara sebelum struk keluar.",
        ),
    ] = None,
    release_mirror: Annotated[
        bool,
        typer.Option("--release-mirror", help="Jalan tanpa media kedua, karena media itu hilang atau rusak."),
    ] = False,
    tls_cert: Annotated[
        Path | None, typer.Option("--tls-cert", envvar="REMBUG_TLS_CERT", help="Sertifikat TLS (PEM).")
    ] = None,
    tls_key: Annotated[Path | None, typer.Option("--tls-key", envvar="REMBUG_TLS_KEY", help="Kunci TLS (PEM).")] = None,
) -> None:
    """Jalankan server pemilihan."""
    # Without a host: this machine alone, and for a network every address that it has.
    place = host if host is not None or lan else "127.0.0.1"
    check_transport(place, tls_cert, tls_key, lan=lan)
    try:
        from rembug_api.lan.servers import Ports, listen  # noqa: PLC0415 - a base install has no server
        from rembug_service.errors import ServiceError  # noqa: PLC0415 - the same
        from rembug_service.mirror import release  # noqa: PLC0415 - the same
        from rembug_service.service import Service  # noqa: PLC0415 - the same
    except ImportError as missing:
        need_server_packages(missing)
    if mirror is not None and release_mirror:
        stop("--mirror dan --release-mirror tidak dipakai bersama.")
    try:
        if release_mirror:
            release(data)
        if lan:
            with (
                listen(place, _HTTPS_PORT if port is None else port) as main,
                listen("127.0.0.1", local_port) as local,
                listen(place, door_port) as door,
            ):
                here = _network(data, place, main.getsockname()[1], door.getsockname()[1])
                desk = _desk(data)
                _serve_lan(Service.open(data, database_url, mirror=mirror), here, Ports(main, local, door), desk)
        else:
            with listen(place, _PORT if port is None else port) as main:
                certificate = None if tls_cert is None or tls_key is None else (tls_cert, tls_key)
                desk = _desk(data)
                _serve_one(Service.open(data, database_url, mirror=mirror), place or "", main, certificate, desk)
    except ServiceError as error:
        stop(error.detail, FAILED)


def _network(data: Path, host: str | None, https_port: int, door_port: int) -> "Lan":
    """Make or read the authority of the folder, and a certificate for the addresses that this machine has now."""
    from rembug_api.lan.addresses import reach  # noqa: PLC0415 - a base install has no server
    from rembug_api.lan.authority import Authority, now_utc  # noqa: PLC0415 - the same
    from rembug_api.lan.door import Lan  # noqa: PLC0415 - the same

    try:
        authority = Authority(data / "tls", now_utc())
        found = reach()
        authority.serve_certificate(found, now_utc())
    except OSError as error:
        stop(f"Folder {data / 'tls'} tidak dapat ditulis: {reason(error)}.", FAILED)
    return Lan(authority, found, https_port, door_port, host)


def _desk(data: Path) -> "WitnessDesk | None":
    """Return this service's desk as a witness of logs elsewhere, where the operator named them."""
    from rembug_service.system import system_random  # noqa: PLC0415 - a base install has no server
    from rembug_service.witnesses.desk import open_desk  # noqa: PLC0415 - the same

    desk = open_desk(data, system_random)
    if desk is not None:
        err.print(f"Saksi untuk {len(desk.logs)} buku, di /saksi. Kunci saksi ini:")
        err.print(desk.key.to_text(), soft_wrap=True)
    return desk


def _serve_lan(service: "Service", lan: "Lan", ports: "Ports", desk: "WitnessDesk | None") -> None:
    from rembug_api.app import create_app  # noqa: PLC0415 - a base install has no server
    from rembug_api.lan.servers import serve_lan  # noqa: PLC0415 - the same

    code = _setup_code(service)
    local = ports.local.getsockname()[1]
    _say(lan, local, code)
    serve_lan(create_app(service, lan, code, desk), lan, ports, lambda changed: _say(changed, local, None))


def _serve_one(
    service: "Service",
    host: str,
    main: socket.socket,
    certificate: tuple[Path, Path] | None,
    desk: "WitnessDesk | None",
) -> None:
    from rembug_api.app import create_app  # noqa: PLC0415 - a base install has no server
    from rembug_api.lan.servers import serve_one  # noqa: PLC0415 - the same

    code = None if is_loopback(host) else _setup_code(service)
    scheme = "https" if certificate else "http"
    shown = f"[{host}]" if ":" in host else host
    err.print(f"Rembug berjalan di {scheme}://{shown}:{main.getsockname()[1]} (berhenti: Ctrl+C)")
    _say_code(code)
    serve_one(create_app(service, setup_code=code, witness_desk=desk), main, certificate)


def _setup_code(service: "Service") -> "SetupCode | None":
    """Draw a code for the first account, where there is none yet."""
    from rembug_api.setup_code import SetupCode  # noqa: PLC0415 - a base install has no server
    from rembug_service.accounts import is_new  # noqa: PLC0415 - the same

    return SetupCode.draw() if is_new(service) else None


def _say(lan: "Lan", local: int, code: "SetupCode | None") -> None:
    """Print what the officer at the laptop does next: open a page here, and bring tablets in."""
    import qrcode  # noqa: PLC0415 - a base install has no server

    err.print(f"Di laptop ini, buka http://localhost:{local}/ (berhenti: Ctrl+C)")
    _say_code(code)
    door = lan.door_addresses[0]
    err.print(f"\nSetiap tablet, satu kali: buka {door} atau pindai kotak ini, lalu pasang sertifikat.", soft_wrap=True)
    square = qrcode.QRCode(border=2)
    square.add_data(door)
    square.print_ascii(out=err.file, invert=err.is_terminal)
    err.print("Cocokkan sidik jari sertifikat dengan yang tampil di tablet:")
    err.print(lan.authority.fingerprint, soft_wrap=True)
    err.print(f"\nSesudah itu tablet membuka {lan.https_addresses[0]}", soft_wrap=True)


def _say_code(code: "SetupCode | None") -> None:
    if code is not None:
        err.print(f"Kode penyiapan untuk membuat akun pertama: {code.shown}", style="bold")


def check_transport(host: str | None, tls_cert: Path | None, tls_key: Path | None, *, lan: bool = False) -> None:
    """Refuse to speak plain HTTP to a network: a password would go over the air in clear.

    Raises:
        typer.Exit: with code 2, after an Indonesian sentence.
    """
    if lan and (tls_cert is not None or tls_key is not None):
        stop("--lan membuat sertifikatnya sendiri; jangan diberikan bersama --tls-cert dan --tls-key.")
    if (tls_cert is None) != (tls_key is None):
        stop("--tls-cert dan --tls-key harus diberikan bersama.")
    for path in (tls_cert, tls_key):
        if path is not None and not path.is_file():
            stop(f"Berkas {path} tidak ada.")
    if tls_cert is not None and tls_key is not None:
        try:
            # An empty passphrase, or OpenSSL would ask for one in the middle of a start by machine.
            ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(tls_cert, tls_key, password="")
        except OSError:
            # An SSLError is an OSError too.
            stop(f"{tls_cert} dan {tls_key} bukan sertifikat PEM dengan kuncinya yang tanpa sandi.")
    if not lan and tls_cert is None and not is_loopback(host or ""):
        stop("Di luar komputer ini server harus memakai TLS: pakai --lan, atau --tls-cert dan --tls-key.")


def is_loopback(host: str) -> bool:
    """Say whether an address is this machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
