"""The documents that somebody may read: lists, one of them, and what experts change about them.

Everything takes the scope of who is asking. What is outside of it, and what there is not, are the same
`DocumentNotFound`.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from pathlib import Path

from paillasse.errors.manuals import UnreadableFile
from paillasse.library.errors import DocumentChanged
from paillasse.library.holdings import Jobs, Use
from paillasse.library.revisions.sections import Heading, outline
from paillasse.library.shelf.catalogue import Facets, Filter, Machine, Order, facets, listed, machines
from paillasse.library.shelf.corrections import corrected
from paillasse.protocols.reading import PagePictures
from paillasse.protocols.stores import CatalogueEntry
from paillasse.types.documents import Document, Metadata
from paillasse.types.jobs import Job
from paillasse.types.questions import Scope

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list."""

    entries: tuple[CatalogueEntry, ...]
    total: int
    """Entries on all pages."""


@dataclass(frozen=True, slots=True)
class Window:
    """Which part of a list."""

    offset: int = 0
    limit: int = 50


class Shelf:
    """Over whatever generation answers."""

    def __init__(self, use: Use, jobs: Jobs, pictures: PagePictures) -> None:
        self._use = use
        self._jobs = jobs
        self._pictures = pictures

    async def list(
        self, scope: Scope, wanted: Filter, window: Window, order: Order = Order.TITLE, *, descending: bool = False
    ) -> Listing:
        """Documents of the scope that a filter leaves."""
        found = listed(await self._catalogue(scope), wanted, order, descending=descending)
        return Listing(tuple(found[window.offset : window.offset + window.limit]), len(found))

    async def facets(self, scope: Scope, wanted: Filter) -> Facets:
        """What such a list can be narrowed by."""
        return facets(await self._catalogue(scope), wanted)

    async def machines(self, scope: Scope) -> list[Machine]:
        """The machines that current documents of the scope are about, by name."""
        return machines(await self._catalogue(scope))

    async def get(self, scope: Scope, document_id: str) -> Document:
        """One document, current or superseded, with its coverage report.

        Raises:
            DocumentNotFound: none in the scope.
        """
        async with self._use() as holdings:
            return await holdings.documents.get(document_id, scope)

    async def outline(self, scope: Scope, document_id: str) -> tuple[Heading, ...]:
        """The headings of a document with their pages.

        Raises:
            DocumentNotFound: none in the scope.
        """
        async with self._use() as holdings:
            document = await holdings.documents.get(document_id, scope)
            return outline(await holdings.chunks.neighbours(document.id, 0, document.chunk_count))

    async def correct(
        self, scope: Scope, document_id: str, changes: Mapping[str, object], version: str | None = None
    ) -> Document:
        """Set what was guessed wrong; the next question sees it.

        Args:
            scope: of who corrects.
            document_id: which one.
            changes: as `corrections.corrected` takes them.
            version: `version_of` the document that was looked at; None overwrites whatever there is.

        Raises:
            DocumentChanged: it is another version by now.
            DocumentNotFound: none in the scope.
            UnsuitableMetadata: a value that cannot be.
        """

        def correction(latest: Document) -> Metadata:
            if version is not None and version != version_of(latest):
                raise DocumentChanged(f"“{latest.metadata.title}” was changed meanwhile.")
            return corrected(latest.metadata, changes)

        async with self._use() as holdings:
            return await holdings.documents.correct(document_id, correction, scope)

    async def remove(self, scope: Scope, document_id: str) -> None:
        """Make a document absent, with its index entries, and its file unless another document has the same.

        Where it is just being read again, that is broken off first: it would come back.

        Raises:
            DocumentNotFound: none in the scope.
        """
        async with self._use() as holdings:
            document = await holdings.documents.get(document_id, scope)
            await self._jobs.withdraw(document.collection, document.sha256)
            if await holdings.pipeline.remove(document):
                await self._pictures.forget(document.sha256)

    async def reingest(self, scope: Scope, document_id: str, user_id: str) -> Job:
        """Have a job read the stored file again, as files are read now. Meanwhile the document answers as it is.

        Raises:
            DocumentNotFound: none in the scope.
            StorageError: the job cannot be recorded.
            UnreadableFile: the stored file is gone.
        """
        async with self._use() as holdings:
            document = await holdings.documents.get(document_id, scope)
            path = holdings.stores.files.path(document.sha256)
            if not await asyncio.to_thread(path.is_file):
                raise UnreadableFile(
                    f"The stored file of {document.filename} is gone.",
                    hint="Remove the document and upload the file again.",
                )
            await holdings.pipeline.forget(document)
            return await self._jobs.submit(_blocks(path), document.filename, document.collection, user_id)

    async def _catalogue(self, scope: Scope) -> list[CatalogueEntry]:
        async with self._use() as holdings:
            return await holdings.documents.catalogue(scope)


def version_of(document: Document) -> str:
    """Names all that can be changed about a document, for `ETag` and `If-Match`."""
    told = (document.metadata, document.supersedes, document.current, document.config_hash, document.ingested_at)
    return hashlib.sha256(repr(told).encode("utf-8", "surrogatepass")).hexdigest()[:32]


async def _blocks(path: Path) -> AsyncGenerator[bytes]:
    with path.open("rb") as file:
        while block := await asyncio.to_thread(file.read, _BLOCK):
            yield block
