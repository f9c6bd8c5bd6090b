"""How a server is spoken to: over HTTP, each request by itself, or over standard input and output."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable, MutableMapping
from typing import Any

from mcp.server.mcpserver import MCPServer
from mcp.server.stdio import stdio_server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings

_ANY_HOST = TransportSecuritySettings(enable_dns_rebinding_protection=False)
"""The check of hosts guards servers that let in whoever reaches them. Here a request brings a token, which no page of
another site has."""
_LONGEST_LINE = 1 << 20
"""Bytes of one message over standard input."""

# Its lines for each request say what tools were asked.
logging.getLogger("mcp.server").setLevel(logging.WARNING)

Message = MutableMapping[str, Any]


class TransportServer(MCPServer[Any]):
    """An MCP server with the two ways to speak to it."""

    async def answer(
        self, scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
    ) -> None:
        """Answer one HTTP request (ASGI) whose caller was let in; nothing is kept: any process may answer the next."""
        manager = StreamableHTTPSessionManager(
            self._lowlevel_server, stateless=True, json_response=True, security_settings=_ANY_HOST
        )
        async with manager.run():
            await manager.handle_request(scope, receive, send)

    async def talk(self) -> None:
        """Answer what comes over standard input, until it ends; what else is printed goes to standard error."""
        lines: Any = _lines()  # instead of the SDK's thread, which no cancellation reaches while it waits
        async with stdio_server(lines) as (reading, writing):
            await self._lowlevel_server.run(reading, writing, self._lowlevel_server.create_initialization_options())


async def _lines() -> AsyncGenerator[str]:
    reader = asyncio.StreamReader(_LONGEST_LINE)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    async for line in reader:
        yield line.decode(errors="replace")
