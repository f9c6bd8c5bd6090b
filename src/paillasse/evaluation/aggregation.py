"""From the results of a run to its report: means, intervals, percentiles, misses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from paillasse.evaluation import metrics
from paillasse.evaluation.experiment import CaseResult
from paillasse.evaluation.report import (
    AnswerSlice,
    CaseReport,
    Interval,
    Intervals,
    Latency,
    Miss,
    PageEntry,
    Refusals,
    Report,
    SliceReport,
)
from paillasse.types.answers import Outcome
from paillasse.types.golden_case import FIXED_SLICES

_MISS_DEPTH = 5
_PAGES_LISTED = 10


def summarise(results: Sequence[CaseResult], config_hash: str) -> Report:
    """Put the results of a run together."""
    answerable = [result for result in results if result.case.answerable]
    slices = _by_slice(answerable)
    rates = {
        "answer_correctness": _known(result.correct for result in answerable),
        "refused_unanswerable": [_refused(result) for result in results if not result.case.answerable],
        "refused_answerable": [_refused(result) for result in answerable],
        "citations_valid": [valid for result in results for valid in result.citations],
        "warnings_shown": _known(result.warnings_shown for result in results),
    }
    return Report(
        n=len(results),
        slices={name: _slice(members) for name, members in slices.items()},
        **{name: _mean(outcomes) for name, outcomes in rates.items()},
        latency_ms=_latencies(results),
        config_hash=config_hash,
        cases=tuple(_case(result) for result in results),
        answers={name: _answers(members) for name, members in slices.items()},
        refusals=Refusals(
            precision=_mean([not result.case.answerable for result in results if _refused(result)]),
            recall=_mean(rates["refused_unanswerable"]),
        ),
        intervals=Intervals(
            slices={name: _slice_intervals(members) for name, members in slices.items() if members},
            **{name: _interval(outcomes) for name, outcomes in rates.items()},
            qualities={name: _quality_intervals(members) for name, members in slices.items() if members},
        ),
        misses=tuple(_miss(result) for result in answerable if result.rank is None or result.rank > _MISS_DEPTH),
        invalid_citations=tuple(result.case.id for result in results if not all(result.citations)),
        qualities={name: _qualities(members) for name, members in slices.items()},
    )


def _by_slice(answerable: Sequence[CaseResult]) -> dict[str, list[CaseResult]]:
    """The fixed slices first, then kinds, then files, each in alphabetical order."""
    slices: dict[str, list[CaseResult]] = {name: [] for name in FIXED_SLICES}
    kinds = {result.case.kind for result in answerable}
    files = {entry.file for result in answerable for entry in result.case.documents}
    slices |= {name: [] for name in (*sorted(kinds), *sorted(files))}
    for result in answerable:
        for name in result.case.slices:
            slices[name].append(result)
    return slices


def _figures(members: Sequence[CaseResult]) -> npt.NDArray[np.float64]:
    """One row a case, one column a metric."""
    rows = [list(metrics.ranking(result.pages, result.case.relevant).values()) for result in members]
    return np.array(rows, dtype=np.float64).reshape(len(members), len(metrics.RANKING_METRICS))


def _slice(members: Sequence[CaseResult]) -> SliceReport:
    means = _figures(members).mean(axis=0).tolist() if members else [None] * len(metrics.RANKING_METRICS)
    return SliceReport.model_validate({"n": len(members)} | dict(zip(metrics.RANKING_METRICS, means, strict=True)))


def _slice_intervals(members: Sequence[CaseResult]) -> dict[str, Interval]:
    bounds = metrics.mean_intervals(_figures(members)).tolist()
    return {name: (low, high) for name, (low, high) in zip(metrics.RANKING_METRICS, bounds, strict=True)}


def _told(members: Sequence[CaseResult]) -> dict[str, list[float | None]]:
    """Figures of the answers by name, over those that have them."""
    told: dict[str, list[float | None]] = {}
    for result in members:
        for name, value in result.quality.figures.items():
            told.setdefault(name, []).append(value)
    return told


def _qualities(members: Sequence[CaseResult]) -> dict[str, float | None]:
    told = {name: _given(values) for name, values in _told(members).items()}
    return {name: sum(values) / len(values) if values else None for name, values in told.items()}


def _quality_intervals(members: Sequence[CaseResult]) -> dict[str, Interval]:
    told = {name: _given(values) for name, values in _told(members).items()}
    return {name: bounds for name, values in told.items() if (bounds := _interval(values))}


def _given(values: Sequence[float | None]) -> list[float]:
    """Nothing where a judge failed on one of them: a mean of the rest would say too much."""
    given = [value for value in values if value is not None]
    return given if len(given) == len(values) else []


def _answers(members: Sequence[CaseResult]) -> AnswerSlice:
    return AnswerSlice(
        n=len(members),
        correct=_mean(_known(result.correct for result in members)),
        refused=_mean([_refused(result) for result in members]),
        ambiguous=_mean([result.answer.outcome is Outcome.AMBIGUOUS for result in members]),
    )


def _refused(result: CaseResult) -> bool:
    return result.answer.outcome is Outcome.REFUSED


def _known(outcomes: Iterable[bool | None]) -> list[bool]:
    return [outcome for outcome in outcomes if outcome is not None]


def _mean(outcomes: Sequence[bool]) -> float | None:
    return sum(outcomes) / len(outcomes) if outcomes else None


def _interval(outcomes: Sequence[float]) -> Interval | None:
    if not outcomes:
        return None
    low, high = metrics.mean_intervals(np.array(outcomes, dtype=np.float64)[:, None])[0].tolist()
    return low, high


def _latencies(results: Sequence[CaseResult]) -> dict[str, Latency]:
    times: dict[str, list[float]] = {}
    for result in results:
        for stage, milliseconds in result.latency_ms.items():
            times.setdefault(stage, []).append(milliseconds)
    quantiles = {stage: np.percentile(values, [50, 95]).tolist() for stage, values in times.items()}
    return {stage: Latency(p50=p50, p95=p95) for stage, (p50, p95) in quantiles.items()}


def _case(result: CaseResult) -> CaseReport:
    claims = (*result.answer.claims, *result.answer.warnings)
    return CaseReport(
        id=result.case.id,
        rank=result.rank,
        outcome=result.answer.outcome.value,
        correct=result.correct,
        pages=_entries(result.pages[:_PAGES_LISTED]),
        answer="\n".join(claim.text for claim in claims) or result.answer.reason,
    )


def _miss(result: CaseResult) -> Miss:
    return Miss(
        id=result.case.id,
        question=result.case.question,
        outcome=result.answer.outcome.value,
        rank=result.rank,
        expected=_entries((entry.file, page) for entry in result.case.documents for page in entry.pages),
        retrieved=_entries(result.pages[:_MISS_DEPTH]),
    )


def _entries(pages: Iterable[tuple[str, int]]) -> tuple[PageEntry, ...]:
    return tuple(PageEntry(file=file, page=page) for file, page in pages)
