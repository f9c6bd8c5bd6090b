from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paillasse.adapters.reading_copy.manuscript import Heading, Notice, Paragraph, Picture, Preformatted, Table
from paillasse.adapters.reading_copy.sources.plain_text import read_text

MANUAL = """PH METER PX-10
==============

1. SAFETY

WARNING: never open the housing while the meter is
powered.

1.1 Installation

Place the meter on a level surface and connect it to
the BNC input.
- keep cables short
- avoid drafts

1) Press ON.
2) Wait.

Code     Meaning            Remedy
E-01     Electrode broken   Replace it
"""


def test_a_manual() -> None:
    assert read_text(MANUAL).blocks == (
        Heading("PH METER PX-10", 1),
        Heading("1. SAFETY", 1),
        Paragraph("WARNING: never open the housing while the meter is powered."),
        Heading("1.1 Installation", 2),
        Paragraph("Place the meter on a level surface and connect it to the BNC input."),
        Paragraph("keep cables short", 1, "-"),
        Paragraph("avoid drafts", 1, "-"),
        Paragraph("Press ON.", 1, "1)"),
        Paragraph("Wait.", 1, "2)"),
        Preformatted("Code     Meaning            Remedy\nE-01     Electrode broken   Replace it"),
    )


@pytest.mark.parametrize(
    "line", ["Press the key.", "PH!", "3.5 mm plug", "A TITLE THAT IS FAR TOO LONG TO BE ONE " * 3, "OFF:"]
)
def test_lines_that_are_no_titles(line: str) -> None:
    assert all(isinstance(block, Paragraph) for block in read_text(line).blocks)


def test_short_lines_stay_lines_and_markup_is_text() -> None:
    assert read_text("Acme <Ltd>\n12 & Sons").blocks == (Paragraph("Acme &lt;Ltd&gt;<br/>12 &amp; Sons"),)


def test_lines_of_dashes_and_form_feeds_part_the_text() -> None:
    assert read_text("one\n-----\n\ftwo\n\n-----\n").blocks == (Heading("one", 2), Paragraph("two"))


@given(st.text(st.sampled_from("aéZ1 .-*)\n\t#=|&<"), max_size=200))
def test_no_letter_is_lost(text: str) -> None:
    told = ""
    for block in read_text(text).blocks:
        assert not isinstance(block, (Table, Picture, Notice))
        told += block.text if isinstance(block, Preformatted) else block.markup.replace("<br/>", "")
        told += block.marker if isinstance(block, Paragraph) else ""
    told = told.replace("&lt;", "<").replace("&amp;", "&")
    assert sorted(c for c in told if c in "aéZ1&<") == sorted(c for c in text if c in "aéZ1&<")
