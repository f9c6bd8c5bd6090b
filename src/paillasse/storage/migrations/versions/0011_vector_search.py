"""What an index of Vertex AI Vector Search cannot say itself: its generations, points and terms."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "vector_search_generations",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("configuration", sa.Text, nullable=False),
        sa.Column("live", sa.Boolean, unique=True),
        sa.Column("release", sa.Text, nullable=False),
        sa.Column("weighed", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "vector_search_points",
        _generation(),
        sa.Column("chunk_id", sa.Text, primary_key=True),
        sa.Column("document_id", sa.Text, nullable=False),
        sa.Column("terms", sa.ARRAY(sa.BigInteger), nullable=False),
    )
    op.create_index("ix_vector_search_points_document", "vector_search_points", ["generation", "document_id"])
    op.create_table(
        "vector_search_terms",
        _generation(),
        sa.Column("term", sa.BigInteger, primary_key=True),
        sa.Column("points", sa.BigInteger, nullable=False),
    )


def downgrade() -> None:
    """Remove them."""
    op.drop_table("vector_search_terms")
    op.drop_table("vector_search_points")
    op.drop_table("vector_search_generations")


def _generation() -> sa.Column[str]:
    owner = sa.ForeignKey("vector_search_generations.name", ondelete="CASCADE")
    return sa.Column("generation", sa.Text, owner, primary_key=True)
