"""Processes killed in the middle of writing: what they acknowledged is there, what they did not is absent whole."""

from __future__ import annotations

import hashlib
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from uuid import NAMESPACE_URL, uuid5

import pytest

from paillasse.adapters.embedded_postgres import EmbeddedPostgres
from paillasse.adapters.file_store import DiskFileStore
from paillasse.adapters.qdrant_edge import EdgeChunkIndex
from paillasse.errors.storage import DiskFull, HomeCorrupt, StorageError
from paillasse.ingestion.reconciliation import reconcile
from paillasse.protocols.retrieval import IndexFilter, IndexPoint
from paillasse.storage.chunks import PostgresChunkStore
from paillasse.storage.documents import PostgresDocumentStore
from paillasse.storage.session import Database
from processes import kill
from sample_content import GENERATION, content

UPSERTS = """
import asyncio, sys, uuid
from pathlib import Path
from paillasse.adapters.qdrant_edge import EdgeChunkIndex
from paillasse.protocols.retrieval import IndexPoint

async def main():
    index = await EdgeChunkIndex.open(Path(sys.argv[1]), 8)
    for batch in range(10_000):
        document = f"d{batch}"
        ids = [str(uuid.uuid5(uuid.NAMESPACE_URL, f"{document}/{i}")) for i in range(20)]
        await index.upsert([IndexPoint(i, document, "default", "fr", "prose", [1.0] * 8, {7: 1.0}) for i in ids])
        if batch % 3 == 2:
            await index.delete_documents([f"d{batch - 1}"])
        print(batch, flush=True)

asyncio.run(main())
"""

SAVES = """
import asyncio, sys
from dataclasses import replace
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from processes import kill
from sample_content import GENERATION, content
from paillasse.adapters.embedded_postgres import EmbeddedPostgres
from paillasse.storage.documents import PostgresDocumentStore
from paillasse.storage.session import Database

async def main():
    server = await EmbeddedPostgres.start(Path(sys.argv[1]))
    store = PostgresDocumentStore(await Database.open(server.url), GENERATION)
    for n in range(10_000):
        saved = content("a")
        document = replace(saved.document, id=f"d{n}", sha256=str(n))
        chunks = tuple(replace(c, id=f"d{n}/{i}", document_id=f"d{n}") for i, c in enumerate(saved.chunks * 50))
        chunks = tuple(replace(c, ordinal=i) for i, c in enumerate(chunks))
        await store.save(replace(saved, document=document, chunks=chunks, codes=()))
        if n % 3 == 2:
            await store.delete(f"d{n - 1}")
        print(n, flush=True)

asyncio.run(main())
"""


