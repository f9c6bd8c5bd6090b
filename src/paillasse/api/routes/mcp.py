"""The Model Context Protocol over HTTP: the tools of `paillasse.mcp_server`, for whoever was let in."""

from __future__ import annotations

import asyncio
from collections.abc import MutableMapping
from typing import TYPE_CHECKING, Any

from fastapi import Request, Response

from paillasse.access.types import Role
from paillasse.api.policy import allows, router
from paillasse.api.problems import told
from paillasse.errors.root import PaillasseError

if TYPE_CHECKING:
    from paillasse.mcp_server.transports import TransportServer

router = router("Model Context Protocol")


@router.post("/mcp", include_in_schema=False)
@allows(Role.TECHNICIAN)
async def mcp(request: Request) -> Response:
    """One message of a client, answered on its own."""
    if not hasattr(request.app.state, "mcp"):
        request.app.state.mcp = await asyncio.to_thread(_server)  # others are answered while the SDK is imported
    server: TransportServer = request.app.state.mcp
    arriving = [{"type": "http.request", "body": await request.body(), "more_body": False}]
    sent = Response()

    async def receive() -> MutableMapping[str, Any]:
        return arriving.pop() if arriving else await request.receive()

    async def send(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            sent.status_code = message["status"]
            sent.raw_headers = [*message["headers"], (b"cache-control", b"no-store")]
        else:
            sent.body += message.get("body", b"")

    await server.answer(request.scope, receive, send)
    return sent


def _server() -> TransportServer:
    from paillasse.mcp_server.here import ManualsHere  # noqa: PLC0415 - hardly any server is asked; it takes a second
    from paillasse.mcp_server.server import manuals_server  # noqa: PLC0415 - as above

    async def manuals_of(request: Request) -> ManualsHere:
        address = request.client.host if request.client else ""
        return ManualsHere(request.app.state.service, request.state.identity, address)

    return manuals_server(manuals_of, _explained)


def _explained(error: PaillasseError) -> str:
    problem = told(error)
    return f"{problem.detail} {problem.hint} ({problem.code})"
