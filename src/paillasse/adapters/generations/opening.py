"""Which engine holds the index generations, and what the live one was built with."""

from __future__ import annotations

from importlib.util import find_spec

from paillasse.adapters.generations.records import GenerationRecords
from paillasse.errors.root import InvalidConfiguration
from paillasse.protocols.generations import IndexGenerations
from paillasse.settings import Settings


def open_generations(settings: Settings) -> IndexGenerations:
    """On the Qdrant server of the settings, or in the home.

    Raises:
        InvalidConfiguration: the server's address is none, or its client is not installed.
    """
    if not settings.qdrant_url:
        from paillasse.adapters.generations.edge import EdgeGenerations  # noqa: PLC0415 - one engine is imported

        return EdgeGenerations(settings.index_dir)
    if find_spec("qdrant_client") is None:
        raise InvalidConfiguration(
            "PAILLASSE_QDRANT_URL needs the package qdrant-client, which is not installed.",
            hint="Install `paillasse[qdrant]`, or leave it empty to keep the index in this process.",
        )
    from paillasse.adapters.generations.server import ServerGenerations  # noqa: PLC0415 - one engine is imported
    from paillasse.adapters.qdrant_server import connect  # noqa: PLC0415 - the same

    return ServerGenerations(connect(settings))


async def kept_release(settings: Settings) -> str:
    """The release that answers over the live generation; empty where none does. Raises as `kept_configuration`."""
    if not settings.qdrant_url:
        return GenerationRecords(settings.index_dir).release()
    generations = open_generations(settings)
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
    if not settings.qdrant_url:
        records = GenerationRecords(settings.index_dir)
        name = name or records.live()
        return records.configuration(name) if name else ""
    generations = open_generations(settings)
    try:
        return (await generations.configurations()).get(name or await generations.live(), "")
    finally:
        await generations.close()
