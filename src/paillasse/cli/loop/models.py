"""`paillasse models list|rollback`."""

from __future__ import annotations

import getpass
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from paillasse.access.types import COMMAND_LINE
from paillasse.cli.session import print_json, stdout, with_opened, with_server
from paillasse.errors.storage import HomeInUse
from paillasse.language.text import printable
from paillasse.settings import Settings

if TYPE_CHECKING:
    from paillasse.api.schemas.models import TrainedModelOut
    from paillasse.client.client import Client
    from paillasse.prediction.desk import ModelDesk

app = typer.Typer(
    help="The models that were trained here and promoted, and back to the one before.", no_args_is_help=True
)

_TOLD = {"all/auroc": "AUROC", "all/calibration_error": "calibration error", "mrr_gain": "reciprocal rank gained"}
"""Figures that have a place in the table, where a model has them."""


@app.command("list")
def list_(context: typer.Context, as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Every promotion, the latest first: which model, when, by whom, and whether it is in production."""
    from paillasse.api.schemas.models import TrainedModelOut  # noqa: PLC0415 - `--help` must not wait for it

    async def here(desk: ModelDesk) -> list[TrainedModelOut]:
        return TrainedModelOut.each(await desk.promotions())

    async def there(client: Client) -> list[TrainedModelOut]:
        return [TrainedModelOut.model_validate(told) for told in await client.models.list()]

    try:
        promotions = with_opened(context, _open, here)
    except HomeInUse as error:
        promotions = with_server(context, error, there)
    if as_json:
        print_json(promotions, list[TrainedModelOut])
    elif promotions:
        stdout.print(_table(promotions))
    else:
        stdout.print("No model was promoted here: the escalation model that ships predicts, and no reranker ranks.")


@app.command()
def rollback(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="`escalation` or `reranker`.")],
    reason: Annotated[str, typer.Option("--reason", help="Why; kept with the model, and audited.")] = "",
) -> None:
    """Take back the model in production: the one before it, or the one that ships, is used within seconds."""
    from paillasse.api.schemas.models import TrainedModelOut  # noqa: PLC0415 - `--help` must not wait for it

    async def here(desk: ModelDesk) -> TrainedModelOut:
        taken = await desk.take_back(name, getpass.getuser(), reason, COMMAND_LINE)
        return TrainedModelOut.of(taken, in_production=False)

    async def there(client: Client) -> TrainedModelOut:
        return TrainedModelOut.model_validate(await client.models.take_back(name, reason))

    try:
        taken = with_opened(context, _open, here)
    except HomeInUse as error:
        taken = with_server(context, error, there)
    stdout.print(Text(printable(f"{taken.name} {taken.version} is not in production any more.")))


def _open(settings: Settings) -> AbstractAsyncContextManager[ModelDesk]:
    from paillasse.loop.promoting import open_models  # noqa: PLC0415 - `--help` must not wait for the engines

    return open_models(settings)


def _table(promotions: list[TrainedModelOut]) -> Table:
    table = Table(box=None, header_style="bold")
    for name in ("model", "version", "promoted", "by", "", "figures"):
        table.add_column(name, no_wrap=name == "version")
    for each in promotions:
        state = "in production" if each.in_production else ""
        if each.taken_back_at is not None:
            state = f"taken back {each.taken_back_at:%Y-%m-%d}"
        figures = ", ".join(f"{said} {each.figures[name]:.3f}" for name, said in _TOLD.items() if name in each.figures)
        cells = (each.name, each.version, f"{each.promoted_at:%Y-%m-%d}", each.promoted_by, state, figures)
        table.add_row(*(Text(printable(cell)) for cell in cells))
    return table
