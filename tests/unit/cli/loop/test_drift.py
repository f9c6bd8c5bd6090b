"""`paillasse drift` over observations in memory."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from drift_bench import desk
from exchanges import at
from observations import REPORT
from paillasse.cli.loop import drift as module
from paillasse.drift.desk import DriftDesk
from paillasse.drift.types import DriftReport, FollowUp, Progress
from paillasse.errors.storage import HomeInUse
from paillasse.loop import drifting


def opened(monkeypatch: pytest.MonkeyPatch, made: DriftDesk) -> None:
    @asynccontextmanager
    async def open_drift(_: object) -> AsyncIterator[DriftDesk]:
        yield made

    monkeypatch.setattr(drifting, "open_drift", open_drift)


def test_a_drift_is_told_feature_by_feature(run: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    opened(monkeypatch, desk(200, 100, 1e-9, language="de"))
    checked = run("drift", "check", "--html", str(tmp_path / "page.html"))
    assert checked.code == 1
    assert "Not as it was: language" in checked.out
    assert "200 questions" in checked.out
    assert "measured again: due" in checked.out
    assert (tmp_path / "page.html").exists()
    shown = json.loads(run("drift", "show", "--json").out)
    assert (shown["state"], shown["features"][0]["name"]) == ("drifted", "language")


def test_no_drift_is_no_failure(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(monkeypatch, desk(200, 100))
    checked = run("drift", "check", "--json")
    assert (checked.code, json.loads(checked.out)["state"]) == (0, "stable")


def test_too_few_questions_are_no_failure(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(monkeypatch, desk(0, 0))
    checked = run("drift", "check")
    assert (checked.code, "Nothing to compare with yet" in " ".join(checked.out.split())) == (0, True)


def test_reports_are_listed_and_shown(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    made = desk(0, 0)
    later = replace(REPORT, id="r2", checked_at=at(1), evaluation=FollowUp(Progress.DONE, "140 asked again.", "run-7"))
    for report in (REPORT, later):
        asyncio.run(made.reports.put(report))
    opened(monkeypatch, made)
    listed = run("drift", "list").out
    assert listed.index("r2") < listed.index("r1")
    assert [each["id"] for each in json.loads(run("drift", "list", "--json", "--limit", "1").out)] == ["r2"]
    assert "140 asked again. (run run-7)" in run("drift", "show").out
    assert "run-7" not in run("drift", "show", "r1").out
    missing = run("drift", "show", "r3")
    assert (missing.code, "drift_report_not_found" in missing.err) == (1, True)


def test_before_the_first_check_there_is_nothing_to_show(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(monkeypatch, desk(0, 0))
    told = run("drift", "show").err
    assert ("Nothing was checked yet." in told, "drift check" in told) == (True, True)


def test_beside_a_server_that_has_the_home_it_is_asked(
    run: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    class Server:
        drift: Any

        async def check(self) -> DriftReport:
            return REPORT

        async def list(self, limit: int) -> list[DriftReport]:
            assert limit == 100
            return [REPORT]

    server = Server()
    server.drift = server

    @asynccontextmanager
    async def in_use(_: object) -> AsyncIterator[None]:
        raise HomeInUse("Another process holds this home.")
        yield

    def with_server(_context: object, _error: HomeInUse, work: Any) -> Any:
        return asyncio.run(work(server))

    monkeypatch.setattr(drifting, "open_drift", in_use)
    monkeypatch.setattr(module, "with_server", with_server)
    assert run("drift", "check").code == 1
    assert json.loads(run("drift", "show", "--json").out)["id"] == REPORT.id
    assert "home_in_use" in run("drift", "check", "--html", str(tmp_path / "page.html")).err
