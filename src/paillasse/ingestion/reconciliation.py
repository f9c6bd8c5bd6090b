"""Proof that the relational store, the index and the files agree, and repair where they do not.

Ingestion writes the file, then the index points, then the document (one transaction, the commit point); removal goes
the other way round. A crash can therefore only leave orphans: points and files of no document. A point or file that
is missing means that something outside Paillasse touched the home.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from paillasse.protocols import ChunkIndex, ChunkStore, DocumentStore, FileStore

Reindex = Callable[[str], Awaitable[None]]
"""Computes and upserts every point of one stored document, given its id."""


@dataclass(frozen=True, slots=True)
class ReconcileReport:
    """What does not agree. Points are counted by document id."""

    missing_points: dict[str, int]
    """Chunks that no question can find by the index."""
    orphan_points: dict[str, int]
    """Points of no chunk; the document id may be that of no document."""
    orphan_files: tuple[str, ...]
    """sha256 of files of no document."""
    missing_files: tuple[str, ...]
    """Ids of documents whose original file is gone: only ingesting it again brings it back."""

    @property
    def differences(self) -> int:
        """How many points and files are amiss; 0 when everything agrees."""
        points = sum(self.missing_points.values()) + sum(self.orphan_points.values())
        return points + len(self.orphan_files) + len(self.missing_files)


@dataclass(frozen=True, slots=True)
class Reconciler:
    """Compares the stores of one home while nothing else writes to them."""

    documents: DocumentStore
    chunks: ChunkStore
    index: ChunkIndex
    files: FileStore

    async def check(self) -> ReconcileReport:
        """Compare; changes nothing."""
        stored, indexed = await self.chunks.ids_by_document(), await self.index.chunk_ids()
        hashes = await self.documents.sha256_by_document()
        present = set(await asyncio.to_thread(lambda: list(self.files.hashes())))
        return ReconcileReport(
            missing_points=_surplus(stored, indexed),
            orphan_points=_surplus(indexed, stored),
            orphan_files=tuple(sorted(present - set(hashes.values()))),
            missing_files=tuple(sorted(key for key, sha256 in hashes.items() if sha256 not in present)),
        )

    async def repair(self, reindex: Reindex) -> ReconcileReport:
        """Remove orphans and index again what is missing; returns what was found before.

        Safe to interrupt: whatever was not done is found by the next check. Check again to prove the repair.
        """
        found = await self.check()
        stored = await self.documents.sha256_by_document()
        await self.index.delete_documents(sorted(found.orphan_points))
        for document_id in sorted((found.missing_points.keys() | found.orphan_points.keys()) & stored.keys()):
            await reindex(document_id)
        for sha256 in found.orphan_files:
            await asyncio.to_thread(self.files.delete, sha256)
        return found


def _surplus(these: dict[str, set[str]], those: dict[str, set[str]]) -> dict[str, int]:
    extra = {key: len(ids - those.get(key, set())) for key, ids in these.items()}
    return {key: count for key, count in sorted(extra.items()) if count}
