"""What a reader is told beside an answer: nothing is silent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from paillasse.answering import prompts
from paillasse.answering.assembly import Assembly
from paillasse.retrieval.analysis import Understanding
from paillasse.retrieval.kinship import Kinship
from paillasse.types.documents import Document, LineKind
from paillasse.types.questions import Query

_MOST_NAMED = 8


def of_question(query: Query, understood: Understanding, unsearched: Sequence[str]) -> tuple[str, ...]:
    """What is known before anything is found, in the language of the question.

    Args:
        query: the question.
        understood: what it was understood to mean.
        unsearched: titles of manuals that another configuration has in its index.
    """
    told: list[str] = []
    if unsearched:
        told.append(
            prompts.NOTICE_UNSEARCHED.render(understood.language, count=len(unsearched), titles=_listed(unsearched))
        )
    if query.equipment and not understood.equipment.document_ids and not understood.stranger:
        told.append(prompts.NOTICE_UNKNOWN_EQUIPMENT.render(understood.language, equipment=query.equipment))
    if understood.unnamed:
        told.append(prompts.NOTICE_UNNAMED.render(understood.language, name=understood.unnamed))
    return tuple(told)


def of_answer(
    assembly: Assembly,
    editions: Mapping[Kinship, Sequence[Document]],
    documents: Mapping[str, Document],
    language: str,
) -> Iterator[str]:
    """What the reader must know of the manuals that are cited, and of those that might as well have been.

    Args:
        assembly: the answer.
        editions: other manuals of what is cited.
        documents: all in scope, by id.
        language: to tell it in.
    """
    sentences = {Kinship.VERSION: prompts.NOTICE_VERSIONS, Kinship.TRANSLATION: prompts.NOTICE_TRANSLATION}
    for kinship, others in editions.items():
        titles = ", ".join(document.metadata.title for document in others[:_MOST_NAMED])
        yield sentences[kinship].render(language, titles=titles)
    yield from _in_figures(assembly, language)
    for document_id in dict.fromkeys(citation.document_id for citation in assembly.citations):
        yield from _unread(documents[document_id], language)


def _in_figures(assembly: Assembly, language: str) -> Iterator[str]:
    """Labels say little beside their drawing: on which pages it is."""
    cited = {number for claim in assembly.claims if claim.kind is LineKind.LABEL for number in claim.citations}
    pages = dict.fromkeys(c.label for c in assembly.citations if c.number in cited)
    if pages:
        yield prompts.NOTICE_FIGURE.render(language, pages=", ".join(pages))


def _unread(document: Document, language: str) -> Iterator[str]:
    """Which pages of a cited manual could not be read."""
    pages = [str(page.page) for page in document.coverage.pages if page.trouble is not None]
    if pages:
        yield prompts.NOTICE_PARTLY_READ.render(language, title=document.metadata.title, pages=_listed(pages))


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:_MOST_NAMED]) + ("…" if len(names) > _MOST_NAMED else "")
