"""Drift: whether what is asked, and how it is answered, is as it was."""

from __future__ import annotations

from paillasse.access.types import Role
from paillasse.api.deps import ServiceOf
from paillasse.api.pages import Limit
from paillasse.api.policy import allows, router
from paillasse.api.schemas.drift import DriftReportOut

router = router("Drift", prefix="/api/v1/drift")


@router.get("")
@allows(Role.EXPERT)
async def reports(service: ServiceOf, limit: Limit = 30) -> list[DriftReportOut]:
    """Checks, the latest first. They count questions of every collection, and hold no word of any."""
    return [DriftReportOut.of(report) for report in await service.drift.reports.list(limit)]


@router.post("/checks")
@allows(Role.ADMIN)
async def check(service: ServiceOf) -> DriftReportOut:
    """Compare the questions of the last seven days with the first ones now; it takes some seconds."""
    return DriftReportOut.of(await service.drift.check())
