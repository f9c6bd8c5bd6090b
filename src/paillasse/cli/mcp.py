"""`paillasse mcp`."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import typer

from paillasse.cli.session import State, with_opened, with_server
from paillasse.errors.root import PaillasseError
from paillasse.errors.storage import HomeInUse
from paillasse.settings import Settings

if TYPE_CHECKING:
    from paillasse.client.client import Client
    from paillasse.mcp_server.manuals import Manuals
    from paillasse.service import Service


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(mcp)


def mcp(context: typer.Context) -> None:
    """Give a language model's program the manuals as tools (Model Context Protocol, over standard input and output).

    That program starts it. It asks the server at `PAILLASSE_SERVER_URL`, with `PAILLASSE_API_KEY`; where that is not
    set, the server of this home, or the home itself, which is then in use.
    """
    state: State = context.obj
    if state.settings.server_url:
        with_opened(context, _connection, _ask_server)
        return
    try:
        with_opened(context, _home, _ask_home)
    except HomeInUse as error:
        with_server(context, error, _ask_server)


@asynccontextmanager
async def _connection(settings: Settings) -> AsyncGenerator[Client]:
    from paillasse.client.client import connect  # noqa: PLC0415 - only where there is a server

    async with connect(settings.server_url, settings.api_key.get_secret_value()) as client:
        yield client


@asynccontextmanager
async def _home(settings: Settings) -> AsyncGenerator[Service]:
    from paillasse.service import open_service  # noqa: PLC0415 - `--help` must not wait for the engines to import

    async with open_service(settings.model_copy(update={"worker": False})) as service:
        yield service


async def _ask_server(client: Client) -> None:
    from paillasse.mcp_server.there import ManualsThere  # noqa: PLC0415 - as above

    await _talk(ManualsThere(client))


async def _ask_home(service: Service) -> None:
    from paillasse.access.types import COMMAND_LINE, Identity, Role  # noqa: PLC0415 - as above
    from paillasse.mcp_server.here import ManualsHere  # noqa: PLC0415 - as above

    await _talk(ManualsHere(service, Identity(COMMAND_LINE.user_id, COMMAND_LINE.user_id, Role.ADMIN), ""))


async def _talk(manuals: Manuals) -> None:
    from paillasse.mcp_server.server import manuals_server  # noqa: PLC0415 - as above

    async def manuals_of(_: object) -> Manuals:
        return manuals

    await manuals_server(manuals_of, _explained).talk()


def _explained(error: PaillasseError) -> str:
    return f"{error} {error.hint} ({error.code})"
