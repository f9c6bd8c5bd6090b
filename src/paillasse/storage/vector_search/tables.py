"""Tables of what an index of Vertex AI Vector Search cannot say itself."""

from __future__ import annotations

from sqlalchemy import ARRAY, BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from paillasse.storage.tables import Base


class IndexedGenerationRow(Base):
    """A generation."""

    __tablename__ = "vector_search_generations"

    name: Mapped[str] = mapped_column(primary_key=True)
    configuration: Mapped[str]
    live: Mapped[bool | None] = mapped_column(unique=True)
    """True for the one that answers, null for the others."""
    release: Mapped[str] = mapped_column(default="")
    weighed: Mapped[int] = mapped_column(BigInteger, default=0)
    """How many of its points have terms."""


def _generation() -> Mapped[str]:
    return mapped_column(ForeignKey(IndexedGenerationRow.name, ondelete="CASCADE"), primary_key=True)


class IndexedPointRow(Base):
    """A point that was written, or was about to be."""

    __tablename__ = "vector_search_points"
    __table_args__ = (Index("ix_vector_search_points_document", "generation", "document_id"),)

    generation: Mapped[str] = _generation()
    chunk_id: Mapped[str] = mapped_column(primary_key=True)
    document_id: Mapped[str]
    terms: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))


class IndexedTermRow(Base):
    """A term, and how many points of the generation hold it."""

    __tablename__ = "vector_search_terms"

    generation: Mapped[str] = _generation()
    term: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    points: Mapped[int] = mapped_column(BigInteger)
