"""A line between browser and server that can be held up in the middle of an answer, and then cut."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

_CLAIM = b"event: claim"
_BLOCK = 1 << 16


@dataclass
class Tap:
    """Passes bytes on to a server on this machine."""

    server: int
    """Its port; it may change between two connections."""
    port: int = 0
    holding: bool = False
    """Whether to pass on nothing more after the first sentence of an answer."""
    held: asyncio.Event = field(default_factory=asyncio.Event)

    async def connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection of the browser."""
        try:
            onwards = await asyncio.open_connection("127.0.0.1", self.server)
        except OSError:  # the server is dead: so is the line
            writer.close()
            return
        async with asyncio.TaskGroup() as both:
            both.create_task(_passed(reader, onwards[1]))
            both.create_task(self._answered(onwards[0], writer))

    async def _answered(self, server: asyncio.StreamReader, browser: asyncio.StreamWriter) -> None:
        try:
            while some := await server.read(_BLOCK):
                start = some.find(_CLAIM)
                if self.holding and start >= 0:
                    await self._hold(some, start, server, browser)
                    break
                browser.write(some)
                await browser.drain()
        except OSError:  # one of both is gone
            pass
        finally:
            browser.close()

    async def _hold(self, some: bytes, start: int, server: asyncio.StreamReader, browser: asyncio.StreamWriter) -> None:
        """Pass on the first sentence, then wait for the server to go away."""
        while (end := some.find(b"\n\n", start)) < 0 and (end := some.find(b"\r\n\r\n", start)) < 0:
            some += await server.read(_BLOCK)
        browser.write(some[: end + 4])
        await browser.drain()
        self.held.set()
        while await server.read(_BLOCK):
            pass


async def _passed(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while some := await reader.read(_BLOCK):
            writer.write(some)
            await writer.drain()
    except OSError:  # one of both is gone
        pass
    finally:
        writer.close()


@asynccontextmanager
async def tapped(server: int) -> AsyncIterator[Tap]:
    """A tap on this port of a server until the block ends."""
    tap = Tap(server)
    listening = await asyncio.start_server(tap.connect, "127.0.0.1", 0)
    tap.port = listening.sockets[0].getsockname()[1]
    try:
        yield tap
    finally:
        listening.close()
