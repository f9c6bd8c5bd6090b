from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from paillasse.adapters.pdfium.reader import PdfiumReader
from paillasse.adapters.reading_copy.manuscript import (
    Block,
    Cell,
    Heading,
    Manuscript,
    Notice,
    Paragraph,
    Picture,
    Preformatted,
    Table,
)
from paillasse.adapters.reading_copy.typesetting.pages import typeset
from paillasse.types.pages import RawDocument


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pages")


def read(folder: Path, *blocks: Block, **told: str) -> RawDocument:
    path = folder / "a.pdf"
    path.write_bytes(typeset(Manuscript(blocks, **told)))
    return PdfiumReader().open(path)


def words(document: RawDocument) -> list[str]:
    return [word.text for page in document.pages for word in page.words]


def test_properties_and_outline(folder: Path) -> None:
    blocks = (Heading("Manual &amp; co", 0), Heading("Safety", 1), Heading("Lamp", 4))
    document = read(folder, *blocks, title="R416 ≥ é", created="20240506")
    assert document.properties["Title"] == "R416 ≥ é"
    assert document.properties["CreationDate"] == "D:20240506"
    assert [(e.title, e.level, e.page) for e in document.outline] == [
        ("Manual & co", 1, 1),
        ("Safety", 1, 1),
        ("Lamp", 2, 1),
    ]
    sizes = [word.size for word in document.pages[0].words]
    assert sizes == sorted(sizes, reverse=True)
    assert all(word.bold for word in document.pages[0].words)


def test_a_date_that_nobody_gave_is_not_made_up(folder: Path) -> None:
    assert read(folder, Paragraph("x")).properties.keys().isdisjoint({"CreationDate", "ModDate", "Title", "Author"})


def test_the_same_bytes_every_time() -> None:
    manuscript = Manuscript((Heading("Title", 1), Paragraph("Text → ü К")), "Title")
    assert typeset(manuscript) == typeset(manuscript)


def test_every_character_keeps_its_text(folder: Path) -> None:
    text = "arrow → 5″ Δ non‑stop ≥ 5 Ω 10 µm μ α ✓ ⚠ Łódź Кран 漢字 l’œuvre 37 °C"
    assert words(read(folder, Paragraph(text), Paragraph(f"<b>{text}</b>"))) == 2 * text.split()
    assert words(read(folder, Preformatted(text))) == text.split()


def test_characters_beyond_the_basic_plane_leave_a_mark(folder: Path) -> None:
    assert words(read(folder, Paragraph("hot 🔥 plate"))) == ["hot", "\ufffd", "plate"]


def test_items_hang_their_markers_out(folder: Path) -> None:
    (page,) = read(folder, Paragraph("Open it. " * 20, 1, "10."), Paragraph("more", 1), Paragraph("deep", 2, "•")).pages
    lefts = {word.text: word.box.x0 for word in reversed(page.words)}
    assert lefts["10."] < lefts["more"] == pytest.approx(lefts["•"])
    assert lefts["•"] < lefts["deep"]


def test_a_frame_is_drawn_around_a_notice(folder: Path) -> None:
    (page,) = read(folder, Notice("<b>WARNING</b><br/>Hot plate.")).pages
    (x0, y0, x1, y1) = (f([r[k] for r in page.rules]) for k, f in enumerate((min, min, max, max)))
    assert all(x0 < w.box.x0 and y0 < w.box.y0 and x1 > w.box.x1 and y1 > w.box.y1 for w in page.words)


def test_tables_are_ruled_and_go_on_over_pages(folder: Path) -> None:
    head = (Cell("<b>Code</b>"), Cell("<b>Meaning</b>"))
    rows = tuple((Cell(f"E-{n}"), Cell(f"fault number {n}")) for n in range(100))
    document = read(folder, Table((head, *rows), 2, header_rows=1))
    assert len(document.pages) > 1
    assert all(page.rules for page in document.pages)
    assert [word for word in words(document) if word.startswith("E-")] == [f"E-{n}" for n in range(100)]


def test_wide_cells_and_long_words_stay_on_the_page(folder: Path) -> None:
    wide = Table(((Cell("across " * 30, 2), Cell("x" * 300)), (Cell("a"), Cell("b"), Cell("c"))), 3)
    (page,) = read(folder, wide, Paragraph("y" * 300), Preformatted("z" * 300)).pages
    assert max(word.box.x1 for word in page.words) < page.width - 50
    assert "".join(w.text for w in page.words if set(w.text) == {"x"}) == "x" * 300


def test_a_wide_listing_is_set_smaller_before_it_is_folded(folder: Path) -> None:
    (page,) = read(folder, Preformatted("Code" + " " * 116 + "Remedy\nE-1" + " " * 117 + "Replace")).pages
    places = {word.text: word.box for word in page.words}
    assert places["Remedy"].y0 < places["E-1"].y0 == pytest.approx(places["Replace"].y0, abs=2)
    assert places["Remedy"].x0 == pytest.approx(places["Replace"].x0, abs=1)
    assert places["Remedy"].x1 < page.width - 50


def test_more_columns_than_fit_become_lines(folder: Path) -> None:
    row = tuple(Cell(str(n)) for n in range(30))
    assert "29" in words(read(folder, Table((row,), 30)))


def test_a_row_taller_than_a_page(folder: Path) -> None:
    document = read(folder, Table(((Cell("word " * 3000), Cell("aside")),), 2))
    assert len(document.pages) > 1
    assert words(document).count("word") == 3000


def test_pictures_fit_the_page_and_broken_ones_are_left_out(folder: Path) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (3000, 200), "navy").save(buffer, "PNG")
    (page,) = read(
        folder, Paragraph("a"), Picture(buffer.getvalue()), Picture(b"EMF"), Picture(buffer.getvalue()[:99])
    ).pages
    (image,) = page.images
    assert image.x1 - image.x0 == pytest.approx(page.width - 112, abs=2)


def test_a_picture_that_would_unpack_to_a_flood_is_left_out(folder: Path) -> None:
    buffer = io.BytesIO()
    Image.new("1", (6000, 6000)).save(buffer, "PNG")
    (page,) = read(folder, Paragraph("a"), Picture(buffer.getvalue())).pages
    assert page.images == ()


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text("abcXYZ019éèœ°µ≥→αК-", min_size=1, max_size=14), min_size=1, max_size=60))
def test_all_words_come_back_in_order(folder: Path, spoken: list[str]) -> None:
    assert "".join(words(read(folder, Paragraph(" ".join(spoken))))) == "".join(spoken)
