from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from library_bench import Bench
from memory_services import add, ingest_samples
from paillasse.errors.manuals import DocumentNotFound, UnreadableFile
from paillasse.ingestion.pipeline import file_sha256
from paillasse.library.errors import DocumentChanged, UnsuitableMetadata
from paillasse.library.library import Library
from paillasse.library.revisions.sections import Heading
from paillasse.library.shelf.catalogue import Filter
from paillasse.library.shelf.shelf import Window, version_of
from paillasse.types.questions import Scope
from pdf_files import one_page_manual
from sample_content import content

MINE, FOREIGN = Scope(), Scope(("elsewhere",))


@pytest.mark.parametrize(
    "act",
    [
        lambda library, scope, key: library.shelf.get(scope, key),
        lambda library, scope, key: library.shelf.outline(scope, key),
        lambda library, scope, key: library.shelf.correct(scope, key, {"title": "Mine"}),
        lambda library, scope, key: library.shelf.remove(scope, key),
        lambda library, scope, key: library.shelf.reingest(scope, key, "user"),
        lambda library, scope, key: library.pages.text(scope, key, 1),
        lambda library, scope, key: library.pages.order(scope, key, 1, 600),
        lambda library, scope, key: library.pages.file(scope, key),
        lambda library, scope, key: library.revisions.supersede(scope, key, "document-b"),
        lambda library, scope, key: library.revisions.supersede(scope, "document-b", key),
        lambda library, scope, key: library.revisions.reinstate(scope, key),
        lambda library, scope, key: library.revisions.suggestions(scope, key),
        lambda library, scope, key: library.revisions.compare(scope, key, "document-b"),
        lambda library, scope, key: library.revisions.compare(scope, "document-b", key),
    ],
)
async def test_foreign_and_unknown_are_alike_and_nothing_happens(
    bench: Bench, act: Callable[[Library, Scope, str], Awaitable[object]]
) -> None:
    await add(bench.services, [content("a", collection="private"), content("b")])
    before = await bench.services.documents.catalogue()
    said: set[str] = set()
    for key in ("document-a", "none"):
        with pytest.raises(DocumentNotFound) as found:
            await act(bench.library, MINE, key)
        said.add(str(found.value).replace(key, ""))
    assert len(said) == 1
    assert await bench.services.documents.catalogue() == before
    assert (await bench.services.index.chunk_ids()).keys() == {"document-a", "document-b"}
    assert (bench.board.submitted, bench.board.withdrawn, bench.drawer.forgotten) == ([], [], [])


async def test_lists_by_page_and_counts_within_the_scope(bench: Bench) -> None:
    await add(bench.services, [*map(content, "abc"), content("d", collection="private")])
    shelf = bench.library.shelf
    found = await shelf.list(MINE, Filter(), Window(1, 1))
    assert ([entry.id for entry in found.entries], found.total) == (["document-b"], 3)
    assert (await shelf.list(MINE, Filter(), Window(9, 5))).entries == ()
    assert (await shelf.facets(MINE, Filter())).collections == (("default", 3),)
    assert (await shelf.list(FOREIGN, Filter(), Window())).total == 0
    assert await shelf.machines(MINE) == []


async def test_one_document_with_its_outline(bench: Bench) -> None:
    await add(bench.services, [content("a")])
    assert (await bench.library.shelf.get(MINE, "document-a")).coverage.pages[0].label == "i"
    assert await bench.library.shelf.outline(MINE, "document-a") == (Heading("Entretien", 1, 1),) * 2


async def test_a_correction_holds_until_somebody_else_was_quicker(bench: Bench) -> None:
    await add(bench.services, [content("a")])
    shelf = bench.library.shelf
    seen = version_of(await shelf.get(MINE, "document-a"))
    corrected = await shelf.correct(MINE, "document-a", {"title": "Centrifugeuse"}, seen)
    assert corrected.metadata.title == "Centrifugeuse"
    with pytest.raises(DocumentChanged):
        await shelf.correct(MINE, "document-a", {"title": "Autre"}, seen)
    with pytest.raises(UnsuitableMetadata):
        await shelf.correct(MINE, "document-a", {"title": ""}, version_of(corrected))
    assert await shelf.get(MINE, "document-a") == corrected
    assert (await shelf.correct(MINE, "document-a", {"revision": "B"})).metadata.revision == "B"


async def test_a_document_goes_with_all_it_owns(bench: Bench) -> None:
    twin = content("b", collection="private")
    twin = replace(twin, document=replace(twin.document, sha256="a" * 64))
    await add(bench.services, [content("a"), twin])
    await bench.library.shelf.remove(MINE, "document-a")
    assert (await bench.services.index.chunk_ids()).keys() == {"document-b"}
    assert bench.drawer.forgotten == []  # the other document has the same file
    await bench.library.shelf.remove(Scope(("private",)), "document-b")
    assert bench.drawer.forgotten == ["a" * 64]
    assert bench.board.withdrawn == [("default", "a" * 64), ("private", "a" * 64)]  # it would come back


async def test_a_stored_file_is_read_again(bench: Bench, tmp_path: Path) -> None:
    manual = one_page_manual(tmp_path)
    await ingest_samples(bench.services, [manual])
    [document] = await bench.services.documents.list()
    await bench.library.shelf.reingest(MINE, document.id, "user")
    [(sent, filename, collection, user)] = bench.board.submitted
    assert (sent, filename) == (manual.read_bytes(), manual.name)
    assert (collection, user) == ("default", "user")
    verdict = await bench.services.pipeline.ingest(manual, "default", lambda *_step: None)
    assert (verdict.state, verdict.sha256) == ("ingested", file_sha256(manual))


async def test_a_file_that_is_gone_cannot_be_read_again(bench: Bench) -> None:
    await add(bench.services, [content("a")])
    with pytest.raises(UnreadableFile, match=r"a\.pdf is gone"):
        await bench.library.shelf.reingest(MINE, "document-a", "user")
