from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import pytest

from generation_services import generation_services
from paillasse.adapters.memory.embedder import HashEmbedder
from paillasse.adapters.memory.index import MemoryGenerations
from paillasse.composition.bootstrap import Services
from paillasse.errors.manuals import DocumentNotFound
from paillasse.errors.storage import GenerationInUse, GenerationNotFound, StorageError
from paillasse.generations.rebuilding import drop, rebuild
from paillasse.pipeline_config import ChunkingConfig, PipelineConfig
from paillasse.protocols.retrieval import IndexPoint, Vectors
from paillasse.storage.session import Database
from paillasse.types.answers import Outcome
from paillasse.types.ingestion import IngestionState
from paillasse.types.questions import Query, Scope

OLD = PipelineConfig()
NEW = PipelineConfig(chunking=ChunkingConfig(max_tokens=48))
NOTES = {
    "rotor.md": "Wipe the rotor with ethanol every week.\nNever run the rotor without its lid.\n",
    "lamp.txt": "Replace the lamp after 2000 hours of use.\nLet the lamp cool for ten minutes first.\n",
}


def silent(_stage: str, _done: int, _total: int) -> None:
    """Nobody watches."""


class Hooked(HashEmbedder):
    """Does something once, in the middle of a document."""

    def __init__(self, act: Callable[[], Awaitable[object]]) -> None:
        super().__init__()
        self.act: Callable[[], Awaitable[object]] | None = act

    async def embed(self, texts: Sequence[str]) -> Vectors:
        act, self.act = self.act, None
        if act is not None:
            await act()
        return await super().embed(texts)


@pytest.fixture
def generations() -> MemoryGenerations:
    return MemoryGenerations()


@pytest.fixture
async def old(tmp_path: Path, database: Database, generations: MemoryGenerations) -> Services:
    """Two notes, and what answers from them."""
    services = await generation_services(tmp_path / "home", database, generations, OLD)
    for name, text in NOTES.items():
        await ingest(services, tmp_path / name, text)
    return services


@pytest.fixture
async def new(tmp_path: Path, database: Database, generations: MemoryGenerations) -> Services:
    return await generation_services(tmp_path / "home", database, generations, NEW)


async def ingest(services: Services, path: Path, text: str) -> str:
    await asyncio.to_thread(path.write_text, text)
    verdict = await services.pipeline.ingest(path, "default", silent)
    assert verdict.state == "ingested", verdict
    return verdict.document_id


async def agrees(services: Services) -> bool:
    return await services.chunks.ids_by_document() == await services.index.chunk_ids()


async def test_the_new_one_is_built_beside_the_old_one_then_answers(old: Services, new: Services) -> None:
    before, seen = await old.index.chunk_ids(), list[tuple[str, int, int]]()
    rebuilt = await rebuild(new, lambda *step: seen.append(step))
    assert (rebuilt.documents, rebuilt.failed, rebuilt.former, rebuilt.live) == (2, (), "", True)
    assert await new.generations.live() == new.generation == rebuilt.generation
    assert [step for step in seen if step[0] == "documents"] == [
        ("documents", 0, 2), ("documents", 1, 2), ("documents", 2, 2),
    ]  # fmt: skip
    assert await old.index.chunk_ids() == before
    for services in (old, new):
        assert await agrees(services)
        documents = await services.documents.list()
        assert {d.filename for d in documents} == NOTES.keys()
        assert {d.config_hash for d in documents} == {services.generation}
        answer = await (await services.answerer(Scope())).answer(Query("When is the lamp replaced?"))
        assert (answer.outcome, answer.notices) == (Outcome.ANSWERED, ())
    assert {r.state for r in await new.journal.list()} == {IngestionState.DONE}


async def test_what_is_superseded_is_read_again_too_but_answers_nothing(old: Services, new: Services) -> None:
    lamp, rotor = [d.id for d in sorted(await old.documents.list(), key=lambda d: d.filename)]
    assert await old.documents.supersede(lamp, rotor)
    await old.index.delete_documents([lamp])
    assert (await rebuild(new, silent)).documents == 2
    for services in (old, new):
        assert await agrees(services)
        assert (await services.index.chunk_ids()).keys() == {rotor}
    await drop(new, old.generation)
    superseded = await new.documents.get(lamp)
    assert (superseded.current, superseded.config_hash) == (False, new.generation)
    assert (await new.documents.page(lamp, 1)).words
    await new.reindex(lamp)
    assert await new.documents.reinstate(lamp)
    assert await agrees(new)


