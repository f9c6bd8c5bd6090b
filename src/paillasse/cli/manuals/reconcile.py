"""`paillasse reconcile`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from paillasse.cli.session import FAILED, stdout, with_services

if TYPE_CHECKING:
    from paillasse.composition.bootstrap import Services
    from paillasse.ingestion.reconciliation import ReconcileReport


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(reconcile)


def reconcile(
    context: typer.Context,
    check: Annotated[bool, typer.Option("--check", help="Only report; change nothing.")] = False,
) -> None:
    """Compare database, index and files; remove what an interruption left behind. Exit code 1 if differences remain."""

    async def work(services: Services) -> ReconcileReport:
        return await services.reconcile(repair=not check)

    report = with_services(context, work)
    stdout.print(str(report))
    raise typer.Exit(FAILED if report.differences else 0)
