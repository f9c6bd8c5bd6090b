from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from manuals import Manual
from paillasse.answering.extractive import ExtractiveGenerator, claim_text, select
from paillasse.pipeline_config import AnsweringConfig
from paillasse.protocols.answering import Context, ScoredLine
from paillasse.types.documents import Chunk, ChunkKind, Line, LineKind
from paillasse.types.pages import Span
from paillasse.types.questions import Hit, Query

CONFIG = AnsweringConfig(max_claims=4, passage_lines=3, max_steps=3, other_share=0.8)


def context(question: str, chunks: Sequence[Chunk], best: tuple[int, int], **changes: object) -> Context:
    """All lines of some chunks; the best one is line `best[1]` of chunk `best[0]`, the others score 0.5."""
    lines = [
        ScoredLine(chunk, i, 1.0 if (c, i) == best else 0.5, 0.5, 0.5, fits=True, code=False)
        for c, chunk in enumerate(chunks)
        for i in range(len(chunk.lines))
        if chunk.lines[i].kind != "header"
    ]
    lines.sort(key=lambda s: -s.score)
    hits = tuple(Hit(chunk, 1.0) for chunk in chunks)
    return Context(Query(question), "en", hits, tuple(lines))


def texts(found: Context) -> list[str]:
    return [s.line.text for s in select(found, CONFIG)]


STEPS = Manual("M").heading("A").steps("1. Open it.", "2. Pull it.").steps("3. Push it.", "4. Close it.").chunks
PROSE = Manual("M").heading("A").prose("One one.", "Two two.", "Three three.", "Four four.", "Five five.").chunks
TABLE = (
    Manual("M")
    .heading("A")
    .table(("Code", "Cause"), ("E-1", "Lid"), ("E-2", "Fuse"), ("", "Motor"), ("E-3", "Lamp"), ("", "Bulb"))
    .chunks
)


def test_nothing_to_choose_from() -> None:
    assert select(Context(Query("how"), "en", (), ()), CONFIG) == []


def test_a_procedure_is_given_in_order_across_its_chunks() -> None:
    assert texts(context("how do I do it", STEPS, (0, 0))) == ["1. Open it.", "2. Pull it.", "3. Push it."]
    assert texts(context("how do I do it", STEPS, (1, 1))) == ["2. Pull it.", "3. Push it.", "4. Close it."]
    assert texts(context("comment faire", STEPS, (1, 0))) == ["2. Pull it.", "3. Push it.", "4. Close it."]


def test_a_question_about_a_quantity_in_a_procedure_gets_the_passage() -> None:
    assert texts(context("how long must I wait", STEPS, (0, 1))) == ["1. Open it.", "2. Pull it."]


def test_a_sentence_with_those_that_complete_it() -> None:
    assert texts(context("what is it", PROSE, (0, 2))) == ["Three three.", "Four four.", "Five five."]
    assert texts(context("what is it", PROSE, (0, 0))) == ["One one.", "Two two.", "Three three."]
    assert texts(context("what is it", PROSE, (0, 4))) == ["Three three.", "Four four.", "Five five."]


def test_other_lines_nearly_as_good_follow_up_to_the_limit() -> None:
    found = context("what is it", [*PROSE, *STEPS], (0, 0))
    close = tuple(
        ScoredLine(s.chunk, s.index, 0.9 if s.score < 1 else 1.0, 0.5, 0.5, fits=True, code=False) for s in found.lines
    )
    chosen = [s.line.text for s in select(Context(found.query, "en", found.hits, close), CONFIG)]
    assert chosen == ["One one.", "Two two.", "Three three.", "Four four."]


def test_what_a_chosen_line_says_already_is_not_said_again() -> None:
    cell = Manual("M").heading("B").prose("1. One ONE, two two!", "Sixty six.").chunks
    found = context("what is it", [*PROSE, *cell], (0, 0))
    close = [replace(s, score=0.9) for s in found.lines if s.chunk is not PROSE[0]]
    lines = (found.lines[0], *close, *found.lines[1:])
    chosen = [s.line.text for s in select(Context(found.query, "en", found.hits, lines), CONFIG)]
    assert chosen == ["One one.", "Two two.", "Three three.", "Sixty six."]


def test_the_best_rows_of_a_table() -> None:
    assert texts(context("what is it", TABLE, (0, 2))) == ["E-2 Fuse"]


