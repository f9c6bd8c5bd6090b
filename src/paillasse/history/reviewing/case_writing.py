"""From an answer, what its user says of it and what an expert adds, to a golden case. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from paillasse.history.errors import UnsuitableCase
from paillasse.history.types import Exchange, Feedback, Reason, Thumb
from paillasse.language.text import printable
from paillasse.types.answers import Outcome
from paillasse.types.documents import Document, LineKind
from paillasse.types.golden_case import Evidence, GoldenCase

KIND = "feedback"
"""The slice of a report that these cases make up."""
_LANGUAGES = frozenset({"en", "fr"})
_ELSEWHERE = frozenset({Reason.WRONG_SOURCE, Reason.WRONG_EQUIPMENT})
"""What the answer cites is not what answers."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What an expert says of the right answer. What is left empty comes from the exchange and its feedback."""

    question: str = ""
    """For a question that only what was said before makes understandable."""
    answer: str = ""
    evidence: Mapping[str, tuple[int, ...]] | None = None
    """Physical pages that answer, by document id; any of them will do. None: those that the answer cites."""
    answerable: bool | None = None
    """False: the right outcome is a refusal."""
    must_contain: tuple[tuple[str, ...], ...] = ()
    """For every inner list one alternative has to appear in an answer."""


NOTHING = Expected()


def evidence_of(exchange: Exchange, feedback: Feedback, expected: Expected) -> dict[str, tuple[int, ...]]:
    """Pages that answer, by document id: the expert's, or those that the claims cite where the source was not wrong."""
    if expected.evidence is not None:
        return {document_id: tuple(sorted(set(pages))) for document_id, pages in expected.evidence.items()}
    if feedback.reason in _ELSEWHERE:
        return {}
    cited = {number for claim in exchange.response.claims for number in claim.citations}
    found: dict[str, set[int]] = {}
    for citation in exchange.response.citations:
        if citation.number in cited:
            found.setdefault(citation.document_id, set()).update(page for page, _ in citation.rectangles)
            found[citation.document_id].add(citation.page)
    return {document_id: tuple(sorted(pages)) for document_id, pages in found.items()}


def case_of(
    exchange: Exchange,
    feedback: Feedback,
    expected: Expected,
    evidence: Iterable[tuple[Document, tuple[int, ...]]],
) -> GoldenCase | None:
    """The case; None where nothing tells a right answer.

    Args:
        exchange: what was asked and answered.
        feedback: what its user says of it.
        expected: what the expert says.
        evidence: `evidence_of` them, with the documents.

    Raises:
        UnsuitableCase: the expert said something that cannot be.
    """
    language = exchange.response.language
    answerable = _answerable(exchange, feedback) if expected.answerable is None else expected.answerable
    manuals = list(evidence) if answerable else []
    if language not in _LANGUAGES or (answerable and not manuals):
        if expected == NOTHING:
            return None
        raise UnsuitableCase("No page that answers the question is named.")
    pages = {(manual.id, page) for manual, found in manuals for page in found}
    quotes = (c.quote for c in exchange.response.citations if (c.document_id, c.page) in pages)
    told = {
        "id": exchange.id,
        "language": language,
        "question": printable(expected.question or exchange.query),
        "documents": [{"file": printable(manual.filename), "pages": found} for manual, found in manuals],
        "must_contain": expected.must_contain,
        "kind": KIND,
        "answerable": answerable,
        "cross_lingual": bool(manuals) and all(language not in _spoken(manual) for manual, _ in manuals),
        "equipment": printable(exchange.equipment),
        "needs_filter": bool(exchange.equipment),
        "evidence": next(quotes, ""),
        "answer": _legible(expected.answer or _right_answer(exchange, feedback)),
    }
    return _validated(told)


def edited(case: GoldenCase, expected: Expected, manuals: Sequence[tuple[Document, tuple[int, ...]]]) -> GoldenCase:
    """A case as an expert wants it, whole: what he leaves empty is empty.

    Args:
        case: as it was; its id, language, machine and kind stay.
        expected: what he says.
        manuals: with the pages that answer; of none where no manual does.

    Raises:
        UnsuitableCase: it cannot be.
    """
    if not (manuals or expected.answerable is False):
        raise UnsuitableCase("No page that answers the question is named.")
    documents = tuple(Evidence(file=printable(manual.filename), pages=pages) for manual, pages in manuals)
    return _validated(
        {
            **case.model_dump(),
            "question": printable(expected.question),
            "answer": _legible(expected.answer),
            "documents": documents,
            "must_contain": expected.must_contain,
            "answerable": bool(manuals),
            "cross_lingual": bool(manuals) and all(case.language not in _spoken(manual) for manual, _ in manuals),
            "evidence": case.evidence if documents == case.documents else "",
        }
    )


def _validated(told: Mapping[str, object]) -> GoldenCase:
    try:
        return GoldenCase.model_validate(told)
    except ValidationError as error:
        first = error.errors()[0]
        raise UnsuitableCase(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error


def _answerable(exchange: Exchange, feedback: Feedback) -> bool:
    if feedback.thumb is Thumb.UP:
        return exchange.outcome is not Outcome.REFUSED
    return feedback.reason is not Reason.ANSWERED_WRONGLY


def _right_answer(exchange: Exchange, feedback: Feedback) -> str:
    if feedback.corrected_answer or feedback.thumb is Thumb.DOWN:
        return feedback.corrected_answer
    return "\n".join(claim.text for claim in exchange.response.claims if claim.kind is not LineKind.WARNING)


def _spoken(manual: Document) -> set[str]:
    return {manual.metadata.language, *manual.metadata.languages}


def _legible(text: str) -> str:
    return "\n".join(map(printable, text.split("\n")))
