"""Searching with several wordings of one question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from paillasse.answering.generation.questions import Wordings
from paillasse.retrieval.analysis import QuestionAnalyser, Understanding
from paillasse.retrieval.retriever import Retrieval


def understandings(first: Understanding, others: Wordings, analyser: QuestionAnalyser) -> list[Understanding]:
    """The other wordings as the lanes take them; machine and codes stay those of the question that was asked."""
    questions = [
        replace(analyser.analyse(text), equipment=first.equipment, codes=first.codes, error_codes=first.error_codes)
        for text in others.questions
    ]
    passages = [analyser.analyse(others.passage).embedded_text] if others.passage else []
    return [*questions, *(replace(first, embedded_text=text) for text in passages)]


def merged(first: Retrieval, others: Sequence[Retrieval], pool: int) -> Retrieval:
    """Each chunk with the best score any wording gave it; codes and filter of the question itself."""
    best = {hit.chunk.id: hit for hit in first.hits}
    for hit in (hit for other in others for hit in other.hits):
        if hit.chunk.id not in best or hit.score > best[hit.chunk.id].score:
            best[hit.chunk.id] = hit
    hits = sorted(best.values(), key=lambda h: (-h.score, h.chunk.id))
    return replace(first, hits=tuple(hits[:pool]))
