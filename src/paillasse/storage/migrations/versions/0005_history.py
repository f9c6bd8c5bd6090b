"""Conversations with their exchanges, feedback on them, and the ledger of what they cost."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "conversations",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False, index=True),
    )
    op.create_index("ix_conversations_owner", "conversations", ["owner", "last_at", "id"])
    op.create_table(
        "exchanges",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("conversation_id", sa.Text, sa.ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("query", sa.Text, nullable=False),
        sa.Column("equipment", sa.Text, nullable=False),
        sa.Column("collections", ARRAY(sa.Text), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, index=True),
        sa.Column("release", sa.Text, nullable=False),
        sa.Column("latency_ms", sa.Float, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("cited", ARRAY(sa.Text), nullable=False),
        sa.Column("response", sa.JSON, nullable=False),
    )
    op.create_index("ix_exchanges_conversation", "exchanges", ["conversation_id", "created_at", "id"])
    op.create_index("ix_exchanges_cited", "exchanges", ["cited"], postgresql_using="gin")
    _create_feedback()
    op.create_table(
        "usage_ledger",
        sa.Column("exchange_id", sa.Text, primary_key=True),
        sa.Column("currency", sa.Text, primary_key=True),
        sa.Column("user_id", sa.Text, nullable=False),
        sa.Column("collections", ARRAY(sa.Text), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, index=True),
        sa.Column("input_tokens", sa.Integer, nullable=False),
        sa.Column("output_tokens", sa.Integer, nullable=False),
        sa.Column("cost", sa.Float, nullable=False),
        sa.Column("unpriced", sa.Integer, nullable=False),
    )


def _create_feedback() -> None:
    op.create_table(
        "feedback",
        sa.Column("exchange_id", sa.Text, sa.ForeignKey("exchanges.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("user_id", sa.Text, nullable=False),
        sa.Column("thumb", sa.Text, nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("comment", sa.Text, nullable=False),
        sa.Column("corrected_answer", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("review", sa.JSON),
    )
    op.create_index("ix_feedback_queue", "feedback", ["given_at", "exchange_id"])


def downgrade() -> None:
    """Drop the tables."""
    for table in ("usage_ledger", "feedback", "exchanges", "conversations"):
        op.drop_table(table)
