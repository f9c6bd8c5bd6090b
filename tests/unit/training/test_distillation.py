from __future__ import annotations

import math
from itertools import count, islice
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

torch = pytest.importorskip("torch", reason="training needs torch: `make training`")

from paillasse.adapters.embedding.bert_graph import BertShape  # noqa: E402
from paillasse.training import distillation  # noqa: E402
from paillasse.training.distillation import Lessons, Step, contrast, distil  # noqa: E402
from paillasse.training.student import Student, encode  # noqa: E402
from tiny_model import random_bert  # noqa: E402

SHAPE = BertShape(layers=2, heads=2, hidden=16, epsilon=1e-12)
TENSORS = random_bert(SHAPE, words=60, positions=120, inner=24, scale=0.1)

torch.set_num_threads(1)


def made_lessons(texts: int, longest: int) -> Lessons:
    """French word i + 30 means English word i."""
    rng = np.random.default_rng(3)
    english = [rng.integers(0, 30, size=rng.integers(2, longest + 1)).tolist() for _ in range(texts)]
    targets = encode(Student(SHAPE, TENSORS), english, exact=True)
    return Lessons([[i + 30 for i in ids] for ids in english], english, targets, np.arange(60) >= 30)


LESSONS = made_lessons(200, 6)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """A step takes a second, whatever it takes: a run of n seconds has n steps."""
    ticks = count()
    monkeypatch.setattr(distillation, "time", SimpleNamespace(thread_time=lambda: float(next(ticks))))


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(distillation, "_ENCODER_RATE", 2e-3)
    monkeypatch.setattr(distillation, "_ROWS_RATE", 5e-2)


def taught(path: Path, seconds: float = 150, seed: int = 0) -> tuple[Student, list[Step]]:
    student = Student(SHAPE, TENSORS)
    return student, list(distil(student, LESSONS, seconds, [seed], path))


@pytest.mark.usefixtures("hasty")
def test_french_goes_where_english_is_and_english_stays(tmp_path: Path) -> None:
    student, steps = taught(tmp_path / "c.pt", 300)
    before = (encode(Student(SHAPE, TENSORS), LESSONS.french, exact=True) * LESSONS.targets).sum(axis=1).mean()
    french = (encode(student, LESSONS.french, exact=True) * LESSONS.targets).sum(axis=1).mean()
    english = (encode(student, LESSONS.english, exact=True) * LESSONS.targets).sum(axis=1).mean()
    assert before < 0.5
    assert french > 0.9
    assert english > 0.95
    first = next(step.french_loss for step in steps if not math.isnan(step.french_loss))
    assert steps[-1].french_loss < first / 2


def test_it_takes_the_time_given_and_reports_every_step(tmp_path: Path) -> None:
    _, steps = taught(tmp_path / "c.pt", 40)
    assert [step.seconds for step in steps] == [float(i) for i in range(1, 41)]


@pytest.mark.usefixtures("hasty")
def test_a_run_that_was_stopped_goes_on_as_if_it_had_not_been(tmp_path: Path) -> None:
    whole, steps = taught(tmp_path / "whole.pt")
    path = tmp_path / "stopped.pt"
    list(islice(distil(Student(SHAPE, TENSORS), LESSONS, 150, [0], path), 140))
    resumed, rest = taught(path)
    assert rest == steps[121:]  # what came after the checkpoint is done again
    for name, tensor in whole.tensors().items():
        np.testing.assert_array_equal(resumed.tensors()[name], tensor, err_msg=name)


def test_english_words_stay_what_they_are(tmp_path: Path) -> None:
    student, _ = taught(tmp_path / "c.pt", 40)
    rows = student.tensors()["embeddings.word_embeddings.weight"]
    before = TENSORS["embeddings.word_embeddings.weight"]
    np.testing.assert_array_equal(rows[:30], before[:30])
    assert (rows[30:] != before[30:]).any(axis=1).sum() > 20


def test_a_finished_run_is_not_taught_again(tmp_path: Path) -> None:
    student, _ = taught(tmp_path / "c.pt", 20)
    content = (tmp_path / "c.pt").read_bytes()
    again, steps = taught(tmp_path / "c.pt", 20)
    assert steps == []
    assert (tmp_path / "c.pt").read_bytes() == content
    for name, tensor in student.tensors().items():
        np.testing.assert_array_equal(again.tensors()[name], tensor, err_msg=name)


def test_the_seed_decides(tmp_path: Path) -> None:
    once, again, other = (taught(tmp_path / f"{i}.pt", 20, seed)[1] for i, seed in enumerate((0, 0, 1)))
    assert repr(once) == repr(again) != repr(other)  # repr: nan is not itself


def test_the_checkpoint_is_plain_tensors_and_leaves_nothing_behind(tmp_path: Path) -> None:
    taught(tmp_path / "c.pt", 20)
    state = torch.load(tmp_path / "c.pt", weights_only=True)
    assert state["student"].keys() == TENSORS.keys()
    assert len(state["optimisers"]) == 2
    assert state["progress"][0] == 20
    assert [path.name for path in tmp_path.iterdir()] == ["c.pt"]


def test_four_tenths_of_an_epoch_are_english() -> None:
    lessons = made_lessons(600, 110)
    run = distillation._Run(Student(SHAPE, TENSORS), [0])
    steps = list(run.epoch(lessons))
    assert sum(english for english, _ in steps) / len(steps) == pytest.approx(0.4, abs=0.01)
    assert sorted(i for english, batch in steps if not english for i in batch) == list(range(600))
    shown = [i for english, batch in steps if english for i in batch]
    assert len(set(shown)) == len(shown)
    kinds = [english for english, _ in steps]
    assert kinds not in (sorted(kinds), sorted(kinds, reverse=True))


def test_epochs_differ_and_one_that_was_broken_off_is_finished() -> None:
    run, later = (distillation._Run(Student(SHAPE, TENSORS), [0]) for _ in range(2))
    first, second = (repr(list(run.epoch(LESSONS))) for _ in range(2))
    assert first != second
    begun = list(islice(later.epoch(LESSONS), 3))
    assert repr([*begun, *later.epoch(LESSONS)]) == first
    assert repr(list(later.epoch(LESSONS))) == second


def unit(*degrees: float) -> torch.Tensor:
    angles = torch.deg2rad(torch.tensor(degrees))
    return torch.stack([angles.cos(), angles.sin()], dim=1)


def test_contrast_wants_each_vector_nearest_to_its_own_target() -> None:
    targets = unit(0, 90, 180)
    assert contrast(targets, targets).item() < 1e-6
    assert contrast(targets.roll(1, 0), targets).item() > 10
    assert contrast(unit(45, 45), unit(0, 90)).item() == pytest.approx(math.log(2), abs=1e-5)


def test_equal_targets_are_no_negatives_of_each_other() -> None:
    targets = unit(0, 0, 180)
    assert contrast(targets, targets).item() < 1e-6  # log(2) each, were they
    assert contrast(unit(10, 0), unit(0, 20)).item() == 0  # cosine 0.94
    assert contrast(unit(10, 0), unit(0, 40)).item() > 0.01  # cosine 0.77
    assert contrast(unit(0, 0), unit(0, 0)).item() == 0


@given(st.floats(0, 1))
def test_the_rates_rise_and_sink(done: float) -> None:
    assert 0 <= distillation._pace(done) <= 1
    assert distillation._pace(0) > 0
    assert distillation._pace(0.03) > 0.99
    if done > 0.03:
        assert distillation._pace(done) >= distillation._pace(min(1, done + 0.01))
    assert distillation._pace(1) == pytest.approx(0, abs=1e-9)
