"""`paillasse train escalation`."""

from __future__ import annotations

import getpass
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import Progress, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from paillasse.access.types import COMMAND_LINE
from paillasse.cli.session import FAILED, stderr, stdout, with_opened, with_services
from paillasse.errors.models import ModelUnavailable
from paillasse.errors.storage import StorageError

if TYPE_CHECKING:
    from paillasse.composition.bootstrap import Services
    from paillasse.loop.escalating import Trained
    from paillasse.prediction.examples.rows import Row
    from paillasse.prediction.learning.report import Part
    from paillasse.protocols import progress
    from paillasse.protocols.tracking import Tracking


@dataclass(frozen=True, slots=True)
class _Learnt:
    trained: Trained
    failures: list[str]
    promoted: bool = False


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("escalation")(escalation)


def escalation(
    context: typer.Context,
    golden: Annotated[list[Path] | None, typer.Option(help="Golden sets to ask of this home.")] = None,
    rows: Annotated[
        list[Path] | None, typer.Option(help="Tables of questions that were asked before, of this home or others.")
    ] = None,
    reviewed: Annotated[
        bool,
        typer.Option("--reviewed", help="Learn from what experts made of feedback in this home as well."),
    ] = False,
    out: Annotated[Path, typer.Option(help="Folder of the table, the model and its report.")] = Path("out/escalation"),
    track: Annotated[bool, typer.Option("--track", help="Log it in MLflow and register it as `staging`.")] = False,
    promote: Annotated[
        bool, typer.Option("--promote", help="Have it in production in this home, unless it is worse.")
    ] = False,
) -> None:
    """Learn when a question is a case for a ticket: ask, check the data, compare families, calibrate, measure.

    Every golden case is asked, and asked again as if the manuals that answer it were not there. With `--reviewed` the
    table of the model in production is learnt from again. Exit code 1 when the model misses a floor or is worse than
    the one in production.
    """
    check_installed()
    from paillasse.loop import escalating  # noqa: PLC0415 - imports scikit-learn
    from paillasse.loop.promoting import models_of  # noqa: PLC0415 - as above
    from paillasse.prediction.examples import rows as tables  # noqa: PLC0415 - as above
    from paillasse.prediction.learning.families import families  # noqa: PLC0415 - as above

    table = tables.load(rows or [])
    make_folder(out)

    async def work(services: Services) -> _Learnt:
        known = tables.parsed(await services.trained.rows(escalating.MODEL), "The table of the model in production")
        former = known if reviewed else []
        learnt = tables.joined(table, former, await _asked(services, golden or [], reviewed=reviewed))
        tables.write(out / "rows.jsonl", learnt)
        trained = escalating.train(learnt, families())
        production = await escalating.escalation_in_production(services.trained)
        fresh = escalating.unseen(learnt, production)
        failed = escalating.failures(trained, production, fresh) or escalating.losses(trained, fresh, families())
        if promote and not failed:
            wanted = escalating.Wanted(getpass.getuser())
            await escalating.promote(models_of(services), trained, learnt, wanted, COMMAND_LINE)
        return _Learnt(trained, failed, promote and not failed)

    if golden or reviewed or promote:
        done = with_services(context, work)
    else:
        trained = escalating.train(table, families())
        done = _Learnt(trained, escalating.failures(trained, None, escalating.unseen(table, None)))
    escalating.write(done.trained, out)
    _show(done.trained)
    if track:
        from paillasse.loop.experimenting import open_tracking  # noqa: PLC0415 - imports MLflow, which takes seconds

        with_opened(context, open_tracking, lambda tracking: _register(tracking, done))
    if done.promoted:
        stdout.print(Text(f"{done.trained.model.version} is in production."))
    for sentence in done.failures:
        stderr.print(Text(f"{sentence}: not for production.", "red"))
    if done.failures:
        raise typer.Exit(FAILED)


def check_installed() -> None:
    """Say what training needs and is not there.

    Raises:
        ModelUnavailable: the extra `prediction` is not installed.
    """
    for module, name in {"sklearn": "scikit-learn", "pandera": "pandera"}.items():
        if find_spec(module) is None:
            raise ModelUnavailable(
                f"Training needs {name}, which is not installed.", hint="Install `paillasse[prediction]`."
            )


def make_folder(folder: Path) -> None:
    """Make a folder for what is written.

    Raises:
        StorageError: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"Cannot make {folder}: {error.strerror}.") from error


async def _asked(services: Services, golden: list[Path], *, reviewed: bool) -> list[Row]:
    """Rows of the golden sets, and of what was reviewed."""
    from paillasse.evaluation import dataset  # noqa: PLC0415 - as above
    from paillasse.loop import escalating  # noqa: PLC0415 - imports scikit-learn

    asked: list[Row] = []
    if not (golden or reviewed):
        return asked
    with asking() as report:
        if reviewed:
            asked += await escalating.reviewed_rows(services, report)
        if golden:
            cases, name = dataset.load(golden), " ".join(path.stem for path in golden)
            asked += await escalating.collect_rows(services, cases, name, report)
        return asked


@contextmanager
def asking() -> Generator[progress.Progress]:
    """A bar that counts questions while the block lasts."""
    with Progress(*Progress.get_default_columns(), TimeElapsedColumn(), console=stderr) as bar:
        task = bar.add_task("questions", total=None)

        def report(_stage: str, done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield report


async def _register(tracking: Tracking, done: _Learnt) -> None:
    from paillasse.loop import escalating  # noqa: PLC0415 - imports scikit-learn

    version = await escalating.register(tracking, done.trained)
    if done.promoted:
        await tracking.point(escalating.MODEL, escalating.PRODUCTION, version.number)
    stdout.print(Text(f"Registered as version {version.number} of {escalating.MODEL}, in staging."))


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
    figures |= {
        f"AUROC above that of {part.single} alone": part.auroc_gain,
        f"balanced accuracy above that of {part.single} from its best value on": part.accuracy_gain,
        "recall gained": part.recall_gain,
    }
    lines += [f"  {what}: {f.value:.3f} [{f.low:.3f}, {f.high:.3f}]" for what, f in figures.items()]
    rules = {"refused today": part.today, "refused from ½ on": part.predicted}
    rules |= {f"refused today, and from {least} on": kind for least, kind in part.both.items()}
    for what, kind in rules.items():
        told = f"precision {kind.precision:.2f}, recall {kind.recall:.2f}, answerable {kind.refused_answerable:.2f}"
        lines.append(f"  {what}: {told}")
    return Text("\n".join(lines))
