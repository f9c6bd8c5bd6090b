"""Streamable HTTP, each request answered on its own: nothing is kept between two, so any process may answer one."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from mcp.server.mcpserver import MCPServer
from mcp.server.transport_security import TransportSecuritySettings

_OPEN = TransportSecuritySettings(enable_dns_rebinding_protection=False)
"""It guards servers that let anybody in who reaches them. Here a request has to bring a token, which no page of another
site has."""

# Its lines for each request say what tools were asked.
logging.getLogger("mcp.server").setLevel(logging.WARNING)

Message = MutableMapping[str, Any]


async def answer(
    server: MCPServer,
    scope: MutableMapping[str, Any],
    receive: Callable[[], Awaitable[Message]],
    send: Callable[[Message], Awaitable[None]],
) -> None:
    """Answer one HTTP request (ASGI) whose caller was let in."""
    server.streamable_http_app(stateless_http=True, json_response=True, transport_security=_OPEN)
    manager = server.session_manager
    async with manager.run():
        await manager.handle_request(scope, receive, send)
