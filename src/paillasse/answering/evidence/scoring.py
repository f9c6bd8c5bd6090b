"""How well each line of the context answers: what generators choose from and what decides a refusal."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from paillasse.answering.evidence.quantities import Asked, asked, holds
from paillasse.language.analyzers import terms
from paillasse.language.glossing import Glosser
from paillasse.protocols.answering import ScoredLine
from paillasse.protocols.retrieval import Embedder
from paillasse.retrieval.analysis import Concept, Understanding
from paillasse.retrieval.statistics import CorpusStatistics
from paillasse.types.documents import Chunk, CodeEntry, Line, LineKind
from paillasse.types.questions import Hit

_LOOKED_AT = 24
"""Lines embedded: the best ones by words."""
_NEAR = 0.5
"""What a concept found in the chunk or its headings, rather than in the line, counts for."""
_UNCERTAIN = 0.4
"""Importance of a word that may not belong to the language of the documents."""
_KEPT = 8192
"""Texts whose terms are remembered: passages come back from one question to the next."""
_LETTERS = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class _Wanted:
    terms: frozenset[str]
    importance: float


class LineScorer:
    """Scores lines by words, by meaning, by the sort of quantity asked for and by the rank of their chunk."""

    def __init__(self, embedder: Embedder, glosser: Glosser, statistics: CorpusStatistics) -> None:
        self._embedder = embedder
        self._glosser = glosser
        self._statistics = statistics
        self._terms: Callable[[str, str], frozenset[str]] = lru_cache(_KEPT)(lambda *text: frozenset(terms(*text)))

    async def score(
        self, understood: Understanding, hits: Sequence[Hit], codes: Sequence[CodeEntry]
    ) -> tuple[ScoredLine, ...]:
        """Every quotable line of the hits, best first; only the best ones by words get a cosine."""
        wanted = asked(understood.text)
        defining = {(entry.chunk_id, entry.line) for entry in codes}
        scores = {hit.chunk.id: hit.score for hit in hits}
        rough = [line for hit in hits for line in self._by_words(hit, understood, wanted, defining)]
        rough.sort(key=lambda s: -s.score)
        looked_at, rest = rough[:_LOOKED_AT], rough[_LOOKED_AT:]
        if not looked_at:
            return ()
        cosines = await self._cosines(understood, looked_at)
        scored = [
            replace(s, cosine=cosine, score=_total(s, cosine, scores[s.chunk.id]))
            for s, cosine in zip(looked_at, cosines, strict=True)
        ]
        scored.sort(key=lambda s: -s.score)
        return (*scored, *(replace(s, score=min(s.score, scored[-1].score)) for s in rest))

    async def _cosines(self, understood: Understanding, lines: Sequence[ScoredLine]) -> list[float]:
        texts = [self._glosser.question(s.line.text, s.chunk.language) for s in lines]
        asked_for, said = await asyncio.gather(
            self._embedder.embed_query(understood.embedded_text), self._embedder.embed(texts)
        )
        return [float(asked_for @ vector) for vector in said]

    def _by_words(
        self, hit: Hit, understood: Understanding, wanted: Asked, defining: set[tuple[str, int]]
    ) -> list[ScoredLine]:
        chunk = hit.chunk
        concepts = self._wanted(understood, chunk.language)
        total = sum(c.importance for c in concepts) or 1.0
        around = self._terms(" ".join(chunk.heading_path), chunk.language) | self._terms(chunk.text, chunk.language)
        lines: list[ScoredLine] = []
        for index, line in enumerate(chunk.lines):
            if not quotable(line):
                continue
            own = self._terms(line.text, chunk.language)
            inside = sum(c.importance for c in concepts if c.terms & own)
            near = sum(c.importance for c in concepts if not c.terms & own and c.terms & around)
            coverage = (inside + _NEAR * near) / total
            code = (chunk.id, index) in defining
            fits = holds(_with_titles(chunk, index), wanted)
            rough = coverage + 0.5 * hit.score + 0.1 * fits + 1.0 * code
            lines.append(ScoredLine(chunk, index, rough, coverage, 0.0, fits, code))
        return lines

    def _wanted(self, understood: Understanding, language: str) -> list[_Wanted]:
        concepts = understood.concepts.get(language, understood.concepts[understood.language])
        return [_Wanted(frozenset(c.terms), self.importance(c, language)) for c in concepts if c.terms]

    def importance(self, concept: Concept, language: str) -> float:
        """Rarity of the commonest way to say it that the corpus knows, times the weight the analysis gave it."""
        idf = min(self._statistics.idf(term, language) for term in concept.terms)
        return idf * max(concept.terms.values()) * (1.0 if concept.certain else _UNCERTAIN)


def quotable(line: Line) -> bool:
    """True for a line that says something by itself: not a title row, a page number or a label of a drawing."""
    if line.kind is LineKind.HEADER or not line.spans:
        return False
    if line.kind is LineKind.ROW:
        return sum(bool(cell) for cell in line.cells) > 1 or len(_LETTERS.findall(line.text)) > 2
    return len(_LETTERS.findall(line.text)) > 2


def _with_titles(chunk: Chunk, index: int) -> str:
    """A row with its column titles: the unit often stands there."""
    line = chunk.lines[index]
    if line.kind is not LineKind.ROW:
        return line.text
    header = next((x for x in reversed(chunk.lines[:index]) if x.kind is LineKind.HEADER), None)
    if header is None or len(header.cells) != len(line.cells):
        return line.text
    pairs = zip(header.cells, line.cells, strict=True)
    return " ".join([line.text, *(f"{cell} {title}" for title, cell in pairs if cell)])


def _total(scored: ScoredLine, cosine: float, chunk_score: float) -> float:
    """Weights chosen on two golden sets; the passage's anywhere from 1.0 to 2.0 gives the same answers but for two."""
    return 0.8 * scored.coverage + 0.7 * max(0.0, cosine) + 1.5 * chunk_score + 0.15 * scored.fits + 1.0 * scored.code
