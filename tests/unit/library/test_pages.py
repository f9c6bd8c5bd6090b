from __future__ import annotations

import math
from pathlib import Path

import pytest

from library_bench import Bench
from memory_services import add, ingest_samples
from paillasse.errors.manuals import DocumentNotFound, UnreadableFile
from paillasse.library.errors import UnsuitableRectangle
from paillasse.types.pages import Box
from paillasse.types.questions import Scope
from pdf_files import one_page_manual
from sample_content import content

MINE = Scope()


@pytest.fixture
async def shelf(bench: Bench) -> Bench:
    await add(bench.services, [content("a")])
    return bench


async def test_the_words_of_a_page(shelf: Bench) -> None:
    page = await shelf.library.pages.text(MINE, "document-a", 1)
    assert page.words[0].text == "Ouvrez"
    with pytest.raises(DocumentNotFound):
        await shelf.library.pages.text(MINE, "document-a", 2)


async def test_a_picture_with_a_quote_highlighted(shelf: Bench) -> None:
    pages = shelf.library.pages
    plain = await pages.order(MINE, "document-a", 1, 600)
    assert await pages.draw(plain) == b"a.pdf 1 800"
    quoted = await pages.order(MINE, "document-a", 1, 600, [Box(-1.0, 84.2, 297.5, 843.0)])
    assert await pages.draw(quoted) == b"a.pdf 1 800[(0.0, 0.1, 0.5, 1.0)]"
    assert quoted.page.path == shelf.services.stores.files.path("a" * 64)


async def test_the_version_names_the_picture(shelf: Bench) -> None:
    order, box = shelf.library.pages.order, Box(1.0, 1.0, 2.0, 2.0)
    asked = [(800, []), (801, []), (600, [box]), (600, [box, box])]
    versions = [(await order(MINE, "document-a", 1, width, boxes)).version for width, boxes in asked]
    assert len(set(versions)) == len(versions)
    assert (await order(MINE, "document-a", 1, 600, [box])).version == versions[2]


async def test_there_are_few_widths_to_keep(shelf: Bench) -> None:
    orders = [await shelf.library.pages.order(MINE, "document-a", 1, width) for width in range(16, 2001, 4)]
    assert sorted({order.width for order in orders}) == [160, 400, 800, 1200, 1600, 2000]
    assert len({order.version for order in orders}) == 6


@pytest.mark.parametrize(
    "box",
    [
        Box(5, 5, 5, 9),
        Box(9, 5, 5, 9),
        Box(0, 0, 600, 10),
        Box(0, 0, 10, 9000),
        Box(-9, 0, 10, 10),
        Box(math.nan, 0, 10, 10),
        Box(0, 0, math.inf, 10),
    ],
)
async def test_a_rectangle_that_is_not_on_the_page(shelf: Bench, box: Box) -> None:
    with pytest.raises(UnsuitableRectangle):
        await shelf.library.pages.order(MINE, "document-a", 1, 600, [box])


async def test_too_much_to_highlight_or_too_wide(shelf: Bench) -> None:
    with pytest.raises(UnsuitableRectangle, match="At most 200"):
        await shelf.library.pages.order(MINE, "document-a", 1, 600, [Box(1, 1, 2, 2)] * 201)
    for width in (0, 2001):
        with pytest.raises(ValueError, match="pixels"):
            await shelf.library.pages.order(MINE, "document-a", 1, width)


async def test_the_file_as_it_came(bench: Bench, tmp_path: Path) -> None:
    manual = one_page_manual(tmp_path)
    await ingest_samples(bench.services, [manual])
    [document] = await bench.services.documents.list()
    found = await bench.library.pages.file(MINE, document.id)
    assert (found.path.read_bytes(), found.filename, found.is_pdf) == (manual.read_bytes(), manual.name, True)
    found.path.write_text("# a note")
    assert not (await bench.library.pages.file(MINE, document.id)).is_pdf
    found.path.unlink()
    with pytest.raises(UnreadableFile):
        await bench.library.pages.file(MINE, document.id)
