"""`paillasse train`."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import Progress, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from paillasse.cli.loop import escalation, reranker
from paillasse.cli.session import FAILED, stderr, stdout
from paillasse.errors.models import ModelUnavailable
from paillasse.language.text import printable

if TYPE_CHECKING:
    from paillasse.training.recipe import Result

_STAGES = {
    "check": "checking the data",
    "leakage": "looking for what is measured on",
    "align": "aligning words",
    "teacher": "asking the teacher",
    "distil": "teaching (seconds)",
    "choose": "choosing the soup",
    "verify": "verifying the export",
}

app = typer.Typer(help="Train the models that ship with Paillasse.", no_args_is_help=True)
escalation.register(app)
reranker.register(app)


@app.callback()
def train() -> None:
    """Train the models that ship with Paillasse."""


@app.command("embedder")
def embedder(
    data: Annotated[
        Path,
        typer.Option(help="Folder with `parallel/` (sentence pairs) and `qa/` (question sets).", file_okay=False),
    ],
    out: Annotated[Path, typer.Option(help="Folder of the run: what is in it is not done again.")] = Path(
        "out/embedder"
    ),
    minutes: Annotated[float, typer.Option(min=0.01, help="Minutes of distillation.")] = 15,
    seed: Annotated[int, typer.Option(min=0, help="Decides every random choice.")] = 0,
) -> None:
    """Make the bilingual embedder: check the data, add French words, distil, average, export, verify.

    Stop it whenever you like: the same command goes on where it was. Exit code 1 when the model misses a floor.

    Try it with `embedder.folder` in a pipeline configuration before you put it into the package.
    """
    for module, name in {"torch": "PyTorch", "matplotlib": "Matplotlib"}.items():
        if find_spec(module) is None:
            raise ModelUnavailable(
                f"Training needs {name}, which is not installed.", hint="Install it: `make training`."
            )
    from paillasse.composition.bootstrap import shipped_glossary  # noqa: PLC0415 - only training pays for it
    from paillasse.training.recipe import Run, train_embedder  # noqa: PLC0415 - imports torch

    columns = (*Progress.get_default_columns()[:-1], TimeRemainingColumn(), TimeElapsedColumn())
    with Progress(*columns, console=stderr) as bar:
        tasks = {stage: bar.add_task(text, total=None, start=False) for stage, text in _STAGES.items()}

        def report(stage: str, done: int, total: int) -> None:
            task = tasks[stage]
            if not bar.tasks[task].started:
                bar.start_task(task)
                if not stderr.is_terminal:  # no bar is drawn there: say at least where it is
                    stderr.print(_STAGES[stage])
            bar.update(task, completed=done, total=total)

        result = train_embedder(Run(data, out, minutes, seed), shipped_glossary(), report)
    stdout.print(_view(result))
    for sentence in result.missed:
        stderr.print(f"{sentence}: do not ship this model.", style="red")
    if result.missed:
        raise typer.Exit(FAILED)


def _view(result: Result) -> Table:
    table = Table(title=Text(f"Model folder: {printable(str(result.model))}"), title_justify="left", show_edge=False)
    table.add_column("share of trained weights", justify="right")
    for name in result.scores:
        table.add_column(f"{name} hit@5", justify="right")
    for portion in result.portions:
        chosen = tuple(result.scores.values()) == portion.scores
        table.add_row(f"{portion.share:.0%}", *(f"{s:.3f}" for s in portion.scores), style="bold" if chosen else "")
    return table
