"""what the register says of residents is sealed.

The caller gives the key: `config.attributes["register_key"]`, a function, or `-x key=FILE`, the server's key file.
Where the register is empty none is needed.

Revision: 0010
After: 0009
"""

import json
import os
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import context, op
from nacl.secret import Aead

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_BLOCK = 64
_OPEN = ("election", "person", "sex", "adult", "rt", "rw", "status", "nik_fingerprint", "salt")
# Nicknames are a JSON array in a text; in what is sealed they are an array.
_PRIVATE = ("name", "nicknames", "birth_year", "note", "nik_last4")


def upgrade() -> None:
    """Bring the schema to this revision."""
    rows = _taken_out(*_OPEN, *_PRIVATE)
    _create(sa.Column("private", sa.LargeBinary(), nullable=False))
    if not rows:
        return
    box = _box()
    for row in rows:
        members = [json.loads(str(value)) if name == "nicknames" else value for name, value in _parts(row, _PRIVATE)]
        text = json.dumps(members, ensure_ascii=False).encode()
        padded = text.ljust(-(-len(text) // _BLOCK) * _BLOCK)
        row["private"] = bytes(box.encrypt(padded, _about(row), os.urandom(Aead.NONCE_SIZE)))
    _put_back(rows, "private")


def downgrade() -> None:
    """Take the schema back to the revision before."""
    rows = _taken_out(*_OPEN, "private")
    _create(
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("nicknames", sa.Text(), nullable=False),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("nik_last4", sa.String(length=4), nullable=True),
    )
    if not rows:
        return
    box = _box()
    for row in rows:
        sealed = row["private"]
        assert isinstance(sealed, bytes)
        members = json.loads(box.decrypt(sealed, _about(row)))
        row.update(zip(_PRIVATE, members, strict=True))
        row["nicknames"] = json.dumps(row["nicknames"], ensure_ascii=False)
    _put_back(rows, *_PRIVATE)


def _parts(row: dict[str, object], names: Sequence[str]) -> list[tuple[str, object]]:
    return [(name, row[name]) for name in names]


def _taken_out(*names: str) -> list[dict[str, object]]:
    """Return all rows and drop the table.  SQLite overwrites what it drops: `secure_delete` is on."""
    columns: list[sa.ColumnClause[Any]] = [sa.column(name) for name in names]
    rows = [dict(row) for row in op.get_bind().execute(sa.select(*columns).select_from(_residents())).mappings()]
    for row in rows:
        # SQLite has no truth values, and this select knows no types.
        row["adult"] = None if row["adult"] is None else bool(row["adult"])
    op.drop_table("residents")
    return rows


def _create(*columns: sa.Column[Any]) -> None:
    op.create_table(
        "residents",
        sa.Column("election", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=10), nullable=False),
        sa.Column("sex", sa.String(length=1), nullable=False),
        sa.Column("adult", sa.Boolean(), nullable=True),
        sa.Column("rt", sa.Integer(), nullable=True),
        sa.Column("rw", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("nik_fingerprint", sa.LargeBinary(), nullable=True),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["election"], ["elections.id"], name=op.f("fk_residents_election_elections")),
        sa.PrimaryKeyConstraint("election", "person", name=op.f("pk_residents")),
        sqlite_with_rowid=False,
    )


def _put_back(rows: list[dict[str, object]], *names: str) -> None:
    wanted = (*_OPEN, *names)
    op.get_bind().execute(sa.insert(_residents(*wanted)), [{name: row[name] for name in wanted} for row in rows])


def _residents(*names: str) -> sa.TableClause:
    return sa.table("residents", *(sa.column(name) for name in names))


def _box() -> Aead:
    given = context.config.attributes.get("register_key")
    if given is not None:
        return Aead(given())
    path = context.get_x_argument(as_dictionary=True).get("key")
    if not path:
        raise RuntimeError("Data warga perlu kunci server: beri -x key=server.key")
    return Aead(blake2b(key=Path(path).read_bytes()[:32], digest_size=32, person=b"rembug-register").digest())


def _about(row: dict[str, object]) -> bytes:
    return f"rembug-residents\n{row['election']}\n{row['person']}".encode()
