"""What the library works on: the services of the index generation that answers."""

from __future__ import annotations

from collections.abc import AsyncIterable, Callable
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from paillasse.ingestion.pipeline import IngestionPipeline, Stores
from paillasse.protocols.stores import ChunkStore, DocumentStore
from paillasse.types.jobs import Job


class Holdings(Protocol):
    """`bootstrap.Services`, as far as documents need them."""

    @property
    def documents(self) -> DocumentStore:
        """The documents."""
        ...

    @property
    def chunks(self) -> ChunkStore:
        """Their passages."""
        ...

    @property
    def stores(self) -> Stores:
        """What ingestion writes to: index and files among them."""
        ...

    @property
    def pipeline(self) -> IngestionPipeline:
        """What makes documents, and unmakes them."""
        ...

    @property
    def generation(self) -> str:
        """Name of the index generation that is read."""
        ...

    async def reindex(self, document_id: str) -> None:
        """Compute and write the index points of a document of this generation again."""
        ...


Use = Callable[[], AbstractAsyncContextManager[Holdings]]
"""`live.LiveServices.use`: what answers now, open until the block ends."""


class Jobs(Protocol):
    """`jobs.board.JobBoard`, as far as documents need it."""

    async def submit(self, blocks: AsyncIterable[bytes], filename: str, collection: str, user_id: str, /) -> Job:
        """Take a file in as a job."""
        ...

    async def withdraw(self, collection: str, sha256: str, /) -> None:
        """Cancel what is under way of a content."""
        ...
