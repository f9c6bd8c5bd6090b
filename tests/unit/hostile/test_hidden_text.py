"""What no technician sees on the page must not answer; what they do see must."""

from __future__ import annotations

from pathlib import Path

import pytest

from paillasse.adapters.pdfium import graphics
from paillasse.adapters.pdfium.reader import PdfiumReader
from pdf_files import one_page, raw_pdf, stream

FINE = "BT /F1 12 Tf 50 20 Td (fine) Tj ET"
WHITE_PICTURE = "/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray"
SHADING = (
    "/Shading << /S << /ShadingType 2 /ColorSpace /DeviceGray /Coords [0 0 400 0] "
    "/Function << /FunctionType 2 /Domain [0 1] /C0 [0] /C1 [0.5] /N 1 >> >> >>"
)


def words(path: Path, content: str, page: str = "/MediaBox [0 0 400 300]") -> list[str]:
    catalogue, tree, leaf, *rest = one_page(f"{content} {FINE}", page=page)
    resources = f"/XObject << /I 6 0 R >> /ExtGState << /Clear << /ca 0 /CA 0 >> >> {SHADING} /Font"
    objects = (catalogue, tree, str(leaf).replace("/Font", resources), *rest, stream(b"\xff", extra=WHITE_PICTURE))
    return [w.text for w in PdfiumReader().open(raw_pdf(path / "a.pdf", *objects)).pages[0].words]


def text(before: str, size: str = "12", place: str = "50 200") -> str:
    return f"q BT {before} /F1 {size} Tf {place} Td (planted) Tj ET Q"


HIDDEN = {
    "no ink": text("3 Tr"),
    "white": text("1 g"),
    "nearly white": text("0.98 0.99 0.97 rg"),
    "white in CMYK": text("0 0 0 0 k"),
    "white outline": text("1 Tr 1 G"),
    "white inside and out": text("2 Tr 1 g 1 G"),
    "transparent": text("/Clear gs"),
    "a mask for nothing": text("7 Tr"),
    "a tenth of a point": text("", size="0.1"),
    "scaled down to a speck": f"q 0.01 0 0 0.01 50 200 cm {text('', place='0 0')} Q",
    "left of the page": text("", place="-200 200"),
    "above the page": text("", place="50 5000"),
    "white on a white field": f"q 1 g 0 0 400 300 re f Q {text('1 g')}",
    "white beside a dark field": f"0 g 0 100 400 20 re f {text('1 g')}",
    "no ink beside a picture": f"q 100 0 0 50 200 100 cm /I Do Q {text('3 Tr')}",
}
SEEN = {
    "plain": text(""),
    "light grey": text("0.85 g"),
    "outline only": text("1 Tr 1 g 0 G"),
    "white with a dark outline": text("2 Tr 1 g 0 G"),
    "white on a dark field": f"0.8 0 0 rg 40 190 200 40 re f {text('1 g')}",
    "white on a shading": f"q 0 150 400 150 re W n /S sh Q {text('1 g')}",
    "white on a picture": f"q 200 0 0 50 40 180 cm /I Do Q {text('1 g')}",
    "small print": text("", size="4"),
    "small type scaled up": f"q 20 0 0 20 50 200 cm {text('', size='0.5', place='0 0')} Q",
    "what OCR read in a picture": f"q 200 0 0 50 40 180 cm /I Do Q {text('3 Tr')}",
    "what OCR read in a strip of a scan": "".join(
        f"q 400 0 0 30 0 {y} cm /I Do Q " for y in range(0, 300, 30)
    ) + text("3 Tr"),
    "what OCR read at the edge of a scan": f"q 300 0 0 300 0 0 cm /I Do Q {text('3 Tr', place='320 200')}",
}  # fmt: skip


@pytest.mark.parametrize("content", HIDDEN.values(), ids=HIDDEN)
def test_nobody_sees_it(tmp_path: Path, content: str) -> None:
    assert words(tmp_path, content) == ["fine"]


@pytest.mark.parametrize("content", SEEN.values(), ids=SEEN)
def test_everybody_sees_it(tmp_path: Path, content: str) -> None:
    assert words(tmp_path, content) == ["planted", "fine"]


def test_a_crop_box_hides_what_lies_outside(tmp_path: Path) -> None:
    page = "/MediaBox [0 0 400 300] /CropBox [0 0 400 100]"
    assert words(tmp_path, text(""), page) == ["fine"]


def test_white_text_counts_where_the_drawing_is_too_rich_to_tell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graphics, "_MAX_OBJECTS", 1)
    assert words(tmp_path, f"0 g 0 0 9 9 re f {text('1 g')}") == ["planted", "fine"]


@pytest.mark.parametrize("mark", ["\u202e", "\u2066", "\u200f", "\u061c", "\u009b", "\u001b", "\u2028", "\u00ad"])
def test_marks_that_a_font_maps_to_never_become_words(tmp_path: Path, mark: str) -> None:
    cmap = (
        f"1 begincodespacerange <00> <FF> endcodespacerange 2 beginbfchar <41> <{ord(mark):04X}> <42> <0062> endbfchar"
    )
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>"
    objects = (*one_page("BT /F1 12 Tf 50 200 Td (BAB) Tj ET", font=font), stream(cmap))
    found = "".join(w.text for w in PdfiumReader().open(raw_pdf(tmp_path / "a.pdf", *objects)).pages[0].words)
    assert found.isprintable()
    assert found.replace("\ufffd", "").replace("-", "") == "bb"
