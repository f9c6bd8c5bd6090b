"""What every document store does with revisions and within a scope, whatever stands behind it."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from paillasse.adapters.memory.documents import MemoryDocumentStore
from paillasse.errors.manuals import DocumentNotFound
from paillasse.protocols.stores import DocumentStore
from paillasse.storage.documents import PostgresDocumentStore
from paillasse.storage.session import Database
from paillasse.types.documents import Document, Metadata
from paillasse.types.questions import Scope
from sample_content import GENERATION, content

ELSEWHERE = Scope(("elsewhere",))


@pytest.fixture(params=["memory", "postgres"])
def store(request: pytest.FixtureRequest, database: Database) -> DocumentStore:
    return MemoryDocumentStore() if request.param == "memory" else PostgresDocumentStore(database, GENERATION)


async def standing(store: DocumentStore) -> dict[str, tuple[bool, str | None]]:
    return {entry.id[-1]: (entry.current, entry.supersedes) for entry in await store.catalogue()}


async def test_foreign_and_unknown_are_alike(store: DocumentStore) -> None:
    await store.save(content("a"))
    for scope in (ELSEWHERE, Scope(()), Scope(document_ids=("document-b",))):
        for act in (
            store.get("document-a", scope),
            store.page("document-a", 1, scope),
            store.correct("document-a", lambda document: document.metadata, scope),
        ):
            with pytest.raises(DocumentNotFound):
                await act
        assert await store.catalogue(scope) == []
    inside = Scope(document_ids=("document-a",))
    assert (await store.get("document-a", inside)).id == "document-a"
    assert (await store.page("document-a", 1, inside)).number == 1


async def test_the_catalogue_lists_superseded_documents_too(store: DocumentStore) -> None:
    saved = content("b", current=False, title="Étuve")
    await store.save(content("a", title="Zoom"))
    await store.save(saved)
    entries = await store.catalogue(Scope())
    assert [(entry.metadata.title, entry.current) for entry in entries] == [("Étuve", False), ("Zoom", True)]
    document = saved.document
    for name in ("id", "sha256", "filename", "collection", "metadata", "page_count", "status", "ingested_at"):
        assert getattr(entries[0], name) == getattr(document, name)
    assert (entries[0].chunk_count, entries[0].generation) == (document.chunk_count, document.config_hash)
    assert (await store.get(document.id, Scope())).current is False


async def test_a_correction_that_raises_changes_nothing(store: DocumentStore) -> None:
    await store.save(content("a"))

    def refuse(document: Document) -> Metadata:
        raise ValueError(document.metadata.title)

    with pytest.raises(ValueError, match="Manuel a"):
        await store.correct("document-a", refuse)
    assert await store.get("document-a") == content("a").document


async def test_a_new_revision_stands_in_the_place_of_the_old_one(store: DocumentStore) -> None:
    for name in "ab":
        await store.save(content(name))
    assert await store.supersede("document-a", "document-b")
    assert await standing(store) == {"a": (False, None), "b": (True, "document-a")}
    assert [d.id for d in await store.list()] == ["document-b"]
    assert await store.reinstate("document-a")
    assert await standing(store) == {"a": (True, None), "b": (True, None)}
    assert not await store.reinstate("document-a")
    assert not await store.reinstate("none")


async def test_what_cannot_be_put_in_order_is_left(store: DocumentStore) -> None:
    for each in (content("a"), content("b"), content("c"), content("d", collection="elsewhere")):
        await store.save(each)
    assert await store.supersede("document-a", "document-b")
    before = await standing(store)
    for old, new in ("aa", "ad", "az", "za", "ac", "ca", "cb", "cc", "ab"):
        assert not await store.supersede(f"document-{old}", f"document-{new}"), (old, new)
    assert await standing(store) == before
    assert await store.supersede("document-b", "document-c")
    assert await standing(store) == {
        "a": (False, None),
        "b": (False, "document-a"),
        "c": (True, "document-b"),
        "d": (True, None),
    }


async def test_one_of_two_at_once_wins(store: DocumentStore) -> None:
    for name in "abc":
        await store.save(content(name))
    done = await asyncio.gather(*(store.supersede("document-a", f"document-{new}") for new in "bc"))
    assert sorted(done) == [False, True]
    assert sum(supersedes is not None for _, supersedes in (await standing(store)).values()) == 1


async def test_reading_a_file_again_keeps_what_a_person_decided(store: DocumentStore) -> None:
    for name in "ab":
        await store.save(content(name))
    await store.supersede("document-a", "document-b")
    before = await standing(store)
    for name in "ab":
        again = content(name)
        await store.save(replace(again, document=replace(again.document, page_count=7)))
        assert (await store.get(f"document-{name}")).page_count == 7
    assert await standing(store) == before


async def test_without_its_successor_a_document_stays_superseded_until_a_person_says_so(store: DocumentStore) -> None:
    for name in "ab":
        await store.save(content(name))
    await store.supersede("document-a", "document-b")
    await store.delete("document-b")
    assert await standing(store) == {"a": (False, None)}
    assert await store.reinstate("document-a")
    await store.save(content("b"))
    await store.supersede("document-a", "document-b")
    await store.delete("document-a")
    assert await standing(store) == {"b": (True, None)}


async def test_a_revision_is_superseded_in_every_generation(database: Database) -> None:
    stores = [PostgresDocumentStore(database, name) for name in (GENERATION, "other")]
    for store, generation in zip(stores, (GENERATION, "other"), strict=True):
        for name in "ab":
            saved = content(name)
            await store.save(replace(saved, document=replace(saved.document, config_hash=generation)))
    assert await stores[0].supersede("document-a", "document-b")
    for store in stores:
        assert await standing(store) == {"a": (False, None), "b": (True, "document-a")}
        assert (await store.get("document-a")).current is False
    assert await stores[1].reinstate("document-a")
    for store in stores:
        assert await standing(store) == {"a": (True, None), "b": (True, None)}
