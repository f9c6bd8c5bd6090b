"""`paillasse experiment run|list|compare`."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from paillasse.cli.session import State, print_json, stderr, stdout, with_opened
from paillasse.cli.views.progress import reporting
from paillasse.pipeline_config import PipelineConfig
from paillasse.protocols.tracking import Run

if TYPE_CHECKING:
    from paillasse.experiments.rows import QuestionRow
    from paillasse.protocols.tracking import Tracker

app = typer.Typer(help="Try configurations on golden sets and compare them.", no_args_is_help=True)

EXPERIMENT = "paillasse"

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Experiment = Annotated[str, typer.Option("--experiment", metavar="NAME", help="Runs are gathered under this name.")]


@app.command()
def run(
    context: typer.Context,
    golden: Annotated[list[Path], typer.Option("--golden", help="Golden set; may be given again for more.")],
    configs: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[CONFIG]…", help="Pipeline configurations (JSON); none: the one that answers."),
    ] = None,
    grid: Annotated[
        str, typer.Option(help="Every combination of these: `chunking.max_tokens=150,200;retrieval.pool=20,40`.")
    ] = "",
    experiment: Experiment = EXPERIMENT,
    again: Annotated[bool, typer.Option("--again", help="Also what was tried already.")] = False,
    judge: Annotated[
        str, typer.Option(metavar="PROVIDER/NAME", help="Language model that judges the answers, as ollama/qwen3:8b.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Build the index of each configuration beside the one that answers, ask every question, and keep it all in MLflow.

    Golden cases that came of feedback are asked too. The same configuration, code, questions and manuals are not tried
    twice. Safe to stop and to run again: it goes on at the question where it was.
    """
    from paillasse.cli.views.experiments import runs_view  # noqa: PLC0415 - only what is drawn is imported
    from paillasse.composition.judges import open_judge  # noqa: PLC0415 - as above
    from paillasse.composition.startup import live_config  # noqa: PLC0415 - as above
    from paillasse.evaluation import dataset  # noqa: PLC0415 - `--help` must not wait for the engines
    from paillasse.experiments.grid import parse_grid, spread  # noqa: PLC0415 - as above
    from paillasse.experiments.runs import judge_failures  # noqa: PLC0415 - as above
    from paillasse.loop.experimenting import Plan, open_tracking, run_experiments  # noqa: PLC0415 - as above

    state: State = context.obj
    cases = dataset.load(golden)
    chosen = [PipelineConfig.load(path) for path in configs or []]
    if not chosen:
        chosen = [state.config or asyncio.run(live_config(state.settings))]
    names = ", ".join(path.name for path in golden)
    judging = open_judge(judge, state.settings) if judge else None
    plan = Plan(spread(chosen, parse_grid(grid)), cases, names, experiment, again, judging)
    with reporting(stderr) as progress:
        tried = with_opened(
            context, open_tracking, lambda tracker: run_experiments(state.settings, plan, tracker, progress)
        )
    if as_json:
        print_json([each.run for each in tried], list[Run])
        return
    stdout.print(runs_view([each.run for each in tried]))
    for each in tried:
        if each.cached:
            stdout.print(Text(f"{each.run.id[:12]} had been tried before; --again tries it again.", style="dim"))
        if failed := judge_failures(each.run):
            stderr.print(
                f"{each.run.id[:12]}: the judge failed to give {failed} figures, so that their means are missing. "
                "See that its model answers; the same command asks it again.",
                style="yellow",
            )


@app.command("list")
def list_(context: typer.Context, experiment: Experiment = EXPERIMENT, as_json: Json = False) -> None:
    """The runs of an experiment, the latest first."""
    from paillasse.cli.views.experiments import runs_view  # noqa: PLC0415 - only what is drawn is imported
    from paillasse.loop.experimenting import open_tracking  # noqa: PLC0415 - `--help` must not wait for the engines

    async def work(tracker: Tracker) -> list[Run]:
        return await tracker.runs(experiment)

    runs = with_opened(context, open_tracking, work)
    if as_json:
        print_json(runs, list[Run])
    elif runs:
        stdout.print(runs_view(runs))
    else:
        stdout.print("Nothing was tried yet; `paillasse experiment run --golden FILE` tries what answers.")


@app.command()
def compare(
    context: typer.Context,
    baseline: Annotated[str, typer.Argument(metavar="RUN", help="Compared with: id, start of an id, configuration.")],
    others: Annotated[list[str], typer.Argument(metavar="RUN…", help="Compared.")],
    experiment: Experiment = EXPERIMENT,
    confidence: Annotated[float, typer.Option(min=0.5, max=0.999, help="Of each interval.")] = 0.95,
    as_json: Json = False,
) -> None:
    """Runs side by side, question by question: differences with paired bootstrap intervals, by figure and slice."""
    from paillasse.cli.views.experiments import comparison_view  # noqa: PLC0415 - only what is drawn is imported
    from paillasse.experiments import comparison  # noqa: PLC0415 - `--help` must not wait for the engines
    from paillasse.experiments.runs import find, rows_of  # noqa: PLC0415 - as above
    from paillasse.loop.experimenting import open_tracking  # noqa: PLC0415 - as below

    async def work(tracker: Tracker) -> list[tuple[Run, list[QuestionRow]]]:
        runs = await tracker.runs(experiment)
        found = [find(runs, which) for which in (baseline, *others)]
        return [(each, await rows_of(tracker, each)) for each in found]

    (first, before), *rest = with_opened(context, open_tracking, work)
    found = {each.id: comparison.compare(before, rows, confidence) for each, rows in rest}
    if as_json:
        print_json(found, dict[str, list[comparison.Difference]])
        return
    for each, _ in rest:
        if each.tags.get("documents") != first.tags.get("documents"):
            stderr.print("These runs were asked over different manuals.", style="yellow")
        stdout.print(comparison_view(first, each, found[each.id]))
