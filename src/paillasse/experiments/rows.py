"""What is kept of each question of a run: what was answered from what, and its figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from pydantic import BaseModel, ConfigDict

from paillasse.evaluation import metrics
from paillasse.evaluation.experiment import ANSWERS, CaseResult
from paillasse.types.answers import Citation, Outcome
from paillasse.types.golden_case import FIXED_SLICES, PageRef

LOWER_IS_BETTER = frozenset({"refused_answerable", "latency_ms", "cost"})
"""Figures of `QuestionRow.figures`; of all others more is better."""

_NAMES = re.compile(r"[^\w\-. :/]")


class QuestionRow(BaseModel):
    """One question of a run."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    question: str
    language: str
    slices: tuple[str, ...]
    """Those of the fixed slices and the kind that it counts in; `unanswerable` and its kind where nothing answers."""
    reviewed: bool = False
    """It came of feedback: every release has to pass it."""
    answerable: bool
    outcome: str
    passed: bool
    """As a person would accept it: see `passes`."""
    rank: int | None
    """Of the first right page among those retrieved."""
    figures: dict[str, float]
    """By name, without those that were not measured; from 0 to 1, but `latency_ms`, `cost` and tokens."""
    unjudged: tuple[str, ...] = ()
    """Figures that a judge was asked for and failed to give."""
    answer: str
    quotes: tuple[str, ...]
    contexts: tuple[str, ...]
    """Texts of the passages found first."""


def row_of(result: CaseResult, names: Mapping[str, str], *, reviewed: bool = False) -> QuestionRow:
    """What is kept of an answer; `names` are those of the files by document id, as golden cases write them."""
    case, answer = result.case, result.answer
    claims = (*answer.claims, *answer.warnings)
    return QuestionRow(
        id=case.id,
        question=case.question,
        language=case.language,
        slices=slices_of(result),
        reviewed=reviewed,
        answerable=case.answerable,
        outcome=answer.outcome.value,
        passed=passes(result, names),
        rank=result.rank,
        figures=figures_of(result, names),
        unjudged=tuple(name for name, value in result.quality.figures.items() if value is None),
        answer="\n".join(claim.text for claim in claims) or answer.reason,
        quotes=tuple(citation.quote for citation in answer.citations),
        contexts=result.quality.contexts,
    )


def slices_of(result: CaseResult) -> tuple[str, ...]:
    """The slices of a report without those of single files; questions that nothing answers are no part of `all`."""
    case = result.case
    if not case.answerable:
        return tuple(dict.fromkeys(("unanswerable", case.kind)))
    return tuple(name for name in case.slices if name in (*FIXED_SLICES, case.kind))


def figures_of(result: CaseResult, names: Mapping[str, str]) -> dict[str, float]:
    """What was measured of one answer; `names` as for `row_of`."""
    case, answer = result.case, result.answer
    refused = float(answer.outcome is Outcome.REFUSED)
    figures = {"latency_ms": result.latency_ms["total"]}
    if case.answerable:
        figures |= metrics.ranking(result.pages, case.relevant) | {"refused_answerable": refused}
        if result.correct is not None:
            figures["answer_correctness"] = float(result.correct)
        if precise := _precise(result, names):
            figures["citation_precision"] = sum(precise) / len(precise)
    else:
        figures["refused_unanswerable"] = refused
    if result.citations:
        figures["citations_valid"] = sum(result.citations) / len(result.citations)
    if result.warnings_shown is not None:
        figures["warnings_shown"] = float(result.warnings_shown)
    figures |= {name: value for name, value in result.quality.figures.items() if value is not None}
    figures["input_tokens"] = float(sum(use.input_tokens for use in answer.usage))
    figures["output_tokens"] = float(sum(use.output_tokens for use in answer.usage))
    costs = [use.cost for use in answer.usage]
    if None not in costs:
        figures["cost"] = float(sum(cost for cost in costs if cost is not None))
    return figures


def passes(result: CaseResult, names: Mapping[str, str]) -> bool:
    """Whether a person would accept the answer: it says what it must and cites a right page, or rightly refuses."""
    case, answer = result.case, result.answer
    if not case.answerable:
        return answer.outcome is Outcome.REFUSED
    if answer.outcome not in ANSWERS or result.correct is False or not all(result.citations):
        return False
    acceptable = set[PageRef]().union(*case.relevant)
    return any(not acceptable.isdisjoint(_places(citation, names)) for citation in answer.citations)


def _precise(result: CaseResult, names: Mapping[str, str]) -> list[bool]:
    """Of each citation of a claim, whether it is valid and stands on a page that answers; warnings stand elsewhere."""
    acceptable = set[PageRef]().union(*result.case.relevant)
    used = {number for claim in result.answer.claims for number in claim.citations}
    return [
        valid and not acceptable.isdisjoint(_places(citation, names))
        for citation, valid in zip(result.answer.citations, result.citations, strict=False)
        if citation.number in used
    ]


def _places(citation: Citation, names: Mapping[str, str]) -> set[PageRef]:
    return {PageRef(names.get(citation.document_id, ""), page) for page, _ in citation.rectangles}


def mean_figures(rows: Iterable[QuestionRow]) -> dict[str, float]:
    """Means by `slice/figure`, names as a tracker takes them.

    A figure that a judge failed to give of one question has no mean on its slices, which have `judge_failures` instead.
    """
    values: dict[str, list[float]] = {}
    failed: dict[str, int] = {}
    for row in rows:
        for place in ("reviewed",) if row.reviewed else row.slices:
            for name, value in ({**row.figures, "passed": float(row.passed)}).items():
                values.setdefault(f"{place}/{name}", []).append(value)
            for name in row.unjudged:
                failed[f"{place}/{name}"] = failed.get(f"{place}/{name}", 0) + 1
    means = {name: sum(found) / len(found) for name, found in values.items() if name not in failed}
    failures: dict[str, float] = {}
    for name, count in failed.items():
        counted = f"{name.rpartition('/')[0]}/judge_failures"
        failures[counted] = failures.get(counted, 0) + count
    return {metric_name(name): value for name, value in (means | failures).items()}


def metric_name(name: str) -> str:
    """A name as a tracker takes it: `hit@5` is `hit_at_5`."""
    return _NAMES.sub("_", name.replace("@", "_at_"))


def write_rows(rows: Iterable[QuestionRow]) -> str:
    """JSON lines."""
    return "".join(row.model_dump_json() + "\n" for row in rows)


def read_rows(text: bytes) -> list[QuestionRow]:
    """What `write_rows` wrote."""
    return [QuestionRow.model_validate_json(line) for line in text.splitlines() if line.strip()]


def by_id(rows: Iterable[QuestionRow]) -> Mapping[str, QuestionRow]:
    """Rows of the golden sets, without reviewed ones."""
    return {row.id: row for row in rows if not row.reviewed}
