"""Whether the process lives, whether it can answer, and its figures."""

from __future__ import annotations

import asyncio
from http import HTTPStatus

from fastapi import Response
from fastapi.responses import PlainTextResponse
from prometheus_client import CONTENT_TYPE_LATEST

from paillasse.api.deps import ServiceOf
from paillasse.api.policy import PUBLIC, allows, router
from paillasse.api.schemas.health import Live, Ready

router = router("Health")


@router.get("/livez")
@allows(PUBLIC)
async def live() -> Live:
    """The process answers. Nothing else is looked at: a database that is down is no reason to start it again."""
    return Live()


@router.get("/readyz", responses={HTTPStatus.SERVICE_UNAVAILABLE: {"model": Ready, "description": "Not ready"}})
@allows(PUBLIC)
async def ready(service: ServiceOf, response: Response) -> Ready:
    """Whether questions can be answered now, and what is down if not."""
    parts = await service.health()
    answer = Ready(ready=all(parts.values()), parts=parts)
    if not answer.ready:
        response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
    return answer


@router.get("/metrics", response_class=PlainTextResponse)
@allows(PUBLIC)
async def metrics(service: ServiceOf) -> Response:
    """The figures of this process, for Prometheus. They name no person and hold no words; keep them inside anyway."""
    await service.observe()
    return Response(await asyncio.to_thread(service.metrics.exposition), media_type=CONTENT_TYPE_LATEST)
