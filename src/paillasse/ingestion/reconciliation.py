"""Proof that the relational store, the index and the files agree, and repair where they do not.

The index holds current documents only; the files of superseded ones are kept.

Ingestion writes the file, then the index points, then the document (one transaction, the commit point); removal goes
the other way round. A crash can therefore only leave orphans: points and files of no document. A point or file that
is missing means that something outside Paillasse touched the home.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from paillasse.protocols.retrieval import ChunkIndex
from paillasse.protocols.stores import ChunkStore, DocumentStore, FileStore

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
    elsewhere: tuple[str, ...] = ()
    """Ids of documents ingested with another configuration: they are in its index, and not compared with this one."""

    repaired: int = 0
    """Differences mended before this report was made."""

    @property
    def differences(self) -> int:
        """How many points and files are amiss; 0 when everything agrees."""
        points = sum(self.missing_points.values()) + sum(self.orphan_points.values())
        return points + len(self.orphan_files) + len(self.missing_files)

    def __str__(self) -> str:
        """One line per kind of difference, for a person."""
        lines = [
            *(f"{count} chunks of document {key} are not in the index" for key, count in self.missing_points.items()),
            *(f"{count} index points of {key} belong to no chunk" for key, count in self.orphan_points.items()),
            *(f"file {sha256} belongs to no document" for sha256 in self.orphan_files),
            *(f"the file of document {key} is gone: ingest it again" for key in self.missing_files),
            f"{self.differences} differences, {self.repaired} repaired",
        ]
        if self.elsewhere:
            lines.insert(
                0, f"{len(self.elsewhere)} documents were ingested with another configuration and are in its index"
            )
        return "\n".join(lines)


async def reconcile(
    documents: DocumentStore,
    chunks: ChunkStore,
    index: ChunkIndex,
    files: FileStore,
    generation: str,
    *,
    repair: Reindex | None = None,
) -> ReconcileReport:
    """Compare the stores of a home while nothing else writes to them.

    Args:
        documents: the relational store, which is always right.
        chunks: its chunks.
        index: the index generation in use.
        files: the original files.
        generation: name of that generation. Documents of another one are in its index: what this one holds of them,
            from before or not at all, is neither missing nor too much.
        repair: when given, orphans are removed and documents whose points disagree are indexed again with it. Safe to
            interrupt: whatever was not done is found by the next run.

    Returns:
        What disagrees, after the repair if there was one.
    """
    found = await _compare(documents, chunks, index, files, generation)
    if repair is None or not found.differences:
        return found
    await index.delete_documents(sorted(found.orphan_points))
    wanted = await chunks.ids_by_document()
    for document_id in sorted((found.missing_points.keys() | found.orphan_points.keys()) & wanted.keys()):
        await repair(document_id)
    for sha256 in found.orphan_files:
        await asyncio.to_thread(files.delete, sha256)
    left = await _compare(documents, chunks, index, files, generation)
    return replace(left, repaired=found.differences - left.differences)


async def _compare(
    documents: DocumentStore, chunks: ChunkStore, index: ChunkIndex, files: FileStore, generation: str
) -> ReconcileReport:
    elsewhere = sorted(d.id for d in await documents.list() if d.config_hash != generation)
    stored, indexed = await chunks.ids_by_document(), await index.chunk_ids()
    for document_id in elsewhere:
        stored.pop(document_id, None)
        indexed.pop(document_id, None)
    hashes = await documents.sha256_by_document()
    present = set(await asyncio.to_thread(lambda: list(files.hashes())))
    return ReconcileReport(
        missing_points=_surplus(stored, indexed),
        orphan_points=_surplus(indexed, stored),
        orphan_files=tuple(sorted(present - set(hashes.values()))),
        missing_files=tuple(sorted(key for key, sha256 in hashes.items() if sha256 not in present)),
        elsewhere=tuple(elsewhere),
    )


def _surplus(these: dict[str, set[str]], those: dict[str, set[str]]) -> dict[str, int]:
    extra = {key: len(ids - those.get(key, set())) for key, ids in these.items()}
    return {key: count for key, count in sorted(extra.items()) if count}
