"""Runs golden cases through an answerer, one after the other, and judges each answer."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from pydantic import BaseModel

from paillasse.errors.manuals import DocumentNotFound
from paillasse.evaluation import citations, metrics
from paillasse.evaluation.quality.judge import Judge
from paillasse.evaluation.quality.measuring import DocumentSource, Quality, Sources, TracedHit, quality_of
from paillasse.judging.wording import contains, satisfies
from paillasse.protocols.progress import Progress
from paillasse.types.answers import Answer, Citation, Claim, Outcome
from paillasse.types.golden_case import GoldenCase, PageRef
from paillasse.types.pages import Page
from paillasse.types.questions import Query

ANSWERS = frozenset({Outcome.ANSWERED, Outcome.DEGRADED})
"""Outcomes that show the user an answer."""


class Answerer(Protocol):
    """What is evaluated.

    The trace of every answer has `pages`: the retrieved pages as `{"file": name, "page": physical}`, best first (those
    of a hit in order, hits in rank order); and `linked_warnings`: how many warnings are linked to the cited chunks.
    Both may be absent when no answer was attempted (`ambiguous_equipment`).
    """

    async def answer(self, query: Query) -> Answer:
        """Answer or refuse."""
        ...


class _Trace(BaseModel):
    """The part of an answer's trace in use."""

    pages: tuple[PageRef, ...]
    linked_warnings: int = 0
    hits: tuple[TracedHit, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One golden case, answered and judged."""

    case: GoldenCase
    answer: Answer
    pages: tuple[PageRef, ...]
    """Retrieved, distinct, best first."""
    correct: bool | None
    """Answerable: answered with all it must contain (None when it need contain nothing in particular). Unanswerable:
    refused."""
    citations: tuple[bool, ...]
    """Validity of each citation, then False for each claim or warning that has none."""
    warnings_shown: bool | None
    """None when no warning was called for."""
    latency_ms: Mapping[str, float]
    """By stage, with the whole under `total`."""
    quality: Quality = field(default_factory=Quality)

    @property
    def rank(self) -> int | None:
        """Rank of the first acceptable page among the retrieved ones."""
        return metrics.rank(self.pages, self.case.relevant)


async def run(
    answerer: Answerer,
    sources: Sources,
    cases: Sequence[GoldenCase],
    progress: Progress | None = None,
    judge: Judge | None = None,
) -> list[CaseResult]:
    """Answer and judge every case, in order, one at a time so that latencies are those of a lone user.

    A judge, where there is one, is asked after each answer; `sources` say what stands on pages and in passages.
    The equipment is passed as the user's choice only where the case says so (`needs_filter`).

    Raises:
        PaillasseError: whatever the answerer raises: a run with a hole in it is no measurement.
    """
    results: list[CaseResult] = []
    for done, case in enumerate(cases, 1):
        started = time.perf_counter()
        answer = await answerer.answer(Query(case.question, equipment=case.equipment if case.needs_filter else ""))
        total = (time.perf_counter() - started) * 1000
        results.append(await _judge(case, answer, sources, judge, total))
        if progress:
            progress("evaluate", done, len(cases))
    return results


async def _judge(
    case: GoldenCase, answer: Answer, sources: Sources, judge: Judge | None, total_ms: float
) -> CaseResult:
    untried = {"pages": (), "linked_warnings": 0} if answer.outcome is Outcome.AMBIGUOUS else {}
    trace = _Trace.model_validate(untried | answer.trace)
    verdicts = await _citations(answer, sources.documents)
    valid = [citation for citation, true in zip(answer.citations, verdicts, strict=False) if true]
    return CaseResult(
        case=case,
        answer=answer,
        pages=tuple(dict.fromkeys(trace.pages)),
        correct=_correct(case, answer),
        citations=verdicts,
        warnings_shown=_warnings_shown(case, answer, trace.linked_warnings),
        latency_ms={"total": total_ms} | answer.timings_ms,
        quality=await quality_of(case, answer, valid, trace.hits, sources, judge),
    )


def _correct(case: GoldenCase, answer: Answer) -> bool | None:
    if not case.answerable:
        return answer.outcome is Outcome.REFUSED
    if not case.must_contain:
        return None
    quotes = (citation.quote for citation in answer.citations)
    text = "\n".join([*(claim.text for claim in (*answer.claims, *answer.warnings)), *quotes])
    return answer.outcome in ANSWERS and satisfies(text, case.must_contain)


async def _citations(answer: Answer, pages: DocumentSource) -> tuple[bool, ...]:
    verdicts = [citations.is_valid(citation, await _cited_pages(citation, pages)) for citation in answer.citations]
    numbers = {citation.number for citation in answer.citations}
    unproved = [not set(claim.citations) & numbers for claim in (*answer.claims, *answer.warnings)]
    return (*verdicts, *(False for missing in unproved if missing))


async def _cited_pages(citation: Citation, source: DocumentSource) -> dict[int, Page]:
    found: dict[int, Page] = {}
    for number, _ in citation.rectangles:
        try:
            found[number] = await source.page(citation.document_id, number)
        except DocumentNotFound:
            continue  # a citation of a page that does not exist is judged invalid
    return found


def _warnings_shown(case: GoldenCase, answer: Answer, linked: int) -> bool | None:
    """Whether the warnings that had to be shown were.

    Two sources say which: the golden case (a fragment of the warning) and the document (warnings linked to the cited
    chunks). An answer is judged on those it has; without either, or without an answer to show them beside, on none.
    """
    if answer.outcome not in ANSWERS or not (case.warning or linked):
        return None
    shown = "\n".join(claim.text for claim in (*answer.warnings, *filter(_warns, answer.claims)))
    return len(answer.warnings) >= linked and contains(shown, case.warning)


def _warns(claim: Claim) -> bool:
    return claim.warning is not None
