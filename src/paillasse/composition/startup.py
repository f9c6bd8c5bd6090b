"""Opening a home. What waits for others does so side by side, for a question pays for it every time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, Any

from paillasse.adapters.embedded_postgres import EmbeddedPostgres
from paillasse.adapters.home_lock import HomeLock
from paillasse.composition.index import kept_configuration, kept_release
from paillasse.errors.storage import GenerationNotFound
from paillasse.pipeline_config import PipelineConfig, Released
from paillasse.settings import Settings

if TYPE_CHECKING:
    from paillasse.composition.accounts import Access
    from paillasse.composition.bootstrap import Services
    from paillasse.jobs.board import JobBoard
    from paillasse.protocols.retrieval import Embedder


@asynccontextmanager
async def open_services(settings: Settings, config: PipelineConfig | None) -> AsyncGenerator[Services]:
    """Open the home: lock, database, index, embedder; closed in reverse order whatever happens.

    Without a configuration it is that of the live index generation, or the shipped one where none was made live.

    Raises:
        HomeInUse: another process holds this home.
        InvalidConfiguration: chunks would be longer than the embedder reads.
        ModelUnavailable: the embedder or a language model cannot be opened.
        StorageError: the database or the index cannot be opened.
    """
    async with AsyncExitStack() as stack:
        _lock(stack, settings)
        released = Released(config=config) if config else await answering_now(settings)
        config = released.config
        joining = asyncio.create_task(asyncio.to_thread(import_module, "paillasse.composition.bootstrap"))
        loading = asyncio.create_task(asyncio.to_thread(_open_embedder, config, settings))
        url = settings.database_url or await _start_server(stack, settings)
        bootstrap: Any = await joining
        yield replace(await bootstrap.join(stack, settings, config, url, loading), production=released.release)


@asynccontextmanager
async def open_access(settings: Settings) -> AsyncGenerator[Access]:
    """Open the accounts alone: no index, no model. With a database of its own, a server may run beside it.

    Raises:
        HomeInUse: another process holds this home, whose database is embedded.
        InvalidConfiguration: there is no good secret to sign tokens with.
        StorageError: the database cannot be opened.
    """
    accounts: Any = import_module("paillasse.composition.accounts")
    async with AsyncExitStack() as stack:
        yield accounts.join_access(await _open_database(stack, settings, accounts), settings)


@asynccontextmanager
async def open_home(settings: Settings) -> AsyncGenerator[str]:
    """Lock and database alone, for services that come and go: see `live`; gives the URL of the database."""
    async with AsyncExitStack() as stack:
        _lock(stack, settings)
        yield settings.database_url or await _start_server(stack, settings)


async def open_beside(stack: AsyncExitStack, settings: Settings, config: PipelineConfig, url: str) -> Services:
    """Services of one configuration in a home that is open; `stack` closes them, and they raise as `open_services`."""
    loading = asyncio.create_task(asyncio.to_thread(_open_embedder, config, settings))
    bootstrap: Any = await asyncio.to_thread(import_module, "paillasse.composition.bootstrap")
    return await bootstrap.join(stack, settings, config, url, loading)


async def answering_now(settings: Settings) -> Released:
    """The release in production; without one the configuration of the live index generation, or the shipped one.

    Raises:
        InvalidConfiguration: this version cannot read it.
        StorageError: the index cannot be asked.
    """
    if release := await kept_release(settings):
        return Released.parse(release)
    kept = await kept_configuration(settings)
    return Released(config=PipelineConfig.parse(kept, "The live index generation") if kept else PipelineConfig())


async def live_config(settings: Settings) -> PipelineConfig:
    """How questions are answered now; raises what `answering_now` raises."""
    return (await answering_now(settings)).config


async def config_of(settings: Settings, generation: str) -> PipelineConfig:
    """The configuration of an index generation.

    Raises:
        GenerationNotFound: there is none of this name, or its configuration was not kept.
        InvalidConfiguration: this version cannot read it.
        StorageError: the index cannot be asked.
    """
    kept = await kept_configuration(settings, generation)
    if not kept:
        raise GenerationNotFound(f"There is no index generation {generation} whose configuration was kept.")
    return PipelineConfig.parse(kept, f"The index generation {generation}")


def _lock(stack: AsyncExitStack, settings: Settings) -> None:
    """Several processes may share a home whose database and index are both servers."""
    if not settings.shared:
        stack.callback(HomeLock(settings.home).release)


@asynccontextmanager
async def open_board(settings: Settings) -> AsyncGenerator[JobBoard]:
    """Open the ingestion jobs alone: no index, no model. With a database of its own, workers may run beside it.

    Raises:
        HomeInUse: another process holds this home, whose database is embedded.
        StorageError: the database cannot be opened.
    """
    worker: Any = import_module("paillasse.composition.worker")
    async with AsyncExitStack() as stack:
        yield worker.join_board(await _open_database(stack, settings, worker), settings)


async def _open_database(stack: AsyncExitStack, settings: Settings, part: Any) -> Any:
    """The `Database` that `part` imports, opened alone; the home is locked only where its database is embedded."""
    url = settings.database_url
    if not url:
        stack.callback(HomeLock(settings.home).release)
        url = await _start_server(stack, settings)
    database = await part.Database.open(url)
    stack.push_async_callback(database.close)
    return database


def _open_embedder(config: PipelineConfig, settings: Settings) -> Embedder:
    from paillasse.adapters.embedding.opening import open_embedder  # noqa: PLC0415 - imported beside the others

    return open_embedder(config.embedder, settings)


async def _start_server(stack: AsyncExitStack, settings: Settings) -> str:
    """Start the database and have the stack stop it, also when we are told to go while it starts; its URL."""
    starting = asyncio.create_task(EmbeddedPostgres.start(settings.postgres_dir))
    try:
        server = await asyncio.shield(starting)
    except asyncio.CancelledError:
        await (await starting).stop()
        raise
    stack.push_async_callback(server.stop)
    return server.url
