"""How good an answer is by what its golden case knows, and by what a judge says where there is one."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from pydantic import BaseModel

from paillasse.evaluation.quality.judge import Judge
from paillasse.judging.formulas import JUDGED, measured
from paillasse.judging.types import Answered, Judgement, Retrieved, Statement
from paillasse.types.answers import Answer, Citation, Usage
from paillasse.types.documents import Chunk, Document
from paillasse.types.golden_case import FileName, GoldenCase, PageRef
from paillasse.types.pages import Page

_CONTEXTS = 5
"""Passages that are judged, and kept with an answer: the first ones."""


class DocumentSource(Protocol):
    """Where citations are checked: the part of `DocumentStore` in use."""

    async def page(self, document_id: str, number: int) -> Page:
        """One page with its words.

        Raises:
            DocumentNotFound: no such document or page.
        """
        ...

    async def get(self, document_id: str) -> Document:
        """One document.

        Raises:
            DocumentNotFound: no such document.
        """
        ...


class ChunkSource(Protocol):
    """Where passages are read: the part of `ChunkStore` in use."""

    async def get(self, chunk_ids: Sequence[str]) -> Mapping[str, Chunk]:
        """Those that are there, by id."""
        ...


class Sources(Protocol):
    """What answers are judged with; `bootstrap.Services` are such."""

    @property
    def documents(self) -> DocumentSource:
        """Where citations are checked."""
        ...

    @property
    def chunks(self) -> ChunkSource:
        """Where passages are read."""
        ...


class TracedHit(BaseModel):
    """The part of a traced hit in use."""

    chunk: str
    file: FileName
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Quality:
    """What was measured of one answer, and what of."""

    figures: Mapping[str, float | None] = field(default_factory=dict[str, float | None])
    """From 0 to 1 by name; those of a judge begin with `judged_`, and are None where he failed."""
    contexts: tuple[str, ...] = ()
    """Texts of the passages found first."""
    usage: tuple[Usage, ...] = ()
    """What judging took."""


async def quality_of(
    case: GoldenCase,
    answer: Answer,
    valid: Sequence[Citation],
    hits: Sequence[TracedHit],
    sources: Sources,
    judge: Judge | None,
) -> Quality:
    """Measure, and have judged, one answer; of a question that nothing answers there is nothing to measure.

    Args:
        case: what is right about the question.
        answer: what was said.
        valid: those of its citations whose quote is on its page.
        hits: as traced, best first.
        sources: where documents and passages are read.
        judge: None to do without.
    """
    chunks = await sources.chunks.get([hit.chunk for hit in hits[:_CONTEXTS]])
    found = [(chunks[hit.chunk].text, hit) for hit in hits[:_CONTEXTS] if hit.chunk in chunks]
    contexts = tuple(text for text, _ in found)
    if not case.answerable:
        return Quality({}, contexts)
    right = set[PageRef]().union(*case.relevant)
    names = {c.document_id: (await sources.documents.get(c.document_id)).filename for c in valid}
    answered = Answered(
        question=case.question,
        contexts=tuple(
            Retrieved(text, any(PageRef(hit.file, page) in right for page in hit.pages)) for text, hit in found
        ),
        statements=tuple(_statements(answer, valid, names, right)),
        expected=case.answer,
        facts=case.must_contain,
    )
    judgement = await judge.judge(answered) if judge else Judgement({}, ())
    judged = {JUDGED + name: value for name, value in judgement.figures.items()}
    return Quality({**measured(answered), **judged}, contexts, judgement.usage)


def _statements(
    answer: Answer, valid: Sequence[Citation], names: Mapping[str, str], right: set[PageRef]
) -> list[Statement]:
    """The claims; a warning is shown whatever was asked, and is judged elsewhere."""
    cited = {citation.number: citation for citation in valid}
    found: list[Statement] = []
    for claim in answer.claims:
        own = [cited[number] for number in claim.citations if number in cited]
        own = own if len(own) == len(claim.citations) else []
        places = {
            PageRef(unicodedata.normalize("NFC", names[citation.document_id]), page)
            for citation in own
            for page, _ in citation.rectangles
        }
        found.append(Statement(claim.text, tuple(c.quote for c in own), not right.isdisjoint(places)))
    return found
