"""`paillasse train escalation`."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import Progress, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from paillasse.cli.session import FAILED, State, stderr, stdout, with_opened, with_services
from paillasse.errors import ModelUnavailable, StorageError

if TYPE_CHECKING:
    from paillasse.bootstrap import Services
    from paillasse.escalating import Trained
    from paillasse.prediction.escalation import EscalationModel
    from paillasse.prediction.examples.rows import Row
    from paillasse.prediction.learning.report import Part
    from paillasse.tracking_protocols import ModelRegistry, Tracker


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("escalation")(escalation)


def escalation(
    context: typer.Context,
    golden: Annotated[list[Path] | None, typer.Option(help="Golden sets to ask of this home.")] = None,
    rows: Annotated[
        list[Path] | None, typer.Option(help="Tables of questions that were asked before, of this home or others.")
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder of the table, the model and its report.")] = Path("out/escalation"),
    track: Annotated[bool, typer.Option("--track", help="Log it in MLflow and register it as `staging`.")] = False,
    promote: Annotated[
        bool, typer.Option("--promote", help="Have it in production where it passes; implies `--track`.")
    ] = False,
) -> None:
    """Learn when a question is a case for a ticket: ask, check the data, compare families, calibrate, measure.

    Every golden case is asked, and asked again as if the manuals that answer it were not there. Exit code 1 when the
    model misses a floor or is worse than the one in production.
    """
    _check_installed()
    from paillasse import escalating  # noqa: PLC0415 - imports scikit-learn
    from paillasse.prediction.examples import rows as tables  # noqa: PLC0415 - as above
    from paillasse.prediction.learning.families import families  # noqa: PLC0415 - as above

    table = tables.load(rows or [])
    if golden:
        table += _asked(context, golden, out)
    trained = escalating.train(table, families())
    escalating.write(trained, out)
    state: State = context.obj
    failed = escalating.failures(trained, _production(state.settings.escalation_path))
    _show(trained)
    if track or promote:
        from paillasse.experimenting import open_tracking  # noqa: PLC0415 - imports MLflow, which takes seconds

        path = state.settings.escalation_path if promote and not failed else None
        with_opened(context, open_tracking, lambda tracker: _register(tracker, tracker, trained, path))
    for sentence in failed:
        stderr.print(Text(f"{sentence}: not for production.", "red"))
    if failed:
        raise typer.Exit(FAILED)


def _check_installed() -> None:
    for module, name in {"sklearn": "scikit-learn", "pandera": "pandera"}.items():
        if find_spec(module) is None:
            raise ModelUnavailable(
                f"Training needs {name}, which is not installed.", hint="Install `paillasse[prediction]`."
            )


def _asked(context: typer.Context, golden: list[Path], out: Path) -> list[Row]:
    from paillasse.escalating import collect_rows  # noqa: PLC0415 - imports scikit-learn
    from paillasse.evaluation import dataset  # noqa: PLC0415 - as above
    from paillasse.prediction.examples import rows as tables  # noqa: PLC0415 - as above

    cases, name = dataset.load(golden), " ".join(path.stem for path in golden)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"Cannot make {out}: {error.strerror}.") from error

    async def work(services: Services) -> list[Row]:
        with Progress(*Progress.get_default_columns(), TimeElapsedColumn(), console=stderr) as bar:
            task = bar.add_task("questions", total=None)

            def report(_stage: str, done: int, total: int) -> None:
                bar.update(task, completed=done, total=total)

            return await collect_rows(services, cases, name, report)

    rows = with_services(context, work)
    tables.write(out / "rows.jsonl", rows)
    return rows


def _production(path: Path) -> EscalationModel | None:
    from paillasse.prediction.escalation import EscalationModel  # noqa: PLC0415 - only training pays for it

    return EscalationModel.load(path) if path.exists() else None


async def _register(tracker: Tracker, registry: ModelRegistry, trained: Trained, path: Path | None) -> None:
    from paillasse import escalating  # noqa: PLC0415 - imports scikit-learn

    version = await escalating.register(tracker, registry, trained)
    stdout.print(Text(f"Registered as version {version.number} of {escalating.MODEL}, in staging."))
    if path is not None:
        await escalating.promote(registry, version, trained, path)
        stdout.print(Text(f"Version {version.number} is in production; servers use it from their next start on."))


def _show(trained: Trained) -> None:
    """Families, and the figures of the one that was chosen."""
    families = Table(title="On machines that were not learnt from", title_justify="left", show_edge=False)
    for column in ("family", "AUROC", "calibration error", "Brier", "log loss"):
        families.add_column(column, justify="left" if column == "family" else "right")
    for family in trained.report.families:
        figures = (family.auroc, family.calibration_error, family.brier, family.log_loss)
        style = "bold" if family.name == trained.model.family else ""
        families.add_row(Text(family.name), *(f"{figure:.3f}" for figure in figures), style=style)
    stdout.print(families)
    for name, part in {"with manuals left out": trained.report.all, "as they are": trained.report.natural}.items():
        if part is not None:
            stdout.print(_figures(name, part))


def _figures(name: str, part: Part) -> Text:
    lines = [f"Questions {name}: {part.rows}, tickets {part.tickets}"]
    figures = {"AUROC": part.auroc, "calibration error": part.calibration_error}
    figures |= {f"AUROC above that of {part.single} alone": part.auroc_gain, "recall gained": part.recall_gain}
    lines += [f"  {what}: {f.value:.3f} [{f.low:.3f}, {f.high:.3f}]" for what, f in figures.items()]
    for what, kind in {"refused today": part.today, "refused from ½ on": part.predicted}.items():
        told = f"precision {kind.precision:.2f}, recall {kind.recall:.2f}, answerable {kind.refused_answerable:.2f}"
        lines.append(f"  {what}: {told}")
    return Text("\n".join(lines))
