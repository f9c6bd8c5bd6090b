"""From what the systems answered to figures, by exactly the rules of our own evaluation."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import Any

import numpy as np

from paillasse.evaluation.aggregation import summarise
from paillasse.evaluation.experiment import CaseResult
from paillasse.types.answers import Answer, Outcome
from paillasse.types.golden_case import GoldenCase, PageRef

Trials = Sequence[Mapping[str, Any]]
"""Results of one system, one a round."""

RANKING = (
    ("en", ("hit@1", "hit@5", "mrr@10")),
    ("fr", ("hit@1", "hit@5", "mrr@10")),
    ("cross_lingual", ("hit@1", "hit@5", "mrr@10")),
    ("all", ("hit@1", "hit@5", "mrr@10")),
    ("error_code", ("hit@1", "hit@3")),
)
"""Slices and the figures shown of each."""

COSTS = (
    ("pages_per_second", "pages/s ingested", ".1f"),
    ("ratio", "ratio to the first", ".2f"),
    ("cpu_seconds_per_page", "CPU s/page", ".3f"),
    ("retrieval_p50_ms", "retrieval p50, ms", ".0f"),
    ("retrieval_p95_ms", "retrieval p95, ms", ".0f"),
    ("answer_p50_ms", "whole answer p50, ms", ".0f"),
    ("answer_p95_ms", "whole answer p95, ms", ".0f"),
    ("start_seconds", "start, s", ".1f"),
    ("peak_mb", "peak memory, MB", ".0f"),
    ("disk_mb", "index on disk, MB", ".1f"),
    ("chunks", "chunks", ".0f"),
)


def ranking(cases: Sequence[GoldenCase], trial: Mapping[str, Any]) -> dict[str, Any]:
    """Page figures and their 95 % intervals, by slice."""
    pages = {answer["id"]: answer["pages"] for answer in trial["answers"]}
    report = summarise([_result(case, pages[case.id]) for case in cases], config_hash="")
    figures: dict[str, Any] = {}
    for name in (name for name, _ in RANKING if name in report.slices):
        intervals = report.intervals.slices.get(name, {})
        figures[name] = report.slices[name].model_dump() | {"intervals": intervals}
    return figures


def _result(case: GoldenCase, pages: Sequence[tuple[str, int]]) -> CaseResult:
    """Only the pages count: peers retrieve, they do not answer."""
    unanswered = Answer(case.question, case.language, Outcome.REFUSED)
    composed = (PageRef(unicodedata.normalize("NFC", file), page) for file, page in pages)
    return CaseResult(case, unanswered, tuple(dict.fromkeys(composed)), None, (), None, {})


def costs(trials: Trials, first: Trials, pages: int) -> dict[str, float | None]:
    """Medians over rounds; latencies over the questions of every round; the most memory and disk of any round.

    The ratio of pages per second is taken round by round, so that what else the machine does falls on both.

    Args:
        trials: of this system.
        first: of the system that it is compared with, the same rounds.
        pages: physical pages of the manuals.
    """
    ratios = [a["ingest_seconds"] / b["ingest_seconds"] for a, b in zip(first, trials, strict=True)]
    figures: dict[str, float | None] = {
        "pages_per_second": median(pages / trial["ingest_seconds"] for trial in trials),
        "ratio": median(ratios) if ratios else None,
        "cpu_seconds_per_page": median(trial["ingest_cpu_seconds"] / pages for trial in trials),
        "start_seconds": median(trial["start_seconds"] for trial in trials),
        "peak_mb": max(trial["peak_mb"] for trial in trials),
        "disk_mb": max(trial["disk_mb"] for trial in trials),
        "chunks": trials[0]["chunks"],
        "load_before": max(trial["load_before"] for trial in trials),
    }
    for stage in ("retrieval", "answer"):
        spent = [answer["ms"][stage] for trial in trials for answer in trial["answers"] if stage in answer["ms"]]
        p50, p95 = np.percentile(spent, [50, 95]).tolist() if spent else (None, None)
        figures |= {f"{stage}_p50_ms": p50, f"{stage}_p95_ms": p95}
    return figures


def table(systems: Mapping[str, Any]) -> Iterator[str]:
    """A line per figure, a column per system."""
    yield line("", systems)
    measured = next(iter(systems.values()))["pages"]
    for name, keys in RANKING:
        for key in keys if name in measured else ():
            label = f"{name} {key} ({measured[name]['n']})"
            yield line(label, [shown(system["pages"][name][key], ".3f") for system in systems.values()])
    for key, label, form in COSTS:
        yield line(label, [shown(system["costs"][key], form) for system in systems.values()])


def line(label: str, cells: Sequence[str] | Mapping[str, Any]) -> str:
    """One row."""
    return f"{label:28}" + "".join(f"{cell:>15}" for cell in cells)


def shown(value: float | None, form: str) -> str:
    """A dash where nothing was measured."""
    return "-" if value is None else format(value, form)
