from __future__ import annotations

import base64
import io

import pytest
from PIL import Image

from paillasse.adapters.reading_copy.manuscript import (
    Block,
    Cell,
    Heading,
    Notice,
    Paragraph,
    Picture,
    Preformatted,
    Table,
)
from paillasse.adapters.reading_copy.sources.html import read_html
from paillasse.errors.manuals import DamagedDocument


def blocks(body: str) -> list[Block]:
    return list(read_html(f"<!DOCTYPE html><html><body>{body}</body></html>", "a.html").blocks)


def test_title_author_and_date_of_the_page() -> None:
    head = (
        '<title> VX-200\n manual</title><meta name="author" content="Cyclane"><meta name="date" content="2024-05-06">'
    )
    page = read_html(f"<html><head>{head}</head><body><p>x</body></html>", "a.html")
    assert (page.title, page.author, page.created) == ("VX-200 manual", "Cyclane", "20240506")
    assert page.blocks == (Paragraph("x"),)


def test_headings_paragraphs_and_marks_of_text() -> None:
    body = "<h2>Care &amp; use</h2><p>Wear <b>dry <i>gloves</i></b>,\n<em>always</em><br>10<sup>3</sup></p>loose"
    assert blocks(body) == [
        Heading("Care &amp; use", 2),
        Paragraph("Wear <b>dry </b><b><i>gloves</i></b>, <i>always</i><br/>10<super>3</super>"),
        Paragraph("loose"),
    ]


def test_lists_count_as_the_page_says() -> None:
    body = "<ol start=3><li>Open<ul><li>gently</ul><li value=7><p>Close</p><p>twice</p></ol><li>stray"
    assert blocks(body) == [
        Paragraph("Open", 1, "3."),
        Paragraph("gently", 2, "•"),
        Paragraph("Close", 1, "7."),
        Paragraph("twice", 1),
        Paragraph("stray", 0, "•"),
    ]


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>x</script>",
        "<style>x</style>",
        "<nav>x</nav>",
        "<template>x</template>",
        "<p hidden>x</p>",
        "<p style='display: none'>x</p>",
        "<p style='VISIBILITY:hidden'>x</p>",
        "<p style='opacity:0'>x</p>",
        "<p style='font-size: 0px'>x</p>",
        "<p aria-hidden=true>x</p>",
        "<!-- x -->",
        "<iframe src=x>x</iframe>",
        "<form><select><option>x</select></form>",
    ],
)
def test_what_nobody_sees_is_left_out(hidden: str) -> None:
    assert blocks(f"<p>a</p>{hidden}<p>b</p>") == [Paragraph("a"), Paragraph("b")]


def test_what_only_looks_hidden_is_kept() -> None:
    assert blocks("<p style='opacity:0.9;font-size:0.8em'>a</p>") == [Paragraph("a")]


def test_the_part_marked_as_content_is_read_alone() -> None:
    assert blocks("<p>menu</p><main><p>text</p></main><p>footer</p>") == [Paragraph("text")]


def test_tables_with_spans_say_a_cell_again_in_each_of_its_rows() -> None:
    body = """<table><caption>Table 1</caption><thead><tr><th>Code<th colspan=2>What to do</tr></thead>
        <tr><td rowspan=2>E-1<td>Lamp<td>Replace it<tr><td>Fuse<tr><td></table>"""
    assert blocks(body) == [
        Paragraph("<b>Table 1</b>"),
        Table(
            (
                (Cell("<b>Code</b>"), Cell("<b>What to do</b>", 2)),
                (Cell("E-1"), Cell("Lamp"), Cell("Replace it")),
                (Cell("E-1"), Cell("Fuse"), Cell("")),
            ),
            columns=3,
            header_rows=1,
        ),
    ]


def test_lines_in_a_cell_and_cells_without_a_row() -> None:
    body = "<table><td><p>one</p><ul><li>two</ul><td>three</table>"
    assert blocks(body) == [Table(((Cell("one<br/>• two"), Cell("three")),), 2)]


