"""drafts of assemblies' minutes, and their attachments.

Revision: 0003
After: 0002
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Bring the schema to this revision."""
    op.create_table(
        "assembly_drafts",
        sa.Column("election", sa.String(length=64), nullable=False),
        sa.Column("draft", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("device", sa.String(length=32), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(length=40), nullable=False),
        sa.Column("assembly", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column("recorded", sa.Integer(), nullable=True),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["author"], ["accounts.id"], name=op.f("fk_assembly_drafts_author_accounts")),
        sa.ForeignKeyConstraint(["election"], ["elections.id"], name=op.f("fk_assembly_drafts_election_elections")),
        sa.PrimaryKeyConstraint("election", "draft", name=op.f("pk_assembly_drafts")),
    )
    op.create_table(
        "assembly_files",
        sa.Column("election", sa.String(length=64), nullable=False),
        sa.Column("draft", sa.String(length=32), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media", sa.String(length=20), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["election"], ["elections.id"], name=op.f("fk_assembly_files_election_elections")),
        sa.PrimaryKeyConstraint("election", "draft", "sha256", name=op.f("pk_assembly_files")),
    )


def downgrade() -> None:
    """Take the schema back to the revision before."""
    op.drop_table("assembly_files")
    op.drop_table("assembly_drafts")
