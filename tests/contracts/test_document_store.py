"""What every document store does, whatever stands behind it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings

from paillasse.adapters.memory.documents import MemoryDocumentStore
from paillasse.errors.manuals import DocumentNotFound
from paillasse.errors.storage import StorageError
from paillasse.protocols.stores import DocumentStore
from paillasse.storage.chunks import PostgresChunkStore
from paillasse.storage.documents import PostgresDocumentStore
from paillasse.storage.session import Database
from paillasse.types.documents import Document, DocumentContent, DocumentKind, Metadata
from paillasse.types.questions import Scope
from sample_content import GENERATION, content, contents


@pytest.fixture(params=["memory", "postgres"])
def store(request: pytest.FixtureRequest, database: Database) -> DocumentStore:
    return MemoryDocumentStore() if request.param == "memory" else PostgresDocumentStore(database, GENERATION)


async def test_what_was_saved_is_read_back(store: DocumentStore) -> None:
    saved = content()
    await store.save(saved)
    assert await store.get(saved.document.id) == saved.document
    assert await store.page(saved.document.id, 1) == saved.pages[0]


async def test_saving_again_replaces(store: DocumentStore) -> None:
    first = content()
    await store.save(first)
    again = replace(first, document=replace(first.document, page_count=0), pages=(), chunks=(), codes=())
    await store.save(again)
    assert await store.list() == [again.document]
    with pytest.raises(DocumentNotFound):
        await store.page(first.document.id, 1)


async def test_listed_by_title_whatever_its_accents_and_case(store: DocumentStore) -> None:
    for name, title in (("a", "Zoom"), ("b", "étuve"), ("c", "Agitateur")):
        await store.save(content(name, title=title))
    assert [d.metadata.title for d in await store.list()] == ["Agitateur", "étuve", "Zoom"]


async def test_listed_within_the_scope_only(store: DocumentStore) -> None:
    await store.save(content("a"))
    await store.save(content("b", collection="private"))
    await store.save(content("c", current=False))

    async def ids(scope: Scope | None) -> list[str]:
        return [d.id for d in await store.list(scope)]

    assert await ids(None) == ["document-a", "document-b"]
    assert await ids(Scope()) == ["document-a"]
    assert await ids(Scope(("default", "private"))) == ["document-a", "document-b"]
    assert await ids(Scope(("default", "private"), ("document-b", "document-c"))) == ["document-b"]
    assert await ids(Scope(())) == []
    assert await ids(Scope(document_ids=())) == []


async def test_the_fingerprint_follows_the_documents_of_the_scope_and_no_others(store: DocumentStore) -> None:
    both = Scope(("default", "private"))
    prints = [await store.fingerprint(Scope())]

    async def changed(scope: Scope = both) -> bool:
        prints.append(await store.fingerprint(scope))
        assert await store.fingerprint(scope) == prints[-1]
        return prints[-1] not in prints[:-1]

    first = content("a")
    await store.save(first)
    assert await changed()
    await store.save(content("b", collection="private"))
    assert await changed()
    assert await store.fingerprint(Scope()) == prints[1]
    assert await store.fingerprint(Scope(("default", "private"), ("document-a",))) == prints[1]
    await store.save(replace(first, document=replace(first.document, ingested_at=datetime(2027, 1, 1, tzinfo=UTC))))
    assert await changed()
    await store.correct("document-a", lambda _: Metadata("Étuve \ud800"))
    assert await changed()
    await store.save(content("c"))
    assert await store.supersede("document-a", "document-c")
    await store.delete("document-c")
    assert await store.fingerprint(Scope()) == prints[0]
    await store.delete("document-b")
    assert await store.fingerprint(both) == prints[0]


async def test_every_file_is_known_even_of_superseded_documents(store: DocumentStore) -> None:
    await store.save(content("a"))
    await store.save(content("c", current=False))
    assert await store.sha256_by_document() == {"document-a": "a" * 64, "document-c": "c" * 64}


async def test_metadata_is_replaced_and_nothing_else(store: DocumentStore) -> None:
    saved = content()
    await store.save(saved)
    corrected = Metadata("Titre", "Fabricant", ("X1", "X-1"), DocumentKind.SOP, effective_date=date(2024, 2, 29))
    seen: list[Document] = []

    def correction(latest: Document) -> Metadata:
        seen.append(latest)
        return corrected

    told = await store.correct(saved.document.id, correction)
    assert seen == [saved.document]
    assert told == replace(saved.document, metadata=corrected)
    assert await store.get(saved.document.id) == replace(saved.document, metadata=corrected)


async def test_a_deleted_document_is_gone_with_its_pages(store: DocumentStore) -> None:
    for name in "ab":
        await store.save(content(name))
    await store.delete("document-a")
    await store.delete("document-a")
    assert [d.id for d in await store.list()] == ["document-b"]
    with pytest.raises(DocumentNotFound):
        await store.page("document-a", 1)
    assert (await store.page("document-b", 1)).number == 1


@pytest.mark.parametrize(
    "act",
    [
        lambda store: store.get("none"),
        lambda store: store.page("none", 1),
        lambda store: store.page("document-a", 2),
        lambda store: store.correct("none", lambda document: document.metadata),
    ],
    ids=["get", "page of none", "no such page", "update"],
)
async def test_what_is_not_there_is_said_so(
    store: DocumentStore, act: Callable[[DocumentStore], Awaitable[object]]
) -> None:
    await store.save(content("a"))
    with pytest.raises(DocumentNotFound, match=r"none|no page 2"):
        await act(store)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.large_base_example,
        HealthCheck.function_scoped_fixture,
    ],
)
@given(saved=contents())
async def test_postgres_keeps_every_field_of_anything(database: Database, saved: DocumentContent) -> None:
    generation = saved.document.config_hash
    documents, chunks = PostgresDocumentStore(database, generation), PostgresChunkStore(database, generation)
    await documents.save(saved)
    try:
        assert repr(await documents.get(saved.document.id)) == repr(saved.document)
        for page in saved.pages:
            assert repr(await documents.page(saved.document.id, page.number)) == repr(page)
        assert repr(await chunks.neighbours(saved.document.id, 0, 9)) == repr(list(saved.chunks))
        if saved.document.current:
            scope = Scope((saved.document.collection,))
            keys = {entry.key for entry in saved.codes}
            assert repr(await chunks.codes(list(keys), scope)) == repr(list(saved.codes))
            assert set(await chunks.code_keys(scope)) == keys
    finally:
        await documents.delete(saved.document.id)


async def test_a_failed_save_leaves_the_former_version(database: Database) -> None:
    store, saved = PostgresDocumentStore(database, GENERATION), content()
    await store.save(saved)
    twice = (saved.chunks[0], saved.chunks[0])  # refused after the old rows are deleted and new ones written
    with pytest.raises(StorageError, match="duplicate key"):
        await store.save(replace(saved, document=replace(saved.document, page_count=9), chunks=twice))
    assert await store.get(saved.document.id) == saved.document
    assert await store.page(saved.document.id, 1) == saved.pages[0]


async def test_versions_of_two_generations_stand_side_by_side(database: Database) -> None:
    saved = content("a")
    other = replace(
        saved,
        document=replace(
            saved.document, config_hash="other", chunk_count=1, ingested_at=datetime(2026, 5, 1, tzinfo=UTC)
        ),
        pages=(replace(saved.pages[0], label="ii"),),
        chunks=saved.chunks[:1],
        codes=(),
    )
    first, second = (PostgresDocumentStore(database, name) for name in (GENERATION, "other"))
    third = PostgresDocumentStore(database, "third")
    await first.save(saved)
    assert await second.get("document-a") == saved.document  # what another generation says, where it has none
    await second.save(other)
    for store, version in ((first, saved), (second, other), (third, other)):
        assert await store.get("document-a") == version.document
        assert await store.list(Scope()) == [version.document]
        assert await store.page("document-a", 1) == version.pages[0]
    for name, version in ((GENERATION, saved), ("other", other)):
        chunks = PostgresChunkStore(database, name)
        assert await chunks.neighbours("document-a", 0, 9) == list(version.chunks)
        assert await chunks.ids_by_document() == {"document-a": {chunk.id for chunk in version.chunks}}
        assert await chunks.codes(["e203"], Scope()) == list(version.codes)
        assert len(await chunks.code_keys(Scope())) == len(version.codes)
        assert (await chunks.vocabulary(Scope())).chunks["capot"] == (2 if version is saved else 1)
        assert await chunks.get([saved.chunks[0].id]) == {saved.chunks[0].id: version.chunks[0]}
    assert await first.generations() == {GENERATION: {"document-a"}, "other": {"document-a"}}

    await second.correct("document-a", lambda _: Metadata("Corrigé"))
    assert (await first.get("document-a")).metadata.title == "Corrigé"
    await second.drop_generation(GENERATION)
    assert await first.get("document-a") == await second.get("document-a")
    assert await first.generations() == {"other": {"document-a"}}
    await first.save(saved)
    await second.delete("document-a")
    assert await first.generations() == {}


async def test_generations_and_their_end(store: DocumentStore) -> None:
    await store.save(content("a"))
    await store.save(content("b", current=False))
    assert await store.generations() == {GENERATION: {"document-a", "document-b"}}
    await store.drop_generation("other")
    assert len(await store.sha256_by_document()) == 2
    await store.drop_generation(GENERATION)
    assert await store.list() == []
