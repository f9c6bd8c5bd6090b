"""The relational schema: what is asked about is a column, what is only read whole is JSON or packed bytes."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    DateTime,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from paillasse.types.questions import Scope

_UNSTORABLE = re.compile("[\\\\\0\ud800-\udfff]")
_ESCAPED = re.compile(r"\\u([0-9a-f]{4})")


class ExactText(TypeDecorator[str]):
    r"""Text that may hold anything a PDF or a file name may hold.

    PostgreSQL refuses NUL and lone surrogates (a file name in Latin-1 has them): they are kept as `\uXXXX`, and the
    backslash is escaped with them.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Escape on the way in."""
        del dialect
        return value and _UNSTORABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Undo it on the way out."""
        del dialect
        return value and _ESCAPED.sub(lambda match: chr(int(match[1], 16)), value)


class Base(DeclarativeBase):
    """Types shared by every table.

    `dict` is PostgreSQL's `json`, not `jsonb`: it keeps the text as written, and so keeps what `jsonb` refuses (NUL in
    a string) or alters (a negative zero).
    """

    type_annotation_map = {str: ExactText(), dict[str, Any]: JSON(), datetime: DateTime(timezone=True)}  # noqa: RUF012 - SQLAlchemy reads it as a plain class attribute


def _owner() -> ForeignKeyConstraint:
    """What a document owns goes with it."""
    columns = ["document_id", "generation"]
    return ForeignKeyConstraint(columns, ["documents.id", "documents.config_hash"], ondelete="CASCADE")


class DocumentRow(Base):
    """One ingested file, as one index generation reads it."""

    __tablename__ = "documents"
    __table_args__ = (UniqueConstraint("collection", "sha256", "config_hash"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str]
    collection: Mapped[str]
    filename: Mapped[str]
    status: Mapped[str]
    current: Mapped[bool]
    supersedes: Mapped[str | None]
    page_count: Mapped[int]
    chunk_count: Mapped[int]
    config_hash: Mapped[str] = mapped_column(primary_key=True)
    """The generation."""
    ingested_at: Mapped[datetime]
    about: Mapped[dict[str, Any]]
    """`Metadata`."""
    coverage: Mapped[dict[str, Any]]
    """`CoverageReport`."""
    vocabulary: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    """Lower-case word → number of chunks: see `vocabulary.pack`."""


class PageRow(Base):
    """One page, packed: see `pages.pack`."""

    __tablename__ = "pages"
    __table_args__ = (_owner(),)

    document_id: Mapped[str] = mapped_column(primary_key=True)
    generation: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[bytes] = mapped_column(LargeBinary)


class ChunkRow(Base):
    """One chunk."""

    __tablename__ = "chunks"
    __table_args__ = (
        _owner(),
        Index("ix_chunks_document_section", "document_id", "generation", "section"),
        Index("ix_chunks_document_ordinal", "document_id", "generation", "ordinal", unique=True),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    generation: Mapped[str] = mapped_column(primary_key=True)
    document_id: Mapped[str]
    ordinal: Mapped[int]
    section: Mapped[int]
    body: Mapped[dict[str, Any]]
    """The whole `Chunk`."""


class CodeRow(Base):
    """One definition of a code."""

    __tablename__ = "codes"
    __table_args__ = (_owner(), Index("ix_codes_key", "key", postgresql_using="hash"))

    document_id: Mapped[str] = mapped_column(primary_key=True)
    generation: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    """Rank in `DocumentContent.codes`."""
    key: Mapped[str]
    code: Mapped[str]
    body: Mapped[dict[str, Any]]
    """The whole `CodeEntry`."""


class IngestionRow(Base):
    """The last verdict on one file."""

    __tablename__ = "ingestions"

    collection: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    started_at: Mapped[datetime]
    body: Mapped[dict[str, Any]]
    """The whole `IngestionRecord`."""


def within(scope: Scope | None) -> list[ColumnElement[bool]]:
    """Conditions that leave the documents of a scope (all when None), superseded ones included."""
    if scope is None:
        return []
    conditions: list[ColumnElement[bool]] = [DocumentRow.collection.in_(scope.collections)]
    if scope.document_ids is not None:
        conditions.append(DocumentRow.id.in_(scope.document_ids))
    return conditions


def in_scope(scope: Scope | None) -> list[ColumnElement[bool]]:
    """Conditions that leave the current documents of a scope (of all collections when None)."""
    return [DocumentRow.current.is_(True), *within(scope)]