def test_absurd_spans_stay_in_bounds() -> None:
    (table,) = blocks("<table><tr><td colspan=999999 rowspan=999999>x<td>y<tr><td>z</table>")
    assert isinstance(table, Table)
    assert table.columns <= 2000
    assert [[cell.markup for cell in row][:2] for row in table.rows] == [["x", "y"], ["x", "z"]]


def test_tables_that_only_place_text_are_read_through() -> None:
    body = "<table><tr><td><h1>Title</h1><td><table><tr><td>a<td>b</table></table>"
    assert blocks(body) == [Heading("Title", 1), Table(((Cell("a"), Cell("b")),), 2)]


def test_the_only_cell_of_a_table_is_a_frame() -> None:
    assert blocks("<table><tr><td><b>CAUTION</b> Hot.</table>") == [Notice("<b>CAUTION</b> Hot.")]
    assert blocks(f"<table><tr><td>{'word ' * 400}</table>") == [Paragraph(("word " * 400).strip())]
    assert blocks("<table><tr><td> </table>") == []


def test_warnings_by_their_class() -> None:
    titled = "<div class='admonition warning'><p class=title>Warning</p><p>Hot <i>plate</i>.</p></div>"
    assert blocks(titled) == [Notice("<b>Warning</b><br/>Hot <i>plate</i>.")]
    assert blocks("<p class='alert alert-danger'>Unplug first.") == [Notice("<b>DANGER:</b> Unplug first.")]
    assert blocks("<div class=caution><p>CAUTION: sharp<pre>x &lt; y</pre><ul><li>edge</ul></div>") == [
        Notice("CAUTION: sharp<br/>x &lt; y<br/>• edge")
    ]
    assert blocks("<div class=warning><p>a</p><h2>Section</h2><p>b</p></div>") == [
        Paragraph("a"),
        Heading("Section", 2),
        Paragraph("b"),
    ]
    assert blocks("<span class=warning>plain</span>") == [Paragraph("plain")]


def test_listings_keep_their_lines() -> None:
    assert blocks("<pre>\n*IDN?\n   <b>MEAS</b> &lt;x&gt;\n</pre>") == [Preformatted("*IDN?\n   MEAS <x>")]


def test_pictures_come_from_the_page_itself_only() -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (2, 2)).save(buffer, "PNG")
    inline = base64.b64encode(buffer.getvalue()).decode()
    assert blocks(f"<p>a<img src='data:image/png;base64,{inline}'>b") == [
        Paragraph("a"),
        Picture(buffer.getvalue()),
        Paragraph("b"),
    ]
    assert blocks("<p>a <img src='http://example.org/x.png' alt='lamp'>") == [Paragraph("a lamp")]
    assert blocks("<p>a <img src='data:image/png;base64,AAAAA' alt='lamp'>") == [Paragraph("a lamp")]
    assert blocks(f"<table><tr><td>x<img src='data:image/png;base64,{inline}'><td>y</table>") == [
        Table(((Cell("x"), Cell("y")),), 2)
    ]


def test_invisible_characters_do_not_part_words() -> None:
    assert blocks("<p>cen\u00adtri\u200bfuge\ufeff</p>") == [Paragraph("centrifuge")]


@pytest.mark.parametrize("tag", ["div", "b", "table><tr><td", "ul><li"])
def test_absurd_nesting_is_refused(tag: str) -> None:
    with pytest.raises(DamagedDocument, match="nested"):
        blocks(f"<{tag}>" * 30_000 + "x")


def test_tags_that_are_never_closed_cost_nothing() -> None:
    assert blocks("<b>" * 500 + "x</b>" + "<p>y") == [Paragraph(f"{'<b>' * 500}x{'</b>' * 500}"), Paragraph("y")]


def test_no_element_at_all() -> None:
    with pytest.raises(DamagedDocument, match="no element"):
        read_html("<!-- only a comment -->", "a.html")
