"""Three servers in one process: everything over HTTPS, the same for this laptop alone, the certificate page in clear.

The laptop's own browser asks over loopback, where browsers want no certificate.

While they run, the certificate follows the machine: a new address of the network, or the last month of the
certificate's life, makes another one, and the next connection uses it.
"""

import asyncio
import contextlib
import socket
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import uvicorn
import uvloop
from fastapi import FastAPI

from rembug_api.collector import leave_what_stays_alone
from rembug_api.lan.addresses import reach
from rembug_api.lan.authority import now_utc
from rembug_api.lan.door import Lan, create_door
from rembug_api.streams import GRACE_SECONDS, end_with
from rembug_service.errors import Conflict

_LOOK_SECONDS: Final = 20.0
_BACKLOG: Final = 2_048


def listen(host: str | None, port: int) -> socket.socket:
    """Take a port; 0 takes a free one, and without a host every address of this machine.

    Raises:
        Conflict: PORT_TERPAKAI: somebody has it, or this machine has no such address.
    """
    try:
        if host is None and socket.has_dualstack_ipv6():
            return socket.create_server(("", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=_BACKLOG)
        family = socket.AF_INET6 if ":" in (host or "") else socket.AF_INET
        return socket.create_server((host or "", port), family=family, backlog=_BACKLOG)
    except OSError:
        raise Conflict(
            "PORT_TERPAKAI",
            f"Nomor port {port} di {host or 'komputer ini'} tidak dapat dipakai. Mungkin Rembug sudah berjalan; "
            "hentikan dulu yang lain, atau pilih nomor port lain.",
        ) from None


def serve_one(app: FastAPI, listening: socket.socket, certificate: tuple[Path, Path] | None) -> None:
    """Serve until the process is told to stop; ``certificate`` is the files of a certificate and its key."""
    with contextlib.suppress(KeyboardInterrupt):
        server = _server(app, certificate)
        end_with(app, server)
        _run(server.serve([listening]))


@dataclass(frozen=True, slots=True)
class Ports:
    """Where the three servers listen: HTTPS, loopback, and the certificate page."""

    main: socket.socket
    local: socket.socket
    door: socket.socket


def serve_lan(app: FastAPI, lan: Lan, ports: Ports, changed: Callable[[Lan], None]) -> None:
    """Serve until the process is told to stop.

    Args:
        app: the application.
        lan: authority and addresses; ``lan.reach`` is kept as the machine is.
        ports: where to listen.
        changed: called when the addresses have changed.
    """
    with contextlib.suppress(KeyboardInterrupt):
        _run(_serve(app, lan, ports, changed))


def _run(serving: Coroutine[object, object, None]) -> None:
    leave_what_stays_alone()
    # Casting is bounded by what a request costs the one thread of this loop: this loop and llhttp cost it least.
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serving)


async def _serve(app: FastAPI, lan: Lan, ports: Ports, changed: Callable[[Lan], None]) -> None:
    paths = lan.authority.paths
    main = _server(app, (paths.leaf, paths.leaf_key))
    # The service opens and closes with the main server alone.
    beside = [(_server(app, None, lifespan="off"), ports.local), (_server(create_door(lan), None), ports.door)]
    end_with(app, main, beside[0][0])
    follower = asyncio.create_task(_follow(main, lan, changed))
    others = [asyncio.create_task(server.serve([listening])) for server, listening in beside]
    try:
        await main.serve([ports.main])
    finally:
        follower.cancel()
        for server, _ in beside:
            server.should_exit = True
        await asyncio.gather(*others)


def _server(
    app: FastAPI, certificate: tuple[Path, Path] | None, lifespan: Literal["auto", "off"] = "auto"
) -> uvicorn.Server:
    """Return a server without an access log: who fetched what and when would stand beside the ballots."""
    return uvicorn.Server(
        uvicorn.Config(
            app,
            http="httptools",
            lifespan=lifespan,
            access_log=False,
            log_level="warning",
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=GRACE_SECONDS,
            ssl_certfile=None if certificate is None else certificate[0],
            ssl_keyfile=None if certificate is None else certificate[1],
        )
    )


async def _follow(main: uvicorn.Server, lan: Lan, changed: Callable[[Lan], None]) -> None:
    while True:
        await asyncio.sleep(_LOOK_SECONDS)
        found = await asyncio.to_thread(reach)
        renewed = await asyncio.to_thread(lan.authority.serve_certificate, found, now_utc())
        if renewed and main.config.ssl is not None:
            paths = lan.authority.paths
            main.config.ssl.load_cert_chain(paths.leaf, paths.leaf_key)
        if found != lan.reach:
            lan.reach = found
            changed(lan)
