"""Trained models: which ones were promoted, and back to the one before."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import Path

from paillasse.access.types import Role
from paillasse.api.deps import ActorOf, Caller, ServiceOf
from paillasse.api.policy import allows, router
from paillasse.api.problems import documented
from paillasse.api.schemas.models import TakeBackIn, TrainedModelOut

Model = Annotated[str, Path(max_length=64, description="What it is for.", examples=["escalation"])]

router = router("Releases", prefix="/api/v1/models")


@router.get("")
@allows(Role.EXPERT)
async def models(service: ServiceOf) -> list[TrainedModelOut]:
    """Every promotion of a model that was trained here, the latest first.

    Where none of a name is in production, that which ships predicts (`escalation`), or none (`reranker`).
    """
    return TrainedModelOut.each(await service.models.promotions())


@router.post("/{model}/rollbacks", responses=documented(HTTPStatus.NOT_FOUND))
@allows(Role.ADMIN)
async def take_back(
    model: Model, body: TakeBackIn, service: ServiceOf, caller: Caller, actor: ActorOf
) -> TrainedModelOut:
    """Take back the model in production; the one before it, or the one that ships, is used within seconds."""
    taken = await service.models.take_back(model, caller.username, body.reason, actor)
    return TrainedModelOut.of(taken, in_production=False)
