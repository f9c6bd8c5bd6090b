"""The whole way over a real home and MLflow: two configurations tried, one promoted, loaded as a model, rolled back."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from paillasse.access.types import COMMAND_LINE
from paillasse.composition.startup import answering_now, open_services
from paillasse.evaluation import dataset
from paillasse.experiments.comparison import compare
from paillasse.experiments.runs import rows_of
from paillasse.loop import experimenting, releasing
from paillasse.loop.experimenting import Plan, run_experiments
from paillasse.loop.releasing import open_releases
from paillasse.pipeline_config import ChunkingConfig, PipelineConfig, RetrievalConfig
from paillasse.releases.types import Alias, Promotion
from paillasse.settings import Settings
from paillasse.types.questions import Query, Scope

if TYPE_CHECKING:
    from paillasse.adapters.tracking.mlflow_tracker import MlflowTracker

NOTE = "The lamp\n\nReplace the lamp after 2000 hours of use.\nLet the lamp cool for ten minutes first.\n"
CASE = {
    "language": "en", "documents": [{"file": "lamp.txt", "pages": [1]}], "must_contain": [["2000"]],
    "kind": "fact", "answerable": True, "cross_lingual": False,
}  # fmt: skip
QUESTIONS = ("When is the lamp replaced?", "After how many hours do I replace the lamp?")
FIRST = PipelineConfig(retrieval=RetrievalConfig(dense_weight=0.3))
SECOND = PipelineConfig(chunking=ChunkingConfig(max_tokens=64))
GATES = "regression: {figures: [hit@5, answer_correctness]}\nsafety: {rates: [citations_valid]}\n"


def silent(_stage: str, _done: int, _total: int) -> None:
    """Nobody watches."""


@pytest.mark.filterwarnings("ignore:.*Any type hint")  # of MLflow's own classes
async def test_from_two_configurations_to_production_and_back(
    home: Path, tmp_path: Path, mlflow_store: MlflowTracker, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(_env_file=None, home=home, threads=1)
    monkeypatch.setattr(releasing, "open_tracker", lambda _: mlflow_store)
    note, golden, gates = tmp_path / "lamp.txt", tmp_path / "golden.jsonl", tmp_path / "gates.yaml"
    lines = (json.dumps({**CASE, "id": f"lamp-{n}", "question": text}) + "\n" for n, text in enumerate(QUESTIONS))
    for path, text in ((note, NOTE), (golden, "".join(lines)), (gates, GATES)):
        await asyncio.to_thread(path.write_text, text)
    async with open_services(settings, None) as services:
        assert (await services.pipeline.ingest(note, "default", silent)).state == "ingested"
        shipped = services.generation
    plan = Plan([FIRST, SECOND], dataset.load([golden]), "golden.jsonl", "paillasse")
    tried = await run_experiments(settings, plan, mlflow_store, silent)
    runs = [each.run for each in tried]
    assert [run.metrics["all/hit_at_5"] for run in runs] == [1.0, 1.0]
    assert [run.tags["generation"] == shipped for run in runs] == [True, False]
    assert (await answering_now(settings)).release == ""  # nothing that answers has changed
    assert compare(*[await rows_of(mlflow_store, run) for run in runs])
    monkeypatch.setattr(experimenting, "try_config", None)  # what follows asks nothing

    production = Promotion(Alias.PRODUCTION, "ada", "it is better")
    async with open_releases(settings, silent, gates) as desk:
        made = [await desk.shelf.create(run, "", "ada") for run in runs]
        for release, config in zip(made, (FIRST, SECOND), strict=True):
            await desk.promote(release, production, COMMAND_LINE)
            now = await answering_now(settings)
            assert (now.release, now.config) == (str(release.version), config)
        back = await desk.rollback("ada", "", COMMAND_LINE)
    assert (back.version, back.aliases) == (made[0].version, ("production",))
    async with open_services(settings, None) as services:
        assert (services.production, services.config) == (str(back.version), FIRST)
        assert "2000 hours" in (await (await services.answerer(Scope())).answer(Query(QUESTIONS[0]))).claims[0].text

    monkeypatch.setenv("PAILLASSE_HOME", str(home))
    monkeypatch.setenv("PAILLASSE_THREADS", "1")
    [answer] = await asyncio.to_thread(_predicted, mlflow_store, back.run_id, tmp_path)
    assert "2000 hours" in answer["claims"][0]["text"]
    assert answer["citations"][0]["page"] == 1
    assert answer["config_hash"] == FIRST.hash


def _predicted(store: MlflowTracker, run_id: str, folder: Path) -> list[dict[str, Any]]:
    """What `mlflow models predict` gets from the logged model."""
    from mlflow.models.cli import commands  # noqa: PLC0415 - seconds, in this test alone

    path = store._client.download_artifacts(run_id, "model")
    (folder / "in.json").write_text(json.dumps({"inputs": [QUESTIONS[0]]}))
    where = ["-m", path, "-i", str(folder / "in.json"), "-o", str(folder / "out.json")]
    commands.main(["predict", *where, "--env-manager", "local"], standalone_mode=False)
    return json.loads((folder / "out.json").read_text())["predictions"]
