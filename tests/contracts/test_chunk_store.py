"""What every chunk store does, whatever stands behind it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from paillasse.adapters.memory.documents import MemoryChunkStore, MemoryDocumentStore
from paillasse.protocols.stores import ChunkStore, DocumentStore
from paillasse.storage.chunks import PostgresChunkStore
from paillasse.storage.documents import PostgresDocumentStore
from paillasse.storage.session import Database
from paillasse.types.documents import CodeEntry
from paillasse.types.questions import Scope
from sample_content import GENERATION, LINES, content


@dataclass
class Stores:
    documents: DocumentStore
    chunks: ChunkStore


@pytest.fixture(params=["memory", "postgres"])
async def stores(request: pytest.FixtureRequest, database: Database) -> Stores:
    if request.param == "memory":
        memory = MemoryDocumentStore()
        filled = Stores(memory, MemoryChunkStore(memory))
    else:
        filled = Stores(PostgresDocumentStore(database, GENERATION), PostgresChunkStore(database, GENERATION))
    await filled.documents.save(content("a"))
    await filled.documents.save(content("b", collection="private"))
    await filled.documents.save(content("c", current=False))
    return filled


async def test_chunks_by_id_and_unknown_ids_absent(stores: Stores) -> None:
    wanted = [content("a").chunks[2], content("b").chunks[0]]
    found = await stores.chunks.get([*(chunk.id for chunk in wanted), "none"])
    assert found == {chunk.id: chunk for chunk in wanted}
    assert await stores.chunks.get([]) == {}


async def test_a_section_in_reading_order(stores: Stores) -> None:
    assert await stores.chunks.section("document-a", 1) == list(content("a").chunks[2:])
    assert await stores.chunks.section("document-a", 9) == []
    assert await stores.chunks.section("none", 0) == []


async def test_neighbours_in_order_within_the_document(stores: Stores) -> None:
    assert await stores.chunks.neighbours("document-a", 1, 2) == list(content("a").chunks[1:3])
    assert await stores.chunks.neighbours("document-a", -5, 0) == [content("a").chunks[0]]
    assert await stores.chunks.neighbours("document-a", 4, 9) == []


async def test_codes_of_the_scope_only(stores: Stores) -> None:
    async def owners(scope: Scope, *keys: str) -> list[str]:
        return [entry.document_id for entry in await stores.chunks.codes(keys, scope)]

    assert await owners(Scope(), "e203", "e999") == ["document-a"]
    assert await owners(Scope(("private", "default")), "e203") == ["document-a", "document-b"]
    assert await owners(Scope(("private", "default"), ("document-b", "document-c")), "e203") == ["document-b"]
    assert await owners(Scope(()), "e203") == []
    assert await owners(Scope()) == []
    assert await owners(Scope(), "e999") == []


async def test_code_entries_come_back_whole_in_the_order_saved(stores: Stores) -> None:
    more = tuple(CodeEntry(code, "e203", "document-a", "document-a/1", n, "m", "c", "r") for n, code in enumerate("zy"))
    saved = replace(content("a"), codes=more)
    await stores.documents.save(saved)
    assert await stores.chunks.codes(["e203"], Scope()) == list(more)
    assert await stores.chunks.codes_of("document-a") == list(more)
    assert await stores.chunks.code_keys(Scope()) == {"e203": "z"}


async def test_codes_of_one_document_whoever_reads_it_and_whether_it_is_current(stores: Stores) -> None:
    for name in ("b", "c"):
        assert await stores.chunks.codes_of(f"document-{name}") == list(content(name).codes)
    assert await stores.chunks.codes_of("none") == []


async def test_code_keys_with_the_code_as_printed(stores: Stores) -> None:
    assert await stores.chunks.code_keys(Scope()) == {"e203": "E-203"}
    assert await stores.chunks.code_keys(Scope(("other",))) == {}


async def test_every_chunk_id_of_current_documents(stores: Stores) -> None:
    expected = {f"document-{name}": {f"document-{name}/{i}" for i in range(len(LINES))} for name in "ab"}
    assert await stores.chunks.ids_by_document() == expected


ALL = Scope(("default", "private"))


async def test_vocabulary_counts_chunks_of_current_documents(stores: Stores) -> None:
    counts = (await stores.chunks.vocabulary(ALL)).chunks
    assert counts["capot"] == 4  # twice in each of the two current documents
    assert counts["entretien"] == 8  # the heading of every chunk
    assert counts["détecté"] == 2
    assert "203" not in counts
    one = await stores.chunks.vocabulary(Scope())
    assert (one.chunks["capot"], one.documents["capot"]) == (2, 1)
    assert (await stores.chunks.vocabulary(Scope(("nobody's",)))).chunks == {}
    await stores.documents.delete("document-b")
    assert (await stores.chunks.vocabulary(ALL)).chunks["capot"] == 2


async def test_document_frequency_counts_current_documents(stores: Stores) -> None:
    counts = (await stores.chunks.vocabulary(ALL)).documents
    assert counts["capot"] == counts["entretien"] == 2
    await stores.documents.delete("document-b")
    assert (await stores.chunks.vocabulary(ALL)).documents["entretien"] == 1


async def test_chunks_and_codes_go_with_their_document(stores: Stores) -> None:
    await stores.documents.delete("document-a")
    assert await stores.chunks.get(["document-a/0"]) == {}
    assert await stores.chunks.codes(["e203"], Scope()) == []
    assert await stores.chunks.neighbours("document-a", 0, 9) == []
