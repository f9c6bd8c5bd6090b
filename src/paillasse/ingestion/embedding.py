"""Passages to vectors while ingesting: a server that is busy or down for a moment does not end the run."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from paillasse.errors.models import EmbedderUnreachable
from paillasse.protocols.retrieval import Embedder, Vectors

_PAUSES = (1.0, 2.0, 4.0, 8.0, 16.0)
"""Seconds before each further attempt, unless the server says how long to wait."""
_LONGEST_PAUSE = 120.0
"""A server that asks for more is not waited for: the run can go on later."""


async def embed_patiently(
    embedder: Embedder, texts: Sequence[str], pause: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> Vectors:
    """Embed passages; where the server is unreachable or busy, wait and ask again, up to five times.

    Nobody waits for an answer here. Questions are asked once: there, a server that fails is an error at once.

    Args:
        embedder: gets the passages as one list.
        texts: each within its `max_tokens`.
        pause: waits for so many seconds.

    Raises:
        ModelUnavailable: the server does not do its work, after the last attempt or at once where waiting is in vain.
    """
    for seconds in _PAUSES:
        try:
            return await embedder.embed(texts)
        except EmbedderUnreachable as error:
            wait = seconds if error.retry_after is None else error.retry_after
            if wait > _LONGEST_PAUSE:
                raise
            await pause(wait)
    return await embedder.embed(texts)
