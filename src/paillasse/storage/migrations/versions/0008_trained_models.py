"""Small models that were trained here and put into production."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "trained_models",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("promoted_at", sa.DateTime(timezone=True), primary_key=True),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("report", sa.Text, nullable=False),
        sa.Column("rows", sa.Text, nullable=False),
    )


def downgrade() -> None:
    """Remove it."""
    op.drop_table("trained_models")
