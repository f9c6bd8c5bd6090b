"""The default generator: it writes nothing, it chooses. Verbatim sentences, steps and rows that answer.

Each line of the context is scored by the question terms it holds (weighted by rarity, the section title counting in
part), by the cosine with the question, and by the rank of its chunk. The best line decides the shape of the answer:
the steps of its procedure, its table row with the column titles, or its sentence with those that complete it.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass

from paillasse.analyzers import terms
from paillasse.pipeline_config import AnsweringConfig
from paillasse.protocols import Context, Embedder
from paillasse.retrieval.statistics import CorpusStatistics
from paillasse.text import fold
from paillasse.types import Chunk, ChunkKind, DraftClaim, Hit, Line, LineKind

_HOW = re.compile(
    r"\b(?:how (?:do|to|can|should|would)|what (?:should|do|to|next)|steps?|procedure|comment|que faire|je fais quoi|"
    r"quoi faire|faut[- ]il|etapes?|change|replace|install|remplacer|changer|regler|nettoyer|clean|reset|check)\b"
)
_HOW_MUCH = re.compile(
    r"\b(?:how (?:many|much|long|far|often|hot|high|fast|big|sharp|deep)|max\w*|min\w*|rating|value|range|size|volts?|"
    r"combien|quel(?:le)?s? (?:est|sont|valeur|temperature|distance|tension|debit|vitesse|duree|pression)|valeur|plage|"
    r"what (?:value|number|range|voltage|temperature|speed|pressure|bandwidth|length))\b"
)
_LINES_EMBEDDED = 48
_MIN_WORDS = 3


@dataclass(frozen=True, slots=True)
class ScoredLine:
    """One line of the context and how well it answers."""

    hit: Hit
    index: int
    score: float
    coverage: float
    """Share of the question's (rarity-weighted) terms that the line and its headings hold, 0 to 1."""
    cosine: float

    @property
    def line(self) -> Line:
        """The line itself."""
        return self.hit.chunk.lines[self.index]


