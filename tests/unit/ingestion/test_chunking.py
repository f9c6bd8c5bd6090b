from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from block_pages import MONSTER, PageOf, pages
from paillasse.adapters.embedding.remote.token_estimate import estimated_tokens
from paillasse.adapters.memory.embedder import HashEmbedder
from paillasse.ingestion.chunking import CountTokens, chunk_pages
from paillasse.ingestion.contents import contents_blocks
from paillasse.pipeline_config import ChunkingConfig
from paillasse.types.documents import Chunk, ChunkKind, LineKind
from paillasse.types.pages import BlockKind, Box, Figure, Page

COUNT = HashEmbedder().count_tokens
CONFIGS = st.builds(
    ChunkingConfig,
    strategy=st.sampled_from(["structural", "fixed", "sentence"]),
    max_tokens=st.integers(32, 120),
    overlap_tokens=st.sampled_from([0, 10, 40, 200]),
    breadcrumb=st.booleans(),
)


def cut(*sheets: PageOf | Page, title: str = "Manual", **options: object) -> tuple[Chunk, ...]:
    built = [sheet.page() if isinstance(sheet, PageOf) else sheet for sheet in sheets]
    config = ChunkingConfig.model_validate({"max_tokens": 40, **options})
    return chunk_pages("d", title, built, config, COUNT)


def plain(text: str) -> str:
    """Without what may differ between a line and its words: spaces, hyphens of broken words, leaders."""
    return text.translate(str.maketrans("", "", " -…"))


def covered(chunks: Sequence[Chunk]) -> set[tuple[int, int]]:
    """(page, word) pairs that some line holds."""
    spans = [span for chunk in chunks for line in chunk.lines for span in line.spans]
    return {(span.page, index) for span in spans for index in range(span.start, span.end)}


def expected(given_pages: Sequence[Page]) -> set[tuple[int, int]]:
    """(page, word) pairs that must be found again."""
    return {
        (page.number, index)
        for page in given_pages
        for block in page.blocks
        if block.kind not in (BlockKind.FURNITURE, BlockKind.HEADING) and block not in contents_blocks(page)
        for index in range(block.span.start, block.span.end)
    }


@pytest.mark.parametrize("count", [COUNT, estimated_tokens])
@given(given_pages=pages(), config=CONFIGS)
@settings(max_examples=100, deadline=None)
def test_nothing_is_lost_invented_or_over_the_budget(
    count: CountTokens, given_pages: tuple[Page, ...], config: ChunkingConfig
) -> None:
    chunks = chunk_pages("d", "A manual with quite a long title, all told", given_pages, config, count)
    assert covered(chunks) == expected(given_pages)
    by_number = {page.number: page for page in given_pages}
    for chunk in chunks:
        assert count(chunk.embedded_text) <= config.max_tokens
        assert chunk.text.strip()
        monster = any("x-" in line.text for line in chunk.lines)
        assert monster or chunk.embedded_text.endswith(chunk.text)
        for line in chunk.lines:
            words = [w.text for span in line.spans for w in by_number[span.page].words[span.start : span.end]]
            assert not line.spans or plain(line.text) == plain("".join(words))
    assert len({chunk.id for chunk in chunks}) == len(chunks)
    assert [chunk.ordinal for chunk in chunks] == list(range(len(chunks)))
    assert chunk_pages("d", "A manual with quite a long title, all told", given_pages, config, count) == chunks
    others = chunk_pages("other", "A manual with quite a long title, all told", given_pages, config, count)
    assert {c.id for c in others}.isdisjoint({c.id for c in chunks})


def test_sections_are_never_mixed_and_name_themselves() -> None:
    page = PageOf().block("1 Care", BlockKind.HEADING, level=1).block("Wipe it.")
    page.block("1.1 Lamp", BlockKind.HEADING, level=2).block("Unscrew it.")
    page.block("2 Errors", BlockKind.HEADING, level=1).block("Call us.")
    chunks = cut(page)
    assert [c.heading_path for c in chunks] == [("1 Care",), ("1 Care", "1.1 Lamp"), ("2 Errors",)]
    assert [c.section for c in chunks] == [1, 2, 3]
    assert chunks[1].embedded_text == "Manual > 1 Care > 1.1 Lamp\nUnscrew it."
    assert [c.text for c in cut(page, strategy="sentence")] == ["Wipe it.\nUnscrew it.\nCall us."]
    assert cut(page, breadcrumb=False)[1].embedded_text == "Unscrew it."


