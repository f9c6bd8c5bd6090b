from __future__ import annotations

from dataclasses import replace

import pytest

from library_bench import Bench
from memory_services import add
from paillasse.errors.manuals import DocumentNotFound
from paillasse.library.shelf.shelf import Window
from paillasse.types.documents import CodeEntry, DocumentContent
from paillasse.types.questions import Scope
from sample_content import content

MINE = Scope()


def with_codes(name: str, *codes: tuple[str, str], collection: str = "default") -> DocumentContent:
    made = content(name, collection=collection)
    owner, chunk = made.document.id, made.chunks[2].id
    return replace(made, codes=tuple(CodeEntry(code, key, owner, chunk, 0, meaning=key) for code, key in codes))


@pytest.mark.parametrize("asked", ["E-203", "e 203", "E203", "error E-203"])
async def test_a_code_is_found_however_it_is_written(bench: Bench, asked: str) -> None:
    await add(bench.services, [with_codes("a", ("E-203", "e203"))])
    found = await bench.library.codes.look_up(MINE, asked)
    [definition] = found.definitions
    assert (definition.document.id, definition.page, definition.label) == ("document-a", 1, "i")
    assert (definition.quote, definition.entry.meaning) == ("E-203 Balourd détecté", "e203")
    assert found.near == ()


async def test_a_bare_number_is_that_of_an_error_too(bench: Bench) -> None:
    await add(bench.services, [with_codes("a", ("13", "#13"), ("14", "#14"))])
    for asked in ("13", "error 13"):
        found = await bench.library.codes.look_up(MINE, asked)
        assert [d.entry.key for d in found.definitions] == ["#13"]
        assert found.near == ("14",)


async def test_an_unknown_code_gets_its_near_matches_never_a_guess(bench: Bench) -> None:
    await add(bench.services, [with_codes("a", ("E-203", "e203"), ("E-204", "e204"), ("F999", "f999"), ("P1", "p1"))])
    found = await bench.library.codes.look_up(MINE, "E-205")
    assert (found.definitions, set(found.near)) == ((), {"E-203", "E-204"})
    assert (await bench.library.codes.look_up(MINE, "?")).near == ()


async def test_codes_of_others_and_of_superseded_manuals_are_not_known(bench: Bench) -> None:
    foreign = with_codes("b", ("E-203", "e203"), collection="private")
    await add(bench.services, [foreign, with_codes("c", ("E-203", "e203")), content("d")])
    await bench.library.revisions.supersede(MINE, "document-c", "document-d")
    found = await bench.library.codes.look_up(MINE, "E-203")
    assert {d.document.id for d in found.definitions} == {"document-d"}
    assert (await bench.library.codes.look_up(Scope(()), "E-204")).near == ()
    inside = Scope(document_ids=("document-c",))
    assert (await bench.library.codes.look_up(inside, "E-203")).definitions == ()


async def test_the_index_of_a_manual_lists_each_definition_once_with_numbers_in_order(bench: Bench) -> None:
    keys = (("E-10", "e10"), ("E-9", "e9"), ("13", "13"), ("13", "#13"), ("Err b", "errb"), ("e 9a", "e9a"))
    await add(bench.services, [with_codes("a", *keys)])
    index = await bench.library.codes.index(MINE, "document-a", Window())
    assert [found.entry.code for found in index.definitions] == ["13", "E-9", "e 9a", "E-10", "Err b"]
    assert index.total == 5
    [first, *_] = index.definitions
    assert (first.page, first.label, first.quote) == (1, "i", "E-203 Balourd détecté")
    page = await bench.library.pages.text(MINE, "document-a", 1)
    assert [" ".join(word.text for word in page.words[s.start : s.end]) for s in first.spans] == [first.quote]
    part = await bench.library.codes.index(MINE, "document-a", Window(offset=3, limit=1))
    assert ([found.entry.code for found in part.definitions], part.total) == (["E-10"], 5)


async def test_the_index_of_a_superseded_manual_can_be_read_and_that_of_others_not(bench: Bench) -> None:
    await add(bench.services, [with_codes("a", ("E-1", "e1")), content("b"), content("c", collection="private")])
    await bench.library.revisions.supersede(MINE, "document-a", "document-b")
    assert (await bench.library.codes.index(MINE, "document-a", Window())).total == 1
    for missing in ("document-c", "none"):
        with pytest.raises(DocumentNotFound):
            await bench.library.codes.index(MINE, missing, Window())
