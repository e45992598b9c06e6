"""A private PostgreSQL server, started from the machine's own programs and thrown away."""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

_PATIENCE = 60.0  # seconds for the server to start or stop on a busy machine
# Not for speed alone: a throw-away server needs no durability, a loaded disk would time out.
_SETTINGS = ("fsync=off", "full_page_writes=off", "max_connections=60", "shared_buffers=32MB")
_DURABLE = _SETTINGS[2:]


class NoPostgresError(Exception):
    """The machine has no PostgreSQL, or it did not start."""


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A running server on the loopback address."""

    port: int
    password: str

    def url(self, database: str) -> str:
        """Return the SQLAlchemy URL of one of its databases."""
        return f"postgresql+psycopg://rembug:{self.password}@127.0.0.1:{self.port}/{database}"

    @contextmanager
    def fresh_database(self) -> Iterator[str]:
        """Create an empty database, give its URL, and drop it whoever is still connected."""
        name = f"t_{secrets.token_hex(8)}"
        self._run(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield self.url(name)
        finally:
            self._run(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def _run(self, statement: sql.Composed) -> None:
        with self.connect() as connection:
            connection.execute(statement)

    def connect(self) -> psycopg.Connection:
        """Open a connection to the server's own database."""
        return psycopg.connect(
            host="127.0.0.1",
            port=self.port,
            user="rembug",
            password=self.password,
            dbname="postgres",
            autocommit=True,
            connect_timeout=5,
        )


def server_programs(debian: Path = Path("/usr/lib/postgresql")) -> Path:
    """Return the folder of the newest installed server's programs.

    Raises:
        NoPostgresError: there is none; the message says how to install it.
    """
    found = sorted(debian.glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    if found:
        return found[-1].parent
    elsewhere = shutil.which("initdb")
    if elsewhere:
        return Path(elsewhere).resolve().parent
    message = (
        "These tests need a PostgreSQL server program (initdb, postgres) and found none in "
        "/usr/lib/postgresql or on the PATH.  On Debian: apt-get install postgresql"
    )
    raise NoPostgresError(message)


def _unprivileged() -> pwd.struct_passwd | None:
    """Return the account to start the server as, since it refuses root; None if we are not root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    message = "PostgreSQL refuses to run as root, and there is neither `postgres` nor `nobody`."
    raise NoPostgresError(message)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _start(command: list[str], log: Path, home: Path) -> subprocess.Popen[bytes]:
    """Start a program as the unprivileged account, in `home`, its output appended to `log`."""
    account = _unprivileged()
    with log.open("ab") as out:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            cwd=home,
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "HOME": str(home)},
            user=account.pw_uid if account else None,
            group=account.pw_gid if account else None,
            extra_groups=[] if account else None,
        )


def _wait_until_it_answers(server: PostgresServer, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            server.connect().close()
        except psycopg.OperationalError as error:
            if process.poll() is not None or time.monotonic() > deadline:
                message = f"PostgreSQL did not start: {log.read_text(errors='replace')[-2000:]}"
                raise NoPostgresError(message) from error
            time.sleep(0.05)
        else:
            return


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGINT)  # "fast": ends the sessions, then shuts down
    try:
        process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextmanager
def private_postgres(*, durable: bool = False) -> Iterator[PostgresServer]:
    """Run a new, empty server until the block is left.

    Args:
        durable: flush to the medium as a real server does, for measuring.

    Raises:
        NoPostgresError: there is no PostgreSQL, or it does not start; the message says which.
    """
    programs = server_programs()
    account = _unprivileged()
    # Not below pytest's folder: that one is closed to the account that must run the server, and
    # the path of a unix socket may have 107 bytes at most.
    with tempfile.TemporaryDirectory(prefix="rembug-pg-", ignore_cleanup_errors=True) as folder:
        home, log = Path(folder), Path(folder, "log")
        server = PostgresServer(_free_port(), secrets.token_hex(16))
        password_file = home / "password"
        password_file.write_text(server.password)
        if account:
            os.chown(home, account.pw_uid, account.pw_gid)
            os.chown(password_file, account.pw_uid, account.pw_gid)
        data = str(home / "data")
        initdb = [str(programs / "initdb"), "--pgdata", data, "--username", "rembug"]
        initdb += ["--auth", "scram-sha-256", "--pwfile", str(password_file), "--no-sync"]
        initdb += ["--encoding", "UTF8", "--locale", "C.UTF-8"]
        if _start(initdb, log, home).wait(_PATIENCE) != 0:
            message = f"initdb failed: {log.read_text(errors='replace')[-2000:]}"
            raise NoPostgresError(message)
        postgres = [str(programs / "postgres"), "-D", data, "-k", folder, "-h", "127.0.0.1"]
        postgres += ["-p", str(server.port)]
        postgres += [word for setting in (_DURABLE if durable else _SETTINGS) for word in ("-c", setting)]
        process = _start(postgres, log, home)
        try:
            _wait_until_it_answers(server, process, log)
            yield server
        finally:
            _stop(process)
