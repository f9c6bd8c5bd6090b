"""Searching without answering: the passages that a question finds. No language model is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from paillasse.answering.answerer import Answerer
from paillasse.answering.context import passage_of
from paillasse.asking.scope_check import check_documents
from paillasse.language.text import printable
from paillasse.retrieval.analysis import check_question
from paillasse.types.answers import Passage
from paillasse.types.documents import Document
from paillasse.types.questions import Query


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A passage, and why it was found."""

    passage: Passage
    document: Document
    score: float
    """Among the others of the same search; higher is better."""
    lanes: Mapping[str, float]
    """Score by lane: `dense`, `bm25`, `code`, and `late_interaction` of the first ones."""


async def found(answerer: Answerer, query: Query, limit: int) -> list[FoundPassage]:
    """The passages that a question finds, best first; none about a machine that no manual knows.

    Raises:
        EmptyIndex: there is no document in scope.
        InvalidQuestion: no word in it, or it is too long.
        OutOfScope: a defect; what is out of scope is not given.
    """
    documents = answerer.corpus.documents
    query = replace(query, text=printable(query.text), equipment=printable(query.equipment))
    check_question(query, documents)
    understood = answerer.corpus.analyser.analyse(query.text, query.equipment, query.scope.document_ids)
    if understood.stranger:
        return []
    retrieval = await answerer.retriever.retrieve(understood, query.scope, documents)
    hits = retrieval.hits[:limit]
    check_documents((documents[hit.chunk.document_id] for hit in hits), query.scope)
    return [
        FoundPassage(passage_of(hit.chunk, document), document, hit.score, hit.lanes)
        for hit in hits
        for document in [documents[hit.chunk.document_id]]
    ]
