from __future__ import annotations

import asyncio
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from answers import ANSWERED
from memory_services import add
from paillasse.composition.bootstrap import Services
from paillasse.pipeline_config import PipelineConfig
from paillasse.protocols.retrieval import IndexPoint
from paillasse.types.answers import Answer
from paillasse.types.questions import Query, Scope
from sample_content import content

CASE = {
    "id": "a-01",
    "language": "fr",
    "question": "Que faire ?",
    "documents": [{"file": "a.pdf", "pages": [1]}],
    "evidence": "E-203",
    "answer": "Ouvrez le capot.",
    "must_contain": [["lamp"]],
    "kind": "fact",
    "answerable": True,
    "cross_lingual": False,
    "equipment": "a",
    "needs_filter": False,
}


class Oracle:
    """Services that answer everything alike."""

    def __init__(self, services: Services) -> None:
        self.documents, self.chunks = services.documents, services.chunks
        self.pipeline, self.index = services.pipeline, services.index
        self.config = PipelineConfig()
        self.asked: list[Query] = []

    async def answerer(self, _: Scope) -> SimpleNamespace:
        async def answer(query: Query) -> Answer:
            self.asked.append(query)
            return ANSWERED

        return SimpleNamespace(answer=answer)


def test_reconcile(run: Any, services: Services) -> None:
    asyncio.run(add(services, [content("a")]))
    (services.settings.files_dir / f"{'a' * 64}.pdf").write_text("a")
    assert run("reconcile").out == "0 differences, 0 repaired\n"
    orphan = IndexPoint("0d0a7c1e-5d0b-5a53-8a5e-2f8f1f5c6b77", "gone", "default", "fr", "prose", [1.0])
    asyncio.run(services.index.upsert([orphan]))
    checked = run("reconcile", "--check")
    assert (checked.code, "1 index points of gone" in checked.out) == (1, True)
    assert run("reconcile").out == "0 differences, 1 repaired\n"
    assert run("reconcile", "--check").code == 0


def test_eval_writes_the_report(run: Any, services: Services, serve: Any) -> None:
    asyncio.run(add(services, [content("a")]))
    serve(Oracle(services))
    Path("golden.jsonl").write_text(json.dumps(CASE) + "\n")
    done = run("eval", "golden.jsonl", "--json", "out.json")
    report = json.loads(Path("out.json").read_text())
    assert done.code == 0, done.err
    assert report["n"] == 1
    assert report["config_hash"] == PipelineConfig().hash
    assert report.keys() >= {"slices", "answer_correctness", "refused_unanswerable", "refused_answerable"}
    assert report.keys() >= {"citations_valid", "warnings_shown", "latency_ms", "cases"}
    assert {"n", "hit@1", "hit@3", "hit@5", "hit@10", "mrr@10", "ndcg@10", "precision@5", "recall@10"} <= report[
        "slices"
    ]["all"].keys()
    assert report["cases"][0].keys() >= {"id", "rank", "outcome", "correct", "pages", "answer"}
    assert max(map(len, done.out.splitlines())) <= 80


def test_eval_misses_its_floors(run: Any, services: Services, serve: Any) -> None:
    asyncio.run(add(services, [content("a")]))
    serve(Oracle(services))
    Path("golden.jsonl").write_text(json.dumps(CASE) + "\n")
    Path("floors.json").write_text('{"at_least": {"all/hit@1": 0.5, "answer_correctness": 0.5}, "at_most": {}}')
    assert run("eval", "golden.jsonl", "--floors", "floors.json").code == 0
    Path("floors.json").write_text('{"at_least": {}, "at_most": {"all/hit@1": 0.5}}')
    done = run("eval", "golden.jsonl", "--floors", "floors.json")
    assert done.code == 1
    assert "hit@1" in done.err


def test_eval_names_the_manuals_that_are_not_there(run: Any, services: Services, serve: Any) -> None:
    asyncio.run(add(services, [content("a")]))
    serve(Oracle(services))
    absent = CASE | {"id": "a-02", "documents": [{"file": "gone\x1b.pdf", "pages": [1]}]}
    Path("golden.jsonl").write_text("\n".join(map(json.dumps, (CASE, absent))))
    done = run("eval", "golden.jsonl")
    assert done.code == 0
    assert "counted as not found: gone .pdf." in " ".join(done.err.split())
    Path("golden.jsonl").write_text(json.dumps(CASE))
    assert "not found" not in run("eval", "golden.jsonl").err


@pytest.mark.parametrize("arguments", [("missing.jsonl",), ("bad.jsonl",)])
def test_eval_refuses_what_is_no_golden_set(run: Any, services: Services, arguments: tuple[str, ...]) -> None:
    Path("bad.jsonl").write_text("{")
    done = run("eval", *arguments)
    assert (done.code, done.out) == (1, "")
    assert "invalid_golden_set" in done.err
    assert "golden-format.md" in done.err
    assert run("eval", "bad.jsonl", "--json", "no/where.json").code == 2
