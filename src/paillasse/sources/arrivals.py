"""Manuals that arrive in a bucket become ingestion jobs by themselves, as they are announced."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Coroutine
from contextlib import asynccontextmanager
from typing import NoReturn

from paillasse.access.types import COMMAND_LINE
from paillasse.adapters.manual_sources.announcements import Announcement, Announcements
from paillasse.adapters.manual_sources.opening import open_announcements, open_source
from paillasse.errors.manuals import ParseError
from paillasse.errors.root import InvalidConfiguration
from paillasse.errors.sources import SourceError, SourceNotFound
from paillasse.errors.storage import StorageError
from paillasse.jobs.board import JobBoard
from paillasse.protocols.manual_sources import ManualSource, RemoteManual, is_manual
from paillasse.settings import Settings

_AGAIN_SECONDS = 10.0
"""After a failure. What was not acknowledged comes again by itself."""

_log = logging.getLogger(__name__)


class Arrivals:
    """Takes in what is announced: acknowledged once its job is durable, or once it is known that there is none to make.

    Args:
        announcements: of the bucket.
        source: the bucket, or a prefix in it.
        board: where jobs are made.
        collection: that the documents will be in.
    """

    def __init__(self, announcements: Announcements, source: ManualSource, board: JobBoard, collection: str) -> None:
        self._announcements = announcements
        self._source = source
        self._board = board
        self._collection = collection

    async def listen(self) -> NoReturn:
        """Until cancelled; failures are logged, and tried again."""
        while True:
            try:
                await self.take()
            except (SourceError, StorageError) as error:
                _log.warning("Manuals that arrived wait: %s", error)
                await asyncio.sleep(_AGAIN_SECONDS)

    async def take(self) -> int:
        """Wait for announcements and make jobs of them.

        Returns:
            How many jobs were made.

        Raises:
            SourceError: the bucket or the subscription cannot be read; what is not acknowledged comes again.
            StorageError: a file or a job cannot be written, likewise.
        """
        made = 0
        for announced in await self._announcements.pull():
            made += await self._made(announced)
            await self._announcements.acknowledge([announced])
        return made

    async def _made(self, announced: Announcement) -> bool:
        manual = RemoteManual(announced.name, announced.generation, 0)
        ours = (
            self._source.holds(manual) and self._source.address_of(manual) == f"gs://{announced.bucket}/{manual.name}"
        )
        if announced.kind != "OBJECT_FINALIZE" or not ours or not is_manual(manual.filename):
            return False
        try:
            blocks = self._source.read(manual)
            job = await self._board.submit(blocks, manual.filename, self._collection, COMMAND_LINE.user_id)
        except SourceNotFound:
            _log.info("A manual that arrived was replaced or removed at once.")
            return False
        except ParseError as error:
            _log.warning("What arrived is no manual (%s).", error.code)
            return False
        _log.info("A manual arrived: job %s.", job.id)
        return True


@asynccontextmanager
async def open_arrivals(settings: Settings, board: JobBoard) -> AsyncGenerator[Arrivals]:
    """What the settings name; closed whatever happens.

    Raises:
        SourceAddressWrong: the address of the bucket is none.
        SourceRejected: what fetches credentials is not installed.
    """
    source = open_source(settings.arrivals_url)
    announcements = open_announcements(settings.arrivals_subscription)
    try:
        yield Arrivals(announcements, source, board, settings.arrivals_collection)
    finally:
        await announcements.close()
        await source.close()


async def beside(working: Coroutine[object, object, NoReturn], settings: Settings, board: JobBoard) -> NoReturn:
    """Listen for what arrives while something else is done, which is cancelled with it.

    Raises:
        InvalidConfiguration: the settings do not say which bucket.
        PaillasseError: what `open_arrivals` raises.
    """
    task = asyncio.create_task(working)
    try:
        if not settings.arrivals_url:
            raise InvalidConfiguration(
                "PAILLASSE_ARRIVALS_SUBSCRIPTION is set, PAILLASSE_ARRIVALS_URL is not.",
                hint="Set it to the bucket that the subscription tells of: gs://BUCKET/PREFIX.",
            )
        async with open_arrivals(settings, board) as arrivals:
            listening = asyncio.create_task(arrivals.listen())
            try:
                done, _ = await asyncio.wait({task, listening}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                listening.cancel()
                await asyncio.wait({listening})
            return done.pop().result()  # neither ends by itself: raises what ended it
    finally:
        task.cancel()
        await asyncio.wait({task})
