"""What questions cost, for administrators."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import Query
from pydantic import AwareDatetime, Field

from paillasse.access.types import Role
from paillasse.api.deps import ServiceOf
from paillasse.api.policy import allows, router
from paillasse.api.schemas.history.usage import UsageOverTime, UsageTotalOut
from paillasse.history.usage import UsageBy

_DAYS = 30
Moment = Annotated[AwareDatetime, Field(ge=datetime(2000, 1, 1, tzinfo=UTC))]

router = router("Administration", prefix="/api/v1/admin/usage")


@router.get("")
@allows(Role.ADMIN)
async def usage(
    service: ServiceOf,
    by: UsageBy = UsageBy.USER,
    since: Annotated[AwareDatetime | None, Query(description=f"{_DAYS} days before `until` if not given.")] = None,
    until: Annotated[Moment | None, Query(description="Not included; now if not given.")] = None,
) -> UsageOverTime:
    """Questions, tokens and costs per user, collection or day (UTC), without a word of what was asked.

    A question counts in every collection that it was asked over.
    """
    end = until or datetime.now(UTC)
    start = since or end - timedelta(days=_DAYS)
    totals = await service.usage.totals(by, start, end)
    return UsageOverTime(by=by, since=start, until=end, totals=[UsageTotalOut.of(total) for total in totals])
