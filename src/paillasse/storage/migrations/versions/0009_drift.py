"""Reports of drift."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "drift_reports",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("open", sa.Boolean, nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True)),
        sa.Column("body", sa.JSON),
    )
    op.create_index("ix_drift_reports_checked_at", "drift_reports", ["checked_at", "id"])


def downgrade() -> None:
    """Remove it."""
    op.drop_table("drift_reports")
