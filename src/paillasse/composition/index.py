"""Which engine holds the index generations, and what the live one was built with."""

from __future__ import annotations

import asyncio
from importlib.util import find_spec

from paillasse.adapters.generations.records import GenerationRecords
from paillasse.errors.root import InvalidConfiguration
from paillasse.protocols.generations import IndexGenerations
from paillasse.settings import Settings


async def open_generations(settings: Settings) -> IndexGenerations:
    """In the home, on the Qdrant server of the settings, or in Vertex AI Vector Search.

    Raises:
        InvalidConfiguration: an address is none, its client is not installed, or two indexes are named.
        StorageError: the database, which Vector Search needs beside it, cannot be opened.
    """
    if settings.vector_search:
        return await _in_vector_search(settings)
    return await asyncio.to_thread(_on_server if settings.qdrant_url else _at_home, settings)


async def kept_release(settings: Settings) -> str:
    """The release that answers over the live generation; empty where none does. Raises as `kept_configuration`."""
    if settings.index_at_home:
        return GenerationRecords(settings.index_dir).release()
    generations = await open_generations(settings)
    try:
        return await generations.release()
    finally:
        await generations.close()


async def kept_configuration(settings: Settings, name: str = "") -> str:
    """What a generation (the live one unless named) was built with; empty where there is none, or nothing was kept.

    In the home it is read without the engine: a question waits for it.

    Raises:
        InvalidConfiguration: see `open_generations`.
        StorageError: it cannot be read.
    """
    if settings.index_at_home:
        records = GenerationRecords(settings.index_dir)
        name = name or records.live()
        return records.configuration(name) if name else ""
    generations = await open_generations(settings)
    try:
        return (await generations.configurations()).get(name or await generations.live(), "")
    finally:
        await generations.close()


def _at_home(settings: Settings) -> IndexGenerations:
    from paillasse.adapters.generations.edge import EdgeGenerations  # noqa: PLC0415 - one engine is imported

    return EdgeGenerations(settings.index_dir)


def _on_server(settings: Settings) -> IndexGenerations:
    if find_spec("qdrant_client") is None:
        raise InvalidConfiguration(
            "PAILLASSE_QDRANT_URL needs the package qdrant-client, which is not installed.",
            hint="Install `paillasse[qdrant]`, or leave it empty to keep the index in this process.",
        )
    from paillasse.adapters.generations.server import ServerGenerations  # noqa: PLC0415 - one engine is imported
    from paillasse.adapters.qdrant_server import connect  # noqa: PLC0415 - the same

    return ServerGenerations(connect(settings))


async def _in_vector_search(settings: Settings) -> IndexGenerations:
    if settings.qdrant_url or not settings.database_url:
        raise InvalidConfiguration(
            "PAILLASSE_VECTOR_SEARCH goes with PAILLASSE_DATABASE_URL and without PAILLASSE_QDRANT_URL.",
            hint="A database server keeps what the index cannot tell; passages are in one index.",
        )
    from paillasse.adapters.vertex_search.generations import VertexGenerations  # noqa: PLC0415 - one engine is imported
    from paillasse.adapters.vertex_search.opening import connect  # noqa: PLC0415 - the same
    from paillasse.storage.session import Database  # noqa: PLC0415 - the same
    from paillasse.storage.vector_search.ledger import PostgresIndexLedger  # noqa: PLC0415 - the same

    service = connect(settings)
    try:
        database = await Database.open(settings.database_url)
    except BaseException:
        await service.close()
        raise
    return VertexGenerations(service, PostgresIndexLedger(database), database.close)
