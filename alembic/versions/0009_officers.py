"""devices that accounts know, and what officers did.

Revision: 0009
After: 0008
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Bring the schema to this revision."""
    op.create_table(
        "known_devices",
        sa.Column("account", sa.String(length=40), nullable=False),
        sa.Column("device", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name=op.f("fk_known_devices_account_accounts")),
        sa.PrimaryKeyConstraint("account", "device", name=op.f("pk_known_devices")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "audit_trail",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("moment", sa.BigInteger(), nullable=False),
        sa.Column("account", sa.String(length=40), nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("election", sa.String(length=64), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_trail")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Take the schema back to the revision before."""
    op.drop_table("audit_trail")
    op.drop_table("known_devices")
