"""Question and hits → numbers: what tells a passage that answers from others that were found. Pure."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from paillasse.language.analyzers import is_stop_word, stem, tokens, variants
from paillasse.retrieval.analysis import Understanding
from paillasse.types.documents import ChunkKind
from paillasse.types.questions import Hit

VERSION = 1
"""Raised whenever a feature is added, removed or worked out in another way."""
NAMES = (
    "score", "place", "dense", "words", "late_interaction", "code",
    "coverage", "best_line", "headings", "last_heading",
    "procedure", "table", "warning", "figure", "symptom",
    "own_language", "machine", "length", "of_manual", "of_section",
)  # fmt: skip
"""How it was ranked and by which lane; shares of the question that it, its best line and its headings say; what it is;
how many of the others are from the same manual or section."""

Matrix = npt.NDArray[np.float64]
"""Shape (hits, features)."""

_KINDS = (ChunkKind.PROCEDURE, ChunkKind.TABLE, ChunkKind.WARNING, ChunkKind.FIGURE, ChunkKind.SYMPTOM)


def features_of(understood: Understanding, hits: Sequence[Hit]) -> Matrix:
    """One row per hit, in their order."""
    if not hits:
        return np.zeros((0, len(NAMES)))
    best = max(hit.score for hit in hits) or 1.0
    most_words = max(hit.lanes.get("bm25", 0.0) for hit in hits) or 1.0
    machines = understood.equipment.scores
    surest = max(machines.values(), default=0.0) or 1.0
    manuals = Counter(hit.chunk.document_id for hit in hits)
    sections = Counter((hit.chunk.document_id, hit.chunk.section) for hit in hits)
    rows: list[list[float]] = []
    for place, hit in enumerate(hits):
        chunk, lanes = hit.chunk, hit.lanes
        found = [hit.score / best, 1 / (1 + place), lanes.get("dense", 0.0), lanes.get("bm25", 0.0) / most_words]
        alike = [lanes.get("late_interaction", 0.0), lanes.get("code", 0.0)]
        kinds = [float(chunk.kind is kind) for kind in _KINDS]
        about = [float(chunk.language == understood.language), machines.get(chunk.document_id, 0.0) / surest]
        around = [manuals[chunk.document_id], sections[chunk.document_id, chunk.section]]
        length = math.log1p(len(chunk.text.split()))
        rows.append([*found, *alike, *_said(understood, hit), *kinds, *about, length, *(n / len(hits) for n in around)])
    return np.array(rows)


def _said(understood: Understanding, hit: Hit) -> list[float]:
    """Which share of the question's terms, by weight, the passage, its best line and its headings hold."""
    chunk = hit.chunk
    language = chunk.language or understood.language
    asked = understood.terms(language)
    lines = [_stems(line.text, language) for line in chunk.lines]
    headings = [_stems(title, language) for title in chunk.heading_path] or [set[str]()]
    best = max((_share(asked, line) for line in lines), default=0.0)
    whole, above = set[str]().union(*lines), set[str]().union(*headings)
    return [_share(asked, whole), best, _share(asked, above), _share(asked, headings[-1])]


def _share(asked: Mapping[str, float], said: set[str]) -> float:
    whole = sum(asked.values())
    return sum(weight for term, weight in asked.items() if term in said) / whole if whole else 0.0


def _stems(text: str, language: str) -> set[str]:
    forms = (form for token in tokens(text) for form in variants(token))
    return {stem(form, language) for form in forms if not is_stop_word(form, language)}
