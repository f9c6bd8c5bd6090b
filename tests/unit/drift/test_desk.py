"""A check, over a history of observations."""

from __future__ import annotations

from pathlib import Path

import pytest

from drift_bench import DAY, RELEASE, desk
from exchanges import NOW
from paillasse.adapters.memory.drift import GivenComparison
from paillasse.drift.types import Progress, State


async def test_what_is_as_it_was() -> None:
    made = desk(200, 100)
    report = await made.check()
    assert (report.state, report.release, report.checked_at, report.share) == (State.STABLE, RELEASE, NOW, 0)
    assert (report.reference and report.reference.questions, report.current and report.current.questions) == (200, 100)
    assert report.current is not None
    assert report.current.since == NOW - DAY
    assert not report.open
    assert await made.latest() == report


async def test_what_is_not_calls_for_a_re_evaluation() -> None:
    report = await desk(200, 100, 1e-5, language="de").check("turn")
    assert (report.id, report.state, report.said) == (
        "turn",
        State.DRIFTED,
        "Not as it was: language (distance 1.00).",
    )
    assert report.share == pytest.approx(1 / 9)
    assert (report.evaluation.state, report.retraining.state, report.open) == (Progress.DUE, Progress.NONE, True)


async def test_and_for_a_retraining_where_settings_allow_it() -> None:
    report = await desk(200, 100, 1e-5, retrains=True, language="de").check()
    assert report.retraining.state is Progress.DUE


async def test_numbers_are_told_as_they_were_and_are() -> None:
    made = desk(200, 100, refused=True)
    made._comparison = GivenComparison({"refused": 1e-9})
    assert (await made.check()).said == "Not as it was: refused (0 → 1)."


@pytest.mark.parametrize(
    ("before", "lately", "state", "said"),
    [
        (199, 500, State.NO_REFERENCE, "199 questions"),
        (200, 99, State.TOO_FEW, "99"),
        (0, 0, State.NO_REFERENCE, " 0 "),
    ],
)
async def test_too_few_questions_are_not_compared(before: int, lately: int, state: State, said: str) -> None:
    report = await desk(before, lately, 1e-9, language="de").check()
    assert (report.state, report.features, report.open) == (state, (), False)
    assert said in report.said


async def test_a_check_is_drawn_where_it_is_wanted(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    await desk(200, 100).check(page=page)
    assert page.exists()


async def test_before_the_first_check_there_is_no_report() -> None:
    assert await desk(0, 0).latest() is None
