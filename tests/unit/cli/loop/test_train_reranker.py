from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from paillasse.prediction.learning import figures
from paillasse.prediction.ranking import learning, pools
from paillasse.prediction.ranking.pools import Pool
from paillasse.retrieval.ranking.features import NAMES
from paillasse.retrieval.ranking.model import RankingModel

CASE = {
    "id": "a", "language": "en", "question": "How often is it cleaned?", "documents": [{"file": "a.pdf", "pages": [1]}],
    "must_contain": [], "kind": "fact", "answerable": True, "cross_lingual": False,
}  # fmt: skip


def found(first: int) -> list[Pool]:
    """Questions about eight machines; it is this passage that answers, and it is the longest."""
    generator = np.random.default_rng(5)
    made: list[Pool] = []
    for index in range(40):
        rows = generator.uniform(0, 1, (4, len(NAMES)))
        rows[:, NAMES.index("place")] = 1 / np.arange(1, 5)
        rows[first, NAMES.index("length")] += 1
        made.append(Pool(f"m{index % 8}", rows, np.arange(4) == first))
    return made


@pytest.fixture
def train(run: Any, services: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Train on questions of which this passage answers."""
    del services
    monkeypatch.setattr(figures, "_DRAWS", 40)
    monkeypatch.setattr(learning, "RIDGES", (0.01,))
    (tmp_path / "golden.jsonl").write_text(json.dumps(CASE))

    def command(first: int) -> Any:
        async def pools_of(*_: object) -> list[Pool]:
            return found(first)

        monkeypatch.setattr(pools, "pools_of", pools_of)
        where = ["--golden", tmp_path / "golden.jsonl", "--out", tmp_path / "out"]
        return run("train", "reranker", *where, "--promote")

    return command


def test_what_ranks_better_is_put_into_production(train: Any, services: Any, tmp_path: Path) -> None:
    done = train(1)
    assert done.code == 0
    assert "not for production" not in done.err
    assert "40 questions about 8 machines" in " ".join(done.out.split())
    kept = asyncio.run(services.trained.production("reranker"))
    assert RankingModel.parse(kept.body, "It").version == kept.version
    assert (tmp_path / "out" / "reranker.json").read_text() == kept.body
    assert json.loads((tmp_path / "out" / "report.json").read_text())["mrr_gain"]["low"] > 0


def test_what_does_not_is_not(train: Any, services: Any) -> None:
    done = train(0)
    assert done.code == 1
    assert "not for production" in done.err
    assert asyncio.run(services.trained.production("reranker")) is None
