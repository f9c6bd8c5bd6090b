"""`paillasse documents`, done by the server."""

from __future__ import annotations

from collections.abc import Mapping

from paillasse.cli.which import meant
from paillasse.client.client import Client
from paillasse.client.values import DocumentEntry
from paillasse.types.documents import Document


async def listed(client: Client) -> list[Document]:
    """Every document."""
    return [await _whole(client, entry) for entry in await client.documents.list()]


async def found(client: Client, which: str) -> Document:
    """The document meant by an id, the start of one, or a file name; raises what `which.meant` raises."""
    return await _whole(client, meant(await client.documents.list(), which))


async def corrected(client: Client, which: str, changes: Mapping[str, object]) -> Document:
    """A document with corrections; raises `library.errors.UnsuitableMetadata` too."""
    entry = meant(await client.documents.list(), which)
    return await _whole(client, await client.documents.correct(entry.id, changes))


async def _whole(client: Client, entry: DocumentEntry) -> Document:
    """With its coverage report; a server does not say by which configuration it was read."""
    return Document(
        id=entry.id,
        sha256=entry.sha256,
        filename=entry.filename,
        collection=entry.collection,
        metadata=entry.metadata,
        page_count=entry.page_count,
        status=entry.status,
        coverage=await client.documents.coverage(entry.id),
        chunk_count=entry.chunk_count,
        config_hash="",
        ingested_at=entry.ingested_at,
        supersedes=entry.supersedes,
        current=entry.current,
    )
