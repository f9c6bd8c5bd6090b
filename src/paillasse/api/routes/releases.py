"""Releases: what may answer, and which one does."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Annotated

from fastapi import Path, Query

from paillasse.access.types import Role
from paillasse.api.deps import ActorOf, Caller, ServiceOf
from paillasse.api.policy import allows, router
from paillasse.api.problems import documented
from paillasse.api.schemas.releases import PromotionIn, ReleaseComparisonOut, ReleaseDetailOut, ReleaseOut, RollbackIn
from paillasse.errors.releases import ReleaseNotFound
from paillasse.releases.differences import compared
from paillasse.releases.types import Alias, Promotion

Which = Annotated[str, Path(max_length=200, description="Version, name or alias.", examples=["3"])]
Against = Annotated[str, Query(max_length=200, description="Version, name or alias of what it is held against.")]

router = router("Releases", prefix="/api/v1/releases")


@router.get("")
@allows(Role.EXPERT)
async def releases(service: ServiceOf) -> list[ReleaseOut]:
    """Every release, the newest first."""
    try:
        desk = await service.releases()
    except ReleaseNotFound:  # none was ever made
        return []
    return [ReleaseOut.of(release) for release in await desk.shelf.list()]


@router.get("/{release}", responses=documented(HTTPStatus.NOT_FOUND, HTTPStatus.SERVICE_UNAVAILABLE))
@allows(Role.EXPERT)
async def release(release: Which, service: ServiceOf) -> ReleaseDetailOut:
    """A release with its figures and what the gates said of it last."""
    desk = await service.releases()
    found = await desk.shelf.find(release)
    run = await desk.shelf.tracker.run(found.run_id)
    return ReleaseDetailOut.detailed(found, run, await desk.last_verdict(found))


@router.get(
    "/{release}/comparison",
    responses=documented(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT, HTTPStatus.SERVICE_UNAVAILABLE),
)
@allows(Role.EXPERT)
async def comparison(
    release: Which, service: ServiceOf, against: Against = Alias.PRODUCTION.value
) -> ReleaseComparisonOut:
    """A release beside another: what it does otherwise, figures with intervals, and questions that end otherwise."""
    shelf = (await service.releases()).shelf
    first, second = await shelf.find(against), await shelf.find(release)
    one, other = await shelf.measured(first), await shelf.measured(second)
    return ReleaseComparisonOut.of(first, second, await asyncio.to_thread(compared, one, other))


@router.post("/promotions", responses=documented(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT))
@allows(Role.ADMIN)
async def promote(body: PromotionIn, service: ServiceOf, caller: Caller, actor: ActorOf) -> ReleaseOut:
    """Promote a release that passes its gates; as `production` it answers from then on, without a failed request.

    Without a pass it is refused (409), unless `override` gives a reason, which is kept and audited.
    """
    desk = await service.releases()
    wanted = Promotion(body.alias, caller.username, body.reason, body.override)
    return ReleaseOut.of(await desk.promote(await desk.shelf.find(body.release), wanted, actor))


@router.post("/rollbacks", responses=documented(HTTPStatus.NOT_FOUND))
@allows(Role.ADMIN)
async def roll_back(body: RollbackIn, service: ServiceOf, caller: Caller, actor: ActorOf) -> ReleaseOut:
    """Have the release answer again that was in production before."""
    desk = await service.releases()
    return ReleaseOut.of(await desk.rollback(caller.username, body.reason, actor))
