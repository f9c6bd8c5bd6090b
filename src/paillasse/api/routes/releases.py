"""Releases: what may answer, and which one does."""

from __future__ import annotations

from http import HTTPStatus

from paillasse.access.types import Role
from paillasse.api.deps import ActorOf, Caller, ServiceOf
from paillasse.api.policy import allows, router
from paillasse.api.problems import documented
from paillasse.api.schemas.releases import PromotionIn, ReleaseOut, RollbackIn
from paillasse.release_errors import ReleaseNotFound
from paillasse.releases.types import Promotion

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