def test_a_heading_without_level_and_one_that_skips_levels() -> None:
    page = PageOf().block("Intro", BlockKind.HEADING).block("One.")
    page.block("Deep", BlockKind.HEADING, level=3).block("Two.").block("Next", BlockKind.HEADING, level=2).block(
        "Three."
    )
    assert [c.heading_path for c in cut(page)] == [("Intro",), ("Intro", "Deep"), ("Intro", "Next")]


def test_a_long_breadcrumb_gives_way_from_the_outside() -> None:
    page = PageOf().block("one two three four five", BlockKind.HEADING, level=1)
    page.block("six seven eight", BlockKind.HEADING, level=2).block("Body.")
    crumb = cut(page, title="a very very very very long title indeed")[0].embedded_text.split("\n")[0]
    assert crumb == "six seven eight"
    page = PageOf().block("word " * 60, BlockKind.HEADING, level=1).block("Body.")
    assert cut(page)[0].embedded_text == "Body."


def test_warnings_and_tables_stand_alone_and_steps_make_a_procedure() -> None:
    page = PageOf().block("First.").block("WARNING Hot surface.", BlockKind.WARNING)
    page.block("1. Open it.", BlockKind.STEP).block("2. Close it.", BlockKind.STEP)
    page.table(["Code", "Meaning"], ["E-1", "Lid open"])
    chunks = cut(page)
    kinds = [ChunkKind.PROSE, ChunkKind.WARNING, ChunkKind.PROCEDURE, ChunkKind.TABLE]
    assert [c.kind for c in chunks] == kinds
    assert chunks[2].text == "1. Open it.\n2. Close it."
    assert chunks[1].lines[0].warning is not None
    assert [line.kind for line in chunks[3].lines] == [LineKind.HEADER, LineKind.ROW]


def test_a_procedure_too_long_is_cut_between_steps() -> None:
    page = PageOf()
    for number in range(1, 6):
        page.block(f"{number}. Turn the knob " + "slowly " * 8, BlockKind.STEP)
    chunks = cut(page)
    assert len(chunks) > 1
    assert all(line.text.split()[0].rstrip(".").isdigit() for c in chunks for line in c.lines)


def test_a_table_repeats_its_header_and_its_announcement_leads_it() -> None:
    rows = [[f"E-{n}", "the lid is open and the rotor turns"] for n in range(6)]
    page = PageOf().block("See the codes below:").table(["Code", "Meaning"], *rows)
    tables = [c for c in cut(page) if c.kind is ChunkKind.TABLE]
    assert len(tables) > 1
    assert all(c.text.startswith("See the codes below:\nCode Meaning\n") for c in tables)
    unannounced = PageOf().block("See below.").table(["Code", "Meaning"], ["E-1", "x"])
    assert cut(unannounced)[1].text == "Code Meaning\nE-1 x"
    elsewhere = PageOf().block("Codes:").block("2", BlockKind.HEADING, level=1).table(["Code"], ["E-1"])
    assert cut(elsewhere)[1].text == "Code\nE-1"


def test_a_continued_table_gets_the_header_of_the_page_before() -> None:
    page = PageOf(2).table(["E-9", "Lid"], header_rows=0, header=("Code", "Meaning"))
    (chunk,) = cut(page)
    assert chunk.lines[0].cells == ("Code", "Meaning")
    assert chunk.lines[0].spans == ()
    assert cut(page, strategy="sentence")[0].text == "E-9 Lid"


def test_a_header_too_long_to_repeat_is_kept_once() -> None:
    long_header = [
        "one two three four five six seven eight nine ten",
        "eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
    ]
    rows = [[f"E-{n}", "some words to fill a row of a table"] for n in range(6)]
    text = "\n".join(c.text for c in cut(PageOf().table(long_header, *rows)))
    assert text.count("twelve") == 1


def test_a_row_that_leaves_no_room_for_its_header_stands_alone_after_it() -> None:
    page = PageOf().table(["Code " * 6, "Meaning " * 6], ["E-1", "open " * 25], ["E-2", "shut"])
    chunks = cut(page, breadcrumb=False)
    assert chunks[0].text.startswith("Code")
    assert "E-1" not in chunks[0].text
    assert chunks[1].text.startswith("E-1")
    assert chunks[2].text == f"{chunks[0].text}\nE-2 shut"


def test_a_table_of_nothing_but_a_header_is_not_doubled() -> None:
    (chunk,) = cut(PageOf().table(["Code", "Meaning"]))
    assert chunk.text == "Code Meaning"
    assert cut(PageOf().table(["", ""]).block("Word.")) == cut(PageOf().block("Word."))


SYMPTOMS = ("Problem", "Cause", "Solution")


