"""texts of AD, ART, tatib and criteria: versions, proposals, remarks, signers.

Revision: 0004
After: 0003
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Bring the schema to this revision."""
    op.create_table(
        "writings",
        sa.Column("election", sa.String(length=64), nullable=False),
        sa.Column("document", sa.String(length=10), nullable=False),
        sa.Column("offered", sa.Integer(), nullable=True),
        sa.Column("assembly", sa.Integer(), nullable=True),
        sa.Column("decision", sa.Integer(), nullable=True),
        sa.Column("scan", sa.String(length=64), nullable=True),
        sa.Column("notary_version", sa.Integer(), nullable=True),
        sa.Column("notary_name", sa.Text(), nullable=True),
        sa.Column("notary_number", sa.Text(), nullable=True),
        sa.Column("notary_date", sa.String(length=10), nullable=True),
        sa.ForeignKeyConstraint(["election"], ["elections.id"], name=op.f("fk_writings_election_elections")),
        sa.PrimaryKeyConstraint("election", "document", name=op.f("pk_writings")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "writing_versions",
        sa.Column("election", sa.String(length=64), nullable=False),
        sa.Column("document", sa.String(length=10), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("author", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("saved", sa.BigInteger(), nullable=False),
        sa.Column("discussed", sa.Boolean(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["author"], ["accounts.id"], name=op.f("fk_writing_versions_author_accounts")),
        sa.ForeignKeyConstraint(["election"], ["elections.id"], name=op.f("fk_writing_versions_election_elections")),
        sa.PrimaryKeyConstraint("election", "document", "version", name=op.f("pk_writing_versions")),
    )
    op.create_table(
        "writing_proposals",
        sa.Column("election", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document", sa.String(length=10), nullable=False),
        sa.Column("part", sa.String(length=12), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("assembly", sa.Integer(), nullable=True),
        sa.Column("proposer", sa.Text(), nullable=False),
        sa.Column("author", sa.String(length=40), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("dissent", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["author"], ["accounts.id"], name=op.f("fk_writing_proposals_author_accounts")),
        sa.ForeignKeyConstraint(["election"], ["elections.id"], name=op.f("fk_writing_proposals_election_elections")),
        sa.PrimaryKeyConstraint("election", "number", name=op.f("pk_writing_proposals")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "writing_comments",
        sa.Column("election", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document", sa.String(length=10), nullable=False),
        sa.Column("part", sa.String(length=12), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("author", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["author"], ["accounts.id"], name=op.f("fk_writing_comments_author_accounts")),
        sa.ForeignKeyConstraint(["election"], ["elections.id"], name=op.f("fk_writing_comments_election_elections")),
        sa.PrimaryKeyConstraint("election", "number", name=op.f("pk_writing_comments")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "writing_signers",
        sa.Column("election", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("document", sa.String(length=10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("capacity", sa.Text(), nullable=True),
        sa.Column("key", sa.LargeBinary(), nullable=True),
        sa.Column("signature", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["election"], ["elections.id"], name=op.f("fk_writing_signers_election_elections")),
        sa.PrimaryKeyConstraint("election", "code", name=op.f("pk_writing_signers")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Take the schema back to the revision before."""
    op.drop_table("writing_signers")
    op.drop_table("writing_comments")
    op.drop_table("writing_proposals")
    op.drop_table("writing_versions")
    op.drop_table("writings")
