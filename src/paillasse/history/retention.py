"""Removing what is kept no longer, for as long as a server runs."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime
from typing import NoReturn

from paillasse.errors.storage import StorageError
from paillasse.history.conversations import History
from paillasse.idempotency import IdempotencyStore

_AGAIN_SECONDS = 3600.0
"""What is to be kept for some days is kept for an hour more at most."""

_log = logging.getLogger(__name__)


async def keep_purging(history: History, kept: IdempotencyStore) -> NoReturn:
    """Purge now and every hour, until cancelled; where the database is away, the next time."""
    while True:
        try:
            removed = await history.purge()
            await kept.purge(datetime.now(UTC))
        except StorageError as error:
            _log.warning("Old exchanges stay for another hour: %s", error)
        else:
            if removed:
                _log.info("%d exchanges were older than they are kept for, and removed.", removed)
        await asyncio.sleep(_AGAIN_SECONDS)