def symptoms(*sheets: PageOf, **options: object) -> list[list[tuple[str, ...]]]:
    """Cells of the rows of each chunk of a symptom, without the titles."""
    found = [chunk for chunk in cut(*sheets, **options) if chunk.kind is ChunkKind.SYMPTOM]
    return [[line.cells for line in chunk.lines if line.kind is LineKind.ROW] for chunk in found]


def test_each_symptom_is_a_chunk_with_all_its_causes_and_remedies() -> None:
    page = (
        PageOf()
        .block("Faults:")
        .table(
            list(SYMPTOMS),
            ["Dark", "Fuse", "Replace it"],
            ["", "Plug", "Plug it in"],
            ["Noise", "Belt", ""],
            header=SYMPTOMS,
        )
    )
    _, dark, noise = cut(page)
    assert dark.text == "Faults:\nProblem Cause Solution\nDark Fuse Replace it\nPlug Plug it in"
    assert noise.text == "Problem Cause Solution\nNoise Belt"
    assert {dark.kind, noise.kind} == {ChunkKind.SYMPTOM}
    (flat,) = cut(page, strategy="sentence")
    assert flat.kind is ChunkKind.PROSE
    assert flat.text.count("Problem") == 1


@pytest.mark.parametrize("again", ["", "Dark"])
@pytest.mark.parametrize("titles", [1, 0])
def test_a_symptom_goes_on_over_the_page_break(titles: int, again: str) -> None:
    first = PageOf(1).table(list(SYMPTOMS), ["Dark", "Fuse", "Replace it"], header=SYMPTOMS)
    rows = [list(SYMPTOMS)] * titles + [[again, "Plug", "Plug it in"], ["Noise", "Belt", "Oil it"]]
    second = PageOf(2).table(*rows, header=SYMPTOMS, header_rows=titles, continues=True)
    assert symptoms(first, second) == [
        [("Dark", "Fuse", "Replace it"), (again, "Plug", "Plug it in")],
        [("Noise", "Belt", "Oil it")],
    ]
    assert cut(first, second)[0].pages == (1, 2)


def test_what_goes_on_with_no_symptom_or_with_another_table_stands_alone() -> None:
    orphan = PageOf(1).table(["", "Plug", "Plug it in"], header=SYMPTOMS, header_rows=0, continues=True)
    assert symptoms(orphan) == [[("", "Plug", "Plug it in")]]
    codes = PageOf(1).table(["Code", "Meaning"], ["E-1", "Lid"], header=("Code", "Meaning"))
    assert symptoms(codes, orphan) == [[("", "Plug", "Plug it in")]]
    heading = PageOf(1).table(["Dark", "Fuse", "Replace it"], header=SYMPTOMS, header_rows=0)
    after = PageOf(2).block("New", BlockKind.HEADING, level=1)
    after.table(["", "Plug", "Plug it in"], header=SYMPTOMS, header_rows=0, continues=True)
    assert len(symptoms(heading, after)) == 2


def test_a_symptom_too_long_for_one_chunk_is_told_in_each() -> None:
    causes = [["", f"Cause number {n} of many", "Look at it and clean it"] for n in range(6)]
    found = symptoms(PageOf().table(["Dark", "Fuse", "Replace it"], *causes, header=SYMPTOMS, header_rows=0))
    assert len(found) > 1
    assert all(rows[0] == ("Dark", "", "") for rows in found[1:])
    long = symptoms(PageOf().table(["dark " * 12, "Fuse", "Replace"], *causes, header=SYMPTOMS, header_rows=0))
    assert len(long) > 1
    assert all(rows[0][0] == "" for rows in long[1:])


def test_a_remedy_too_long_is_cut_between_sentences_under_its_title() -> None:
    remedy = "1. Open the lid of it. 2. Clean the lamp with a cloth. 3. Close the lid again. " + "Wait " * 30
    page = PageOf().table(["Dark", "Dust", remedy], header=SYMPTOMS, header_rows=0)
    rows = [row for chunk in symptoms(page, max_tokens=32) for row in chunk]
    assert rows[0][:2] == ("Dark", "Dust")
    assert all(row[:2] in {("Dark", ""), ("", "")} for row in rows[1:])
    assert " ".join(row[2] for row in rows if row[2]) == remedy.strip()
    assert rows[0][2] == "1. Open the lid of it. 2. Clean the lamp with a cloth. 3. Close the lid again."


