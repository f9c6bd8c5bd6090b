from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from paillasse.cli.loop import escalation
from paillasse.prediction.examples.rows import load, write
from paillasse.prediction.learning import families, figures
from prediction_rows import rows_of


@pytest.fixture
def rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A table of questions; one family alone is compared."""
    few = families.families()[:1]
    monkeypatch.setattr(families, "families", lambda: few)
    write(tmp_path / "rows.jsonl", rows_of())
    return tmp_path / "rows.jsonl"


def test_a_model_that_misses_a_floor_is_kept_but_not_promoted(run: Any, rows: Path, tmp_path: Path) -> None:
    done = run("train", "escalation", "--rows", rows, "--out", tmp_path / "out")
    assert done.code == 1
    assert "not for production" in done.err
    assert "logistic regression" in done.out
    assert "refused today" in done.out
    assert json.loads((tmp_path / "out" / "escalation.json").read_text())["family"].startswith("logistic")
    assert json.loads((tmp_path / "out" / "report.json").read_text())["groups"] == 8


def test_a_model_that_is_good_enough_is_put_into_production(
    run: Any, rows: Path, tmp_path: Path, services: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures, "_DRAWS", 40)
    learnt = rows_of(24, 0.1)
    write(rows, learnt)
    done = run("train", "escalation", "--rows", rows, "--promote", "--out", tmp_path / "out")
    assert (done.code, done.err) == (0, "")
    version = json.loads((tmp_path / "out" / "escalation.json").read_text())["version"]
    assert f"{version} is in production" in done.out
    assert asyncio.run(services.trained.version("escalation")) == version
    again = run("train", "escalation", "--reviewed", "--out", tmp_path / "again")
    assert again.code == 0  # what it learnt from is learnt from again
    assert load([tmp_path / "again" / "rows.jsonl"]) == learnt


def test_what_is_wrong_with_the_data_is_named(run: Any, tmp_path: Path) -> None:
    done = run("train", "escalation", "--out", tmp_path / "out")
    assert done.code == 1
    assert "nothing to learn from" in done.err


def test_what_is_not_installed_is_named(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(escalation, "find_spec", lambda _: None)
    done = run("train", "escalation")
    assert done.code == 1
    assert "paillasse[prediction]" in done.err
