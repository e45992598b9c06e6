"""Run migrations, for the command line, for the service's start and for tests.

The database comes from, in this order: a connection that the caller put into
`config.attributes["connection"]`, `-x url=...`, the caller's `sqlalchemy.url`, and
`REMBUG_DATABASE_URL`.  On the command line the program that runs migrations is trusted with the
whole database.
"""

import os
import sys
from logging.config import fileConfig

from alembic import context
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import NullPool

from rembug_service.sql.tables import metadata

config = context.config


def _url() -> str:
    """Return the database's URL, or end with a sentence that says how to name one."""
    url = (
        context.get_x_argument(as_dictionary=True).get("url")
        or config.get_main_option("sqlalchemy.url")
        or os.environ.get("REMBUG_DATABASE_URL")
    )
    if not url:
        sys.exit("Alamat basis data belum ada: isi REMBUG_DATABASE_URL atau beri -x url=...")
    return url


def _leave_transactions_to_us(connection: DBAPIConnection, _record: object) -> None:
    """Stop the driver from committing before each change of the schema."""
    connection.isolation_level = None


def _begin_at_once(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _engine(url: str) -> Engine:
    """Return an engine on `url`; SQLite goes through the library that the service itself uses."""
    if make_url(url).get_backend_name() == "sqlite":
        import pysqlite3.dbapi2  # noqa: PLC0415 - a server on PostgreSQL may lack it

        engine = create_engine(url, module=pysqlite3.dbapi2, poolclass=NullPool)
        event.listen(engine, "connect", _leave_transactions_to_us)
        event.listen(engine, "begin", _begin_at_once)
        return engine
    return create_engine(url, poolclass=NullPool)


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        # SQLite cannot alter most things in place: Alembic copies the table instead.
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        # All or nothing: a failed upgrade leaves the old schema, on SQLite too.
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def _run_offline() -> None:
    context.configure(url=_url(), target_metadata=metadata, literal_binds=True, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


def _run_online() -> None:
    given = config.attributes.get("connection")
    if isinstance(given, Connection):
        _run(given)
        return
    if isinstance(given, Engine):  # pytest-alembic hands over an engine
        with given.connect() as connection:
            _run(connection)
        return
    engine = _engine(_url())
    with engine.connect() as connection:
        _run(connection)


if config.config_file_name is not None and config.attributes.get("configure_logger", True):
    fileConfig(config.config_file_name, disable_existing_loggers=False)

if context.is_offline_mode():
    _run_offline()
else:
    _run_online()
