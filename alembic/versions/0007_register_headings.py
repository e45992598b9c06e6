"""what officers said of the headings of their lists.

Revision: 0007
After: 0006
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Bring the schema to this revision."""
    op.create_table(
        "register_headings",
        sa.Column("election", sa.String(length=64), nullable=False),
        sa.Column("heading", sa.String(length=60), nullable=False),
        sa.Column("meaning", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["election"], ["elections.id"], name=op.f("fk_register_headings_election_elections")),
        sa.PrimaryKeyConstraint("election", "heading", name=op.f("pk_register_headings")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Take the schema back to the revision before."""
    op.drop_table("register_headings")
