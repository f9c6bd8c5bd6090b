"""`paillasse release create|list|show|diff|gate|promote|rollback`."""

from __future__ import annotations

import getpass
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer
from rich.text import Text

from paillasse.access.types import COMMAND_LINE
from paillasse.cli.session import FAILED, State, print_json, stderr, stdout, with_opened, with_server
from paillasse.cli.views.progress import reporting
from paillasse.errors.releases import RunNotFound
from paillasse.errors.storage import HomeInUse
from paillasse.releases.types import Alias, Promotion, Release

if TYPE_CHECKING:
    from paillasse.client.client import Client
    from paillasse.experiments.comparison import Difference
    from paillasse.releases.desk import ReleaseDesk
    from paillasse.releases.judging import Measured, Verdict
    from paillasse.releases.shelf import ReleaseShelf

app = typer.Typer(help="Register what may answer, promote it through its gates, roll it back.", no_args_is_help=True)

Result = TypeVar("Result")
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Which = Annotated[str, typer.Argument(metavar="RELEASE", help="Version, name, `staging` or `production`.")]
Gates = Annotated[Path | None, typer.Option("--gates", help="YAML file of gates instead of those of the home.")]
Why = Annotated[str, typer.Option("--reason", help="Why; kept with the release.")]


@app.command()
def create(
    context: typer.Context,
    run: Annotated[str, typer.Option("--run", help="Run it is made of; else the latest of the configuration.")] = "",
    name: Annotated[str, typer.Option(help="What people call it.")] = "",
) -> None:
    """Register the configuration of a finished run, with its prompts and figures, as a model that MLflow can load.

    Without `--run` it is made of the latest run of `--config`, or of the configuration that answers.
    """
    from paillasse.composition.startup import live_config  # noqa: PLC0415 - as below
    from paillasse.experiments.runs import find  # noqa: PLC0415 - `--help` must not wait for the engines
    from paillasse.loop.releasing import open_shelf  # noqa: PLC0415 - as above
    from paillasse.releases.shelf import EXPERIMENT  # noqa: PLC0415 - as above

    state: State = context.obj

    async def work(shelf: ReleaseShelf) -> Release:
        runs = await shelf.tracker.runs(EXPERIMENT)
        which = run or (state.config or await live_config(state.settings)).hash
        if not run and not any(each.name == which and each.finished for each in runs):
            raise RunNotFound(
                f"Configuration {which} was not tried yet.",
                hint="Try it first: `paillasse experiment run --golden FILE`.",
            )
        return await shelf.create(find(runs, which), name, getpass.getuser())

    release = with_opened(context, open_shelf, work)
    stdout.print(Text(f"Release {release.version}: configuration {release.config}, index {release.generation}."))


@app.command("list")
def list_(context: typer.Context, as_json: Json = False) -> None:
    """Every release, the newest first."""
    from paillasse.cli.views.releases import releases_view  # noqa: PLC0415 - only what is drawn is imported
    from paillasse.loop.releasing import open_shelf  # noqa: PLC0415 - `--help` must not wait for the engines

    releases = with_opened(context, open_shelf, lambda shelf: shelf.list())
    if as_json:
        print_json(releases, list[Release])
    elif releases:
        stdout.print(releases_view(releases))
    else:
        stdout.print("No release was made yet; `paillasse release create` makes one of a run.")


@app.command()
def show(context: typer.Context, which: Which) -> None:
    """A release with its figures, and who promoted it when and why."""
    from paillasse.cli.views.releases import release_view  # noqa: PLC0415 - only what is drawn is imported
    from paillasse.loop.releasing import open_shelf  # noqa: PLC0415 - `--help` must not wait for the engines

    async def work(shelf: ReleaseShelf) -> tuple[Release, Measured]:
        release = await shelf.find(which)
        return release, await shelf.measured(release)

    release, measured = with_opened(context, open_shelf, work)
    stdout.print(release_view(release, measured.run))


@app.command()
def diff(context: typer.Context, first: Which, second: Which, as_json: Json = False) -> None:
    """What two releases do otherwise, and how much better or worse the second does, question by question."""
    from paillasse.cli.views.experiments import comparison_view  # noqa: PLC0415 - only what is drawn is imported
    from paillasse.experiments import comparison  # noqa: PLC0415 - `--help` must not wait for the engines
    from paillasse.loop.releasing import open_shelf  # noqa: PLC0415 - as above

    async def work(shelf: ReleaseShelf) -> tuple[Measured, Measured]:
        return (
            await shelf.measured(await shelf.find(first)),
            await shelf.measured(await shelf.find(second)),
        )

    before, after = with_opened(context, open_shelf, work)
    found: list[Difference] = comparison.compare(before.rows, after.rows)
    if as_json:
        print_json(found, list[comparison.Difference])
        return
    stdout.print(comparison_view(before.run, after.run, found))


@app.command()
def gate(context: typer.Context, which: Which, gates: Gates = None) -> None:
    """Hold a release against the gates, beside what is in production; exit code 1 when it does not pass."""
    from paillasse.cli.views.releases import failures_view  # noqa: PLC0415 - only what is drawn is imported

    async def work(desk: ReleaseDesk) -> tuple[Release, Verdict]:
        release = await desk.shelf.find(which)
        return release, await desk.judge(release)

    release, verdict = _with_desk(context, gates, work)
    (stdout if verdict.passed else stderr).print(failures_view(release.version, verdict.failures))
    if not verdict.passed:
        raise typer.Exit(FAILED)


@app.command()
def promote(
    context: typer.Context,
    which: Which,
    to: Annotated[Alias, typer.Option("--to", help="`production` answers from then on.")] = Alias.PRODUCTION,
    reason: Why = "",
    override: Annotated[
        str, typer.Option(help="Promote it although it does not pass its gates, for this reason; it is audited.")
    ] = "",
    gates: Gates = None,
) -> None:
    """Promote a release that passes its gates; without a failed request where a server answers."""

    async def here(desk: ReleaseDesk) -> Release:
        wanted = Promotion(to, getpass.getuser(), reason, override)
        return await desk.promote(await desk.shelf.find(which), wanted, COMMAND_LINE)

    async def there(client: Client) -> Release:
        return await client.releases.promote(which, to, reason, override)

    try:
        release = _with_desk(context, gates, here)
    except HomeInUse as error:
        if gates is not None:
            raise
        release = with_server(context, error, there)
    stdout.print(Text(f"Release {release.version} is in {to} now."))


@app.command()
def rollback(context: typer.Context, reason: Why = "") -> None:
    """Have the release answer again that was in production before."""

    async def here(desk: ReleaseDesk) -> Release:
        return await desk.rollback(getpass.getuser(), reason, COMMAND_LINE)

    async def there(client: Client) -> Release:
        return await client.releases.rollback(reason)

    try:
        release = _with_desk(context, None, here)
    except HomeInUse as error:
        release = with_server(context, error, there)
    stdout.print(Text(f"Release {release.version} is in production again."))


def _with_desk(context: typer.Context, gates: Path | None, work: Callable[[ReleaseDesk], Awaitable[Result]]) -> Result:
    from paillasse.loop.releasing import open_releases  # noqa: PLC0415 - `--help` must not wait for the engines

    with reporting(stderr) as progress:
        return with_opened(context, partial(open_releases, progress=progress, gates=gates), work)
