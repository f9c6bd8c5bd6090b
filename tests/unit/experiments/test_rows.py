"""What is kept of an answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from experiment_runs import row
from paillasse.evaluation.experiment import CaseResult
from paillasse.evaluation.quality.measuring import Quality
from paillasse.experiments.rows import mean_figures, read_rows, row_of, write_rows
from paillasse.types.answers import Answer, Citation, Claim, Outcome, Usage
from paillasse.types.golden_case import Evidence, GoldenCase, PageRef

CASE = GoldenCase(
    id="c",
    language="fr",
    question="Que rincer ?",
    documents=(Evidence(file="m.pdf", pages=(4,)),),
    must_contain=(("rotor",),),
    kind="procedure",
    answerable=True,
    cross_lingual=True,
)
NAMES = {"d": "m.pdf", "e": "other.pdf"}
CITATION = Citation(1, "d", "sha", "M", 4, "iv", "Rinse the rotor.", ((4, ()),))
ANSWER = Answer("q", "fr", Outcome.ANSWERED, (Claim("Rinse the rotor.", (1,)),), citations=(CITATION,))
RESULT = CaseResult(CASE, ANSWER, (PageRef("m.pdf", 4),), True, (True,), None, {"total": 7.0, "retrieve": 2.0})
NOTHING = CASE.model_copy(update={"answerable": False, "kind": "injection", "documents": ()})
REFUSED = Answer("q", "fr", Outcome.REFUSED, reason="Not there.")


def test_an_answer_with_its_figures() -> None:
    found = row_of(RESULT, NAMES)
    assert found.slices == ("all", "cross_lingual", "procedure")
    assert (found.passed, found.rank, found.answer, found.quotes) == (True, 1, "Rinse the rotor.", (CITATION.quote,))
    assert found.figures == {
        "latency_ms": 7.0,
        **{f"hit@{k}": 1.0 for k in (1, 3, 5, 10)},
        "mrr@10": 1.0,
        "ndcg@10": 1.0,
        "precision@5": 0.2,
        "recall@10": 1.0,
        "refused_answerable": 0.0,
        "answer_correctness": 1.0,
        "citation_precision": 1.0,
        "citations_valid": 1.0,
        "input_tokens": 0.0,
        "output_tokens": 0.0,
        "cost": 0.0,
    }
    assert read_rows(write_rows([found, found]).encode()) == [found, found]


def test_a_citation_is_precise_where_it_is_valid_and_on_a_page_that_answers() -> None:
    elsewhere = replace(CITATION, number=2, rectangles=((5, ()),))
    warning = replace(elsewhere, number=3)
    answer = replace(ANSWER, claims=(Claim("Rinse.", (1, 2)),), citations=(CITATION, elsewhere, warning))
    for valid, precision in [((True, True, True), 0.5), ((False, True, True), 0.0)]:
        told = row_of(replace(RESULT, answer=answer, citations=valid), NAMES).figures
        assert told["citation_precision"] == precision
    assert "citation_precision" not in row_of(replace(RESULT, answer=REFUSED, citations=()), NAMES).figures


def test_a_question_without_an_answer_is_no_part_of_all() -> None:
    result = replace(RESULT, case=NOTHING, answer=REFUSED, correct=True, citations=(), pages=())
    found = row_of(result, NAMES)
    assert found.slices == ("unanswerable", "injection")
    assert (found.passed, found.answer) == (True, "Not there.")
    assert found.figures.keys() == {"latency_ms", "refused_unanswerable", "input_tokens", "output_tokens", "cost"}
    assert not row_of(replace(result, answer=ANSWER), NAMES).passed


def test_what_a_model_used_counts_and_an_unknown_price_is_no_cost() -> None:
    usage = (Usage("a/b", 2, 100, 20, 0.5, "USD"), Usage("a/c", 1, 10, 2, 0.25, "USD"))
    told = row_of(replace(RESULT, answer=replace(ANSWER, usage=usage)), NAMES).figures
    assert (told["input_tokens"], told["output_tokens"], told["cost"]) == (110.0, 22.0, 0.75)
    unpriced = replace(ANSWER, usage=(*usage, Usage("a/d", 1, 1, 1, None, "USD")))
    assert "cost" not in row_of(replace(RESULT, answer=unpriced), NAMES).figures


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({"correct": False}, NAMES),
        ({"answer": REFUSED}, NAMES),
        ({"citations": (True, False)}, NAMES),
        ({}, {"d": "other.pdf"}),  # the right page number, of another manual
        ({"answer": replace(ANSWER, citations=(replace(CITATION, rectangles=((5, ()),)),))}, NAMES),
    ],
)
def test_an_answer_does_not_pass(changes: dict[str, object], names: dict[str, str]) -> None:
    assert not row_of(replace(RESULT, **changes), names).passed  # type: ignore[arg-type]


def test_means_are_by_slice_and_reviewed_cases_stand_apart() -> None:
    rows = [
        row("a", "fr", hit_at_5=1.0),
        row("b", "a kind (odd)", hit_at_5=0.0, passed=False),
        row("c", hit_at_5=0.5).model_copy(update={"reviewed": True}),
    ]
    means = mean_figures(rows)
    assert means["all/hit_at_5"] == 0.5
    assert means["all/passed"] == 0.5
    assert means["fr/hit_at_5"] == 1.0
    assert means["a kind _odd_/hit_at_5"] == 0.0
    assert means["reviewed/hit_at_5"] == 0.5


def test_a_figure_that_the_judge_failed_to_give_has_no_mean_but_a_count() -> None:
    judged = replace(RESULT, quality=Quality({"faithfulness": 0.5, "judged_faithfulness": 1.0}, ("Rinse.",)))
    failed = replace(RESULT, quality=Quality({"faithfulness": 1.0, "judged_faithfulness": None}))
    rows = [row_of(judged, NAMES), row_of(failed, NAMES)]
    assert [row.unjudged for row in rows] == [(), ("judged_faithfulness",)]
    assert rows[0].contexts == ("Rinse.",)
    assert read_rows(write_rows(rows).encode()) == rows
    means = mean_figures(rows)
    assert (means["all/faithfulness"], means["all/judge_failures"]) == (0.75, 1)
    assert "all/judged_faithfulness" not in means
    assert mean_figures(rows[:1])["procedure/judged_faithfulness"] == 1.0
