"""Responses that take a while: events as they come, and work that ends when nobody waits for it any more."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Coroutine, Mapping
from contextlib import aclosing
from typing import Any, TypeVar

from anyio import CancelScope
from fastapi import Request, Response
from fastapi.sse import KEEPALIVE_COMMENT
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

T = TypeVar("T")

_PING_SECONDS = 10.0
"""Proxies close what is silent for long."""
_CLIENT_LEFT = 499
"""Nobody reads it but the log; nginx's number."""


class EventStream(StreamingResponse):
    """Server-sent events; when the client leaves, what makes them is closed."""

    media_type = "text/event-stream"

    def __init__(self, events: AsyncGenerator[bytes], headers: Mapping[str, str]) -> None:
        self._events = _kept_alive(events)
        super().__init__(self._events, headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no", **headers})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send them."""
        async with aclosing(self._events):
            await super().__call__(scope, receive, send)


async def unless_gone(request: Request, work: Coroutine[Any, Any, T]) -> T | Response:
    """What the work gives; it is cancelled when the client leaves, and a response given that nobody will read.

    Args:
        request: whose body was read, or that has none.
        work: what the client waits for.
    """
    working = asyncio.create_task(work)
    leaving = asyncio.create_task(_gone(request))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        return working.result() if working.done() else Response(status_code=_CLIENT_LEFT)
    finally:
        for task in (working, leaving):
            task.cancel()
        await asyncio.wait({working, leaving})


async def _gone(request: Request) -> None:
    """Return when the client has left; of a request without a body, its end comes first."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _kept_alive(events: AsyncGenerator[bytes]) -> AsyncGenerator[bytes]:
    async with aclosing(events):
        coming = asyncio.ensure_future(anext(events, None))
        try:
            while True:
                await asyncio.wait({coming}, timeout=_PING_SECONDS)
                if not coming.done():
                    yield KEEPALIVE_COMMENT
                    continue
                event = coming.result()
                if event is None:
                    return
                yield event
                coming = asyncio.ensure_future(anext(events, None))
        finally:
            coming.cancel()
            with CancelScope(shield=True):  # Starlette cancels again and again, and this may take a moment
                await asyncio.wait({coming})
