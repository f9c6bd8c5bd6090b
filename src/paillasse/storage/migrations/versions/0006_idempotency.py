"""Idempotency keys with the responses that their first requests got."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "idempotency_keys",
        sa.Column("subject", sa.Text, primary_key=True),
        sa.Column("owner", sa.Text, nullable=False, index=True),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False, index=True),
        sa.Column("status", sa.Integer),
        sa.Column("media_type", sa.Text, nullable=False, server_default=""),
        sa.Column("location", sa.Text, nullable=False, server_default=""),
        sa.Column("body", sa.LargeBinary, nullable=False, server_default=sa.text("''::bytea")),
    )


def downgrade() -> None:
    """Remove it."""
    op.drop_table("idempotency_keys")
