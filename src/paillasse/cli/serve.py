"""`paillasse serve`."""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import os
import socket
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext
from typing import TYPE_CHECKING, Annotated

import typer
from rich.panel import Panel
from rich.text import Text

from paillasse.cli.session import State, stderr, with_opened
from paillasse.errors.root import InvalidConfiguration
from paillasse.settings import Settings

if TYPE_CHECKING:
    from paillasse.service import Service

Greet = Callable[["Service", str], Awaitable[None]]

_log = logging.getLogger(__name__)

_HERE = frozenset({"127.0.0.1", "0.0.0.0", "::1", "::"})  # noqa: S104 - how they are shown


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(serve)


def serve(
    context: typer.Context,
    host: Annotated[str, typer.Option(help="Address to listen at; 0.0.0.0 is every network.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = 8000,
) -> None:
    """Serve the web app and the REST API (documented at /api/docs), and work on ingestion jobs, until stopped.

    The first start prints a token to make the first administrator with. Ctrl-C and SIGTERM let requests and jobs at
    hand finish. Behind anything but your own machine, put a proxy with TLS in front of it.
    """
    state: State = context.obj
    with bound(host, port) as listening:
        answer_requests(context, listening, _welcome, state.settings.log_level)


def bound(host: str, port: int) -> socket.socket:
    """The port is taken before anything is opened: whether that fails is known at once.

    Raises:
        InvalidConfiguration: somebody else has it, or it may not be had.
    """
    try:
        bound = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise InvalidConfiguration(
            f"Cannot listen at {host}, port {port}: {os.strerror(error.errno or 0)}.",
            hint="Choose others with --host and --port.",
        ) from error
    # asyncio does it for sockets that it makes itself; without it, an answer over an open connection takes 40 ms more.
    bound.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return bound


def answer_requests(context: typer.Context, listening: socket.socket, greet: Greet, log_level: str) -> None:
    """Open the home and answer requests until told to stop.

    Args:
        context: of the command.
        listening: where requests come in.
        greet: tells a person where the server is; the second argument is its address.
        log_level: what is logged, from this level on.
    """
    from paillasse.monitoring.logs import log_as_json  # noqa: PLC0415 - only a server needs its parts

    logged = log_as_json(log_level)
    state: State = context.obj
    if state.config_path is not None:
        _log.warning(
            "%s is not used: a server answers by the release in production or the live index. Make a release of it, or "
            "`paillasse index rebuild` with it while the server is stopped.",
            state.config_path,
        )

    async def run(service: Service) -> None:
        logged.release = lambda: service.live.production
        with _announced(service, listening):
            await greet(service, _shown_url(listening))
            await _answer(service, listening)

    with_opened(context, _opening, run)


def _shown_url(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    shown = "localhost" if host in _HERE else f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}"


@asynccontextmanager
async def _opening(settings: Settings) -> AsyncGenerator[Service]:
    from paillasse.service import open_service  # noqa: PLC0415 - as above

    async with open_service(settings) as service:
        yield service


def _announced(service: Service, listening: socket.socket) -> AbstractContextManager[None]:
    """Let commands in the same home find this server, where they cannot open the home beside it and can reach it."""
    from paillasse.client.announcement import announced  # noqa: PLC0415 - as above

    url = local_url(*listening.getsockname()[:2])
    if service.settings.shared or not url:
        return nullcontext()
    return announced(service.settings.home, url, service.access.local_key.text)


def local_url(host: str, port: int) -> str:
    """The address of a server for this machine alone; empty where it does not listen to that."""
    address = ipaddress.ip_address(host)
    if not (address.is_loopback or address.is_unspecified):
        return ""
    here = address if address.is_loopback else ipaddress.ip_address("127.0.0.1" if address.version == 4 else "::1")
    return f"http://[{here}]:{port}" if here.version == 6 else f"http://{here}:{port}"


async def _welcome(service: Service, url: str) -> None:
    """Tell a person where it is, and how to begin."""
    lines = Text.assemble("Paillasse is at ", (url, "bold"), f", its API at {url}/api/docs. Ctrl-C stops.")
    token = await service.access.accounts.setup_token()
    if token is not None:
        lines.append("\nThere is no user yet. Make the first administrator there within 24 hours, with this token:\n")
        lines.append(token, style="bold yellow")
        lines.append("\nor run `paillasse users create NAME --admin` while it is stopped.")
    if sys.stderr.isatty() or token is not None:
        stderr.print(Panel(lines, title="Paillasse", expand=False))


async def _answer(service: Service, listening: socket.socket) -> None:
    """Answer requests until told to stop; those at hand are finished."""
    import uvicorn  # noqa: PLC0415 - as above

    from paillasse.api.app import create_app  # noqa: PLC0415 - as above

    settings = service.settings
    config = uvicorn.Config(
        create_app(service, lambda: server.should_exit),
        log_config=None,
        access_log=False,  # ours has the route and the id of the request, and no address
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=settings.drain_seconds,
        http="h11",  # whatever else some extra has brought along
        server_header=False,
        lifespan="off",  # the service is opened and closed here
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve([listening]))
    try:
        await asyncio.shield(serving)
    except asyncio.CancelledError:
        server.should_exit = True  # it answers what is at hand, then it ends
        await serving
        raise
