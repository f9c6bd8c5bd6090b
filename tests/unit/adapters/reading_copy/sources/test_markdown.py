from __future__ import annotations

from paillasse.adapters.reading_copy.manuscript import Cell, Heading, Paragraph, Preformatted, Table
from paillasse.adapters.reading_copy.sources.markdown import read_markdown

MANUAL = """---
title: "R416 & co"
author: Cyclane
date: 2024-05-06
---
# Care

> [!WARNING]
> Hot plate.

3. Open `Menu → Setup`
   - gently

| Code | Meaning |
|------|---------|
| E-1  | Lamp    |

```
*IDN?  <CR>
```
"""


def test_a_manual() -> None:
    read = read_markdown(MANUAL, "a.md")
    assert (read.title, read.author, read.created) == ("R416 & co", "Cyclane", "20240506")
    assert read.blocks == (
        Heading("R416 &amp; co", 0),
        Heading("Care", 1),
        Paragraph("<b>WARNING</b><br/>Hot plate.", 1),
        Paragraph("Open Menu → Setup", 1, "3."),
        Paragraph("gently", 2, "•"),
        Table(((Cell("<b>Code</b>"), Cell("<b>Meaning</b>")), (Cell("E-1"), Cell("Lamp"))), 2, 1),
        Preformatted("*IDN?  <CR>"),
    )


def test_a_title_that_is_printed_is_not_printed_twice() -> None:
    assert read_markdown("---\ntitle: Care\n---\n# Care\n", "a.md").blocks == (Heading("Care", 1),)


def test_without_front_matter() -> None:
    read = read_markdown("text\n\n---\n\nmore", "a.md")
    assert (read.title, read.blocks) == ("", (Paragraph("text"), Paragraph("more")))


def test_placeholders_are_text_and_tags_are_tags() -> None:
    assert read_markdown("Send <value><CR> in <b>bold</b><!-- x -->", "a.md").blocks == (
        Paragraph("Send &lt;value&gt;&lt;CR&gt; in <b>bold</b>"),
    )


def test_scripts_in_markdown_are_left_out() -> None:
    assert read_markdown("<script>alert(1)</script>\n\ntext", "a.md").blocks == (Paragraph("text"),)
