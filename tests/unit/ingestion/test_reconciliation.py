from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from paillasse.adapters.memory.documents import MemoryChunkStore, MemoryDocumentStore
from paillasse.adapters.memory.index import MemoryChunkIndex
from paillasse.ingestion.reconciliation import ReconcileReport, reconcile
from paillasse.protocols.retrieval import IndexPoint
from paillasse.types.documents import DocumentContent
from sample_content import content

GENERATION = content("a").document.config_hash


class Hashes:
    """A file store of names only."""

    def __init__(self, *present: str) -> None:
        self.present = set(present)

    def put(self, path: Path, sha256: str) -> None:
        self.present.add(sha256)

    def path(self, sha256: str) -> Path:
        return Path(sha256)

    def delete(self, sha256: str) -> None:
        self.present.discard(sha256)

    def hashes(self) -> Iterator[str]:
        return iter(self.present)


@dataclass
class Home:
    documents: MemoryDocumentStore = field(default_factory=MemoryDocumentStore)
    index: MemoryChunkIndex = field(default_factory=MemoryChunkIndex)
    files: Hashes = field(default_factory=Hashes)
    reindexed: list[str] = field(default_factory=list[str])

    async def reindex(self, document_id: str) -> None:
        self.reindexed.append(document_id)
        await self.index.upsert(points(self.documents.contents[document_id]))

    async def check(self) -> ReconcileReport:
        return await reconcile(self.documents, MemoryChunkStore(self.documents), self.index, self.files, GENERATION)

    async def repair(self) -> ReconcileReport:
        chunks = MemoryChunkStore(self.documents)
        return await reconcile(self.documents, chunks, self.index, self.files, GENERATION, repair=self.reindex)


def points(saved: DocumentContent) -> list[IndexPoint]:
    return [IndexPoint(c.id, c.document_id, "default", "fr", "prose", (1.0, 0.0)) for c in saved.chunks]


@pytest.fixture
async def home() -> Home:
    """Two documents, one of them superseded, in perfect order."""
    home = Home()
    for saved in (content("a"), content("b", current=False)):
        home.files.put(Path("x"), saved.document.sha256)
        await home.index.upsert(points(saved) if saved.document.current else [])
        await home.documents.save(saved)
    return home


async def test_order_is_confirmed(home: Home) -> None:
    report = await home.check()
    assert report == ReconcileReport({}, {}, (), ())
    assert report.differences == 0
    assert await home.repair() == report
    assert home.reindexed == []


async def test_points_of_a_superseded_document_are_removed(home: Home) -> None:
    await home.index.upsert(points(content("b")))
    assert (await home.check()).orphan_points == {"document-b": 4}
    assert (await home.repair()).differences == 0
    assert home.reindexed == []
    assert (await home.index.chunk_ids()).keys() == {"document-a"}


async def test_what_a_crash_before_the_commit_leaves_is_removed(home: Home) -> None:
    half = content("c")
    home.files.put(Path("x"), half.document.sha256)
    await home.index.upsert(points(half))
    found = await home.check()
    assert found == ReconcileReport({}, {"document-c": 4}, ("c" * 64,), ())
    assert found.differences == 5
    left = await home.repair()
    assert (left.differences, left.repaired) == (0, 5)
    assert home.reindexed == []
    assert set(await home.index.chunk_ids()) == {"document-a"}
    assert home.files.present == {"a" * 64, "b" * 64}


async def test_lost_points_are_indexed_again(home: Home) -> None:
    await home.index.delete_documents(["document-a"])
    assert (await home.check()).missing_points == {"document-a": 4}
    assert (await home.repair()).differences == 0
    assert home.reindexed == ["document-a"]


async def test_a_stray_point_of_a_known_document_costs_its_indexing(home: Home) -> None:
    """Points are removed by document: the document's own go with the stray one, and come back."""
    await home.index.upsert([replace(points(content("a"))[0], chunk_id="stray")])
    assert (await home.check()).orphan_points == {"document-a": 1}
    left = await home.repair()
    assert (left.differences, left.repaired) == (0, 1)
    assert home.reindexed == ["document-a"]


async def test_a_lost_file_is_reported_and_nothing_is_done(home: Home) -> None:
    home.files.delete("a" * 64)
    left = await home.repair()
    assert (left.missing_files, left.differences, left.repaired) == (("document-a",), 1, 0)
    assert "document-a" in {d.id for d in await home.documents.list()}


async def test_documents_of_another_configuration_are_left_to_its_index(home: Home) -> None:
    """`a` was ingested into another index since: what this one holds of it is neither missing nor too much."""
    saved = content("a")
    await home.documents.save(replace(saved, document=replace(saved.document, config_hash="another")))
    await home.index.upsert([replace(points(saved)[0], chunk_id="as cut for this index")])
    before = await home.index.chunk_ids()
    report = await home.repair()
    assert report == ReconcileReport({}, {}, (), (), elsewhere=("document-a",))
    assert str(report).startswith("1 documents were ingested with another configuration")
    assert await home.index.chunk_ids() == before
    await home.index.delete_documents(["document-a"])
    assert (await home.repair()).differences == 0
    assert home.reindexed == []


async def test_check_changes_nothing(home: Home) -> None:
    await home.index.delete_documents(["document-a"])
    home.files.put(Path("x"), "f" * 64)
    assert await home.check() == await home.check()


def test_a_person_can_read_the_report() -> None:
    digest = hashlib.sha256(b"").hexdigest()
    report = ReconcileReport({"d1": 2}, {"d2": 3}, (digest,), ("d4",), repaired=1)
    assert str(report).splitlines() == [
        "2 chunks of document d1 are not in the index",
        "3 index points of d2 belong to no chunk",
        f"file {digest} belongs to no document",
        "the file of document d4 is gone: ingest it again",
        "7 differences, 1 repaired",
    ]
