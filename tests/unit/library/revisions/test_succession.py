from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from library_bench import Bench
from memory_services import add
from paillasse.errors.root import Overloaded
from paillasse.gate import Gate
from paillasse.library.errors import RevisionConflict, TooLongToCompare
from paillasse.library.revisions import succession
from paillasse.library.revisions.sections import Section
from paillasse.types.documents import DocumentContent, Metadata
from paillasse.types.questions import Query, Scope
from sample_content import content

MINE = Scope(("default", "lab"))


def edition(name: str, revision: str, day: date | None = None, equipment: str = "UF55") -> DocumentContent:
    made = content(name)
    about = Metadata(
        "Étuve", equipment=(equipment,), language="fr", languages=("fr",), revision=revision, effective_date=day
    )
    return replace(made, document=replace(made.document, metadata=about))


async def test_what_was_superseded_answers_no_more_until_it_is_reinstated(bench: Bench) -> None:
    services, revisions = bench.services, bench.library.revisions
    await add(services, [content("a"), content("b")])

    async def cited() -> set[str]:
        answerer = await services.answerer(MINE)
        retrieval = await answerer.answer(Query("Que veut dire E-203 ?", MINE))
        named = {c.document_id for c in retrieval.citations} | {p.document_id for p in retrieval.nearest}
        return named | {entry.document_id for entry in await services.chunks.codes(["e203"], MINE)}

    assert "document-a" in await cited()
    new = await revisions.supersede(MINE, "document-a", "document-b")
    assert (new.id, new.supersedes) == ("document-b", "document-a")
    assert (await services.index.chunk_ids()).keys() == {"document-b"}
    assert await cited() == {"document-b"}
    assert (await services.reconcile(repair=False)).missing_points == {}

    old = await revisions.reinstate(MINE, "document-a")
    assert old.current
    assert len((await services.index.chunk_ids())["document-a"]) == 4
    assert "document-a" in await cited()
    assert (await services.documents.get("document-b")).supersedes is None


async def test_why_two_documents_cannot_be_put_in_order(bench: Bench) -> None:
    await add(bench.services, [*map(content, "abcd"), content("e", collection="lab")])
    supersede = bench.library.revisions.supersede
    await supersede(MINE, "document-a", "document-b")
    for old, new, why in (
        ("c", "c", "cannot supersede itself"),
        ("c", "e", "different collections"),
        ("a", "c", "“Manuel a” is superseded already"),
        ("c", "a", "“Manuel a” is superseded already"),
        ("c", "b", "“Manuel b” supersedes another"),
    ):
        with pytest.raises(RevisionConflict, match=why):
            await supersede(MINE, f"document-{old}", f"document-{new}")
    with pytest.raises(RevisionConflict, match="“Manuel c” is not superseded"):
        await bench.library.revisions.reinstate(MINE, "document-c")


async def test_suggestions_are_other_editions_of_the_same_manual(bench: Bench) -> None:
    await add(
        bench.services,
        [
            edition("a", "A", date(2019, 1, 1)),
            edition("b", "B", date(2024, 1, 1)),
            edition("c", "C"),
            edition("d", "A", equipment="PCB1000"),
            edition("e", "Z"),
        ],
    )
    await bench.library.revisions.supersede(MINE, "document-e", "document-c")
    found = await bench.library.revisions.suggestions(MINE, "document-b")
    assert {(s.entry.id, s.older) for s in found} == {("document-a", True), ("document-c", None)}
    [back] = [s for s in await bench.library.revisions.suggestions(MINE, "document-a") if s.entry.id == "document-b"]
    assert back.older is False


async def test_two_revisions_beside_each_other(bench: Bench) -> None:
    old, new = content("a"), content("b")
    line = new.chunks[2].lines[0]
    fixed = replace(new.chunks[2], lines=(replace(line, text="E-203 Balourd corrigé"),))
    await add(bench.services, [old, replace(new, chunks=(*new.chunks[:2], fixed, new.chunks[3]))])
    await bench.library.revisions.supersede(MINE, "document-a", "document-b")
    comparison = await bench.library.revisions.compare(MINE, "document-a", "document-b")
    assert comparison.unchanged == 1
    [change] = comparison.changes
    [told] = change.lines
    assert told.old
    assert told.new
    assert (told.old.text, told.new.text) == ("E-203 Balourd détecté", "E-203 Balourd corrigé")


async def test_what_another_configuration_cut_is_not_compared(bench: Bench) -> None:
    await add(bench.services, [content("a")])
    await bench.services.documents.save(content("b"))
    with pytest.raises(RevisionConflict, match="another configuration"):
        await bench.library.revisions.compare(MINE, "document-a", "document-b")


async def test_what_is_too_long_is_not_compared(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    await add(bench.services, [content("a"), content("b")])
    monkeypatch.setattr(succession, "MAX_LINES", 2)
    with pytest.raises(TooLongToCompare, match="at most 2"):
        await bench.library.revisions.compare(MINE, "document-a", "document-b")


async def test_one_comparison_at_a_time_even_when_nobody_waits_for_it(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    await add(bench.services, [content("a"), content("b")])
    go, began = threading.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def compare(_old: Sequence[Section], _new: Sequence[Section]) -> str:
        loop.call_soon_threadsafe(began.set)
        go.wait()
        return "compared"

    monkeypatch.setattr(succession, "compare", compare)
    revisions = bench.library.revisions
    revisions._comparing = Gate(1, 1, 0.01)
    left = asyncio.create_task(revisions.compare(MINE, "document-a", "document-b"))
    await began.wait()
    left.cancel()
    with pytest.raises(Overloaded):
        await revisions.compare(MINE, "document-a", "document-b")
    go.set()
    with pytest.raises(asyncio.CancelledError):
        await left
    assert await revisions.compare(MINE, "document-a", "document-b") == "compared"
