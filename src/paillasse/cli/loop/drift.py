"""`paillasse drift check|list|show`."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from paillasse.cli.session import FAILED, check_writable, print_json, stdout, with_opened, with_server
from paillasse.drift.errors import DriftReportNotFound
from paillasse.drift.types import DriftReport
from paillasse.errors.storage import HomeInUse
from paillasse.settings import Settings

if TYPE_CHECKING:
    from paillasse.client.client import Client
    from paillasse.drift.desk import DriftDesk

app = typer.Typer(help="Is what is asked, and how it is answered, as it was?", no_args_is_help=True)

_MOST = 100

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def check(
    context: typer.Context,
    as_json: Json = False,
    html: Annotated[
        Path | None, typer.Option("--html", help="File for the distributions side by side, drawn by Evidently.")
    ] = None,
) -> None:
    """Compare the questions of the last seven days with the first that what answers was asked; exit code 1 for a drift.

    Where a server has the home, it does it; `--html` then needs a home whose database and index are servers.
    """
    check_writable(html)

    async def here(desk: DriftDesk) -> DriftReport:
        return await desk.check(page=html)

    async def there(client: Client) -> DriftReport:
        return await client.drift.check()

    try:
        report = with_opened(context, _open, here)
    except HomeInUse as error:
        if html is not None:
            raise
        report = with_server(context, error, there)
    _show(report, as_json=as_json)
    if report.drifted:
        raise typer.Exit(FAILED)


@app.command("list")
def list_(
    context: typer.Context,
    limit: Annotated[int, typer.Option(min=1, max=_MOST, help="At most so many.")] = 30,
    as_json: Json = False,
) -> None:
    """Reports, the latest first."""
    from paillasse.cli.views.drift import reports_view  # noqa: PLC0415 - only what is drawn is imported

    reports = _reports(context, limit)
    if as_json:
        print_json(reports, list[DriftReport])
        return
    stdout.print(reports_view(reports))


@app.command()
def show(
    context: typer.Context,
    report: Annotated[str, typer.Argument(metavar="[REPORT]", help="Its id; the latest if not given.")] = "",
    as_json: Json = False,
) -> None:
    """One report: how far each feature is from what it was, and what a drift led to."""
    found = next((each for each in _reports(context, _MOST) if report in {"", each.id}), None)
    if found is None:
        if report:
            raise DriftReportNotFound(f"There is no report {report!r}.")
        raise DriftReportNotFound("Nothing was checked yet.", hint="`paillasse drift check` makes the first report.")
    _show(found, as_json=as_json)


def _show(report: DriftReport, *, as_json: bool) -> None:
    from paillasse.cli.views.drift import report_view  # noqa: PLC0415 - only what is drawn is imported

    if as_json:
        print_json(report, DriftReport)
    else:
        stdout.print(report_view(report))


def _reports(context: typer.Context, limit: int) -> list[DriftReport]:
    async def here(desk: DriftDesk) -> list[DriftReport]:
        return await desk.reports.list(limit)

    async def there(client: Client) -> list[DriftReport]:
        return await client.drift.list(limit)

    try:
        return with_opened(context, _open, here)
    except HomeInUse as error:
        return with_server(context, error, there)


def _open(settings: Settings) -> AbstractAsyncContextManager[DriftDesk]:
    from paillasse.loop.drifting import open_drift  # noqa: PLC0415 - `--help` must not wait for the engines

    return open_drift(settings)
