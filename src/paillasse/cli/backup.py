"""`paillasse backup` and `paillasse restore`."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.text import Text

from paillasse.cli.session import FAILED, State, stderr, stdout, with_opened
from paillasse.errors.storage import HomeInUse

if TYPE_CHECKING:
    from paillasse.backups.manifest import Manifest
    from paillasse.backups.restoring import Restored
    from paillasse.settings import Settings

Result = TypeVar("Result")
Report = Callable[[str, int, int], None]
"""`protocols.Progress`."""

_STOP_FIRST = (
    "Stop the server or the other command first: the embedded database and index belong to one process. "
    "Where both are servers (PAILLASSE_DATABASE_URL, PAILLASSE_QDRANT_URL), a backup is made while people work."
)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(backup)
    app.command()(restore)


def backup(
    context: typer.Context, file: Annotated[Path, typer.Argument(help="Archive to write; must not exist yet.")]
) -> None:
    """Write database, manuals, index, glossary and prices to one archive.

    It holds the manuals and hashes of passwords: keep it as you keep them. The secret that signs tokens is not in it,
    nor anything from the environment or `.env`.
    """
    state: State = context.obj

    async def work(report: Report) -> Manifest:
        from paillasse.backups.backup import back_up  # noqa: PLC0415 - `--help` must not wait for the engines to import

        return await back_up(state.settings, file, report)

    made = _under_bars(context, work)
    stdout.print(Text(f"Wrote {file} ({file.stat().st_size / 1e6:,.1f} MB): {_contents(made)}."))
    if made.lacking:
        message = f"! The files of {len(made.lacking)} documents are not there: see `paillasse reconcile --check`."
        stderr.print(message, style="yellow")


def restore(
    context: typer.Context, file: Annotated[Path, typer.Argument(help="Archive that `paillasse backup` wrote.")]
) -> None:
    """Fill an empty home and database from an archive, which is checked whole before anything is touched.

    Exit code 1 when database, index and files do not agree afterwards.
    """
    state: State = context.obj

    async def work(report: Report) -> Restored:
        from paillasse.backups.restoring import restore as restored_from  # noqa: PLC0415 - as above

        return await restored_from(state.settings, file, report)

    restored = _under_bars(context, work)
    stdout.print(
        Text(f"Restored {_contents(restored.manifest)}, of {restored.manifest.created_at:%Y-%m-%d %H:%M} UTC.")
    )
    stdout.print(str(restored.report))
    raise typer.Exit(FAILED if restored.report.differences else 0)


def _contents(manifest: Manifest) -> str:
    files = sum(member.name.startswith("files/") for member in manifest.members)
    return f"{files} manuals, {manifest.rows('users')} users, {sum(t.rows for t in manifest.tables)} rows"


def _under_bars(context: typer.Context, work: Callable[[Report], Awaitable[Result]]) -> Result:
    """Do the work under a bar for each of its stages."""

    @asynccontextmanager
    async def bars(_: Settings) -> AsyncGenerator[Progress]:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=stderr) as drawn:
            yield drawn

    async def under(drawn: Progress) -> Result:
        tasks: dict[str, TaskID] = {}

        def report(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = drawn.add_task(stage)
            drawn.update(tasks[stage], completed=done, total=total)

        return await work(report)

    try:
        return with_opened(context, bars, under)
    except HomeInUse as error:
        raise HomeInUse(str(error), hint=_STOP_FIRST) from error
