"""`paillasse train reranker`."""

from __future__ import annotations

import getpass
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from paillasse.access.types import COMMAND_LINE
from paillasse.cli.loop.escalation import asking, check_installed, make_folder
from paillasse.cli.session import FAILED, stderr, stdout, with_services, write_json
from paillasse.types.questions import Scope

if TYPE_CHECKING:
    from paillasse.composition.bootstrap import Services
    from paillasse.prediction.ranking.learning import RankingReport


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("reranker")(reranker)


def reranker(
    context: typer.Context,
    golden: Annotated[list[Path], typer.Option(help="Golden sets to ask of this home.")],
    out: Annotated[Path, typer.Option(help="Folder of the model and its report.")] = Path("out/reranker"),
    promote: Annotated[
        bool, typer.Option("--promote", help="Have it in production in this home, if it is better.")
    ] = False,
) -> None:
    """Learn to rank what questions find, and measure it on machines that were not learnt from.

    Exit code 1 when it does not rank significantly better than hits are ranked without it: then it is not promoted.
    What is in production ranks where `retrieval.reranker` is `learned`.
    """
    check_installed()
    from paillasse.evaluation import dataset  # noqa: PLC0415 - imports scikit-learn
    from paillasse.loop.promoting import models_of  # noqa: PLC0415 - as above
    from paillasse.prediction.ranking.learning import learn  # noqa: PLC0415 - as above
    from paillasse.prediction.ranking.pools import pools_of  # noqa: PLC0415 - as above
    from paillasse.protocols.trained_models import KeptModel  # noqa: PLC0415 - as above
    from paillasse.retrieval.ranking.model import RERANKER  # noqa: PLC0415 - as above

    cases = dataset.load(golden)
    make_folder(out)

    async def work(services: Services) -> RankingReport:
        depth = services.config.retrieval.rerank_depth
        answerer = await replace(services, ranking=None).answerer(Scope())
        documents = await services.documents.list(Scope())
        with asking() as report:
            pools = await pools_of(answerer, cases, documents, depth, report)
        model, measured = learn(pools, depth)
        write_json(out / "reranker.json", model.model_dump_json())
        write_json(out / "report.json", measured.model_dump_json(indent=2))
        if promote and measured.better:
            body, told = model.model_dump_json(), measured.model_dump_json()
            by, at = getpass.getuser(), datetime.now(UTC)
            kept = KeptModel(RERANKER, model.version, body, told, at, promoted_by=by)
            await models_of(services).promote(kept, "", COMMAND_LINE)
            stdout.print(Text(f"{model.version} is in production, for `retrieval.reranker: learned`."))
        return measured

    measured = with_services(context, work)
    stdout.print(_view(measured))
    if not measured.better:
        stderr.print(Text("It does not rank better than hits are ranked without it: not for production.", "red"))
        raise typer.Exit(FAILED)


def _view(report: RankingReport) -> Text:
    figures = {"hit@1 today": report.hit_at_1, "gained": report.hit_at_1_gain}
    figures |= {"mean reciprocal rank today": report.mrr, "gained by it": report.mrr_gain}
    lines = [f"{report.questions} questions about {report.groups} machines, on machines that were not learnt from"]
    lines += [f"  {what}: {f.value:.3f} [{f.low:.3f}, {f.high:.3f}]" for what, f in figures.items()]
    return Text("\n".join(lines))
