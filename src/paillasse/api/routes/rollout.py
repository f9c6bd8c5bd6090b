"""A release tried beside the one in production: in the shadow, on a share of the users, or in an A/B test."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, cast

from fastapi import Query

from paillasse.access.types import Role
from paillasse.api.deps import ActorOf, Caller, ServiceOf
from paillasse.api.policy import allows, router
from paillasse.api.problems import documented
from paillasse.api.schemas.rollout import RolloutIn, RolloutOut
from paillasse.rollouts.desk import Standing, Wanted
from paillasse.rollouts.types import Mode
from paillasse.service import Service

Reason = Annotated[str, Query(max_length=1000, description="Why; kept with the rollout.")]

router = router("Releases", prefix="/api/v1/rollout")


@router.get("")
@allows(Role.EXPERT)
async def rollout(service: ServiceOf) -> RolloutOut | None:
    """The rollout that runs, or ran last, with what its counts say; `null` where there never was one."""
    standing = await service.rollouts.standing()
    return standing and RolloutOut.of(standing)


@router.post("", status_code=HTTPStatus.CREATED, responses=documented(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT))
@allows(Role.ADMIN)
async def start(body: RolloutIn, service: ServiceOf, caller: Caller, actor: ActorOf) -> RolloutOut:
    """Try a release beside the one in production.

    Its index is completed first, which may take a while. What users may see has to pass its gates (409), unless
    `override` gives a reason, which is kept and audited. One release is tried at a time (409).
    """
    desk = await service.releases()
    release = await desk.shelf.find(body.release)
    if body.mode is Mode.SHADOW:
        released = await desk.released(release)
    else:
        released = await desk.admit(release, body.override, actor)
    wanted = Wanted(body.mode, caller.username, body.reason, body.share)
    await service.rollouts.start(released, wanted, actor)
    return await _told(service)


@router.delete("", responses=documented(HTTPStatus.NOT_FOUND))
@allows(Role.ADMIN)
async def stop(service: ServiceOf, actor: ActorOf, reason: Reason = "") -> RolloutOut:
    """Have the release in production answer everybody again; questions at hand are answered to their end."""
    await service.rollouts.stop(reason, actor)
    return await _told(service)


async def _told(service: Service) -> RolloutOut:
    return RolloutOut.of(cast("Standing", await service.rollouts.standing()))
