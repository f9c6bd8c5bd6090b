from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from paillasse.adapters.pdfium.reader import PdfiumReader, open_file
from paillasse.errors.manuals import (
    DamagedPdf,
    EmptyDocument,
    EncryptedPdf,
    ParseError,
    UnreadableFile,
    UnsupportedFormat,
)
from paillasse.types.pages import RawDocument, RawPage, Word
from pdf_files import drawn_pdf, one_page, raw_pdf, stream


def read(path: Path) -> RawDocument:
    return PdfiumReader().open(path)


def texts(page: RawPage) -> list[str]:
    return [w.text for w in page.words]


def word(page: RawPage, text: str) -> Word:
    return next(w for w in page.words if w.text == text)


def test_words_have_displayed_boxes_sizes_and_weight(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(50, 250, "Speed 4000")
        canvas.setFont("Helvetica-Bold", 20)
        canvas.drawString(50, 200, "Rotor")

    page = read(drawn_pdf(tmp_path / "a.pdf", draw)).pages[0]
    assert (page.number, page.width, page.height, page.failed) == (1, 400, 300, False)
    assert texts(page) == ["Speed", "4000", "Rotor"]
    speed, rotor = word(page, "Speed"), word(page, "Rotor")
    assert speed.size == 12
    assert not speed.bold
    assert speed.box.x0 == pytest.approx(50, abs=0.5)
    assert speed.box.y0 < 300 - 250 - 8 < 300 - 250 < speed.box.y1  # ascenders above, descenders below the baseline
    assert speed.box.y1 - speed.box.y0 == pytest.approx(14, abs=0.5)  # ascent and descent of Helvetica
    assert rotor.bold
    assert rotor.size == 20


@pytest.mark.parametrize(
    ("rotation", "size", "corner"),
    [
        (0, (400, 300), (50, 50)),
        (90, (300, 400), (250, 50)),
        (180, (400, 300), (350, 250)),
        (270, (300, 400), (50, 350)),
    ],
)
def test_rotated_pages_are_read_as_displayed(
    tmp_path: Path, rotation: int, size: tuple[int, int], corner: tuple[int, int]
) -> None:
    content = "BT /F1 12 Tf 50 250 Td (Ab) Tj ET 50 250 m 150 250 l S"
    objects = one_page(content, page=f"/MediaBox [0 0 400 300] /Rotate {rotation}")
    page = read(raw_pdf(tmp_path / "a.pdf", *objects)).pages[0]
    box, rule = page.words[0].box, page.rules[0]
    assert (page.width, page.height) == size
    assert texts(page) == ["Ab"]
    assert box.x0 - 4 <= corner[0] <= box.x1 + 4
    assert box.y0 - 4 <= corner[1] <= box.y1 + 4
    assert (rule.y0 == rule.y1) == (rotation % 180 == 0)


def test_cropped_page_starts_at_its_crop_box_and_hides_the_rest(tmp_path: Path) -> None:
    content = "BT /F1 12 Tf 1 0 0 1 120 200 Tm (inside) Tj 1 0 0 1 10 200 Tm (outside) Tj ET"
    page = read(
        raw_pdf(tmp_path / "a.pdf", *one_page(content, page="/MediaBox [0 0 400 300] /CropBox [100 50 400 250]"))
    )
    assert texts(page.pages[0]) == ["inside"]
    assert (page.pages[0].width, page.pages[0].height) == (300, 200)
    assert page.pages[0].words[0].box.x0 == pytest.approx(20, abs=1)
    assert page.pages[0].words[0].box.y1 == pytest.approx(52.5, abs=1.5)


def test_upright_and_turned_text_stay_apart(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(50, 250, "flat")
        canvas.rotate(90)
        canvas.drawString(50, -30, "turned text")

    page = read(drawn_pdf(tmp_path / "a.pdf", draw)).pages[0]
    assert texts(page) == ["flat", "turned", "text"]
    turned, text = word(page, "turned").box, word(page, "text").box
    assert turned.y1 - turned.y0 > 2 * (turned.x1 - turned.x0)
    assert turned.y0 > text.y1  # written upwards


def test_columns_and_lines_are_not_glued(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for line in range(3):
            canvas.drawString(20, 250 - 12 * line, f"left{line}")
            canvas.drawString(60, 250 - 12 * line, f"right{line}")

    page = read(drawn_pdf(tmp_path / "a.pdf", draw)).pages[0]
    assert sorted(texts(page)) == ["left0", "left1", "left2", "right0", "right1", "right2"]


def test_subscripts_stay_in_their_word(tmp_path: Path) -> None:
    content = "BT /F1 12 Tf 50 200 Td (H) Tj /F1 7 Tf -3 Ts (2) Tj /F1 12 Tf 0 Ts (O) Tj ET"
    assert texts(read(raw_pdf(tmp_path / "a.pdf", *one_page(content))).pages[0]) == ["H2O"]


def test_a_ruled_table_gives_its_grid_once(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.grid([50, 150, 250], [100, 140, 180])
        canvas.rect(50, 20, 200, 1, stroke=0, fill=1)  # a filled bar is a line too
        canvas.line(300, 20, 380, 90)  # a slanted one is not

    rules = read(drawn_pdf(tmp_path / "a.pdf", draw)).pages[0].rules
    assert {r.y0 for r in rules if r.y0 == r.y1} == {120, 160, 200, 279.5}
    assert {r.x0 for r in rules if r.x0 == r.x1} == {50, 150, 250}
    assert len(rules) == len(set(rules)) == 7


def test_white_and_page_sized_fills_are_no_rules(tmp_path: Path) -> None:
    content = "1 g 50 50 100 100 re f 0.9 g 0 0 400 300 re f 0 0 1 RG 10 10 m 20 20 l n"
    assert read(raw_pdf(tmp_path / "a.pdf", *one_page(content))).pages[0].rules == ()


def test_form_xobjects_are_entered_with_their_matrix(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.beginForm("inner")
        canvas.setFont("Helvetica", 10)
        canvas.drawString(0, 0, "inside")
        canvas.line(0, -2, 50, -2)
        canvas.endForm()
        canvas.translate(100, 100)
        canvas.scale(2, 2)
        canvas.doForm("inner")

    page = read(drawn_pdf(tmp_path / "a.pdf", draw)).pages[0]
    assert word(page, "inside").size == 20
    assert word(page, "inside").box.x0 == pytest.approx(100, abs=1)
    assert [(r.x0, r.y0, r.x1, r.y1) for r in page.rules] == [(100, 204, 200, 204)]


def image_page(content: str, **page: str) -> tuple[str | bytes, ...]:
    catalogue, tree, leaf, *rest = one_page(content, **page)
    assert isinstance(leaf, str)
    image = stream(
        b"\x80", extra="/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray"
    )
    leaf = leaf.replace("/Font", "/XObject << /I 6 0 R >> /Font")
    return (catalogue, tree, leaf, *rest, image)


def test_images_are_clipped_to_the_page_and_tiny_ones_ignored(tmp_path: Path) -> None:
    content = "q 100 0 0 50 350 100 cm /I Do Q q 5 0 0 5 10 10 cm /I Do Q"
    page = read(raw_pdf(tmp_path / "a.pdf", *image_page(content))).pages[0]
    assert page.images == ((350, 150, 400, 200),)


def test_invisible_text_counts_only_over_a_scan(tmp_path: Path) -> None:
    text = "BT 3 Tr /F1 12 Tf 50 200 Td (hidden) Tj ET"
    assert read(raw_pdf(tmp_path / "a.pdf", *one_page(text))).pages[0].words == ()
    scan = read(raw_pdf(tmp_path / "b.pdf", *image_page(f"q 400 0 0 300 0 0 cm /I Do Q {text}"))).pages[0]
    assert texts(scan) == ["hidden"]


def test_text_drawn_twice_is_read_once(tmp_path: Path) -> None:
    content = (
        "BT /F1 12 Tf 1 0 0 1 50 200 Tm (Danger) Tj 1 0 0 1 51.2 200 Tm (Danger) Tj 1 0 0 1 50 100 Tm (calm) Tj ET"
    )
    page = read(raw_pdf(tmp_path / "a.pdf", *one_page(content))).pages[0]
    assert texts(page) == ["Danger", "calm"]


def test_letters_drawn_twice_one_by_one_are_read_once(tmp_path: Path) -> None:
    letters = " ".join(
        f"1 0 0 1 {x + d} 200 Tm ({c}) Tj" for c, x in (("A", 50), ("B", 58), ("C", 66)) for d in (0, 0.4)
    )
    page = read(raw_pdf(tmp_path / "a.pdf", *one_page(f"BT /F1 12 Tf {letters} ET"))).pages[0]
    assert texts(page) == ["ABC"]


def test_spaced_out_title_is_one_word_but_row_labels_are_not(tmp_path: Path) -> None:
    content = "BT /F1 12 Tf 6 Tc 1 0 0 1 50 200 Tm (NOTICE) Tj 1 0 0 1 50 100 Tm (ABCDEF) Tj ET"
    page = read(raw_pdf(tmp_path / "a.pdf", *one_page(content))).pages[0]
    assert texts(page) == ["NOTICE", "A", "B", "C", "D", "E", "F"]


def test_leaders_are_words_of_their_own(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(50, 200, "Cleaning........12")
        canvas.drawString(50, 100, "Storage . . . . . . 14")

    page = read(drawn_pdf(tmp_path / "a.pdf", draw)).pages[0]
    assert texts(page) == ["Cleaning", "........", "12", "Storage", "......", "14"]


def test_symbol_fonts_give_unicode(tmp_path: Path) -> None:
    cmap = (
        "1 begincodespacerange <00> <FF> endcodespacerange 3 beginbfchar <B0> <F0B0> <6D> <F06D> <20> <F020> endbfchar"
    )
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Symbol /ToUnicode 6 0 R >>"
    objects = one_page("BT /F1 12 Tf 50 200 Td <25B0206D> Tj ET", font=font)
    assert texts(read(raw_pdf(tmp_path / "a.pdf", *objects, stream(cmap))).pages[0]) == ["%°", "μ"]


def test_accents_drawn_over_letters_are_composed(tmp_path: Path) -> None:
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    content = "BT /F1 12 Tf 1 0 0 1 50 200 Tm (r) Tj 1 0 0 1 55.3 200 Tm (\\264) Tj 1 0 0 1 54 200 Tm (egler) Tj ET"
    assert texts(read(raw_pdf(tmp_path / "a.pdf", *one_page(content, font=font))).pages[0]) == ["régler"]


def test_outline_labels_and_properties(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setTitle("Centrifugeuse — notice")
        canvas.addPageLabel(0, "ROMAN_LOWER")
        canvas.addPageLabel(1, "ARABIC", 1, "A-")
        canvas.bookmarkPage("one", fit="XYZ", top=250)
        canvas.addOutlineEntry("Safety", "one", 0)
        canvas.showPage()
        canvas.bookmarkPage("two")
        canvas.addOutlineEntry("Cleaning", "two", 1)
        canvas.drawString(10, 10, "x")
        canvas.showPage()

    document = read(drawn_pdf(tmp_path / "a.pdf", draw))
    assert [p.label for p in document.pages] == ["i", "A-1"]
    assert document.outline == (("Safety", 1, 1, 50), ("Cleaning", 2, 2, None))
    assert document.properties["Title"] == "Centrifugeuse — notice"


def test_outline_targets_of_unread_pages_have_no_offset(tmp_path: Path) -> None:
    objects = list(one_page(""))
    objects[0] = "<< /Type /Catalog /Pages 2 0 R /Outlines 6 0 R >>"
    entries = (
        "<< /First 7 0 R /Last 8 0 R /Count 2 >>",
        "<< /Title (Part) /Parent 6 0 R /Next 8 0 R >>",
        "<< /Title (Safety) /Parent 6 0 R /A << /S /GoTo /D [3 0 R /XYZ 0 250 0] >> >>",
    )
    path = raw_pdf(tmp_path / "a.pdf", *objects, *entries)
    assert read(path).outline == (("Part", 1, 1, None), ("Safety", 1, 1, 50))
    with open_file(path) as file:
        assert file.outline()[1] == ("Safety", 1, 1, None)


def test_circular_and_dangling_outlines_end(tmp_path: Path) -> None:
    objects = list(one_page(""))
    objects[0] = "<< /Type /Catalog /Pages 2 0 R /Outlines 6 0 R >>"
    entries = (
        "<< /First 7 0 R /Last 8 0 R /Count 2 >>",
        "<< /Title (One) /Parent 6 0 R /Next 8 0 R /Dest [3 0 R /Fit] >>",
        "<< /Title (Two) /Parent 6 0 R /Next 7 0 R /First 7 0 R /Dest [99 0 R /Fit] >>",
    )
    assert read(raw_pdf(tmp_path / "a.pdf", *objects, *entries)).outline == (("One", 1, 1, None),)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", EmptyDocument),
        (b"\x89PNG a picture", UnsupportedFormat),
        (b"x" * 2000 + b"%PDF-1.4", UnsupportedFormat),
        (b"%PDF-1.4\n garbage \n%%EOF", DamagedPdf),
    ],
)
def test_files_that_are_no_documents(tmp_path: Path, content: bytes, error: type[ParseError]) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    with pytest.raises(error):
        read(path)


def test_missing_and_forbidden_paths(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile):
        read(tmp_path / "none.pdf")
    with pytest.raises(UnreadableFile):
        read(tmp_path)


def test_password_asked_for(tmp_path: Path) -> None:
    with pytest.raises(EncryptedPdf):
        read(drawn_pdf(tmp_path / "a.pdf", lambda canvas: canvas.drawString(50, 50, "secret"), encrypt="password"))


def test_junk_before_the_header_is_tolerated(tmp_path: Path) -> None:
    path = drawn_pdf(tmp_path / "a.pdf", lambda canvas: canvas.drawString(50, 50, "fine"))
    path.write_bytes(b"\n" * 500 + path.read_bytes())
    assert texts(read(path).pages[0]) == ["fine"]


def test_truncated_files_are_damaged_or_mended(tmp_path: Path) -> None:
    path = drawn_pdf(tmp_path / "a.pdf", lambda canvas: canvas.drawString(50, 50, "fine"))
    whole = path.read_bytes()
    for share in (0.1, 0.3, 0.5, 0.7, 0.9):
        path.write_bytes(whole[: int(len(whole) * share)])
        try:
            pages = read(path).pages
        except DamagedPdf:
            continue
        assert pages


def test_no_page(tmp_path: Path) -> None:
    path = raw_pdf(tmp_path / "a.pdf", "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 0 >>")
    with pytest.raises(EmptyDocument):
        read(path)
    path.write_bytes(path.read_bytes().replace(b"%%EOF", b""))
    with pytest.raises(DamagedPdf):
        read(path)


def test_circular_page_tree_ends(tmp_path: Path) -> None:
    objects = ("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 /Parent 2 0 R >>")
    try:
        pages = read(raw_pdf(tmp_path / "a.pdf", *objects)).pages
    except ParseError:
        return
    assert all(p.failed for p in pages)


def test_a_missing_page_is_marked_not_lost(tmp_path: Path) -> None:
    objects = list(one_page("BT /F1 12 Tf 50 200 Td (fine) Tj ET"))
    objects[1] = "<< /Type /Pages /Kids [99 0 R 3 0 R] /Count 2 >>"
    first, second = read(raw_pdf(tmp_path / "a.pdf", *objects)).pages
    assert first.failed
    assert first.words == ()
    assert first.width > 0
    assert texts(second) == ["fine"]


def test_javascript_is_never_run(tmp_path: Path) -> None:
    objects = list(one_page("BT /F1 12 Tf 50 200 Td (fine) Tj ET"))
    objects[0] = "<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (while\\(true\\){}) >> >>"
    assert texts(read(raw_pdf(tmp_path / "a.pdf", *objects)).pages[0]) == ["fine"]


@pytest.mark.parametrize(
    "page",
    [
        "/MediaBox [0 0 0 0]",
        "/MediaBox [0 0 1e38 1e38]",
        "/MediaBox [0 0 -400 -300]",
        "/MediaBox [0 0 400 300] /CropBox [900 900 950 950]",
        "/MediaBox [0 0 400 300] /Rotate 45",
        "/MediaBox (none)",
    ],
)
def test_absurd_page_boxes_are_survived(tmp_path: Path, page: str) -> None:
    content = "BT /F1 12 Tf 1e38 0 0 1e38 50 200 Tm (huge) Tj 1 0 0 1 1e39 nan Tm (far) Tj 1 0 0 1 50 20 Tm (ok) Tj ET"
    shapes = "1e38 0 m 1e38 1e39 l S q 1e38 1e38 1e38 1e38 nan 0 cm 0 0 1 1 re S Q"
    raw = read(raw_pdf(tmp_path / "a.pdf", *one_page(f"{content} {shapes}", page=page))).pages[0]
    for box in (*(w.box for w in raw.words), *raw.rules, *raw.images):
        assert 0 <= box.x0 <= box.x1 <= raw.width
        assert 0 <= box.y0 <= box.y1 <= raw.height


DATA = Path(os.environ.get("PAILLASSE_TEST_DATA", Path(__file__).parents[4] / ".." / "shared" / "data")) / "manuals"


@pytest.mark.skipif(not DATA.is_dir(), reason="the real manuals are not here")
def test_real_manuals_lose_no_character() -> None:
    lost = total = 0
    for path in sorted(DATA.glob("*.pdf"))[::6]:
        plain = pypdfium2.PdfDocument(path)
        with open_file(path) as file:
            for number in range(1, min(file.page_count, 12) + 1):
                text = plain[number - 1].get_textpage().get_text_range()
                expected = Counter(c for c in text if c.isalnum())
                found = Counter(c for w in file.page(number).words for c in w.text)
                total += expected.total()
                lost += (expected - found).total()
    assert total > 10_000
    assert lost / total < 2e-3  # what is left out nobody sees: white or microscopic text, 98 characters of 66,851
