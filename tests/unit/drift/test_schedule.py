"""Checks on a schedule: one process makes each of them, and does what it calls for."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from drift_bench import desk
from exchanges import NOW
from paillasse.drift import schedule as module
from paillasse.drift.desk import DriftDesk
from paillasse.drift.errors import ComparisonFailed
from paillasse.drift.schedule import FollowUps, Schedule
from paillasse.drift.types import DriftReport, FollowUp, Progress, State
from paillasse.errors.storage import StorageError

DONE = FollowUp(Progress.DONE, "Fine.", "run-7")


class Site:
    """A desk that finds a drift, and processes that look at it."""

    def __init__(self) -> None:
        self.desk: DriftDesk = desk(200, 100, 1e-9, retrains=True, language="de")
        self.now = NOW
        self.done: list[str] = []
        self.fails = False

    def process(self) -> Schedule:
        return Schedule(self.desk, FollowUps(self.evaluate, self.retrain), 24, lambda: self.now)

    async def evaluate(self, report: DriftReport) -> FollowUp:
        self.done.append(f"evaluate {report.state}")
        if self.fails:
            raise StorageError("The database refused.")
        return DONE

    async def retrain(self, report: DriftReport) -> FollowUp:
        self.done.append(f"retrain {report.state}")
        return FollowUp(Progress.DONE, "Model 2 is in production.")

    async def reports(self) -> list[DriftReport]:
        return await self.desk.reports.list(9)


async def test_of_two_processes_one_checks_and_does_what_the_drift_calls_for() -> None:
    site = Site()
    await asyncio.gather(site.process().look(), site.process().look())
    [report] = await site.reports()
    assert report.state is State.DRIFTED
    assert site.done == ["evaluate drifted", "retrain drifted"]
    assert (report.evaluation, report.retraining.said) == (DONE, "Model 2 is in production.")


async def test_the_next_check_is_made_when_it_is_time() -> None:
    site = Site()
    for hours in (0, 11, 11, 24, 24):
        site.now = NOW + timedelta(hours=hours)
        await site.process().look()
    assert len(await site.reports()) == 2


async def test_what_fails_is_told_and_the_rest_is_done() -> None:
    site = Site()
    site.fails = True
    await site.process().look()
    [report] = await site.reports()
    assert (report.evaluation.state, report.retraining.state) == (Progress.FAILED, Progress.DONE)
    assert report.evaluation.said.startswith("The database refused.")


async def test_a_check_that_fails_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    site, check = Site(), DriftDesk.check

    async def broken(*_: object) -> DriftReport:
        raise ComparisonFailed("It broke off.")

    monkeypatch.setattr(DriftDesk, "check", broken)
    with pytest.raises(ComparisonFailed):
        await site.process().look()
    monkeypatch.setattr(DriftDesk, "check", check)
    await site.process().look()
    assert len(await site.reports()) == 1


async def test_it_looks_again_and_again_whatever_fails(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    looked: list[datetime] = []
    twice = asyncio.Event()

    async def look(self: Schedule) -> None:
        looked.append(NOW)
        if len(looked) == 2:
            twice.set()
        raise StorageError("The database refused.")

    monkeypatch.setattr(module, "_LOOK_SECONDS", 0)
    monkeypatch.setattr(Schedule, "look", look)
    keeping = asyncio.create_task(Site().process().keep())
    async with asyncio.timeout(20):
        await twice.wait()
    keeping.cancel()
    assert "The database refused." in caplog.text
