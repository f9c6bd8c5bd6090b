"""`paillasse eval`."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import Progress, TimeElapsedColumn
from rich.text import Text

from paillasse.cli.session import FAILED, State, check_writable, stderr, stdout, with_services, write_json
from paillasse.language.text import printable
from paillasse.types.questions import Scope

if TYPE_CHECKING:
    from paillasse.composition.bootstrap import Services
    from paillasse.evaluation.report import Report
    from paillasse.types.golden_case import GoldenCase


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("eval")(evaluate)


def evaluate(
    context: typer.Context,
    golden: Annotated[list[Path], typer.Argument(help="Golden sets, one JSON object a line.")],
    json_path: Annotated[Path | None, typer.Option("--json", help="Write the report to this JSON file.")] = None,
    floors: Annotated[Path | None, typer.Option(help="JSON file of figures that must be reached.")] = None,
    judge: Annotated[
        str, typer.Option(metavar="PROVIDER/NAME", help="Language model that judges the answers, as ollama/qwen3:8b.")
    ] = "",
) -> None:
    """Measure the present index on golden sets: pages found, answers right, refusals, citations, latency.

    Exit code 1 when a figure misses its floor.
    """
    from paillasse.cli.views.evaluation import report_view  # noqa: PLC0415 - only what is drawn is imported
    from paillasse.composition.judges import open_judge  # noqa: PLC0415 - `ask` must not pay for these
    from paillasse.evaluation import dataset, experiment  # noqa: PLC0415 - `ask` must not pay for these
    from paillasse.evaluation.aggregation import summarise  # noqa: PLC0415 - only what is drawn is imported
    from paillasse.evaluation.gates import Gates, failures  # noqa: PLC0415 - only what is drawn is imported

    check_writable(json_path)
    cases = dataset.load(golden)
    gates = Gates.load(floors) if floors else Gates()
    state: State = context.obj
    judging = open_judge(judge, state.settings) if judge else None

    async def work(services: Services) -> Report:
        answerer = await services.answerer(Scope())
        await _warn_of_absent(services, cases)
        with Progress(*Progress.get_default_columns(), TimeElapsedColumn(), console=stderr) as bar:
            task = bar.add_task("questions", total=len(cases))

            def report(_stage: str, done: int, _total: int) -> None:
                bar.update(task, completed=done)

            results = await experiment.run(answerer, services, cases, report, judging)
        if judging is not None:
            await judging.close()
        return summarise(results, services.config.hash)

    report = with_services(context, work)
    if json_path is not None:
        write_json(json_path, report.model_dump_json(indent=2))
    stdout.print(report_view(report))
    missed = failures(report, gates)
    for sentence in missed:
        stderr.print(sentence, style="red")
    if missed:
        raise typer.Exit(FAILED)


async def _warn_of_absent(services: Services, cases: list[GoldenCase]) -> None:
    """A manual that is not there counts as not found: say so, or the figures mislead."""
    present = {unicodedata.normalize("NFC", document.filename) for document in await services.documents.list()}
    absent = dict.fromkeys(page.file for case in cases for page in case.documents if page.file not in present)
    if absent:
        names = printable(", ".join(absent))
        stderr.print(Text(f"Not ingested, so counted as not found: {names}. Ingest them, or correct `file`.", "yellow"))