def at_most(most: int) -> AnsweringConfig:
    return CONFIG.model_copy(update={"max_claims": most})


def symptom_chunks(manual: Manual) -> list[Chunk]:
    return [replace(chunk, kind=ChunkKind.SYMPTOM) for chunk in manual.chunks]


def test_the_causes_and_remedies_of_a_symptom_in_order() -> None:
    titles = ("Problem", "Cause", "Remedy")
    manual = Manual("M").heading("A")
    manual.table(titles, ("Dark", "Fuse", "Replace it"), ("", "Plug", "Plug it in"), ("", "Mains", "Check it"))
    manual.table(titles, ("Noise", "Belt", "Oil it"))
    chunks = symptom_chunks(manual)
    expected = ["Dark Fuse Replace it", "Plug Plug it in", "Mains Check it"]
    assert [" ".join(t.split()) for t in texts(context("it stays dark", chunks, (0, 2)))] == expected
    assert texts(context("a noise", chunks, (1, 1))) == ["Noise Belt Oil it"]


def test_another_symptom_nearly_as_good_is_told_whole_or_not_at_all() -> None:
    titles = ("Problem", "Cause", "Remedy")
    manual = Manual("M").heading("A").table(titles, ("Dark", "Fuse", "Replace it"))
    manual.table(titles, ("Dim", "Lamp", "Wait"), ("", "Mains", "Check"), ("", "Dust", "Wipe"))
    manual.table(titles, ("Off", "Plug", "Push"), ("", "Switch", "Press"))
    found = context("it stays dark", symptom_chunks(manual), (0, 1))
    near = tuple(replace(s, score=s.score if s.score == 1 else 0.9) for s in found.lines)
    chosen = [" ".join(s.line.text.split()) for s in select(replace(found, lines=near), CONFIG)]
    assert chosen == ["Dark Fuse Replace it", "Dim Lamp Wait", "Mains Check", "Dust Wipe"]
    chosen = [s.line.cells for s in select(replace(found, lines=near), at_most(3))]
    assert chosen == [("Dark", "Fuse", "Replace it"), ("Off", "Plug", "Push"), ("", "Switch", "Press")]


def test_a_symptom_over_several_chunks_is_named_once() -> None:
    manual = Manual("M").heading("A").table(("Problem", "Remedy"), ("Dark", "Replace it"), ("", "Call"))
    manual.heading("B").table(("Problem", "Remedy"), ("Dark", "Elsewhere"))
    first, other = symptom_chunks(manual)
    row = first.lines[1]
    alone = Line("Dark", (Span(1, row.spans[0].start, row.spans[0].start + 1),), LineKind.ROW, ("Dark", ""))
    rest = replace(first, id="rest", ordinal=1, lines=(first.lines[0], alone, first.lines[2]))
    begun = replace(first, lines=first.lines[:2])
    assert texts(context("dark", [begun, rest, other], (1, 2))) == ["Dark Replace it", " Call"]


def test_the_entry_of_a_code_with_its_further_rows() -> None:
    found = context("E-2", TABLE, (0, 2))
    coded = tuple(ScoredLine(s.chunk, s.index, s.score, 0.5, 0.5, fits=True, code=s.index == 2) for s in found.lines)
    chosen = select(Context(found.query, "en", found.hits, coded), CONFIG)
    assert [claim_text(s.chunk, s.index) for s in chosen] == ["Code: E-2; Cause: Fuse", "Cause: Motor"]


def test_rows_are_told_with_their_titles_where_they_have_them() -> None:
    [table] = TABLE
    assert claim_text(table, 1) == "Code: E-1; Cause: Lid"
    [bare] = Manual("M").table(("Code", "Cause"), ("E-1",)).chunks
    assert claim_text(bare, 1) == "E-1"
    [wide] = Manual("M").table(("Code", "c" * 61), ("E-1", "Lid")).chunks
    assert claim_text(wide, 1) == "E-1 Lid"
    assert claim_text(PROSE[0], 0) == "One one."


async def test_claims_cite_the_line_they_are() -> None:
    generator = ExtractiveGenerator(CONFIG)
    assert generator.name == "extractive"
    claims = [claim async for claim in generator.generate(context("what is it", PROSE, (0, 4)))]
    assert [(c.text, c.evidence) for c in claims] == [
        (text, ((PROSE[0].id, i),)) for i, text in enumerate(["Three three.", "Four four.", "Five five."], 2)
    ]
