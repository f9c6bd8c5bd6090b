"""What every store of drift reports does, whatever stands behind it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from exchanges import at
from observations import REPORT
from paillasse.adapters.memory.drift import MemoryDriftReports
from paillasse.drift.protocols import DriftReports
from paillasse.drift.types import FollowUp, Progress
from paillasse.storage.drift.reports import PostgresDriftReports
from paillasse.storage.session import Database

LONG = timedelta(hours=6)
DUE = FollowUp(Progress.DUE)


@pytest.fixture(params=["memory", "postgres"])
def reports(request: pytest.FixtureRequest, database: Database) -> DriftReports:
    return MemoryDriftReports() if request.param == "memory" else PostgresDriftReports(database)


async def test_what_was_put_is_read_again_the_latest_first(reports: DriftReports) -> None:
    assert await reports.list(9) == []
    first, second = replace(REPORT, id="b"), replace(REPORT, id="a", checked_at=at(1))
    await reports.put(second)
    await reports.put(first)
    assert await reports.list(9) == [second, first]
    assert await reports.list(1) == [second]
    changed = replace(first, said="Otherwise.", evaluation=FollowUp(Progress.DONE, "Fine.", "run"))
    await reports.put(changed)
    assert await reports.list(9) == [second, changed]


async def test_one_claims_the_making_of_a_report(reports: DriftReports) -> None:
    assert await reports.claim("turn", at(0), at(0) - LONG)
    assert not await reports.claim("turn", at(1), at(1) - LONG)
    assert await reports.claim("next", at(1), at(1) - LONG)
    assert await reports.list(9) == []


async def test_a_claim_that_is_given_back_is_free(reports: DriftReports) -> None:
    assert await reports.claim("turn", at(0), at(0) - LONG)
    await reports.release("turn")
    assert await reports.claim("turn", at(1), at(1) - LONG)


async def test_the_claim_of_who_died_is_free_after_a_time(reports: DriftReports) -> None:
    assert await reports.claim("turn", at(0), at(0) - LONG)
    late = at(0) + LONG
    assert await reports.claim("turn", late, late - LONG)
    assert not await reports.claim("turn", late, late - LONG)


async def test_a_report_that_was_made_is_not_claimed_again(reports: DriftReports) -> None:
    assert await reports.claim(REPORT.id, at(0), at(0) - LONG)
    await reports.put(REPORT)
    late = at(0) + 2 * LONG
    assert not await reports.claim(REPORT.id, late, late - LONG)
    await reports.release(REPORT.id)
    assert await reports.list(9) == [REPORT]


async def test_what_reports_call_for_is_taken_once_the_oldest_first(reports: DriftReports) -> None:
    late = replace(REPORT, id="late", checked_at=at(2), retraining=DUE)
    early = replace(REPORT, id="early", checked_at=at(1), evaluation=DUE)
    for report in (late, early, replace(REPORT, id="closed")):
        await reports.put(report)
    taken = [await reports.take_open(at(3), at(3) - LONG) for _ in range(3)]
    assert taken == [early, late, None]


async def test_what_was_taken_is_free_when_it_took_too_long_and_over_when_it_is_done(reports: DriftReports) -> None:
    due = replace(REPORT, evaluation=DUE)
    await reports.put(due)
    assert await reports.take_open(at(0), at(0) - LONG) == due
    late = at(0) + LONG
    assert await reports.take_open(late, late - LONG) == due
    await reports.put(replace(due, evaluation=FollowUp(Progress.DONE)))
    later = late + LONG
    assert await reports.take_open(later, later - LONG) is None
