"""What asking needs of the rest."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from paillasse.answering.answerer import Answerer
from paillasse.asking.searching import FoundPassage
from paillasse.protocols.stores import DocumentStore
from paillasse.types.answers import Answer, ClaimAccepted, Usage
from paillasse.types.questions import Query, Scope

Event = ClaimAccepted | Answer
Charge = Callable[[tuple[Usage, ...]], Awaitable[None]]
"""Keeps what language models used."""


class Asks(Protocol):
    """What answers questions: `asking.Asking`, whose words on what is raised hold for others too."""

    def ask(self, query: Query, charge: Charge | None = None, user_id: str = "") -> AsyncGenerator[Event]:
        """Each claim once its check passed, and the finished answer last. Closing it early stops the work.

        Args:
            query: what is asked, over what its reader may read.
            charge: told what it cost.
            user_id: who asks: while two releases are tried, it decides which answers; empty: the one in production.
        """
        ...

    async def search(self, query: Query, limit: int) -> list[FoundPassage]:
        """The passages that a question finds, best first."""
        ...


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
