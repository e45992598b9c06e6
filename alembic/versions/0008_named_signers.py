"""who is asked to sign a text has a name.

Revision: 0008
After: 0007
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Bring the schema to this revision."""
    _make_again(named=True)


def downgrade() -> None:
    """Take the schema back to the revision before."""
    _make_again(named=False)


def _make_again(*, named: bool) -> None:
    # No version could fill this table before 0008, and whoever goes back asks for the signatures again.
    op.drop_table("writing_signers")
    op.create_table(
        "writing_signers",
        sa.Column("election", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("document", sa.String(length=10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=not named),
        sa.Column("capacity", sa.Text(), nullable=not named),
        sa.Column("key", sa.LargeBinary(), nullable=True),
        sa.Column("signature", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["election"], ["elections.id"], name=op.f("fk_writing_signers_election_elections")),
        sa.PrimaryKeyConstraint("election", "code", name=op.f("pk_writing_signers")),
        sqlite_with_rowid=False,
    )
