"""How the service does, for administrators: in more words than `/readyz`, which machines read."""

from __future__ import annotations

import asyncio
import platform
import shutil
from importlib.metadata import version

from paillasse.access.types import Role
from paillasse.api.deps import ServiceOf
from paillasse.api.policy import allows, router
from paillasse.api.schemas.system import DiskOut, GenerationOut, HoldingsOut, JobCountOut, SystemOut
from paillasse.composition.bootstrap import Services
from paillasse.types.documents import DocumentStatus

router = router("Administration", prefix="/api/v1/admin/system")


@router.get("")
@allows(Role.ADMIN)
async def system(service: ServiceOf) -> SystemOut:
    """What runs here, what it answers from, what waits, and what is down."""
    async with service.live.use() as services:
        models = (
            [model for model in (services.models.writer, services.models.judge) if model] if services.models else []
        )
        generation = GenerationOut(
            release=services.production,
            name=services.generation,
            config_hash=services.config.hash,
            embedder=services.embedder.name,
            language_models=list(dict.fromkeys(model.model.name for model in models)),
        )
        holdings = await _holdings(services)
        suspended = {name: breaker.open_for for name, breaker in service.breakers(services).items()}
    usage = await asyncio.to_thread(shutil.disk_usage, service.settings.home)
    return SystemOut(
        version=version("paillasse"),
        python=platform.python_version(),
        started_at=service.started_at,
        parts=await service.health(),
        suspended=suspended,
        generation=generation,
        holdings=holdings,
        jobs=[JobCountOut(state=s, count=c.count, oldest=c.oldest) for s, c in (await service.board.counts()).items()],
        disk=DiskOut(free=usage.free, total=usage.total),
    )


async def _holdings(services: Services) -> HoldingsOut:
    entries = await services.documents.catalogue()
    current = [entry for entry in entries if entry.current]
    return HoldingsOut(
        documents=len(current),
        superseded=len(entries) - len(current),
        needs_review=sum(entry.status is DocumentStatus.NEEDS_REVIEW for entry in current),
        pages=sum(entry.page_count for entry in current),
        passages=sum(entry.chunk_count for entry in current),
        unsearched=sum(entry.generation != services.generation for entry in current),
    )
