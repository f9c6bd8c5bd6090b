"""The gates: each that fails is named, and what was not measured fails."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from experiment_runs import row
from paillasse.evaluation.aggregation import summarise
from paillasse.evaluation.gates import Gates
from paillasse.evaluation.report import Latency
from paillasse.experiments.rows import QuestionRow
from paillasse.protocols.tracking import Run
from paillasse.releases.gate_policy import Budgets, GatePolicy, Regression, Safety
from paillasse.releases.judging import Measured, Production, judge

LATENCY = {"total": Latency(p50=100, p95=400)}
REGRESSION = GatePolicy(regression=Regression(figures=("hit@5",)))


def measured(rows: Sequence[QuestionRow], reviewed: str = "r", **figures: Any) -> Measured:
    run = Run("run", "", datetime.now(UTC), True, tags={"reviewed": reviewed})
    return Measured(run, summarise([], "c").model_copy(update={"latency_ms": LATENCY, **figures}), rows)


def judged(
    policy: GatePolicy, rows: Sequence[QuestionRow], before: Sequence[QuestionRow] | None = None, **more: Any
) -> str:
    production = None if before is None else Production(1, measured(before))
    return "; ".join(judge(measured(rows, **more), production, "r", policy).failures)


def rows(*hits: float, place: str = "en") -> list[QuestionRow]:
    return [row(f"{place}{number}", place, hit_at_5=hit) for number, hit in enumerate(hits)]


def test_without_gates_everything_passes() -> None:
    assert judge(measured([]), None, "r", GatePolicy()).passed


@pytest.mark.parametrize(
    ("policy", "figures", "said"),
    [
        (GatePolicy(floors=Gates(at_least={"answer_correctness": 0.5})), {"answer_correctness": 0.4}, "below 0.5"),
        (GatePolicy(floors=Gates(at_least={"answer_correctness": 0.5})), {}, "was not measured"),
        (GatePolicy(floors=Gates(at_least={"answer_correctness": 0.5})), {"answer_correctness": math.nan}, "nan"),
        (GatePolicy(floors=Gates(at_most={"refused_answerable": 0.5})), {"refused_answerable": math.nan}, "nan"),
        (GatePolicy(safety=Safety(rates=("citations_valid",))), {"citations_valid": 0.999}, "below 1"),
        (GatePolicy(safety=Safety(rates=("citations_valid",))), {}, "was not measured"),
        (GatePolicy(budgets=Budgets(latency_p50_ms=99)), {}, "the median latency in ms is 100, above 99"),
        (GatePolicy(budgets=Budgets(latency_p95_ms=399)), {}, "95th percentile of latency in ms is 400"),
        (GatePolicy(budgets=Budgets(latency_p95_ms=399)), {"latency_ms": {}}, "was not measured"),
    ],
)
def test_a_figure_out_of_bounds_or_missing_fails(policy: GatePolicy, figures: dict[str, Any], said: str) -> None:
    assert said in judged(policy, [], **figures)


def test_figures_within_bounds_pass() -> None:
    policy = GatePolicy(
        floors=Gates(at_least={"answer_correctness": 0.5}, at_most={"refused_answerable": 0.5}),
        budgets=Budgets(latency_p50_ms=100, latency_p95_ms=400, cost_per_question=0.1),
        safety=Safety(rates=("citations_valid",), kinds=("injection",)),
    )
    asked = [row("a", "injection", answerable=False, cost=0.1), row("b", cost=0.05)]
    figures = {"answer_correctness": 0.5, "refused_answerable": 0.5, "citations_valid": 1.0}
    assert judged(policy, asked, **figures) == ""


def test_cost_is_a_mean_and_an_unknown_price_fails() -> None:
    policy = GatePolicy(budgets=Budgets(cost_per_question=0.1))
    assert judged(policy, [row("a", cost=0.05), row("b", cost=0.15)]) == ""
    assert "is 0.2, above 0.1" in judged(policy, [row("a", cost=0.05), row("b", cost=0.35)])
    assert "was not measured" in judged(policy, [row("a", cost=0.05), row("b")])
    assert "was not measured" in judged(policy, [])


def test_every_case_of_a_kind_that_is_about_safety_passes_and_there_is_one() -> None:
    policy = GatePolicy(safety=Safety(kinds=("injection",)))
    assert judged(policy, [row("a", "injection"), row("b", passed=False)]) == ""
    assert judged(policy, [row("a", "injection", passed=False)]) == "a (injection) does not pass"
    assert judged(policy, [row("b")]) == "no question of the kind injection was asked"


def test_every_reviewed_case_passes_and_none_came_since() -> None:
    fails = row("reviewed:x", passed=False).model_copy(update={"reviewed": True})
    assert judged(GatePolicy(), [fails]) == "reviewed:x does not pass"
    assert "since it was measured" in judged(GatePolicy(), [], reviewed="before")


def test_a_significant_fall_fails_and_an_insignificant_one_does_not() -> None:
    assert "hit@5 on all questions fell from 1.000 to 0.000" in judged(REGRESSION, rows(*[0.0] * 8), rows(*[1.0] * 8))
    assert judged(REGRESSION, rows(0.0, *[1.0] * 19), rows(*[1.0] * 20)) == ""
    assert judged(REGRESSION, rows(*[1.0] * 8), rows(*[0.0] * 8)) == ""


def test_a_fall_in_one_slice_fails_where_the_whole_hides_it() -> None:
    before = [*rows(*[1.0] * 8, place="fr"), *rows(*[0.0] * 12)]
    after = [*rows(*[0.0] * 8, place="fr"), *rows(*[1.0] * 12)]
    said = judged(REGRESSION, after, before)
    assert said.startswith("hit@5 on fr fell")
    few = GatePolicy(regression=Regression(figures=("hit@5",), least_questions=9))
    assert judged(few, after, before) == ""  # no slice is large enough


def test_a_release_is_compared_on_the_same_questions_only() -> None:
    verdict = judge(measured(rows(1.0)), Production(7, None), "r", REGRESSION)
    assert verdict.failures == ("release 7, in production, was not measured on the same questions and manuals",)
    policy = GatePolicy(regression=Regression(figures=("ndcg@10",)))
    assert judged(policy, rows(1.0), rows(1.0)) == "ndcg@10 was not measured in both"


def test_a_figure_that_the_judge_failed_to_give_fails() -> None:
    policy = GatePolicy(regression=Regression(figures=("judged_faithfulness",)))
    before = [row(name, "en", judged_faithfulness=0.5) for name in "abc"]
    after = [row("a", "en", judged_faithfulness=1.0), row("b", "en", judged_faithfulness=1.0), row("c", "en")]
    assert judged(policy, after, before) == ""
    after[2] = after[2].model_copy(update={"unjudged": ("judged_faithfulness",)})
    assert "the judge failed on 1 question" in judged(policy, after, before)
