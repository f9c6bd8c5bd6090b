"""PDF files that attack whoever reads them: small here, big when they are written or read."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path

from pdf_files import one_page, raw_pdf, stream

FINE = "BT /F1 12 Tf 50 200 Td (Wipe the rotor every week.) Tj ET"
"""Content of an honest page."""
CATALOGUE, TREE, LEAF, CONTENT, FONT = one_page(FINE)


def many_pages(path: Path, count: int) -> Path:
    """`count` pages that share one content."""
    kids = " ".join(f"{number} 0 R" for number in range(5, 5 + count))
    leaf = "<< /Type /Page /Parent 2 0 R /Contents 3 0 R /Resources << /Font << /F1 4 0 R >> >> >>"
    tree = f"<< /Type /Pages /Kids [{kids}] /Count {count} /MediaBox [0 0 400 300] >>"
    return raw_pdf(path, CATALOGUE, tree, stream(FINE), FONT, *[leaf] * count)


def _with(path: Path, *more: str | bytes, catalogue: str = "", leaf: str = "", content: str | bytes = CONTENT) -> Path:
    """The honest page with additions to its catalogue and its page dictionary; `more` starts at number 6."""
    return raw_pdf(
        path,
        f"<< /Type /Catalog /Pages 2 0 R {catalogue} >>",
        TREE,
        str(LEAF)[:-2] + f"{leaf} >>",
        content,
        FONT,
        *more,
    )


def _looping_xref(path: Path) -> Path:
    """The cross-reference table says that the one before it is itself."""
    whole = _with(path).read_bytes()
    start = whole.rindex(b"startxref\n") + len(b"startxref\n")
    offset = whole[start : whole.index(b"\n", start)]
    path.write_bytes(whole.replace(b"trailer\n<< ", b"trailer\n<< /Prev %b /XRefStm %b " % (offset, offset)))
    return path


def _xref_out_of_the_file(path: Path) -> Path:
    whole = _with(path).read_bytes()
    path.write_bytes(whole[: whole.rindex(b"startxref")] + b"startxref\n99999999999999999999\n%%EOF\n")
    return path


def _object_stream_in_itself(path: Path) -> Path:
    objects = stream("6 0 7 10 << >> << >>", extra="/Type /ObjStm /N 2 /First 8 /Extends 6 0 R")
    return _with(path, objects)


def _looping_page_tree(path: Path) -> Path:
    return raw_pdf(
        path, CATALOGUE, "<< /Type /Pages /Kids [3 0 R 2 0 R] /Count 7 /Parent 3 0 R >>", LEAF, CONTENT, FONT
    )


def _deep_page_tree(path: Path) -> Path:
    """Fifty thousand branches, each on the one before."""
    depth = 50_000
    branches = [f"<< /Type /Pages /Kids [{number + 1} 0 R] /Count 1 >>" for number in range(2, 2 + depth)]
    return raw_pdf(path, CATALOGUE, *branches, "<< /Type /Page /MediaBox [0 0 400 300] >>")


def _looping_outline(path: Path) -> Path:
    entries = (
        "<< /First 7 0 R /Last 8 0 R /Count 2 >>",
        "<< /Title (One) /Parent 6 0 R /Next 8 0 R /First 6 0 R /Dest [3 0 R /Fit] >>",
        "<< /Title (Two) /Parent 7 0 R /Next 7 0 R /Prev 8 0 R /First 7 0 R /A 8 0 R >>",
    )
    return _with(path, *entries, catalogue="/Outlines 6 0 R")


def _long_outline(path: Path) -> Path:
    """A hundred thousand bookmarks."""
    count = 100_000
    entries = [
        f"<< /Title (Part) /Parent 6 0 R /Next {number + 1} 0 R /Dest [3 0 R /Fit] >>" for number in range(7, 7 + count)
    ]
    return _with(path, f"<< /First 7 0 R /Count {count} >>", *entries, catalogue="/Outlines 6 0 R")


def _looping_names(path: Path) -> Path:
    """Name trees, page labels and structure that contain themselves."""
    node = "<< /Kids [6 0 R 6 0 R] /Limits [(a) (z)] /Nums [0 6 0 R] /Names [(a) 6 0 R] >>"
    return _with(
        path, node, catalogue="/Names << /Dests 6 0 R /EmbeddedFiles 6 0 R >> /PageLabels 6 0 R /StructTreeRoot 6 0 R"
    )


def _looping_forms(path: Path) -> Path:
    form = stream(
        "/X Do /X Do",
        extra="/Type /XObject /Subtype /Form /BBox [0 0 400 300] /Resources << /XObject << /X 6 0 R >> >>",
    )
    leaf = str(LEAF).replace("/Font", "/XObject << /X 6 0 R >> /Font")
    return raw_pdf(path, CATALOGUE, TREE, leaf, stream("/X Do " + FINE), FONT, form)


def _billion_forms(path: Path) -> Path:
    """Forms that each draw the next one ten times, ten deep."""
    forms = [
        stream(
            "/X Do " * 10,
            extra=f"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X {number + 1} 0 R >> >>",
        )
        for number in range(6, 16)
    ]
    last = stream("0 0 m 9 9 l S", extra="/Type /XObject /Subtype /Form /BBox [0 0 9 9]")
    leaf = str(LEAF).replace("/Font", "/XObject << /X 6 0 R >> /Font")
    return raw_pdf(path, CATALOGUE, TREE, leaf, stream("/X Do " + FINE), FONT, *forms, last)


def _javascript(path: Path) -> Path:
    script = "/S /JavaScript /JS (while\\(true\\){app.alert\\(1\\)})"
    launch = "<< /S /Launch /F (/bin/sh) /Next << /S /URI /URI (http://127.0.0.1:1/) >> >>"
    names = f"/Names << /JavaScript << /Names [(a) << {script} >>] >> >>"
    return _with(
        path, launch, catalogue=f"/OpenAction << {script} >> {names}", leaf=f"/AA << /O 6 0 R /C << {script} >> >>"
    )


def _embedded_file(path: Path) -> Path:
    inner = stream("Torque the rotor nut to 99 Nm.", extra="/Type /EmbeddedFile /Subtype /text#2Fplain")
    return _with(
        path,
        inner,
        "<< /Type /Filespec /F (../../orders.txt) /EF << /F 6 0 R >> >>",
        catalogue="/Names << /EmbeddedFiles << /Names [(orders.txt) 7 0 R] >> >>",
    )


def _decompression_bomb(path: Path) -> Path:
    """Two gigabytes of blanks in a few kilobytes."""
    packer = zlib.compressobj(9)
    once = b"".join(packer.compress(b" " * (1 << 20)) for _ in range(2048)) + packer.flush()
    twice = stream(once, deflate=1).replace(b"[/FlateDecode ]", b"[/FlateDecode /FlateDecode]")
    return _with(path, content=twice)


def _image_bomb(path: Path) -> Path:
    """A picture of a hundred thousand pixels each way."""
    picture = stream(
        b"\0" * (1 << 20),
        deflate=1,
        extra="/Type /XObject /Subtype /Image /Width 100000 /Height 100000 /BitsPerComponent 8 /ColorSpace /DeviceRGB",
    )
    leaf = str(LEAF).replace("/Font", "/XObject << /X 6 0 R >> /Font")
    return raw_pdf(path, CATALOGUE, TREE, leaf, stream("q 400 0 0 300 0 0 cm /X Do Q " + FINE), FONT, picture)


def _million_words(path: Path) -> Path:
    words = "".join(f"1 0 0 1 {n % 40} {n % 290} Tm (ab cd ef gh ij ) Tj " for n in range(200_000))
    return _with(path, content=stream(f"BT /F1 1 Tf {words} ET", deflate=1))


def _hundred_thousand_rules(path: Path) -> Path:
    lines = "".join(f"0 {n / 10} m 400 {n / 10} l S\n" for n in range(100_000))
    return raw_pdf(path, *one_page(lines + FINE, page="/MediaBox [0 0 400 10000]", deflate=1))


def _one_long_word(path: Path) -> Path:
    """Two hundred thousand letters without a blank."""
    rows = "".join(f"1 0 0 1 0 {299 - n % 298} Tm ({'abcdefghi-' * 50}) Tj " for n in range(400))
    return _with(path, content=stream(f"BT /F1 1.2 Tf {rows} ET {FINE}", deflate=1))


def _absurd_numbers(path: Path) -> Path:
    texts = (
        "1e38 0 0 1e38 50 200 Tm (huge)",
        "1 0 0 1 1e39 nan Tm (far)",
        "nan nan nan nan inf -inf Tm (nowhere)",
        "0 0 0 0 50 50 Tm (flat)",
        "1 0 0 -1 50 50 Tm (upside)",
        "1e-30 0 0 1e-30 50 50 Tm (speck)",
    )
    shapes = "1e38 0 m 1e38 1e39 l S q 1e38 1e38 1e38 1e38 nan 0 cm 0 0 1 1 re S Q"
    shown = " ".join(f"{text} Tj" for text in texts)
    return _with(path, content=stream(f"BT /F1 12 Tf {shown} /F1 1e38 Tf (wide) Tj ET {shapes} {FINE}"))


def _gigantic_page(path: Path) -> Path:
    return raw_pdf(path, *one_page(FINE, page="/MediaBox [-1e9 -1e9 1e9 1e9] /UserUnit 1e9"))


def _flat_page(path: Path) -> Path:
    return raw_pdf(path, *one_page(FINE, page="/MediaBox [0 0 400 0]"))


def _no_unicode(path: Path) -> Path:
    """A composite font without ToUnicode: what is drawn has no meaning."""
    font = "<< /Type /Font /Subtype /Type0 /BaseFont /Odd /Encoding /Identity-H /DescendantFonts [6 0 R] >>"
    below = (
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Odd /FontDescriptor 7 0 R "
        "/CIDSystemInfo << /Registry (A) /Ordering (B) /Supplement 0 >> >>"
    )
    descriptor = (
        "<< /Type /FontDescriptor /FontName /Odd /Flags 4 /FontBBox [0 0 1000 1000] /Ascent 800 /Descent -200 "
        "/ItalicAngle 0 /CapHeight 700 /StemV 80 >>"
    )
    codes = "".join(f"{0xE000 + n:04X}" for n in range(120))
    return raw_pdf(
        path, CATALOGUE, TREE, LEAF, stream(f"BT /F1 5 Tf 10 200 Td <{codes}> Tj ET"), font, below, descriptor
    )


def _long_strings(path: Path) -> Path:
    """A title, a label and a bookmark of a megabyte each, with what a terminal would obey."""
    long = "\\033[31m\\033]0;owned\\007" + "A" * (1 << 20)
    return _with(
        path,
        "<< /First 7 0 R /Count 1 >>",
        f"<< /Title ({long}) /Parent 6 0 R /Dest [3 0 R /Fit] >>",
        catalogue=f"/Outlines 6 0 R /PageLabels << /Nums [0 << /P ({long}) >>] >>",
    )


def _nested_arrays(path: Path) -> Path:
    return _with(path, "[" * 100_000 + "]" * 100_000, catalogue="/Names 6 0 R /Outlines 6 0 R")


def _named(*makers: Callable[[Path], Path]) -> dict[str, Callable[[Path], Path]]:
    return {make.__name__.strip("_").replace("_", " "): make for make in makers}


HARMLESS = _named(
    _looping_xref, _xref_out_of_the_file, _object_stream_in_itself, _looping_page_tree, _looping_outline,
    _long_outline, _looping_names, _javascript, _embedded_file, _image_bomb, _hundred_thousand_rules, _absurd_numbers,
    _flat_page, _gigantic_page, _long_strings, _nested_arrays,
)  # fmt: skip
"""Read in spite of the attack: the honest sentence is found."""
LOST = _named(
    _deep_page_tree, _looping_forms, _billion_forms, _decompression_bomb, _million_words
)  # fmt: skip
"""Their page cannot be read within the limits, or at all; the document says so."""
MEANINGLESS = _named(_no_unicode, _one_long_word)
"""Their page is read and known to hold no language."""
