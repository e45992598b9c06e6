"""A real server on loopback for the demo, in a thread of this process."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from rembug_api.app import create_app
from rembug_api.streams import end_with
from rembug_service.service import Service
from rembug_service.system import system_random
from rembug_service.witnesses.desk import open_desk


@contextmanager
def running_server(data: Path, port: int = 0, url: str | None = None) -> Iterator[str]:
    """Serve a folder on 127.0.0.1 and give the address; stops at the end.

    Args:
        data: the folder.
        port: 0 takes a free one.
        url: of the database, if it is not SQLite in the folder.

    Raises:
        RuntimeError: the server did not start.
    """
    service = Service.open(data, url)
    app = create_app(service, witness_desk=open_desk(data, system_random))
    config = uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning", access_log=False)
    server = uvicorn.Server(config)
    end_with(app, server)
    thread = threading.Thread(target=server.run, name="rembug-demo-server", daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started and thread.is_alive() and time.monotonic() < deadline:
        time.sleep(0.02)
    if not server.started:
        service.close()
        raise RuntimeError("the server did not start")
    chosen = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{chosen}"
    finally:
        server.should_exit = True
        thread.join(timeout=20)
