"""Two servers in one process: everything over HTTPS, and the certificate page over plain HTTP.

While they run, the certificate follows the machine: a new address of the network, or the last month of the
certificate's life, makes another one, and the next connection uses it.
"""

import asyncio
import contextlib
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Final

import uvicorn
from fastapi import FastAPI

from rembug_api.lan.addresses import reach
from rembug_api.lan.authority import now_utc
from rembug_api.lan.door import Lan, create_door
from rembug_service.errors import Conflict

_LOOK_SECONDS: Final = 20.0
_BACKLOG: Final = 2_048


def listen(host: str, port: int) -> socket.socket:
    """Take a port; 0 takes a free one.

    Raises:
        Conflict: PORT_TERPAKAI: somebody has it, or this machine has no such address.
    """
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except OSError:
        raise Conflict(
            "PORT_TERPAKAI",
            f"Alamat {host} nomor port {port} tidak dapat dipakai. Mungkin Rembug sudah berjalan; "
            "hentikan dulu yang lain, atau pilih nomor port lain.",
        ) from None


def serve_one(app: FastAPI, listening: socket.socket, certificate: tuple[Path, Path] | None) -> None:
    """Serve until the process is told to stop; ``certificate`` is the files of a certificate and its key."""
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_server(app, certificate).serve([listening]))


def serve_lan(
    app: FastAPI, lan: Lan, main: socket.socket, door: socket.socket, changed: Callable[[Lan], None]
) -> None:
    """Serve until the process is told to stop.

    Args:
        app: the application that HTTPS serves.
        lan: authority and ports; ``lan.reach`` is kept as the machine is.
        main: where HTTPS listens.
        door: where plain HTTP listens, with the certificate page alone.
        changed: called when the addresses have changed.
    """
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(app, lan, main, door, changed))


async def _serve(
    app: FastAPI, lan: Lan, main_socket: socket.socket, door_socket: socket.socket, changed: Callable[[Lan], None]
) -> None:
    paths = lan.authority.paths
    main = _server(app, (paths.leaf, paths.leaf_key))
    door = _server(create_door(lan), None)
    follower = asyncio.create_task(_follow(main, lan, changed))
    beside = asyncio.create_task(door.serve([door_socket]))
    try:
        await main.serve([main_socket])
    finally:
        follower.cancel()
        door.should_exit = True
        await beside


def _server(app: FastAPI, certificate: tuple[Path, Path] | None) -> uvicorn.Server:
    """Return a server without an access log: who fetched what and when would stand beside the ballots."""
    return uvicorn.Server(
        uvicorn.Config(
            app,
            access_log=False,
            log_level="warning",
            proxy_headers=False,
            server_header=False,
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
