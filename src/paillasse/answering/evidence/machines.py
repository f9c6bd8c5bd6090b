"""Whose manuals an answer is from: which machines could be meant, and which editions might as well be."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from paillasse.answering.assembly import Assembly
from paillasse.protocols.answering import ScoredLine
from paillasse.retrieval.analysis import Understanding
from paillasse.retrieval.kinship import Kinship, models, said_again, untold
from paillasse.types.answers import Candidate
from paillasse.types.documents import Document
from paillasse.types.questions import Hit, Scope

_MOST_RIVALS = 6


def candidate(document: Document) -> Candidate:
    """A manual to choose."""
    return Candidate(document.id, document.metadata.title, document.metadata.equipment)


def rivals(
    hits: Sequence[Hit], share: float, able: Callable[[str], bool], documents: Mapping[str, Document]
) -> Sequence[Document]:
    """The best manual of each machine that could answer nearly as well as the best: several, or none.

    Manuals of one machine (its languages, its service manual) count once, by the best of them.

    Args:
        hits: what was found, best first.
        share: of the best score, from which on a manual counts.
        able: whether the manual with this id holds the evidence by itself.
        documents: all in scope, by id.
    """
    leaders: dict[str, float] = {}
    for hit in hits:
        leaders.setdefault(hit.chunk.document_id, hit.score)
    least = share * max(leaders.values(), default=0.0)
    found: list[Document] = []
    for document in (documents[d] for d, score in leaders.items() if score >= least):
        if able(document.id) and not any(models(document) & models(other) for other in found):
            found.append(document)
    return found[:_MOST_RIVALS] if len(found) > 1 else ()


def in_own_language(
    language: str, hits: list[Hit], lines: tuple[ScoredLine, ...], documents: Mapping[str, Document]
) -> tuple[list[Hit], tuple[ScoredLine, ...]]:
    """Without a manual whose translation into the language of the question says it too: once is enough."""
    best: dict[str, float] = {}
    for line in lines:
        best[line.chunk.document_id] = max(line.score, best.get(line.chunk.document_id, line.score))
    again = said_again((documents[d] for d in best), best, language)
    kept = tuple(line for line in lines if line.chunk.document_id not in again)
    return [hit for hit in hits if hit.chunk.document_id not in again], kept


def editions(
    scope: Scope, understood: Understanding, assembly: Assembly, documents: Mapping[str, Document]
) -> Mapping[Kinship, Sequence[Document]]:
    """Manuals of the same machine or system in scope that the question might as well be about."""
    cited = [documents[d] for d in dict.fromkeys(citation.document_id for citation in assembly.citations)]
    among = [
        document
        for document in documents.values()
        if document.collection in scope.collections
        and (scope.document_ids is None or document.id in scope.document_ids)
    ]
    return untold(cited, among, understood.equipment.scores, understood.language)
