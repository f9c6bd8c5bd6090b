"""Settings → ModelDesk: where trained models are promoted and taken back."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime

from paillasse.access.auditing import Auditor
from paillasse.adapters.memory.accounts import MemoryAuditLog
from paillasse.composition.bootstrap import Services
from paillasse.composition.startup import open_home
from paillasse.prediction.desk import ModelDesk
from paillasse.settings import Settings
from paillasse.storage.accounts.audit import PostgresAuditLog
from paillasse.storage.models.store import PostgresModelStore
from paillasse.storage.session import Database


def models_of(services: Services) -> ModelDesk:
    """The desk of a home that is open; stores in memory are audited in memory."""
    log = MemoryAuditLog() if services.database is None else PostgresAuditLog(services.database)
    return ModelDesk(services.trained, Auditor(log, _now), _now)


@asynccontextmanager
async def open_models(settings: Settings) -> AsyncGenerator[ModelDesk]:
    """Open the home for its trained models alone: no index, no embedder.

    Raises:
        HomeInUse: another process holds it.
        StorageError: the database cannot be opened.
    """
    async with AsyncExitStack() as stack:
        database = await Database.open(await stack.enter_async_context(open_home(settings)))
        stack.push_async_callback(database.close)
        yield ModelDesk(PostgresModelStore(database), Auditor(PostgresAuditLog(database), _now), _now)


def _now() -> datetime:
    return datetime.now(UTC)
