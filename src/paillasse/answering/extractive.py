"""The default generator: it writes nothing, it chooses. Verbatim sentences, steps and rows that answer.

The best line decides the shape of the answer: the entry of its code, the causes and remedies of its symptom, the steps
of its procedure, its table row with the column titles, or its sentence with those that complete it.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping, Sequence

from paillasse.answering.checking.verification import row_text
from paillasse.answering.evidence.quantities import asked
from paillasse.language.text import fold
from paillasse.pipeline_config import AnsweringConfig
from paillasse.protocols.answering import Context, ScoredLine
from paillasse.types.answers import DraftClaim
from paillasse.types.documents import Chunk, ChunkKind, LineKind
from paillasse.types.pages import Span

_HOW = re.compile(
    r"\b(?:how (?:do|to|can|should|would)|what (?:should|do|to|next)|steps?|procedure|comment|que faire|je fais quoi|"
    r"quoi faire|faut[- ]il|etapes?|change|replace|install|remplacer|changer|regler|nettoyer|clean|reset|check)\b"
)
_WIDEST_TITLE = 60
"""Characters of a column title; a longer one is a sentence that would drown the cell."""

_WORD = re.compile(r"\w+")

Placed = Mapping[tuple[str, int], ScoredLine]


class ExtractiveGenerator:
    """Chooses lines; never rewords them."""

    def __init__(self, config: AnsweringConfig) -> None:
        self._config = config

    @property
    def name(self) -> str:
        """Recorded in the trace."""
        return "extractive"

    async def generate(self, context: Context) -> AsyncIterator[DraftClaim]:
        """The chosen lines, in reading order within each chunk; best chunk first."""
        for chosen in select(context, self._config):
            yield DraftClaim(claim_text(chosen.chunk, chosen.index), ((chosen.chunk.id, chosen.index),))


def claim_text(chunk: Chunk, index: int) -> str:
    """What the reader sees of a line: the line itself, or a row with its column titles."""
    line = chunk.lines[index]
    header = next((x for x in reversed(chunk.lines[:index]) if x.kind is LineKind.HEADER), None)
    if line.kind is not LineKind.ROW or header is None or len(header.cells) != len(line.cells):
        return line.text
    pairs = [(title, cell) for title, cell in zip(header.cells, line.cells, strict=True) if cell]
    if any(len(title) > _WIDEST_TITLE for title, _ in pairs):
        return line.text
    return row_text(pairs)


def select(context: Context, config: AnsweringConfig) -> list[ScoredLine]:
    """The lines to show, by the shape the best one calls for."""
    if not context.lines:
        return []
    best = context.lines[0]
    placed = {(s.chunk.id, s.index): s for s in context.lines}
    question = context.query.text
    how = _HOW.search(fold(question)) and not asked(question).quantity
    if best.chunk.kind is ChunkKind.PROCEDURE and how and not best.code:
        return _procedure(best, context, placed, config)
    return _passage(best, context.lines, placed, config)


def _procedure(best: ScoredLine, context: Context, placed: Placed, config: AnsweringConfig) -> list[ScoredLine]:
    """The steps of the section around the best line, in order."""
    same = {
        h.chunk.id: h.chunk
        for h in context.hits
        if h.chunk.document_id == best.chunk.document_id and h.chunk.section == best.chunk.section
    }
    steps = [
        placed[chunk.id, index]
        for chunk in sorted(same.values(), key=lambda c: c.ordinal)
        for index, line in enumerate(chunk.lines)
        if line.kind in (LineKind.STEP, LineKind.SENTENCE) and (chunk.id, index) in placed
    ]
    place = steps.index(best) if best in steps else 0
    # Start a little before the best step: what leads to it is worth more than what follows it long after.
    first = max(0, min(place - config.max_steps // 2, len(steps) - config.max_steps))
    return steps[first : first + config.max_steps]


def _passage(
    best: ScoredLine, lines: Sequence[ScoredLine], placed: Placed, config: AnsweringConfig
) -> list[ScoredLine]:
    """The best line with what completes it in its chunk, then other lines nearly as good; chunk by chunk in order."""
    chosen = _around(best, placed, config.passage_lines)
    for other in lines[1:]:
        if len(chosen) >= config.max_claims or other.score < config.other_share * best.score:
            break
        # A further cause of another symptom would look like one of the symptom above it: all of its rows, or none.
        if other.chunk.kind is ChunkKind.SYMPTOM:
            new = [s for s in _causes_and_remedies(other.chunk, placed) if s not in chosen]
        else:
            new = [] if _said(other, chosen) else [other]
        if len(chosen) + len(new) <= config.max_claims:
            chosen += new
    order = {c.chunk.id: n for n, c in reversed(list(enumerate(chosen)))}
    return sorted(chosen, key=lambda c: (order[c.chunk.id], c.index))[: config.max_claims]


def _said(line: ScoredLine, chosen: Sequence[ScoredLine]) -> bool:
    """Whether one of the chosen lines holds the words of this one, or it theirs: a cell and the sentences in it."""
    words = _words(line)
    return any(words in other or other in words for other in map(_words, chosen))


def _words(line: ScoredLine) -> str:
    return f" {' '.join(_WORD.findall(fold(line.line.text)))} "


def _around(best: ScoredLine, placed: Placed, count: int) -> list[ScoredLine]:
    """Rows: the entry of the code, or the best rows. Sentences: a window around the best, leaning to what follows."""
    chunk = best.chunk
    here = [placed[chunk.id, index] for index in range(len(chunk.lines)) if (chunk.id, index) in placed]
    if best.line.kind is LineKind.ROW and best.code:
        return _entry(here)
    if chunk.kind is ChunkKind.SYMPTOM:
        return _causes_and_remedies(chunk, placed)
    if best.line.kind is LineKind.ROW:
        return sorted(here, key=lambda s: -s.score)[: max(1, count // 2)]
    place = here.index(best)
    first = max(0, min(place - (count - 1) // 3, len(here) - count))
    return here[first : first + count]


def _causes_and_remedies(chunk: Chunk, placed: Placed) -> list[ScoredLine]:
    """All rows of the symptom, also where they take several chunks, each of which begins with it."""
    same = [
        scored
        for scored in placed.values()
        if (scored.chunk.document_id, scored.chunk.section) == (chunk.document_id, chunk.section)
        and scored.chunk.kind is ChunkKind.SYMPTOM
        and _symptom(scored.chunk) == _symptom(chunk)
    ]
    same.sort(key=lambda s: (s.chunk.ordinal, s.index))
    told = {span for scored in same for span in scored.line.spans}
    return [s for s in same if not any(_within(span, other) for span in s.line.spans for other in told)]


def _symptom(chunk: Chunk) -> str:
    """What its first row begins with."""
    rows = (line for line in chunk.lines if line.kind is LineKind.ROW)
    return next((cell for row in rows for cell in row.cells if cell), "")


def _within(span: Span, other: Span) -> bool:
    """True for a symptom that is repeated alone: its row says it too."""
    return span != other and span.page == other.page and other.start <= span.start < span.end <= other.end


def _entry(rows: Sequence[ScoredLine]) -> list[ScoredLine]:
    """The rows that define a code of the question, each with those after it that leave the first cell empty."""
    entry: list[ScoredLine] = []
    for row in rows:
        goes_on = bool(entry) and entry[-1].index == row.index - 1 and row.line.cells[:1] == ("",)
        if row.code or goes_on:
            entry.append(row)
    return entry
