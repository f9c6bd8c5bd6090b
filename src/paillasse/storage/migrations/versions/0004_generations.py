"""Documents once per index generation: two of them stand side by side while one is built."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_OWNED = {"pages": ["number"], "chunks": [], "codes": ["position"]}
"""What a document owns: table → columns that complete the key of a row."""


def upgrade() -> None:
    """Put the generation into every key; what is there belongs to the one that read it."""
    for table in _OWNED:
        op.drop_constraint(f"{table}_document_id_fkey", table)
    op.drop_constraint("documents_pkey", "documents")
    op.drop_constraint("documents_collection_sha256_key", "documents")
    op.create_primary_key("documents_pkey", "documents", ["id", "config_hash"])
    op.create_unique_constraint("documents_collection_sha256_key", "documents", ["collection", "sha256", "config_hash"])
    for table, rest in _OWNED.items():
        op.add_column(table, sa.Column("generation", sa.Text))
        op.execute(
            f"UPDATE {table} SET generation = documents.config_hash FROM documents WHERE documents.id = document_id"  # noqa: S608 - names of ours
        )
        op.alter_column(table, "generation", nullable=False)
        op.drop_constraint(f"{table}_pkey", table)
        key = ["document_id", "generation", *rest] if rest else ["id", "generation"]
        op.create_primary_key(f"{table}_pkey", table, key)
        op.create_foreign_key(
            f"{table}_document_id_fkey",
            table,
            "documents",
            ["document_id", "generation"],
            ["id", "config_hash"],
            ondelete="CASCADE",
        )
    _index_chunks("generation")


def downgrade() -> None:
    """Keep of each document what read it last."""
    op.execute(
        "DELETE FROM documents AS older USING documents AS newer "
        "WHERE older.id = newer.id AND older.ingested_at < newer.ingested_at"
    )
    for table in _OWNED:
        op.drop_constraint(f"{table}_document_id_fkey", table)
    op.drop_constraint("documents_pkey", "documents")
    op.drop_constraint("documents_collection_sha256_key", "documents")
    op.create_primary_key("documents_pkey", "documents", ["id"])
    op.create_unique_constraint("documents_collection_sha256_key", "documents", ["collection", "sha256"])
    for table, rest in _OWNED.items():
        op.drop_constraint(f"{table}_pkey", table)
        op.create_primary_key(f"{table}_pkey", table, ["document_id", *rest] if rest else ["id"])
        op.create_foreign_key(
            f"{table}_document_id_fkey", table, "documents", ["document_id"], ["id"], ondelete="CASCADE"
        )
    _index_chunks()
    for table in _OWNED:
        op.drop_column(table, "generation")


def _index_chunks(*generation: str) -> None:
    op.drop_index("ix_chunks_document_section", "chunks")
    op.drop_index("ix_chunks_document_ordinal", "chunks")
    op.create_index("ix_chunks_document_section", "chunks", ["document_id", *generation, "section"])
    op.create_index("ix_chunks_document_ordinal", "chunks", ["document_id", *generation, "ordinal"], unique=True)
