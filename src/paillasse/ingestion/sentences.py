"""Words to lines of evidence: sentences of a block, rows of a table."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from paillasse.types.documents import Line, LineKind
from paillasse.types.pages import Block, BlockKind, Page, Span, Table, Word

_END = re.compile(r"[.!?…][\"'”’»)\]]*$")
_CLOSING = re.compile(r"[\"'”’»)\]]+$")
_ABBREVIATION = re.compile(
    r"^(?:[A-Za-z]|[A-Za-z]\.[A-Za-z]|fig|figs|tab|no|nos|n°|nr|réf|ref|cf|vs|env|ex|p|pp|ca|pos|approx|max|min|etc|e\.g|i\.e|art|chap|"
    r"sec|vol|dr|mr|mrs|ms|st|inc|ltd|corp|co|tel|tél|std|temp|temps|resp|incl|excl|vers|ver|rev|éd)\.$",
    re.IGNORECASE,
)
_LINE_END_HYPHEN = re.compile(r"[^\W\d_]{2,}[-\u00ad\u2010]$")

_LEADER = re.compile(r"[.…]{4,}|_{4,}")
"""A run of dots or underscores: drawing, not text."""

_LETTERS = re.compile(r"[^\W\d_]{2,}")
_SPEAKING = 4
"""Words from which the text of a figure is quoted by itself."""
_LONGEST_LABEL = 24
"""Words after which a text in a figure goes on in another line."""

_KINDS = {
    BlockKind.STEP: LineKind.STEP,
    BlockKind.CAPTION: LineKind.CAPTION,
    BlockKind.WARNING: LineKind.WARNING,
}


def join_words(words: Sequence[Word]) -> str:
    """The words with single spaces; a word broken at the end of a printed line is put together, a leader shortened."""
    parts: list[str] = []
    for index, word in enumerate(words):
        previous = words[index - 1] if index else None
        if (
            previous is not None
            and word.text[:1].islower()
            and _LINE_END_HYPHEN.search(previous.text)
            and word.box.x0 < previous.box.x0
        ):
            parts[-1] = parts[-1][:-1] + word.text
        else:
            parts.append(_LEADER.sub("…", word.text))
    return " ".join(parts)


def glue(before: str, after: str) -> str:
    """Two pieces of a sentence, the second from the next page; a word broken between them is put together."""
    broken = _LINE_END_HYPHEN.search(before) and after[:1].islower()
    return before[:-1] + after if broken else f"{before} {after}"


def ends_sentence(text: str) -> bool:
    """Whether this text comes to a full stop, an abbreviation's dot not counted."""
    last = text.rsplit(" ", 1)[-1]
    return bool(_END.search(last)) and not _abbreviated(last)


def block_lines(page: Page, block: Block) -> list[Line]:
    """The sentences of a block; a list item is one line as a whole when it is short enough to be read at once."""
    kind = _KINDS.get(block.kind, LineKind.SENTENCE)
    start, end = block.span.start, block.span.end
    words = page.words[start:end]
    cuts = [0, *sentence_ends(words)]
    if kind in (LineKind.STEP, LineKind.CAPTION) and len(words) <= 60:
        cuts = [0, len(words)]
    return [
        Line(
            text=join_words(words[a:b]),
            spans=(Span(page.number, start + a, start + b),),
            kind=kind,
            warning=block.warning,
        )
        for a, b in pairwise(cuts)
        if b > a
    ]


def figure_lines(page: Page, block: Block) -> list[Line]:
    """The words of a figure, label by label; short labels that follow each other are one line, to say something."""
    start, words = block.span.start, page.words[block.span.start : block.span.end]
    lines: list[Line] = []
    begun = row = 0
    for end in range(1, len(words) + 1):
        if end < len(words):
            if _goes_on(words[end - 1], words[end]):
                continue
            below = _is_below(words[row], words[end]) and end - begun < _LONGEST_LABEL
            row = end
            if below or sum(bool(_LETTERS.search(word.text)) for word in words[begun:end]) < _SPEAKING:
                continue
        span = Span(page.number, start + begun, start + end)
        lines.append(Line(join_words(words[begun:end]), (span,), LineKind.LABEL))
        begun = end
    return lines


def _goes_on(word: Word, after: Word) -> bool:
    """True for the next word of the same printed line."""
    height = min(word.box.y1 - word.box.y0, after.box.y1 - after.box.y0)
    level = min(word.box.y1, after.box.y1) - max(word.box.y0, after.box.y0) > 0.5 * height
    return level and -0.5 * height <= after.box.x0 - word.box.x1 <= 1.5 * height


def _is_below(first: Word, after: Word) -> bool:
    """True for the start of the next printed line of a text, given that of the line above."""
    height = first.box.y1 - first.box.y0
    return abs(after.box.x0 - first.box.x0) < height and abs(after.box.y0 - first.box.y1) < 0.8 * height


def sentence_ends(words: Sequence[Word]) -> list[int]:
    """Indices one past the last word of each sentence; the last one is `len(words)`."""
    ends: list[int] = []
    for index, word in enumerate(words[:-1]):
        # A closing quote that stands apart, as in French, belongs to what it closes.
        last = words[index - 1] if index and _CLOSING.match(word.text) else word
        following = words[index + 1].text.lstrip("\"'“‘«([")
        if not _END.search(last.text) or _abbreviated(last.text) or _CLOSING.match(words[index + 1].text):
            continue
        if following[:1].isupper() or following[:1].isdigit() or not following[:1].isalnum():
            ends.append(index + 1)
    return [*ends, len(words)] if words else []


def _abbreviated(word: str) -> bool:
    return bool(_ABBREVIATION.match(word.strip("()[]\"'“”«»")))


def table_lines(page: Page, table: Table) -> list[Line]:
    """One line a row, header rows marked; empty rows are left out."""
    lines: list[Line] = []
    for number, row in enumerate(table.rows):
        cells = tuple(join_words(page.words[c.start : c.end]) for c in row)
        filled = [c for c in row if c.end > c.start]
        if not filled:
            continue
        start, end = min(c.start for c in filled), max(c.end for c in filled)
        kind = LineKind.HEADER if number < table.header_rows else LineKind.ROW
        text = " ".join(c for c in cells if c)
        lines.append(Line(text=text, spans=(Span(page.number, start, end),), kind=kind, cells=cells))
    return lines


def split_span(page: Page, span: Span, kind: LineKind, fits: Callable[[str], bool]) -> list[Line]:
    """Cut a span into lines that fit, by halves, at word boundaries; nothing is lost. One word always fits."""
    text = join_words(page.words[span.start : span.end])
    if span.end - span.start <= 1 or fits(text):
        return [Line(text=text, spans=(span,), kind=kind)]
    middle = (span.start + span.end) // 2
    return [
        *split_span(page, Span(span.page, span.start, middle), kind, fits),
        *split_span(page, Span(span.page, middle, span.end), kind, fits),
    ]
