"""The services of the live index generation, exchanged for those of another without losing a question."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from typing import NoReturn

from paillasse.composition.bootstrap import Services
from paillasse.composition.startup import answering_now, open_beside, open_home
from paillasse.errors.root import PaillasseError
from paillasse.generations.rebuilding import Rebuilt, rebuild
from paillasse.pipeline_config import PipelineConfig, Released
from paillasse.prediction.production import ESCALATION, escalation_in_production
from paillasse.protocols.progress import Progress
from paillasse.settings import Settings

Prepare = Callable[[Services], Services]
"""Made of services before anybody uses them: the same, with something around their parts."""

_LOOK_SECONDS = 5.0
"""Between two looks at which generation is live."""

_log = logging.getLogger(__name__)


class LiveServices:
    """What answers now. Whoever asks holds on to the services it began with, until it ends.

    Services that were replaced are closed when the last one who uses them is done.
    """

    def __init__(self, settings: Settings, url: str, first: Lease, prepare: Prepare) -> None:
        self.url = url
        """Of the database."""
        self._settings = settings
        self._prepare = prepare
        self._now = first
        self._replaced = asyncio.Event()
        self._switching = asyncio.Lock()
        """Two promotions at once would leave one live and the other answering."""

    @classmethod
    @asynccontextmanager
    async def open(
        cls, settings: Settings, prepare: Prepare = lambda services: services
    ) -> AsyncGenerator[LiveServices]:
        """Open the home and the live generation; closed whatever happens, when nobody uses them any more.

        Args:
            settings: where it runs.
            prepare: told of services as often as others are opened.

        Raises:
            PaillasseError: what `startup.open_services` raises.
        """
        async with open_home(settings) as url, cls.over(settings, url, prepare) as live:
            yield live

    @classmethod
    @asynccontextmanager
    async def over(
        cls, settings: Settings, url: str, prepare: Prepare = lambda services: services
    ) -> AsyncGenerator[LiveServices]:
        """The same in a home that is open: `url` is that of its database."""
        first = await _lease(settings, await answering_now(settings), url, prepare)
        live = cls(settings, url, first, prepare)
        try:
            yield live
        finally:
            await live._now.end()

    @property
    def production(self) -> str:
        """Version of the release that answers now; empty where none does."""
        return self._now.services.production

    @asynccontextmanager
    async def use(self) -> AsyncGenerator[Services]:
        """The services to answer one question with."""
        async with self._now.use() as services:
            yield services

    async def open_beside(self, released: Released) -> Lease:
        """Services of a release that is tried beside the one in production; whoever gets them ends the lease.

        Raises:
            PaillasseError: what `startup.open_services` raises.
        """
        return await _lease(self._settings, released, self.url, self._prepare)

    def replaced(self) -> Coroutine[object, object, object]:
        """Wait until other services answer than now, when this is called: for who keeps on using what it began with."""
        return self._replaced.wait()

    async def rebuild(self, config: PipelineConfig, progress: Progress) -> Rebuilt:
        """Build the generation of this configuration beside the one that answers, and have it answer from then on.

        Raises:
            PaillasseError: what `startup.open_services` and `rebuilding.rebuild` raise; what answered still does.
        """
        async with self._switching:
            return await self._switch(Released(config=config), None, progress)

    async def switch(self, released: Released, progress: Progress) -> Rebuilt:
        """The same with the configuration of a release, which is in production from then on; raises as `rebuild`."""
        async with self._switching:
            return await self._switch(released, released, progress)

    async def _switch(self, wanted: Released, released: Released | None, progress: Progress) -> Rebuilt:
        lease = await _lease(self._settings, wanted, self.url, self._prepare)
        if lease.what_answers == self._now.what_answers:
            await lease.end()
            async with self.use() as services:
                return await rebuild(services, progress, released)
        try:
            rebuilt = await rebuild(lease.services, progress, released)
        except BaseException:
            await lease.end()
            raise
        if rebuilt.live:
            lease = self._exchange(lease)
        await lease.end()
        return rebuilt

    async def follow(self) -> NoReturn:
        """Keep up with the processes that share this home: what one of them made live answers here too, soon after.

        Until cancelled. Where what is live cannot be opened, what answered still does, and it is tried again.
        """
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            try:
                await self._catch_up()
            except PaillasseError as error:
                _log.warning("The index that is live now cannot be opened; the former one still answers: %s", error)

    async def follow_models(self) -> NoReturn:
        """Keep up with the models that are trained and promoted, by this process or others; until cancelled.

        What is in use goes on with the model that it began with.
        """
        seen = ""
        while True:
            try:
                seen = await self.take_models(seen)
            except PaillasseError as error:
                _log.warning("Which models are in production cannot be read; the former ones still serve: %s", error)
            await asyncio.sleep(_LOOK_SECONDS)

    async def take_models(self, seen: str) -> str:
        """Predict with the model in production from now on, unless it is the one that was seen last; its version.

        Raises:
            StorageError: it cannot be read.
        """
        lease = self._now
        trained = lease.services.trained
        version = await trained.version(ESCALATION)
        if version in {seen, lease.services.escalation.version}:
            return version
        model = await escalation_in_production(trained)
        if lease is self._now and model.version != lease.services.escalation.version:
            lease.services = replace(lease.services, escalation=model)
            _log.info("The escalation model %s predicts now.", model.version)
        return version

    async def _catch_up(self) -> None:
        async with self.use() as services:
            live = await services.generations.live()
            if not live or (live == services.generation and await self._is_released(services)):
                return
        lease = await _lease(self._settings, await answering_now(self._settings), self.url, self._prepare)
        await self._exchange(lease).end()

    async def _is_released(self, services: Services) -> bool:
        """Whether these services are of the release in production."""
        told = await services.generations.release()
        return (Released.parse(told).release if told else "") == services.production

    def _exchange(self, lease: Lease) -> Lease:
        """Answer with this one from now on; the former one."""
        former, self._now = self._now, lease
        services = lease.services
        _log.info("Generation %s answers now, release %s.", services.generation, services.production or "none")
        self._replaced.set()
        self._replaced = asyncio.Event()
        return former


class Lease:
    """Services and who uses them."""

    def __init__(self, services: Services, stack: AsyncExitStack) -> None:
        self.services = services
        self.users = 0
        self._stack = stack
        self._ended = False

    @property
    def what_answers(self) -> tuple[str, str]:
        """Generation and release."""
        return self.services.generation, self.services.production

    @asynccontextmanager
    async def use(self) -> AsyncGenerator[Services]:
        """The services, open as long as the block lasts."""
        self.users += 1
        try:
            yield self.services
        finally:
            self.users -= 1
            await self.close_if_done()

    async def end(self) -> None:
        """No new users: close as soon as the present ones are done."""
        self._ended = True
        await self.close_if_done()

    async def close_if_done(self) -> None:
        """Close once, when nobody is left."""
        if self._ended and not self.users:
            await self._stack.aclose()


async def _lease(settings: Settings, released: Released, url: str, prepare: Prepare) -> Lease:
    async with AsyncExitStack() as stack:
        services = await open_beside(stack, settings, released.config, url)
        return Lease(replace(prepare(services), production=released.release), stack.pop_all())
