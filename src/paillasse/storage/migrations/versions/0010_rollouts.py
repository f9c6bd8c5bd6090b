"""Releases tried beside the one in production, and what is counted of both."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "rollouts",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("mode", sa.Text, nullable=False),
        sa.Column("share", sa.Float, nullable=False),
        sa.Column("control", sa.JSON, nullable=False),
        sa.Column("candidate", sa.JSON, nullable=False),
        sa.Column("config", sa.Text, nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_by", sa.Text, nullable=False),
        sa.Column("because", sa.Text, nullable=False),
        sa.Column("running", sa.Boolean, unique=True),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("ending", sa.Text, nullable=False, server_default=""),
        sa.Column("ended_because", sa.Text, nullable=False, server_default=""),
    )
    op.create_index("ix_rollouts_started_at", "rollouts", ["started_at"])
    op.create_table(
        "rollout_tallies",
        sa.Column("rollout_id", sa.Text, sa.ForeignKey("rollouts.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("arm", sa.Text, primary_key=True),
        sa.Column("user_pseudonym", sa.Text, primary_key=True),
        *(
            sa.Column(name, sa.BigInteger, nullable=False)
            for name in ("questions", "failures", "refusals", "timed", "compared", "same_outcome")
        ),
        *(sa.Column(name, sa.Float, nullable=False) for name in ("log_ms", "log_ms_squared", "cost", "same_pages")),
    )


def downgrade() -> None:
    """Remove them."""
    op.drop_table("rollout_tallies")
    op.drop_table("rollouts")
