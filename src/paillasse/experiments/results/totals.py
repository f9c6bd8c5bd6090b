"""Figures of a whole run, under the names that runs are sorted by; what was not measured is left out."""

from __future__ import annotations

from collections.abc import Sequence

from paillasse.evaluation.experiment import CaseResult
from paillasse.evaluation.report import Report
from paillasse.experiments.rows import QuestionRow


def totals(report: Report, rows: Sequence[QuestionRow], results: Sequence[CaseResult]) -> dict[str, float]:
    """Rates of the report, latencies by stage in milliseconds, tokens and cost of answering and of judging."""
    told: dict[str, float | None] = {
        "answer_correctness": report.answer_correctness,
        "refused_unanswerable": report.refused_unanswerable,
        "refused_answerable": report.refused_answerable,
        "refusal_precision": report.refusals.precision,
        "refusal_recall": report.refusals.recall,
        "citations_valid": report.citations_valid,
        "warnings_shown": report.warnings_shown,
    }
    for stage, latency in report.latency_ms.items():
        told |= {f"latency_ms/{stage}/p50": latency.p50, f"latency_ms/{stage}/p95": latency.p95}
    for name in ("input_tokens", "output_tokens"):
        told[name] = sum(row.figures[name] for row in rows)
    costs = [row.figures.get("cost") for row in rows]
    told["cost"] = None if None in costs else sum(cost for cost in costs if cost is not None)
    return {name: value for name, value in told.items() if value is not None} | _judging(results)


def _judging(results: Sequence[CaseResult]) -> dict[str, float]:
    """What the judge took; nothing without one, and no cost where nobody knows its price."""
    used = [use for result in results for use in result.quality.usage]
    if not used:
        return {}
    told = {"judge_input_tokens": sum(u.input_tokens for u in used)}
    told["judge_output_tokens"] = sum(u.output_tokens for u in used)
    costs = [u.cost for u in used if u.cost is not None]
    return {**told, **({"judge_cost": sum(costs)} if len(costs) == len(used) else {})}
