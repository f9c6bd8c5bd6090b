"""What asking needs of the rest."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from typing import Protocol

from paillasse.answering.answerer import Answerer
from paillasse.store_protocols import DocumentStore
from paillasse.types import Scope


class AnsweringServices(Protocol):
    """`bootstrap.Services`, as far as questions need them."""

    @property
    def documents(self) -> DocumentStore:
        """The documents."""
        ...

    @property
    def generation(self) -> str:
        """Name of the index generation that is read."""
        ...

    @property
    def release(self) -> str:
        """Names all but the documents that an answer depends on."""
        ...

    @property
    def production(self) -> str:
        """Version of the release that answers; empty where none does."""
        ...

    async def answerer(self, scope: Scope) -> Answerer:
        """An answerer over the documents now in scope."""
        ...


class LiveAnswering(Protocol):
    """`live.LiveServices`: what answers now."""

    def use(self) -> AbstractAsyncContextManager[AnsweringServices]:
        """The services to answer one question with; they stay open until it ends."""
        ...


class ByteCache(Protocol):
    """Values that may be forgotten at any time. Shared by every question, so a key has to hold all that tells apart."""

    async def get(self, key: str) -> bytes | None:
        """The value; None when there is none or its life is over.

        Raises:
            CacheUnreachable: its server is down; one can do without.
        """
        ...

    async def put(self, key: str, value: bytes, seconds: int) -> None:
        """Keep a value for that long at most; raises what `get` raises."""
        ...
