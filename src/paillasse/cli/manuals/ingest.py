"""`paillasse ingest`."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.text import Text

from paillasse.cli.session import FAILED, USAGE, State, check_writable, stderr, stdout, with_home, write_json
from paillasse.language.text import printable
from paillasse.protocols.manual_sources import is_manual

if TYPE_CHECKING:
    from paillasse.client.client import Client
    from paillasse.composition.bootstrap import Services
    from paillasse.ingestion.several import Ingests
    from paillasse.ingestion.verdicts import Verdict
    from paillasse.settings import Settings
    from paillasse.sources.fetching import Fetching

_REMOTE = ("gs://", "az://")
_LONGEST_NAME = 30
_STAGES = {
    "fetch": "fetching",
    "send": "sending",
    "parse": "reading pages",
    "ocr": "reading scanned pages",
    "pictures": "reading pictures",
    "embed": "indexing passages",
}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(ingest)


def ingest(
    context: typer.Context,
    paths: Annotated[
        list[str],
        typer.Argument(
            help="PDF, DOCX, HTML, Markdown or text files, or folders searched for them; "
            "gs://BUCKET/PREFIX or az://ACCOUNT/CONTAINER/PREFIX for what is new there."
        ),
    ],
    collection: Annotated[str, typer.Option(help="Collection to put the documents in.")] = "default",
    json_path: Annotated[
        Path | None, typer.Option("--json", help="Write what became of each file to this JSON file.")
    ] = None,
) -> None:
    """Read manuals into the index. Safe to stop and to run again: what is done is not done twice.

    Exit code 1 when a file could not be ingested; the others are.
    """
    check_writable(json_path)
    state: State = context.obj
    remote = [path for path in paths if path.startswith(_REMOTE)]
    files = find_files([Path(path) for path in paths if path not in remote])
    if not files and not remote:
        stderr.print(Text("No manual found in " + ", ".join(map(printable, paths)), style="red"))
        raise typer.Exit(USAGE)

    async def here(services: Services) -> tuple[list[Verdict], float]:
        async with _fetched(services.pipeline, remote, state.settings, collection) as (pipeline, fetching):
            return await _ingested(pipeline, files, fetching, collection, services.index.optimize)

    async def there(client: Client) -> tuple[list[Verdict], float]:
        from paillasse.cli.there.ingest import ServerIngestion  # noqa: PLC0415 - only while a server runs

        server = await ServerIngestion.begin(client, collection)
        async with _fetched(server, remote, state.settings, collection) as (pipeline, fetching):
            return await _ingested(pipeline, files, fetching, collection)

    verdicts, seconds = with_home(context, here, there)
    if json_path is not None:
        write_json(json_path, json.dumps({"files": [asdict(v) for v in verdicts]}, indent=2, ensure_ascii=False))
    summarise(verdicts, seconds)
    raise typer.Exit(FAILED if any(v.state == "failed" for v in verdicts) else 0)


@asynccontextmanager
async def _fetched(
    pipeline: Ingests, addresses: list[str], settings: Settings, collection: str
) -> AsyncGenerator[tuple[Ingests, Fetching | None]]:
    """The pipeline, which fetches what is in the cloud first; as it is, where nothing is."""
    if not addresses:
        yield pipeline, None
        return
    from paillasse.sources.fetching import open_fetching  # noqa: PLC0415 - only for what is in the cloud

    async with open_fetching(addresses, settings, collection) as fetching:
        yield fetching.through(pipeline), fetching


async def _ingested(
    pipeline: Ingests,
    files: list[Path],
    fetching: Fetching | None,
    collection: str,
    merge: Callable[[], Awaitable[None]] | None = None,
) -> tuple[list[Verdict], float]:
    """Ingest files and what is in the cloud; its verdicts name the address of each manual."""
    remote = await fetching.paths() if fetching else []
    verdicts, seconds = await _under_bars(pipeline, [*files, *remote], collection, merge)
    if fetching is not None:
        own = {str(path): fetching.address(path) for path in remote}
        verdicts = [replace(verdict, path=own.get(verdict.path, verdict.path)) for verdict in verdicts]
    return verdicts, seconds


def find_files(paths: list[Path]) -> list[Path]:
    """Files as given, and those of folders and their sub-folders whose name ends as a manual's, by name.

    Hidden files are left out, and so are the lock files that word processors leave beside an open document.
    """
    found: list[Path] = []
    for path in paths:
        if _is_folder(path):
            found.extend(sorted(p for p in path.rglob("*") if is_manual(p.name) and p.is_file()))
        else:
            found.append(path)
    return list(dict.fromkeys(found))


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name longer than the system takes: ingesting it says so
        return False


async def ingest_all(services: Services, files: list[Path], collection: str) -> tuple[list[Verdict], float]:
    """Ingest files under bars and merge the index.

    Returns:
        Verdicts in the order of the files, and the seconds that passed.
    """
    return await _under_bars(services.pipeline, files, collection, services.index.optimize)


async def _under_bars(
    pipeline: Ingests, files: list[Path], collection: str, merge: Callable[[], Awaitable[None]] | None = None
) -> tuple[list[Verdict], float]:
    """A bar for all files, and one for the stage of each at hand."""
    from paillasse.ingestion.several import ingest_files  # noqa: PLC0415 - a question must not wait for its import

    started = time.perf_counter()
    verdicts: dict[str, Verdict] = {}
    stages: dict[str, TaskID] = {}
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=stderr,
    ) as bars:
        overall = bars.add_task("files", total=len(files))

        def begin(path: Path) -> Callable[[str, int, int], None]:
            stages[str(path)] = bars.add_task("", total=None)
            return _reporter(bars, stages[str(path)], path)

        async with aclosing(ingest_files(pipeline, files, collection, begin)) as done:
            async for verdict in done:
                verdicts[verdict.path] = verdict
                if verdict.state == "failed":
                    mark = Text.assemble(("✗ ", "red"), printable(verdict.message), " ", (verdict.hint, "dim"))
                    bars.console.print(mark)
                bars.remove_task(stages[verdict.path])
                bars.advance(overall)
        if merge is not None and any(v.state == "ingested" for v in verdicts.values()):
            merging = bars.add_task("merging the index", total=None)
            await merge()
            bars.remove_task(merging)
    return [verdicts[str(path)] for path in files], time.perf_counter() - started


def summarise(verdicts: list[Verdict], seconds: float) -> None:
    """One paragraph: how many, how fast in all and per stage, what needs a look."""
    states = Counter(v.state for v in verdicts)
    fresh = [v for v in verdicts if v.state == "ingested"]
    pages = sum(v.pages for v in fresh)
    stdout.print(
        f"{states['ingested']} ingested, {states['unchanged']} already there, {states['failed']} failed.", style="bold"
    )
    if fresh:
        stages: Counter[str] = Counter()
        for verdict in fresh:
            stages.update(verdict.stages)
        rates = ", ".join(f"{name} {pages / spent:.0f}" for name, spent in stages.items() if spent > 0)
        stdout.print(f"{pages} pages in {seconds:.1f} s; pages per second: {rates}; in all {pages / seconds:.1f}.")
    for verdict in (v for v in fresh if v.status == "needs_review"):
        note = f"{verdict.title}: part of it has no usable text (`paillasse documents show {verdict.document_id[:8]}`)."
        stdout.print(Text.assemble(("! ", "yellow"), note))
    for message, hint in dict.fromkeys((v.message, v.hint) for v in fresh if v.message):
        stdout.print(Text.assemble(("! ", "yellow"), message, " ", hint))


def _reporter(bars: Progress, task: TaskID, path: Path) -> Callable[[str, int, int], None]:
    def report(stage: str, done: int, total: int) -> None:
        name = printable(path.name)
        name = name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"
        label = escape(f"{name}: {_STAGES.get(stage, stage)}")
        bars.update(task, description=label, completed=done, total=total)

    return report
