"""`paillasse golden version|list|show|export`."""

from __future__ import annotations

import asyncio
import getpass
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from paillasse.cli.session import State, print_json, stdout, with_opened
from paillasse.errors.storage import StorageError

if TYPE_CHECKING:
    from paillasse.experiments.datasets.versions import DatasetVersion
    from paillasse.protocols.tracking import Tracker

app = typer.Typer(help="Versions of golden sets: what was asked, and what changed since.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="Golden set; `reviewed` is what came of feedback.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def version(
    context: typer.Context,
    golden: Annotated[list[Path] | None, typer.Argument(help="Golden sets; none: what came of feedback.")] = None,
    note: Annotated[str, typer.Option(help="What is new; stands in the list of changes.")] = "",
) -> None:
    """Keep golden cases as they are now under the next number; the same cases stay the version that they are."""
    from paillasse.evaluation import dataset  # noqa: PLC0415 - `--help` must not wait for the engines
    from paillasse.experiments.datasets.versions import REVIEWED, DatasetShelf  # noqa: PLC0415 - as above
    from paillasse.loop.experimenting import open_tracking, reviewed_now  # noqa: PLC0415 - as above

    state: State = context.obj
    cases = dataset.load(golden) if golden else asyncio.run(reviewed_now(state.settings))
    name = ", ".join(path.name for path in golden) if golden else REVIEWED

    async def work(tracker: Tracker) -> DatasetVersion:
        return await DatasetShelf(tracker).keep(name, cases, getpass.getuser(), note)

    kept = with_opened(context, open_tracking, work)
    stdout.print(Text(f"{kept.name}, version {kept.number}: {kept.cases} cases, {kept.hash}."))


@app.command("list")
def list_(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Golden set; empty for all of them.")] = "",
    as_json: Json = False,
) -> None:
    """Every version, the newest first."""
    from paillasse.cli.views.experiments import datasets_view  # noqa: PLC0415 - only what is drawn is imported
    from paillasse.experiments.datasets.versions import DatasetVersion  # noqa: PLC0415 - `--help` must not wait for the engines

    versions = _versions(context, name)
    if as_json:
        print_json(versions, list[DatasetVersion])
        return
    if not versions:
        stdout.print("No version is kept yet; `paillasse golden version FILE` keeps the first.")
        return
    stdout.print(datasets_view(versions))


@app.command()
def show(context: typer.Context, name: Name) -> None:
    """What changed from version to version, as Markdown."""
    from paillasse.errors.releases import DatasetNotFound  # noqa: PLC0415 - as above
    from paillasse.experiments.datasets.versions import changelog  # noqa: PLC0415 - `--help` must not wait for the engines

    versions = _versions(context, name)
    if not versions:
        raise DatasetNotFound(f"There is no version of {name!r}.")
    stdout.print(Text(changelog(versions)), end="", soft_wrap=True)


@app.command()
def export(
    context: typer.Context,
    name: Name,
    folder: Annotated[Path, typer.Argument(help="Where the files are written.")],
    number: Annotated[int, typer.Option("--version", min=0, help="Which one; 0 is the newest.")] = 0,
) -> None:
    """Write a version as a golden set, with its pointer for DVC and the list of changes."""
    from paillasse.experiments.datasets.versions import DatasetShelf, changelog  # noqa: PLC0415 - as above
    from paillasse.experiments.datasets.writing import pointer  # noqa: PLC0415 - as above
    from paillasse.loop.experimenting import open_tracking  # noqa: PLC0415 - `--help` must not wait for the engines

    async def work(tracker: Tracker) -> tuple[DatasetVersion, str, str]:
        shelf = DatasetShelf(tracker)
        found = await shelf.find(name, number)
        before = [each for each in await shelf.versions(name) if each.number <= found.number]
        return found, await shelf.text(found), changelog(before)

    found, text, changes = with_opened(context, open_tracking, work)
    stem = re.sub(r"[^\w.-]+", "-", name.removesuffix(".jsonl"))
    file = f"{stem}.jsonl"
    written = {file: text, f"{file}.dvc": pointer(text, file), f"{stem}.changes.md": changes}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, content in written.items():
            (folder / path).write_text(content, encoding="utf-8", newline="\n")
    except OSError as error:
        raise StorageError(f"Cannot write into {folder}: {error.strerror}.") from error
    stdout.print(Text(f"{folder / file}: version {found.number}, {found.cases} cases, {found.hash}."))


def _versions(context: typer.Context, name: str) -> list[DatasetVersion]:
    from paillasse.experiments.datasets.versions import DatasetShelf  # noqa: PLC0415 - as above
    from paillasse.loop.experimenting import open_tracking  # noqa: PLC0415 - `--help` must not wait for the engines

    async def work(tracker: Tracker) -> list[DatasetVersion]:
        return await DatasetShelf(tracker).versions(name)

    return with_opened(context, open_tracking, work)
