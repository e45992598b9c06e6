"""witnesses of the log: what they cosigned, where they are asked, evidence, and logs that this service witnesses.

Revision: 0006
After: 0005
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def _election(table: str) -> tuple[sa.Column[str], sa.ForeignKeyConstraint]:
    name = op.f(f"fk_{table}_election_elections")
    return (
        sa.Column("election", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["election"], ["elections.id"], name=name),
    )


def upgrade() -> None:
    """Bring the schema to this revision."""
    op.create_table(
        "witness_points",
        *_election("witness_points"),
        sa.Column("size", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("election", "size", name=op.f("pk_witness_points")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "cosignatures",
        *_election("cosignatures"),
        sa.Column("size", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("witness", sa.String(length=300), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("election", "size", "witness", name=op.f("pk_cosignatures")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "witness_addresses",
        *_election("witness_addresses"),
        sa.Column("witness", sa.String(length=300), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("election", "witness", name=op.f("pk_witness_addresses")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "evidence",
        *_election("evidence"),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("election", "sha256", name=op.f("pk_evidence")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "witnessed_logs",
        sa.Column("origin", sa.String(length=300), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("origin", name=op.f("pk_witnessed_logs")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Take the schema back to the revision before."""
    for table in ("witnessed_logs", "evidence", "witness_addresses", "cosignatures", "witness_points"):
        op.drop_table(table)
