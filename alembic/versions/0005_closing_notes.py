"""what officers said of ballots that may have stayed behind.

Revision: 0005
After: 0004
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Bring the schema to this revision."""
    op.create_table(
        "closing_notes",
        sa.Column("election", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["election"], ["elections.id"], name=op.f("fk_closing_notes_election_elections")),
        sa.PrimaryKeyConstraint("election", "number", name=op.f("pk_closing_notes")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Take the schema back to the revision before."""
    op.drop_table("closing_notes")