async def test_the_way_back_reads_nothing_again(old: Services, new: Services) -> None:
    await rebuild(new, silent)
    back = await rebuild(old, silent)
    assert (back.documents, back.former, await old.generations.live()) == (0, new.generation, old.generation)


async def test_stopped_in_the_middle_it_goes_on_later(old: Services, new: Services) -> None:
    def stop(stage: str, done: int, _total: int) -> None:
        if (stage, done) == ("documents", 1):
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await rebuild(new, stop)
    assert await new.generations.live() == ""
    assert {key: len(ids) for key, ids in (await new.documents.generations()).items()} == {
        old.generation: 2,
        new.generation: 1,
    }
    assert (await rebuild(new, silent)).documents == 1
    assert await agrees(new)


async def test_what_cannot_be_read_keeps_the_old_one_alive(old: Services, new: Services) -> None:
    [lamp] = [d for d in await old.documents.list() if d.filename == "lamp.txt"]
    old.stores.files.delete(lamp.sha256)
    rebuilt = await rebuild(new, silent)
    assert (rebuilt.documents, rebuilt.live) == (1, False)
    assert [verdict.error for verdict in rebuilt.failed] == ["unreadable_file"]
    assert await new.generations.live() == ""


async def test_a_stored_file_that_was_altered_is_not_read(old: Services, new: Services) -> None:
    [lamp] = [d for d in await old.documents.list() if d.filename == "lamp.txt"]
    old.stores.files.path(lamp.sha256).write_text("another text")
    with pytest.raises(StorageError, match=r"lamp\.txt is not what it was"):
        await rebuild(new, silent)


async def test_a_document_removed_meanwhile_stays_removed(
    tmp_path: Path, database: Database, old: Services, generations: MemoryGenerations
) -> None:
    first = (await old.documents.list())[0]

    async def remove() -> None:
        await old.pipeline.remove(first)

    services = await generation_services(tmp_path / "home", database, generations, NEW, Hooked(remove))
    rebuilt = await rebuild(services, silent)
    assert (rebuilt.documents, rebuilt.live) == (1, True)
    with pytest.raises(DocumentNotFound):
        await services.documents.get(first.id)
    assert first.id not in await services.index.chunk_ids()
    assert first.sha256 not in {r.sha256 for r in await services.journal.list()}


async def test_a_document_that_comes_at_the_last_moment_is_read_too(
    tmp_path: Path, old: Services, new: Services, generations: MemoryGenerations, monkeypatch: pytest.MonkeyPatch
) -> None:
    switch = generations.make_live

    async def late(name: str, release: str) -> None:
        await ingest(old, tmp_path / "pump.txt", "Prime the pump with water before every run of the day.")
        await switch(name, release)

    monkeypatch.setattr(generations, "make_live", late)
    assert (await rebuild(new, silent)).documents == 3
    assert {d.config_hash for d in await new.documents.list()} == {new.generation}


async def test_the_index_is_mended_before_it_answers(old: Services, new: Services) -> None:
    await rebuild(new, silent)
    [first, second] = await new.chunks.ids_by_document()
    await new.index.delete_documents([first])
    stray = "0d0a7c1e-5d0b-5a53-8a5e-2f8f1f5c6b77"
    dense = [1.0] * new.embedder.dimension
    await new.index.upsert([IndexPoint(stray, owner, "default", "en", "prose", dense) for owner in ("gone",)])
    await new.index.upsert([IndexPoint(stray[:-1] + "8", second, "default", "en", "prose", dense)])
    assert (await rebuild(new, silent)).documents == 0
    assert await agrees(new)
    assert await old.documents.list() != []


async def test_what_answers_or_holds_documents_alone_is_not_dropped(
    tmp_path: Path, old: Services, new: Services
) -> None:
    with pytest.raises(GenerationNotFound):
        await drop(new, "unknown")
    with pytest.raises(GenerationInUse, match="answers"):
        await drop(new, new.generation)
    with pytest.raises(GenerationInUse, match="2 documents are in"):
        await drop(new, old.generation)
    await rebuild(new, silent)
    with pytest.raises(GenerationInUse, match="answers"):
        await drop(old, new.generation)
    await drop(new, old.generation)
    assert (await new.generations.configurations()).keys() == {new.generation}
    assert (await new.documents.generations()).keys() == {new.generation}
    assert await agrees(new)
