"""From lines of evidence to proof: the verbatim quote and the rectangles that cover its words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from paillasse.ingestion.sentences import join_words
from paillasse.types.answers import Citation
from paillasse.types.documents import Document, Line
from paillasse.types.pages import Box, Page, Word

Pages = Mapping[tuple[str, int], Page]
"""(document id, physical page) → page."""


def quote_of(line: Line, document_id: str, pages: Pages) -> str | None:
    """The words of the line as they stand on their pages; None when the pages no longer hold them."""
    parts: list[str] = []
    for span in line.spans:
        page = pages.get((document_id, span.page))
        if page is None or not 0 <= span.start < span.end <= len(page.words):
            return None
        parts.append(join_words(page.words[span.start : span.end]))
    return " ".join(parts) if parts else None


def rectangles_of(line: Line, document_id: str, pages: Pages) -> tuple[tuple[int, tuple[Box, ...]], ...]:
    """Per page, one box for each printed line of the words."""
    return tuple(
        (span.page, line_boxes(pages[document_id, span.page].words[span.start : span.end])) for span in line.spans
    )


def line_boxes(words: Sequence[Word]) -> tuple[Box, ...]:
    """Boxes of consecutive words, merged along each printed line; a jump back or a wide gap starts a new box."""
    boxes: list[Box] = []
    for word in words:
        if boxes and _same_run(boxes[-1], word.box):
            last = boxes[-1]
            boxes[-1] = Box(
                min(last.x0, word.box.x0),
                min(last.y0, word.box.y0),
                max(last.x1, word.box.x1),
                max(last.y1, word.box.y1),
            )
        else:
            boxes.append(word.box)
    return tuple(boxes)


def _same_run(run: Box, box: Box) -> bool:
    overlap = min(run.y1, box.y1) - max(run.y0, box.y0)
    height = min(run.y1 - run.y0, box.y1 - box.y0)
    gap = box.x0 - run.x1
    # Against the taller of both: cells of one row whose baselines differ must not grow a box over the next line.
    level = overlap >= 0.6 * max(run.y1 - run.y0, box.y1 - box.y0)
    return level and -0.5 * height <= gap <= 3 * max(height, 1.0)


def cite(number: int, line: Line, quote: str, document: Document, pages: Pages) -> Citation:
    """The citation of one line; its page is the one where the line starts."""
    first = line.spans[0].page
    return Citation(
        number=number,
        document_id=document.id,
        revision=document.sha256,
        title=document.metadata.title,
        page=first,
        label=pages[document.id, first].label,
        quote=quote,
        rectangles=rectangles_of(line, document.id, pages),
    )