def test_a_sentence_cut_by_the_page_break_is_one_line_on_two_pages() -> None:
    first = PageOf(1).block("Open the lid and re-")
    second = PageOf(2).block("Header", BlockKind.FURNITURE).block("move the rotor. Close it.", continues=True)
    (chunk,) = cut(first, second)
    assert [line.text for line in chunk.lines] == ["Open the lid and remove the rotor.", "Close it."]
    assert [span.page for span in chunk.lines[0].spans] == [1, 2]
    assert chunk.pages == (1, 2)


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        ("Open it.", "then go on", ["Open it.", "then go on"]),  # the sentence was over
        ("Turn to pos. A-", "Then go", ["Turn to pos. A- Then go"]),  # not a broken word
        ("a " * 25, "b " * 25, ["a " * 24 + "a", "b " * 24 + "b"]),  # together they are over the budget
    ],
)
def test_what_a_page_break_joins(before: str, after: str, lines: list[str]) -> None:
    chunks = cut(PageOf(1).block(before), PageOf(2).block(after, continues=True))
    assert [line.text for c in chunks for line in c.lines] == lines


def test_blocks_that_cannot_go_on_are_not_joined() -> None:
    after_heading = PageOf(2).block("New", BlockKind.HEADING, level=1).block("and so on", continues=True)
    assert len(cut(PageOf(1).block("Some text"), after_heading)) == 2
    other_kind = PageOf(2).block("1. then", BlockKind.STEP, continues=True)
    assert [x.text for c in cut(PageOf(1).block("Some text"), other_kind) for x in c.lines] == ["Some text", "1. then"]


def test_tables_of_contents_are_left_out() -> None:
    page = PageOf()
    for number in range(5):
        page.block(f"Chapter {number} ............... {number + 3}")
    assert cut(page) == ()


def test_overlap_repeats_whole_lines() -> None:
    page = PageOf().block(" ".join(f"Sentence number {n} is here." for n in range(12)))
    for strategy in ("sentence", "structural"):
        chunks = cut(page, strategy=strategy, overlap_tokens=6, breadcrumb=False)
        assert len(chunks) > 1
        assert all(a.lines[-1] == b.lines[0] for a, b in pairwise(chunks))


def test_fixed_windows_cut_sentences() -> None:
    page = PageOf().block("word " * 100)
    chunks = cut(page, strategy="fixed", breadcrumb=False)
    assert all(COUNT(line.text) - 2 <= 16 for c in chunks for line in c.lines)
    assert len(chunks) == 3


def test_a_monster_word_is_embedded_as_far_as_it_fits() -> None:
    (chunk,) = cut(PageOf().block(MONSTER))
    assert chunk.text == MONSTER
    assert chunk.embedded_text.startswith("Manual\nx-x-")
    assert COUNT(chunk.embedded_text) <= 40


def test_the_language_of_a_chunk_is_that_of_most_of_its_lines() -> None:
    page = PageOf().block("12 345.", language="").block("6 789. 10.", language="").block("Bonjour.", language="fr")
    assert cut(page)[0].language == "fr"
    assert cut(PageOf().block("12", language=""))[0].language == ""


def illustrated() -> Page:
    """A section whose sentence goes on below a figure with a caption, and the section after it."""
    sheet = PageOf().block("Use", BlockKind.HEADING, level=1).block("Open the lid and")
    sheet.block("Figure 2 Keys", BlockKind.CAPTION).block("CAL opens the calibration menu", BlockKind.FIGURE)
    sheet.block("take the rotor out.").block("Care", BlockKind.HEADING, level=1).block("Wipe it.")
    page = sheet.page()
    caption, text = page.blocks[2].span, page.blocks[3].span
    return replace(page, figures=(Figure(1, Box(0, 0, 9, 9), caption, text),))


def test_a_figure_is_a_passage_of_its_own_after_the_text_of_its_section() -> None:
    found = cut(illustrated(), max_tokens=200)
    assert [(c.kind, c.heading_path, c.text) for c in found] == [
        (ChunkKind.PROSE, ("Use",), "Open the lid and\nFigure 2 Keys\ntake the rotor out."),
        (ChunkKind.FIGURE, ("Use",), "Figure 2 Keys\nCAL opens the calibration menu"),
        (ChunkKind.PROSE, ("Care",), "Wipe it."),
    ]
    assert [line.kind for line in found[1].lines] == [LineKind.CAPTION, LineKind.LABEL]


def test_a_sentence_goes_on_after_a_figure_at_the_foot_of_a_page() -> None:
    first = PageOf(1).block("Take the").block("OK Cancel Help Start", BlockKind.FIGURE)
    found = cut(first, PageOf(2).block("rotor out.", continues=True))
    assert [c.text for c in found] == ["Take the rotor out.", "OK Cancel Help Start"]
