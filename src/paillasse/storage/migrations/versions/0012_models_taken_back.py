"""Trained models tell who promoted them and may be taken back; rollouts tell answers that were kept from before."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

_TOLD = ("promoted_by", "because", "taken_back_by", "taken_back_because")


def upgrade() -> None:
    """Add the columns."""
    for name in _TOLD:
        op.add_column("trained_models", sa.Column(name, sa.Text, nullable=False, server_default=""))
    op.add_column("trained_models", sa.Column("taken_back_at", sa.DateTime(timezone=True)))
    op.add_column("rollout_tallies", sa.Column("kept", sa.BigInteger, nullable=False, server_default="0"))


def downgrade() -> None:
    """Remove them."""
    op.drop_column("rollout_tallies", "kept")
    for name in (*_TOLD, "taken_back_at"):
        op.drop_column("trained_models", name)
