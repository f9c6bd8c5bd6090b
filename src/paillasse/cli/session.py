"""What every command shares: where state lives, the two consoles, and running one coroutine over open services."""

from __future__ import annotations

import asyncio
import gc
import json
import signal
import sys
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import typer

from paillasse.cli.views.terminal import guarded_console
from paillasse.errors.storage import HomeInUse, StorageError
from paillasse.pipeline_config import PipelineConfig
from paillasse.settings import Settings

if TYPE_CHECKING:
    from paillasse.client.client import Client
    from paillasse.client.jobs import Jobs
    from paillasse.composition.accounts import Access
    from paillasse.composition.bootstrap import Services
    from paillasse.jobs.board import JobBoard

stdout = guarded_console()
stderr = guarded_console(stderr=True)

ANSWERED, FAILED, USAGE, REFUSED = 0, 1, 2, 3
"""Exit codes. A command that a signal ended exits with 128 and its number, as shells expect."""

_ADMINISTER_THERE = (
    "Where that is a server, users and collections are administered in its web app or by its API. "
    "Else wait for it to end, or stop it."
)

Opened = TypeVar("Opened")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class State:
    """Options given before the command."""

    settings: Settings
    config_path: Path | None
    chosen: PipelineConfig | None = None
    """By a command, instead of that file."""

    @property
    def config(self) -> PipelineConfig | None:
        """The pipeline configuration to use; None leaves it to the live index generation."""
        if self.chosen is not None:
            return self.chosen
        return PipelineConfig.load(self.config_path) if self.config_path else None


def with_services(context: typer.Context, work: Callable[[Services], Awaitable[Result]]) -> Result:
    """Open the services of this home, do the work, close them whatever happens, Ctrl-C and SIGTERM included."""
    from paillasse.composition.startup import open_services  # noqa: PLC0415 - `--help` must not wait for the engines to import

    state: State = context.obj
    return _with(lambda: open_services(state.settings, state.config), work)


def with_home(
    context: typer.Context,
    here: Callable[[Services], Awaitable[Result]],
    there: Callable[[Client], Awaitable[Result]],
) -> Result:
    """Do the work in this home; while a server holds it, have the server do it, by the key that it left for commands.

    Raises:
        HomeInUse: another command holds it, or a configuration was chosen, which the server would not answer by.
    """
    try:
        return with_services(context, here)
    except HomeInUse as error:
        return with_server(context, error, there)


def with_jobs(context: typer.Context, work: Callable[[JobBoard | Jobs], Awaitable[Result]]) -> Result:
    """The same with its ingestion jobs, without index and models."""
    try:
        return with_board(context, work)
    except HomeInUse as error:
        return with_server(context, error, lambda client: work(client.jobs))


def with_server(context: typer.Context, error: HomeInUse, work: Callable[[Client], Awaitable[Result]]) -> Result:
    """Have the server that holds this home do the work; without one that can, the error stands."""
    from paillasse.client.announcement import find_server  # noqa: PLC0415 - only while a server runs

    state: State = context.obj
    server = find_server(state.settings.home)
    if server is None or state.config is not None:
        raise error
    from paillasse.client.client import connect  # noqa: PLC0415 - as above

    return _with(lambda: connect(server.url, server.key), work)


def with_access(context: typer.Context, work: Callable[[Access], Awaitable[Result]]) -> Result:
    """The same with the accounts of this home, without index and models."""
    from paillasse.composition.startup import open_access  # noqa: PLC0415 - as above

    state: State = context.obj
    try:
        return _with(lambda: open_access(state.settings), work)
    except HomeInUse as error:
        raise HomeInUse(str(error), hint=_ADMINISTER_THERE) from error


def with_board(context: typer.Context, work: Callable[[JobBoard], Awaitable[Result]]) -> Result:
    """The same with the ingestion jobs of this home, without index and models."""
    from paillasse.composition.startup import open_board  # noqa: PLC0415 - as above

    state: State = context.obj
    return _with(lambda: open_board(state.settings), work)


def with_opened(
    context: typer.Context,
    opening: Callable[[Settings], AbstractAsyncContextManager[Opened]],
    work: Callable[[Opened], Awaitable[Result]],
) -> Result:
    """The same with anything else that opens by the settings."""
    state: State = context.obj
    return _with(lambda: opening(state.settings), work)


def _with(
    opening: Callable[[], AbstractAsyncContextManager[Opened]], work: Callable[[Opened], Awaitable[Result]]
) -> Result:
    # What is imported stays to the end: collecting garbage meanwhile takes a quarter of a second of every question.
    gc.disable()
    received: list[signal.Signals] = []

    async def run() -> Result:
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, _stop, task, received, number)
        async with opening() as opened:
            gc.freeze()
            gc.enable()
            return await work(opened)

    try:
        return asyncio.run(run())
    except asyncio.CancelledError:
        _stopped(received)
    finally:
        gc.enable()


def _stop(task: asyncio.Task[object] | None, received: list[signal.Signals], number: signal.Signals) -> None:
    """Cancel once: a second Ctrl-C must not cut short the closing of the database."""
    if not received and task is not None:
        task.cancel()
    received.append(number)


def _stopped(received: list[signal.Signals]) -> NoReturn:
    number = received[0] if received else signal.SIGINT
    stderr.print("Stopped. What was finished is kept; run the same command again to go on.", style="yellow")
    raise typer.Exit(128 + number)


def print_json(value: object, kind: Any) -> None:
    """Write a value of this type as JSON to standard output: UTF-8, whatever the terminal speaks."""
    from pydantic import TypeAdapter  # noqa: PLC0415 - only this path pays for building the serialiser

    plain: object = TypeAdapter[Any](kind).dump_python(value, mode="json")
    text = shown_json(json.dumps(plain, indent=2, ensure_ascii=False)) + "\n"
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))  # file names may hold what is no text
    sys.stdout.buffer.flush()


def shown_json(text: str) -> str:
    """The same JSON with every character that a terminal might obey as its escape: the values do not change."""
    return "".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text)


def check_writable(path: Path | None) -> None:
    """Find out that a report cannot be written before the work, not after it.

    Raises:
        typer.BadParameter: its folder does not exist, or it is a folder itself.
    """
    if path is not None and (path.is_dir() or not path.absolute().parent.is_dir()):
        raise typer.BadParameter(f"Cannot write {path}: its folder does not exist, or it is a folder itself.")


def write_json(path: Path, text: str) -> None:
    """Write a report; what is not Unicode in a file's name is escaped.

    Raises:
        StorageError: it cannot be written.
    """
    try:
        path.write_text(text, "utf-8", "backslashreplace")
    except OSError as error:
        raise StorageError(f"Cannot write {path}: {error.strerror}.") from error
