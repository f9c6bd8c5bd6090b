from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from paillasse.cli.loop import train

SCORES = {"PIAF": 0.7049, "SQuAD": 0.8961}


class Portion(SimpleNamespace):
    """As `paillasse.training.soup.Portion`."""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    return tmp_path / "data"


@pytest.fixture
def recipe(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A recipe that needs no torch: what it was asked for, and what it answers."""
    portions = [Portion(share=0.5, scores=(0.5, 0.25)), Portion(share=0.85, scores=tuple(SCORES.values()))]
    result = SimpleNamespace(model=Path("out") / "model", scores=SCORES, portions=portions, missed=[])
    asked: list[tuple[Any, ...]] = []

    def train_embedder(run: Any, glossary: Any, progress: Any) -> Any:
        asked.append(run)
        assert glossary.concepts
        for stage in train._STAGES:
            progress(stage, 0, 2)
            progress(stage, 2, 2)
        return result

    module = SimpleNamespace(Run=lambda *options: options, train_embedder=train_embedder, asked=asked, result=result)
    monkeypatch.setitem(sys.modules, "paillasse.training.recipe", module)  # type: ignore[arg-type]
    monkeypatch.setattr(train, "find_spec", lambda _: object())
    return module


@pytest.mark.parametrize("missing", ["torch", "matplotlib"])
def test_what_training_needs_and_is_not_installed(
    run: Any, data: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    monkeypatch.setattr(train, "find_spec", lambda name: None if name == missing else object())
    monkeypatch.setitem(sys.modules, "paillasse.training.recipe", None)  # type: ignore[arg-type]
    done = run("train", "embedder", "--data", data)
    assert (done.code, done.out) == (1, "")
    assert "model_unavailable" in done.err
    assert "make training" in done.err


@pytest.mark.parametrize("command", [("train",), ("train", "embedder")])
def test_it_explains_itself(run: Any, command: tuple[str, ...]) -> None:
    done = run(*command, "--help")
    assert (done.code, done.err) == (0, "")
    assert max(map(len, done.out.splitlines())) <= 80
    wanted = ("--data", "--out", "--minutes", "--seed", "Exit code 1") if len(command) > 1 else ("embedder",)
    assert all(word in done.out for word in wanted)


def test_help_does_not_wait_for_torch(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)  # type: ignore[arg-type]
    assert run("train", "embedder", "--help").code == 0
    assert "train" in run("--help").out


def test_options_become_the_run_and_scores_are_shown(run: Any, data: Path, recipe: SimpleNamespace) -> None:
    done = run("train", "embedder", "--data", data, "--out", "there", "--minutes", 3, "--seed", 4)
    assert done.code == 0
    assert recipe.asked == [(data, Path("there"), 3.0, 4)]
    assert all(text in done.out for text in ("85%", "0.705", "0.896", "50%", "0.250", "PIAF", "SQuAD"))


def test_by_default_it_teaches_for_15_minutes(run: Any, data: Path, recipe: SimpleNamespace) -> None:
    assert run("train", "embedder", "--data", data).code == 0
    assert recipe.asked == [(data, Path("out/embedder"), 15.0, 0)]


def test_a_model_under_its_floors_is_a_failure(run: Any, data: Path, recipe: SimpleNamespace) -> None:
    recipe.result.missed = ["PIAF hit@5 is 0.500, at least 0.68 is wanted"]
    done = run("train", "embedder", "--data", data)
    assert done.code == 1
    assert "PIAF hit@5 is 0.500" in done.err
    assert "do not ship" in done.err
    assert "0.705" in done.out  # what it reached is shown all the same


def test_a_folder_with_brackets_in_its_name_is_shown(run: Any, data: Path, recipe: SimpleNamespace) -> None:
    recipe.result.model = Path("[red]") / "m"
    assert "[red]/m" in run("train", "embedder", "--data", data).out


@pytest.mark.parametrize(
    "options", [(), ("--data", "a-file"), ("--data", ".", "--minutes", "0"), ("--data", ".", "--seed", "-1")]
)
def test_options_that_cannot_be(run: Any, tmp_path: Path, recipe: SimpleNamespace, options: tuple[str, ...]) -> None:
    (tmp_path / "a-file").touch()
    done = run("train", "embedder", *options)
    assert done.code == 2
    assert "Usage" in done.err
    assert recipe.asked == []