class ExtractiveGenerator:
    """Chooses lines; never rewords them."""

    def __init__(self, embedder: Embedder, statistics: CorpusStatistics, config: AnsweringConfig) -> None:
        self._embedder = embedder
        self._statistics = statistics
        self._config = config

    @property
    def name(self) -> str:
        """Recorded in the trace."""
        return "extractive"

    async def generate(self, context: Context) -> AsyncIterator[DraftClaim]:
        """The chosen lines, in reading order within each chunk; best chunk first."""
        scored = await self.score(context)
        for chosen in select(scored, context, self._config):
            yield DraftClaim(claim_text(chosen.hit.chunk, chosen.index), ((chosen.hit.chunk.id, chosen.index),))

    async def score(self, context: Context) -> list[ScoredLine]:
        """Every quotable line of the context, best first."""
        rough = [line for hit in context.hits for line in self._rough(hit, context)]
        rough.sort(key=lambda s: -s.score)
        looked_at = rough[:_LINES_EMBEDDED]
        if not looked_at:
            return []
        questions = dict(context.questions)
        texts = [*questions.values(), *(_embeddable(s.line) for s in looked_at)]
        vectors = await self._embedder.embed([self._fitting(t) for t in texts])
        asked = dict(zip(questions, vectors, strict=False))
        default = asked[context.language]
        rescored = [
            self._with_cosine(s, float(asked.get(s.hit.chunk.language, default) @ vector))
            for s, vector in zip(looked_at, vectors[len(questions) :], strict=True)
        ]
        return sorted(rescored, key=lambda s: -s.score)

    def _rough(self, hit: Hit, context: Context) -> list[ScoredLine]:
        chunk = hit.chunk
        wanted = self._weights(context, chunk.language)
        total = sum(wanted.values()) or 1.0
        headings = set(terms(" ".join(chunk.heading_path[-2:]), chunk.language))
        around = set(terms(chunk.text, chunk.language))
        lines: list[ScoredLine] = []
        for index, line in enumerate(chunk.lines):
            if line.kind is LineKind.HEADER or len(line.text) < 2 * _MIN_WORDS or not line.spans:
                continue
            own = set(terms(line.text, chunk.language))
            inside = sum(w for t, w in wanted.items() if t in own)
            near = sum(w for t, w in wanted.items() if t not in own and (t in headings or t in around))
            coverage = min(1.0, (inside + 0.4 * near) / total)
            lines.append(ScoredLine(hit, index, coverage + 0.5 * hit.score, coverage, 0.0))
        return lines

    def _weights(self, context: Context, language: str) -> Mapping[str, float]:
        weighted = context.terms.get(language) or context.terms[context.language]
        return {t: w * self._statistics.idf(t, language) for t, w in weighted.items()}

    def _with_cosine(self, scored: ScoredLine, cosine: float) -> ScoredLine:
        total = 0.8 * scored.coverage + 0.7 * max(0.0, cosine) + 0.6 * scored.hit.score
        return ScoredLine(scored.hit, scored.index, total, scored.coverage, cosine)

    def _fitting(self, text: str) -> str:
        """Lines always fit the embedder by construction; a long question is cut to its first words for scoring only."""
        words = text.split()
        while self._embedder.count_tokens(text) > self._embedder.max_tokens:
            words = words[: len(words) * 3 // 4]
            text = " ".join(words)
        return text


def claim_text(chunk: Chunk, index: int) -> str:
    """What the reader sees of a line: the line itself, or a row with its column titles."""
    line = chunk.lines[index]
    header = next((x for x in reversed(chunk.lines[:index]) if x.kind is LineKind.HEADER), None)
    if line.kind is not LineKind.ROW or header is None or len(header.cells) != len(line.cells):
        return line.text
    pairs = [(title, cell) for title, cell in zip(header.cells, line.cells, strict=True) if cell]
    if any(len(title) > 60 for title, _ in pairs):
        return line.text
    return "; ".join(f"{title}: {cell}" if title else cell for title, cell in pairs)


def select(scored: Sequence[ScoredLine], context: Context, config: AnsweringConfig) -> list[ScoredLine]:
    """The lines to show, by the shape the best one calls for."""
    if not scored:
        return []
    best = scored[0]
    folded = fold(context.query.text)
    by_place = {(s.hit.chunk.id, s.index): s for s in scored}
    if best.hit.chunk.kind is ChunkKind.PROCEDURE and _HOW.search(folded) and not _HOW_MUCH.search(folded):
        chosen = _procedure(best, context, by_place, config)
    else:
        chosen = _passage(best, scored, by_place, config)
    return chosen


def _procedure(
    best: ScoredLine,
    context: Context,
    by_place: Mapping[tuple[str, int], ScoredLine],
    config: AnsweringConfig,
) -> list[ScoredLine]:
    """The steps of the section around the best line, in order."""
    same = sorted(
        {h.chunk.id: h for h in context.hits if h.chunk.document_id == best.hit.chunk.document_id}.values(),
        key=lambda h: h.chunk.ordinal,
    )
    steps = [
        by_place.get((h.chunk.id, i), ScoredLine(h, i, 0.0, 0.0, 0.0))
        for h in same
        if h.chunk.section == best.hit.chunk.section
        for i, line in enumerate(h.chunk.lines)
        if line.kind in (LineKind.STEP, LineKind.SENTENCE)
    ]
    place = next((n for n, s in enumerate(steps) if (s.hit.chunk.id, s.index) == (best.hit.chunk.id, best.index)), 0)
    first = max(0, min(place - config.max_steps // 2, len(steps) - config.max_steps))
    return steps[first : first + config.max_steps]


def _passage(
    best: ScoredLine,
    scored: Sequence[ScoredLine],
    by_place: Mapping[tuple[str, int], ScoredLine],
    config: AnsweringConfig,
) -> list[ScoredLine]:
    """The best line, what completes it in its chunk, then other lines nearly as good."""
    chosen = [best]
    chunk = best.hit.chunk
    chosen.extend(
        by_place.get((chunk.id, index), ScoredLine(best.hit, index, 0.0, 0.0, 0.0))
        for index in (best.index + 1, best.index - 1, best.index + 2)
        if 0 <= index < len(chunk.lines) and chunk.lines[index].kind in (best.line.kind, LineKind.STEP)
    )
    for other in scored[1:]:
        if len(chosen) >= config.max_claims or other.score < config.other_share * best.score:
            break
        if all((other.hit.chunk.id, other.index) != (c.hit.chunk.id, c.index) for c in chosen):
            chosen.append(other)
    order = {c.hit.chunk.id: n for n, c in reversed(list(enumerate(chosen)))}
    return sorted(chosen, key=lambda c: (order[c.hit.chunk.id], c.index))[: config.max_claims]


def _embeddable(line: Line) -> str:
    return line.text
