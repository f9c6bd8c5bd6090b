"""Drift joined with what answers: what is described how, who checks, and what a drift calls for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from drift_bench import desk
from exchanges import exchange, postgres_history
from memory_services import memory_services
from paillasse.composition.bootstrap import Services
from paillasse.drift.schedule import Schedule
from paillasse.drift.types import FollowUp, Progress, State
from paillasse.history.types import made_by
from paillasse.loop import drifting, remeasuring
from paillasse.settings import Settings
from paillasse.storage.session import Database
from service_bench import OneIndex


@pytest.fixture
def services(tmp_path: Path, database: Database) -> Services:
    return replace(memory_services(tmp_path / "home"), database=database, production="3")


async def test_what_answers_is_named_as_exchanges_name_it_and_described_in_numbers(
    services: Services, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = made_by("3", services.config.hash, services.generation)
    asked = exchange("Wo stelle ich die Temperatur ein", minutes=-60 * 24 * 365, release=release)
    await postgres_history(database).history.record(asked, "T")

    @asynccontextmanager
    async def opened(*_: object) -> AsyncIterator[Services]:
        yield services

    monkeypatch.setattr(drifting, "open_services", opened)
    async with drifting.open_drift(services.settings) as made:
        report = await made.check()
    assert (report.release, report.state) == (release, State.NO_REFERENCE)
    assert report.reference is not None
    assert (report.reference.questions, report.reference.since) == (1, asked.created_at)


async def test_a_worker_checks_while_it_works(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    began, ended = asyncio.Event(), asyncio.Event()

    async def keep(_: Schedule) -> None:
        began.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    monkeypatch.setattr(Schedule, "keep", keep)
    async with drifting.checking_beside(services), asyncio.timeout(20):
        await began.wait()
    assert ended.is_set()


async def test_stores_in_memory_have_no_history_to_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drifting, "keep_checking", None)
    async with drifting.checking_beside(memory_services(tmp_path / "home")):
        pass


async def test_nothing_is_checked_where_settings_say_so_or_nothing_can_compare(
    services: Services, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(Schedule, "keep", None)
    live: Any = OneIndex(services)
    await drifting.keep_checking(services.settings.model_copy(update={"drift_hours": 0}), desk(0, 0), live)
    monkeypatch.setattr(drifting, "is_installed", lambda: False)
    with caplog.at_level("INFO"):
        await drifting.keep_checking(services.settings, desk(0, 0), live)
    assert "paillasse[drift]" in caplog.text


async def test_what_a_drift_calls_for_is_done_with_what_answers(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[tuple[object, ...]] = []

    async def evaluated(*told: object) -> FollowUp:
        done.append(told)
        return FollowUp(Progress.DONE, "Measured.")

    async def retrained(*told: object) -> FollowUp:
        done.append(told)
        return FollowUp(Progress.DONE, "Trained.")

    def tracker(_: Settings) -> str:
        return "tracker"

    monkeypatch.setattr(drifting, "open_tracker", tracker)
    monkeypatch.setattr(remeasuring, "evaluated", evaluated)
    monkeypatch.setattr(remeasuring, "retrained", retrained)
    live: Any = OneIndex(services)
    drifted = desk(200, 100, 1e-9, retrains=True, language="de")
    await drifting.scheduled(services.settings, drifted, live).look()
    [report] = await drifted.reports.list(9)
    assert (report.evaluation.said, report.retraining.said) == ("Measured.", "Trained.")
    assert [told[:2] for told in done] == [(services, "tracker")] * 2
