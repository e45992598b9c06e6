"""an account may be bound to one election.

Revision: 0011
After: 0010
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Bring the schema to this revision."""
    op.add_column("accounts", sa.Column("election", sa.String(length=64), nullable=True))


def downgrade() -> None:
    """Take the schema back to the revision before."""
    op.drop_column("accounts", "election")
