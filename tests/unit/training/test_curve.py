from __future__ import annotations

import math
from contextlib import suppress
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="training needs torch: `make training`")

from paillasse.training import curve
from paillasse.training.distillation import Step


def rows(path: Path) -> list[list[float]]:
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    assert header == "seconds\tfrench_loss\tenglish_loss"
    return [[float(cell) for cell in line.split("\t")] for line in lines]


def stopped_after(path: Path, *seconds: float) -> None:
    """A run that records these and is stopped."""
    with suppress(KeyboardInterrupt), curve.writing(path) as record:
        for second in seconds:
            record(Step(second, 1 / second, 0.5))
        raise KeyboardInterrupt


def test_a_row_every_ten_seconds(tmp_path: Path) -> None:
    with curve.writing(tmp_path / "curve.tsv") as record:
        for second in range(1, 40):
            record(Step(second, 1 / second, 0.5))
    assert [row[0] for row in rows(tmp_path / "curve.tsv")] == [1, 11, 21, 31]
    assert rows(tmp_path / "curve.tsv")[1] == pytest.approx([11, 1 / 11, 0.5], rel=1e-4)


def test_rows_are_there_before_the_end(tmp_path: Path) -> None:
    with curve.writing(tmp_path / "curve.tsv") as record:
        record(Step(1, 0.9, math.nan))
        assert [row[0] for row in rows(tmp_path / "curve.tsv")] == [1]
        assert not (tmp_path / "curve.png").exists()


def test_rows_and_picture_survive_a_stop(tmp_path: Path) -> None:
    stopped_after(tmp_path / "curve.tsv", 1, 12, 30)
    assert [row[0] for row in rows(tmp_path / "curve.tsv")] == [1, 12, 30]
    assert (tmp_path / "curve.png").read_bytes().startswith(b"\x89PNG")


def test_what_came_after_the_checkpoint_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "curve.tsv"
    stopped_after(path, 1, 12, 30, 41)
    with curve.writing(path) as record:
        record(Step(29, 0.25, 0.125))
        record(Step(40, 0.2, 0.1))
    assert [row[0] for row in rows(path)] == [1, 12, 29, 40]
    assert rows(path)[2] == [29, 0.25, 0.125]


def test_a_run_that_goes_on_keeps_the_distance_of_rows(tmp_path: Path) -> None:
    path = tmp_path / "curve.tsv"
    stopped_after(path, 1, 12)
    stopped_after(path, 15, 25)
    assert [row[0] for row in rows(path)] == [1, 12, 25]


def test_a_run_with_nothing_left_to_do_draws_the_same_rows(tmp_path: Path) -> None:
    path = tmp_path / "curve.tsv"
    stopped_after(path, 1, 12)
    before = path.read_bytes()
    path.with_suffix(".png").unlink()
    with curve.writing(path):
        pass
    assert path.read_bytes() == before
    assert path.with_suffix(".png").exists()


def test_nothing_recorded_leaves_nothing(tmp_path: Path) -> None:
    with curve.writing(tmp_path / "curve.tsv"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_loss_that_is_not_known_yet_can_be_read_and_drawn(tmp_path: Path) -> None:
    path = tmp_path / "curve.tsv"
    for second in (1, 12):
        with curve.writing(path) as record:
            record(Step(second, 0.5, math.nan))
    assert [math.isnan(row[2]) for row in rows(path)] == [True, True]
    assert path.with_suffix(".png").exists()
