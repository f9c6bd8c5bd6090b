"""What was read in pictures: blocks of their own, beside the running text."""

from __future__ import annotations

from dataclasses import replace

from paillasse.ingestion.structure import analyse
from paillasse.types.pages import BlockKind, Box, Page, PictureText, RawDocument, RawPage
from typeset import PROSE, Sheet, blocks, document

SCREEN = Box(50, 200, 350, 400)


def with_words(page: RawPage, box: Box, *lines: str) -> RawPage:
    """The page with these lines read in a picture."""
    words = Sheet().text(box.x0 + 10, box.y0 + 10, *lines).words
    text = PictureText(box, len(page.words), len(page.words) + len(words), 0.8)
    return replace(page, words=(*page.words, *words), picture_texts=(*page.picture_texts, text))


def understood(*sheets: Sheet, at: int = 0, box: Box = SCREEN, lines: tuple[str, ...] = ("CAL STOP",)) -> list[Page]:
    pages = list(document(*sheets).pages)
    pages[at] = with_words(pages[at], box, *lines)
    return list(analyse(RawDocument(tuple(pages))))


def test_words_of_a_picture_stand_after_its_caption_and_know_their_figure() -> None:
    sheet = Sheet().text(50, 100, *PROSE).picture(*SCREEN).line(60, 410, "Figure 1: Keys").text(50, 440, *PROSE)
    (page,) = understood(sheet, lines=("CAL STOP", "SET"))
    assert [b.kind for b in page.blocks] == [
        BlockKind.PARAGRAPH,
        BlockKind.CAPTION,
        BlockKind.FIGURE,
        BlockKind.PARAGRAPH,
    ]
    assert blocks(page, BlockKind.FIGURE) == ["CAL STOP SET"]
    (figure,) = page.figures
    assert (figure.box, figure.confidence, figure.text) == (SCREEN, 0.8, page.blocks[2].span)
    assert figure.caption == page.blocks[1].span


def test_without_a_caption_they_stand_after_what_is_above() -> None:
    sheet = Sheet().text(50, 100, *PROSE).picture(*SCREEN).text(50, 440, *PROSE)
    assert [b.kind for b in understood(sheet)[0].blocks] == [
        BlockKind.PARAGRAPH,
        BlockKind.FIGURE,
        BlockKind.PARAGRAPH,
    ]
    top = Sheet().picture(*SCREEN).text(50, 440, *PROSE)
    assert [b.kind for b in understood(top)[0].blocks] == [BlockKind.FIGURE, BlockKind.PARAGRAPH]


def test_the_running_text_is_what_it_was() -> None:
    sheet = Sheet().text(50, 150, *PROSE[:3]).picture(*SCREEN).text(50, 410, "so that nothing is spilt.")
    (page,) = understood(sheet, lines=("1. WARNING", "3.2 Rotor turns", "Figure 4: Lid"))
    assert blocks(page, BlockKind.PARAGRAPH) == blocks(analyse(document(sheet))[0])
    assert blocks(page, BlockKind.FIGURE) == ["1. WARNING 3.2 Rotor turns Figure 4: Lid"]


def test_a_sentence_goes_on_overleaf_past_a_figure() -> None:
    upper = Sheet().text(50, 100, *PROSE[:3]).picture(*SCREEN)
    lower = Sheet().picture(50, 40, 350, 140).text(50, 160, PROSE[3])
    first, second = understood(upper, lower)
    assert first.blocks[-1].kind is BlockKind.FIGURE
    assert second.blocks[0].continues
    pages = list(document(upper, lower).pages)
    pages[1] = with_words(pages[1], Box(50, 40, 350, 140), "CAL STOP")
    below = analyse(RawDocument(tuple(pages)))[1]
    assert [(b.kind, b.continues) for b in below.blocks] == [
        (BlockKind.FIGURE, False),
        (BlockKind.PARAGRAPH, True),
    ]


def test_labels_of_the_text_layer_and_those_read_are_one_block() -> None:
    sheet = Sheet().text(50, 80, *PROSE).picture(*SCREEN).line(60, 300, "Rotor").line(250, 350, "Lid")
    (page,) = understood(sheet)
    assert blocks(page, BlockKind.FIGURE) == ["Rotor Lid CAL STOP"]