def killed_after(lines: int, code: str, *arguments: object) -> int:
    """Run `code`, kill it as soon as it printed so many lines; the last number it acknowledged."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for _ in range(lines):
            last = process.stdout.readline()
        process.kill()
        last = [last, *process.stdout][-1]
    assert process.returncode == -signal.SIGKILL
    return int(last)


def expected(last: int) -> set[str]:
    """Documents whose presence was acknowledged, by number of the last acknowledged round."""
    return {f"d{n}" for n in range(last + 1) if not (n % 3 == 1 and n + 1 <= last)}


@pytest.mark.parametrize("rounds", [1, 12])
async def test_acknowledged_points_survive_a_kill(home: Path, rounds: int) -> None:
    directory = home / "index" / "g1"
    last = killed_after(rounds, UPSERTS, directory)
    index = await EdgeChunkIndex.open(directory, 8)
    present = await index.chunk_ids()
    sure = expected(last)
    in_flight = {f"d{last}", f"d{last + 1}"} if (last + 1) % 3 == 2 else {f"d{last + 1}"}
    assert sure - in_flight <= present.keys() <= sure | in_flight
    assert all(len(present[document]) == 20 for document in sure - in_flight)
    where = IndexFilter(("default",), tuple(sure - in_flight))
    assert len(await index.search_sparse({7: 1.0}, where, 1000)) == 20 * len(sure - in_flight)
    await index.upsert([IndexPoint("0d0a7c1e-5d0b-5a53-8a5e-2f8f1f5c6b77", "new", "default", "fr", "prose", [1.0] * 8)])
    await index.close()


@pytest.mark.parametrize("rounds", [1, 12])
async def test_documents_survive_a_kill_whole_or_not_at_all(home: Path, rounds: int) -> None:
    directory = home / "postgres"
    last = killed_after(rounds, SAVES, directory, Path(__file__).parent.parent)
    server = await EmbeddedPostgres.start(directory)
    database = await Database.open(server.url)
    try:
        present = await PostgresChunkStore(database, GENERATION).ids_by_document()
        documents = {document.id for document in await PostgresDocumentStore(database, GENERATION).list()}
        sure = expected(last)
        in_flight = {f"d{last}", f"d{last + 1}"} if (last + 1) % 3 == 2 else {f"d{last + 1}"}
        assert sure - in_flight <= documents <= sure | in_flight
        assert present.keys() == documents
        assert all(len(ids) == 200 for ids in present.values())
    finally:
        await database.close()
        await server.stop()


async def test_the_whole_machine_dying_loses_no_commit(home: Path) -> None:
    """Server and owner killed at once: PostgreSQL replays its log."""
    directory = home / "postgres"
    server = await EmbeddedPostgres.start(directory)
    database = await Database.open(server.url)
    await PostgresDocumentStore(database, GENERATION).save(content("a"))
    kill(server.pid)
    with pytest.raises(StorageError):
        await PostgresDocumentStore(database, GENERATION).save(content("b"))
    await database.close()
    again = await EmbeddedPostgres.start(directory)
    database = await Database.open(again.url)
    assert [d.id for d in await PostgresDocumentStore(database, GENERATION).list()] == ["document-a"]
    await database.close()
    await again.stop()
    await server.stop()


async def test_half_a_creation_of_the_index_is_begun_again(home: Path) -> None:
    (home / "g1.new" / "segments").mkdir(parents=True)
    index = await EdgeChunkIndex.open(home / "g1", 8)
    await index.close()
    assert not (home / "g1.new").exists()


async def test_an_index_of_another_dimension_or_damaged_is_refused(home: Path) -> None:
    index = await EdgeChunkIndex.open(home / "g1", 8)
    with pytest.raises(StorageError, match="dim"):
        await index.upsert([IndexPoint("0d0a7c1e-5d0b-5a53-8a5e-2f8f1f5c6b77", "d", "default", "fr", "prose", [1.0])])
    await index.close()
    with pytest.raises(HomeCorrupt, match="cannot be opened"):
        await EdgeChunkIndex.open(home / "g1", 9)
    (home / "g1" / "edge_config.json").write_text("{")
    with pytest.raises(HomeCorrupt, match="cannot be opened"):
        await EdgeChunkIndex.open(home / "g1", 8)


async def test_the_index_stops_before_the_disk_is_full(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that fills under a file mapped into memory kills the process: no error could be caught any more."""
    index = await EdgeChunkIndex.open(home / "g1", 8)
    point = IndexPoint("0d0a7c1e-5d0b-5a53-8a5e-2f8f1f5c6b77", "d", "default", "fr", "prose", [1.0] * 8)
    await index.upsert([point])
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=63 << 20))
    for refused in (index.upsert([point]), index.optimize(), EdgeChunkIndex.open(home / "g2", 8)):
        with pytest.raises(DiskFull, match="63 MiB are free"):
            await refused
    assert len(await index.search_dense([1.0] * 8, IndexFilter(("default",)), 5)) == 1
    await index.delete_documents(["d"])  # making room stays possible
    assert await index.chunk_ids() == {}
    await index.close()


async def test_a_crash_between_the_index_and_the_commit_leaves_orphans_that_are_removed(
    database: Database, home: Path
) -> None:
    documents, chunks = PostgresDocumentStore(database, GENERATION), PostgresChunkStore(database, GENERATION)
    index, files = await EdgeChunkIndex.open(home / "g1", 2), DiskFileStore(home / "files")
    generation = content("a").document.config_hash

    async def write(name: str, *, crash: bool) -> None:
        source = home / f"{name}.pdf"
        source.write_text(name)
        sha256 = hashlib.sha256(name.encode()).hexdigest()
        saved = content(name)
        ids = [str(uuid5(NAMESPACE_URL, chunk.id)) for chunk in saved.chunks]
        kept = tuple(replace(chunk, id=key) for chunk, key in zip(saved.chunks, ids, strict=True))
        files.put(source, sha256)
        await index.upsert([IndexPoint(c.id, c.document_id, "default", "fr", "prose", (1, 0)) for c in kept])
        if not crash:
            document = replace(saved.document, sha256=sha256)
            await documents.save(replace(saved, document=document, chunks=kept, codes=()))

    async def never(document_id: str) -> None:
        raise AssertionError(document_id)

    await write("a", crash=False)
    assert (await reconcile(documents, chunks, index, files, generation)).differences == 0
    await write("b", crash=True)
    await index.close()
    index = await EdgeChunkIndex.open(home / "g1", 2)
    found = await reconcile(documents, chunks, index, files, generation)
    assert (found.orphan_points, len(found.orphan_files), found.differences) == ({"document-b": 4}, 1, 5)
    left = await reconcile(documents, chunks, index, files, generation, repair=never)
    assert (left.differences, left.repaired) == (0, 5)
    await index.close()
