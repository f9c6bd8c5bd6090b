"""`paillasse worker` and `paillasse jobs list|show|cancel|retry`."""

from __future__ import annotations

import logging
from contextlib import nullcontext
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.text import Text

from paillasse.cli.session import State, print_json, stderr, stdout, with_jobs, with_services
from paillasse.errors.storage import HomeInUse
from paillasse.language.text import printable
from paillasse.types.jobs import Job, JobState

if TYPE_CHECKING:
    from paillasse.composition.bootstrap import Services

app = typer.Typer(help="List, inspect, cancel and retry ingestion jobs.", no_args_is_help=True)

Which = Annotated[str, typer.Argument(metavar="JOB", help="Id of the job.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]

_ALONE = (
    "The embedded database and index belong to one process, and a server that has them works on the jobs itself. "
    "For workers beside it, set PAILLASSE_DATABASE_URL and PAILLASSE_QDRANT_URL in all of them."
)


def register(app: typer.Typer) -> None:
    """Add the command that is no group."""
    app.command()(worker)


def worker(
    context: typer.Context,
    metrics_port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port for Prometheus, at /metrics; 0 for none.")
    ] = 0,
    metrics_host: Annotated[str, typer.Option(help="Address for it; 0.0.0.0 is every network.")] = "127.0.0.1",
) -> None:
    """Work on ingestion jobs until stopped. Ctrl-C and SIGTERM let the jobs at hand finish, or give them back.

    One process for a home with the embedded database and index; as many as you like, on one shared home, where both
    are servers.
    """
    state: State = context.obj
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s")

    async def work_on(services: Services) -> NoReturn:
        from paillasse.composition.worker import joined, limits, work  # noqa: PLC0415 - as above
        from paillasse.loop.drifting import checking_beside  # noqa: PLC0415 - the other commands do without
        from paillasse.monitoring.metrics import WorkerMetrics  # noqa: PLC0415 - as above

        metrics = WorkerMetrics()
        async with checking_beside(services), joined(services, metrics.ingestion) as jobs:
            with metrics.served(metrics_host, metrics_port) if metrics_port else nullcontext():
                stderr.print("Working on ingestion jobs. Ctrl-C stops.", style="dim")
                working = work(jobs, limits(state.settings), alone=not state.settings.shared)
                if not state.settings.arrivals_subscription:
                    await working
                from paillasse.sources.arrivals import beside  # noqa: PLC0415 - only where manuals arrive in a bucket

                await beside(working, state.settings, jobs.board)

    try:
        with_services(context, work_on)
    except HomeInUse as error:
        raise HomeInUse(str(error), hint=_ALONE) from error


@app.command("list")
def list_(
    context: typer.Context,
    collection: Annotated[
        list[str] | None, typer.Option(help="Only of this collection; repeat for several.", show_default="all")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 100,
    as_json: AsJson = False,
) -> None:
    """Jobs, the latest first."""
    found = with_jobs(context, lambda jobs: jobs.list(collection, limit))
    if as_json:
        print_json(found, list[Job])
        return
    from paillasse.cli.views.jobs import jobs_view  # noqa: PLC0415 - only what is drawn is imported

    stdout.print(jobs_view(found))


@app.command()
def show(context: typer.Context, job: Which, as_json: AsJson = False) -> None:
    """One job: where it stands, and why it failed."""
    found = with_jobs(context, lambda jobs: jobs.get(job))
    if as_json:
        print_json(found, Job)
        return
    from paillasse.cli.views.jobs import job_view  # noqa: PLC0415 - only what is drawn is imported

    stdout.print(job_view(found))


@app.command()
def cancel(context: typer.Context, job: Which) -> None:
    """Cancel a job that is not finished, and remove its file."""
    found = with_jobs(context, lambda jobs: jobs.cancel(job))
    name = printable(found.filename)
    if not found.state.finished:
        stdout.print(Text(f"“{name}” is stopped by the worker that has it."))
    else:
        cancelled = found.state is JobState.CANCELLED
        stdout.print(Text(f"“{name}” is {'cancelled' if cancelled else f'{found.state} already'}."))


@app.command()
def retry(context: typer.Context, job: Which) -> None:
    """Queue a failed job again."""
    found = with_jobs(context, lambda jobs: jobs.retry(job))
    stdout.print(Text(f"“{printable(found.filename)}” is queued again."))
