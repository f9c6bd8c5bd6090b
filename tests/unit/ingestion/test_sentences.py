from __future__ import annotations

import pytest

from block_pages import PageOf
from paillasse.ingestion.sentences import (
    block_lines,
    ends_sentence,
    figure_lines,
    glue,
    join_words,
    split_span,
    table_lines,
)
from paillasse.types.documents import LineKind
from paillasse.types.pages import Block, BlockKind, Page, Span, Word
from typeset import Sheet


def sentences(text: str, kind: BlockKind = BlockKind.PARAGRAPH) -> list[str]:
    page = PageOf().block(text, kind).page()
    return [line.text for line in block_lines(page, page.blocks[0])]


def words(text: str) -> list[Word]:
    return PageOf().block(text).words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Open it. Close it.", ["Open it.", "Close it."]),
        ("Ouvrez ! Est-ce fait ? Oui.", ["Ouvrez !", "Est-ce fait ?", "Oui."]),
        ("See fig. 3 and Tab. 4 for this. Then go.", ["See fig. 3 and Tab. 4 for this.", "Then go."]),
        ("Voir réf. E-12, art. 4, p. 7 et éd. 2.", ["Voir réf. E-12, art. 4, p. 7 et éd. 2."]),
        ("Use e.g. Ethanol (approx. 70 %). Wait.", ["Use e.g. Ethanol (approx. 70 %).", "Wait."]),
        ("Dr. No set 2.5 ml. Stop at 0.5 °C. Go.", ["Dr. No set 2.5 ml.", "Stop at 0.5 °C.", "Go."]),
        ("It runs at 3.7 V. 5 minutes later it stops.", ["It runs at 3.7 V. 5 minutes later it stops."]),
        ("Il affiche « Prêt. » Appuyez.", ["Il affiche « Prêt. »", "Appuyez."]),
        ("Il affiche « Prêt. » puis s'arrête.", ["Il affiche « Prêt. » puis s'arrête."]),
        ("Il affiche «Prêt.» Appuyez.", ["Il affiche «Prêt.»", "Appuyez."]),
        ('It says "Ready." Press.', ['It says "Ready."', "Press."]),
        ("It ends. then goes on.", ["It ends. then goes on."]),
        ("Wait… Then go. (Or stay.) Done.", ["Wait…", "Then go.", "(Or stay.)", "Done."]),
        ("No full stop", ["No full stop"]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_lines_say_where_they_stand() -> None:
    page = PageOf(4).block("Before.").block("One two. Three!", BlockKind.WARNING).page()
    lines = block_lines(page, page.blocks[1])
    assert [line.spans for line in lines] == [(Span(4, 1, 3),), (Span(4, 3, 4),)]
    assert {line.kind for line in lines} == {LineKind.WARNING}
    assert all(line.warning is page.blocks[1].warning is not None for line in lines)


@pytest.mark.parametrize(("kind", "line"), [(BlockKind.STEP, LineKind.STEP), (BlockKind.CAPTION, LineKind.CAPTION)])
def test_a_short_step_or_caption_is_one_line_and_a_long_one_is_not(kind: BlockKind, line: LineKind) -> None:
    page = PageOf().block("1. Open it. Close it.", kind).page()
    (whole,) = block_lines(page, page.blocks[0])
    assert (whole.text, whole.kind) == ("1. Open it. Close it.", line)
    assert len(sentences("Open it. " * 31, kind)) == 31


def test_an_empty_block_has_no_line() -> None:
    assert sentences("") == []


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("the instru-\nment works", "the instrument works"),
        ("the instru\u2010\nment works", "the instrument works"),
        ("the pre-\nTreatment", "the pre- Treatment"),  # a capital does not go on with a word
        ("the E-\nx", "the E- x"),  # one letter is no half of a word
        ("pre- and post-", "pre- and post-"),  # on one printed line
        ("Lamp .......... 5 W ____ V", "Lamp … 5 W … V"),
        ("Wait...", "Wait..."),
    ],
)
def test_printed_lines_are_put_together(text: str, joined: str) -> None:
    assert join_words(words(text)) == joined


def test_pieces_of_a_sentence_from_two_pages() -> None:
    assert glue("the instru-", "ment") == "the instrument"
    assert glue("type A-", "and B") == "type A- and B"
    assert glue("the instru-", "Ment") == "the instru- Ment"
    assert ends_sentence("It is on (see 2).")
    assert ends_sentence("It is on.")
    assert ends_sentence("Prêt !")
    assert not ends_sentence("see fig.")
    assert not ends_sentence("")


def test_a_table_is_one_line_a_row() -> None:
    page = PageOf().block("x").table(["Code", "Sens"], ["", ""], ["E-1", ""], ["E-2", "Capot ou-\nvert"]).page()
    lines = table_lines(page, page.tables[0])
    assert [line.kind for line in lines] == [LineKind.HEADER, LineKind.ROW, LineKind.ROW]
    assert [line.cells for line in lines] == [("Code", "Sens"), ("E-1", ""), ("E-2", "Capot ouvert")]
    assert [line.text for line in lines] == ["Code Sens", "E-1", "E-2 Capot ouvert"]
    assert [line.spans for line in lines] == [(Span(1, 1, 3),), (Span(1, 3, 4),), (Span(1, 4, 8),)]


def test_a_span_is_split_by_halves_until_it_fits() -> None:
    page = PageOf().block("a b c d e").page()
    pieces = split_span(page, Span(1, 0, 5), LineKind.STEP, lambda text: len(text) <= 3)
    assert [p.text for p in pieces] == ["a b", "c", "d e"]
    assert [p.spans[0] for p in pieces] == [Span(1, 0, 2), Span(1, 2, 3), Span(1, 3, 5)]
    (whole,) = split_span(page, Span(1, 0, 1), LineKind.STEP, lambda _: False)
    assert whole.text == "a"


def labels(text: str) -> list[str]:
    page = PageOf().block(text, BlockKind.FIGURE).page()
    lines = figure_lines(page, page.blocks[0])
    assert {line.kind for line in lines} == {LineKind.LABEL}
    assert [line.spans[0].end for line in lines[:-1]] == [line.spans[0].start for line in lines[1:]]
    return [line.text for line in lines]


def test_each_printed_line_of_a_figure_is_a_line_when_it_says_something() -> None:
    assert labels("CAL opens the calibration menu\nSTOP ends the run now") == [
        "CAL opens the calibration menu",
        "STOP ends the run now",
    ]


def test_short_labels_are_one_line_with_their_neighbours() -> None:
    assert labels("Lid\nRotor\nPower switch\n7\nFuse holder") == ["Lid Rotor Power switch", "7 Fuse holder"]


def test_a_text_in_a_figure_is_one_line_until_it_is_long() -> None:
    words = tuple(
        Sheet().text(50, 100, "Load the sample tube with", "bleach", "to backflush.").line(50, 160, "OK").words
    )
    page = Page(1, "", 595, 842, words, (Block(BlockKind.FIGURE, Span(1, 0, len(words))),))
    assert [line.text for line in figure_lines(page, page.blocks[0])] == [
        "Load the sample tube with bleach to backflush.",
        "OK",
    ]
    rows = tuple(Sheet().text(50, 100, *["one two three four five six"] * 6).words)
    listing = Page(1, "", 595, 842, rows, (Block(BlockKind.FIGURE, Span(1, 0, len(rows))),))
    assert [len(line.text.split()) for line in figure_lines(listing, listing.blocks[0])] == [24, 12]
