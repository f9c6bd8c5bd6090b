"""Golden cases that came of accepted feedback."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "golden_cases",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("collections", ARRAY(sa.Text), nullable=False),
        sa.Column("reviewer", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
    )
    op.create_index("ix_golden_cases_created_at", "golden_cases", ["created_at", "id"])


def downgrade() -> None:
    """Remove it."""
    op.drop_table("golden_cases")
