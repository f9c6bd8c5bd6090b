"""Whole runs: a scripted answerer over a manual of two pages, judged, and the report that others script against."""

import json
import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from rich.console import Console

from paillasse.cli.views.evaluation import report_view
from paillasse.errors.storage import EmptyIndex
from paillasse.evaluation.aggregation import summarise
from paillasse.evaluation.experiment import CaseResult, run
from paillasse.evaluation.report import Report
from paillasse.types.answers import Answer, Citation, Claim, Outcome
from paillasse.types.documents import LineKind
from paillasse.types.golden_case import Evidence, GoldenCase, PageRef
from paillasse.types.pages import Box, WarningLevel
from paillasse.types.questions import Query
from two_pages import TwoPages


class Scripted:
    """Gives the answers it was handed, by question, and remembers what it was asked."""

    def __init__(self, answers):
        self.answers = answers
        self.queries: list[Query] = []

    async def answer(self, query):
        self.queries.append(query)
        return self.answers[query.text]


def case(identifier, **changes):
    base = GoldenCase(
        id=identifier,
        language="en",
        question=f"{identifier}?",
        documents=(Evidence(file="m.pdf", pages=(1,)),),
        must_contain=(("rinse",),),
        kind="procedure",
        answerable=True,
        cross_lingual=False,
    )
    return base.model_copy(update=changes)


def citation(quote="Rinse", page=1, document="doc", number=1):
    return Citation(number, document, "sha", "Manual", page, str(page), quote, ((page, (Box(0, 0, 40, 10),)),))


def warning(text, level=WarningLevel.CAUTION):
    return Claim(text, (1,), warning=level)


def answer(*pages, outcome=Outcome.ANSWERED, linked=0, **changes):
    """An answer with one true claim; `pages` are those retrieved from m.pdf."""
    base = Answer("q", "en", outcome, claims=(Claim("Rinse", (1,)),), citations=(citation(),))
    trace = {"pages": [{"file": "m.pdf", "page": page} for page in pages], "linked_warnings": linked}
    return replace(base, trace=trace, **changes)


def refusal(*pages):
    return answer(*pages, outcome=Outcome.REFUSED, claims=(), citations=(), reason="Not in the manuals.")


@pytest.fixture
def pages():
    return TwoPages()


async def judge(pages, given, **changes):
    [result] = await run(Scripted({"c?": given}), pages, [case("c", **changes)])
    return result


async def test_the_equipment_is_passed_only_where_the_user_had_picked_it(pages):
    answerer = Scripted({"a?": answer(1), "b?": answer(1)})

    await run(answerer, pages, [case("a", equipment="Pump"), case("b", equipment="Pump", needs_filter=True)])

    assert [(query.text, query.equipment) for query in answerer.queries] == [("a?", ""), ("b?", "Pump")]


async def test_progress_is_told_after_each_case(pages):
    told = []
    cases = [case("a"), case("b")]

    await run(Scripted({"a?": answer(1), "b?": answer(1)}), pages, cases, lambda *step: told.append(step))

    assert told == [("evaluate", 1, 2), ("evaluate", 2, 2)]


async def test_the_first_distinct_acceptable_page_gives_the_rank(pages):
    result = await judge(pages, answer(5, 5, 6, 5, 1))

    assert result.pages == (PageRef("m.pdf", 5), PageRef("m.pdf", 6), PageRef("m.pdf", 1))
    assert result.rank == 3


async def test_a_refusal_is_ranked_too(pages):
    result = await judge(pages, refusal(3, 1))

    assert (result.rank, result.correct, result.citations) == (2, False, ())


async def test_an_answer_without_retrieved_pages_in_its_trace_is_no_measurement(pages):
    with pytest.raises(ValidationError):
        await judge(pages, replace(answer(1), trace={}))


async def test_a_question_back_is_neither_right_nor_refused(pages):
    result = await judge(pages, replace(answer(1), outcome=Outcome.AMBIGUOUS, claims=(), citations=(), trace={}))

    assert (result.rank, result.correct, result.pages) == (None, False, ())


@pytest.mark.parametrize("place", ["claim", "warning", "quote"])
async def test_what_must_be_contained_may_stand_in_claims_warnings_or_quotes(pages, place):
    changes = {
        "claim": {"claims": (Claim("Use BLEACH", (1,)),)},
        "warning": {"warnings": (warning("Bleach burns."),)},
        "quote": {"citations": (citation("bleach"),)},
    }[place]

    assert (await judge(pages, answer(1, **changes), must_contain=(("bleach",),))).correct is True
    assert (await judge(pages, answer(1), must_contain=(("bleach",),))).correct is False


async def test_a_degraded_answer_can_be_right(pages):
    assert (await judge(pages, answer(1, outcome=Outcome.DEGRADED))).correct is True


async def test_correctness_is_unknown_where_nothing_must_be_contained(pages):
    assert (await judge(pages, answer(1), must_contain=())).correct is None


async def test_the_right_outcome_of_an_unanswerable_case_is_a_refusal(pages):
    unanswerable = {"answerable": False, "documents": (), "must_contain": ()}

    assert (await judge(pages, refusal(1), **unanswerable)).correct is True
    assert (await judge(pages, answer(1), **unanswerable)).correct is False


async def test_citations_are_checked_on_their_pages(pages):
    cited = (citation("Rinse", 1, number=1), citation("Dry", 1, number=2), citation("Rinse", 9, number=3))
    assert (await judge(pages, answer(1, citations=cited))).citations == (True, False, False)
    assert (await judge(pages, answer(1, citations=(citation(document="gone"),)))).citations == (False,)


async def test_a_claim_or_warning_without_a_citation_counts_as_a_false_one(pages):
    given = answer(1, claims=(Claim("Rinse", (1,)), Claim("Bare", ())), warnings=(Claim("Dangling", (8,)),))

    assert (await judge(pages, given)).citations == (True, False, False)


@pytest.mark.parametrize(
    ("linked", "shown", "expected"),
    [(0, 0, None), (0, 1, None), (1, 1, True), (2, 1, False), (1, 0, False), (1, 2, True)],
)
async def test_every_linked_warning_has_to_be_shown(pages, linked, shown, expected):
    given = answer(1, linked=linked, warnings=tuple(warning(f"Warning {n}") for n in range(shown)))

    assert (await judge(pages, given)).warnings_shown is expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"warnings": (warning("CAUTION: Surface brûlante !"),)}, True),
        ({"claims": (Claim("Surface brûlante", (1,), LineKind.WARNING, warning=warning("").warning),)}, True),
        ({"claims": (Claim("Surface brûlante", (1,)),)}, False),
        ({"warnings": (warning("Sharp needle"),)}, False),
        ({"warnings": (warning("Surface brûlante"),), "linked": 2}, False),
    ],
)
async def test_the_warning_a_case_names_has_to_be_shown_as_one(pages, changes, expected):
    assert (await judge(pages, answer(1, **changes), warning="surface brulante")).warnings_shown is expected


async def test_a_refusal_shows_nothing_to_warn_about(pages):
    assert (await judge(pages, refusal(1), warning="surface")).warnings_shown is None


async def test_latency_has_a_total_of_its_own_unless_the_answer_brings_one(pages):
    measured = await judge(pages, answer(1, timings_ms={"retrieve": 4.0}))
    brought = await judge(pages, answer(1, timings_ms={"retrieve": 4.0, "total": 7.0}))

    assert measured.latency_ms["retrieve"] == 4
    assert measured.latency_ms["total"] > 0
    assert brought.latency_ms["total"] == 7


async def test_an_error_ends_the_run(pages):
    class Broken:
        async def answer(self, query):
            raise EmptyIndex("nothing was ingested")

    with pytest.raises(EmptyIndex):
        await run(Broken(), pages, [case("a")])


FIGURES = {"n", "hit@1", "hit@3", "hit@5", "hit@10", "mrr@10", "ndcg@10", "precision@5", "recall@10"}

RUN = {
    case("right"): answer(1, 4, linked=1, warnings=(warning("Hot"),), timings_ms={"total": 10.0, "retrieve": 1.0}),
    case("third", kind="table", language="fr"): answer(8, 9, 1, linked=1, timings_ms={"total": 20.0}),
    case("crossed", cross_lingual=True, documents=(Evidence(file="n.pdf", pages=(7,)),)): answer(
        1, citations=(citation("Wrong"),), timings_ms={"total": 30.0}
    ),
    case("refused", must_contain=(("heat",),)): refusal(1),
    case("asked", must_contain=(("heat",),)): answer(
        1, outcome=Outcome.AMBIGUOUS, claims=(), citations=(), timings_ms={"total": 40.0}
    ),
    case("open", must_contain=()): answer(2, 3, 4, 5, 6, 1, timings_ms={"total": 50.0}),
    case("none", kind="unanswerable", answerable=False, documents=(), must_contain=()): refusal(1),
    case("trap", kind="unanswerable", answerable=False, documents=(), must_contain=()): answer(1),
}


@pytest.fixture
async def report(pages):
    answerer = Scripted({golden.question: given for golden, given in RUN.items()})
    return summarise(await run(answerer, pages, list(RUN)), "abc123")


async def test_the_contract_key_for_key(report):
    written = json.loads(report.model_dump_json())

    contract = {
        "n", "slices", "answer_correctness", "refused_unanswerable", "refused_answerable", "citations_valid",
        "warnings_shown", "latency_ms", "config_hash", "cases",
    }  # fmt: skip
    assert contract <= set(written)
    assert written["n"] == 8
    assert written["config_hash"] == "abc123"
    assert list(written["slices"]) == [
        "all", "en", "fr", "cross_lingual", "procedure", "table", "m.pdf", "n.pdf",
    ]  # fmt: skip
    assert all(set(figures) == FIGURES for figures in written["slices"].values())
    assert [set(one) for one in written["cases"]] == [{"id", "rank", "outcome", "correct", "pages", "answer"}] * 8
    assert set(written["latency_ms"]["retrieve"]) == {"p50", "p95"}
    assert Report.model_validate_json(report.model_dump_json()) == report


async def test_rates(report):
    assert report.answer_correctness == 3 / 5
    assert report.refused_answerable == 1 / 6
    assert report.refused_unanswerable == 1 / 2
    assert report.refusals.precision == 1 / 2
    assert report.refusals.recall == 1 / 2
    assert report.citations_valid == 4 / 5
    assert report.warnings_shown == 1 / 2


async def test_slices_hold_answerable_cases_and_languages_same_language_ones(report):
    assert {name: figures.n for name, figures in report.slices.items()} == {
        "all": 6, "en": 4, "fr": 1, "cross_lingual": 1, "procedure": 5, "table": 1, "m.pdf": 5, "n.pdf": 1,
    }  # fmt: skip


async def test_the_figures_of_a_slice_are_means(report):
    english = figures_of(report, "en")  # ranks 1, 1, 1, 6

    assert english["hit@1"] == english["hit@3"] == english["hit@5"] == 3 / 4
    assert english["hit@10"] == 1
    assert english["mrr@10"] == pytest.approx((3 + 1 / 6) / 4)
    assert english["ndcg@10"] == pytest.approx((3 + 1 / math.log2(7)) / 4)
    assert english["precision@5"] == pytest.approx(3 * 0.2 / 4)
    assert english["recall@10"] == 1
    assert figures_of(report, "cross_lingual")["hit@10"] == 0


async def test_how_the_cases_of_a_slice_ended(report):
    english = report.answers["en"]

    assert (english.n, english.correct, english.refused, english.ambiguous) == (4, 1 / 3, 1 / 4, 1 / 4)


async def test_percentiles_of_each_stage_are_over_the_answers_that_ran_it(report):
    assert report.latency_ms["retrieve"].p50 == report.latency_ms["retrieve"].p95 == 1
    assert report.latency_ms["total"].p95 == pytest.approx(46.5, abs=1)


async def test_cases_say_what_happened(report):
    cases = {one.id: one for one in report.cases}

    assert cases["third"].rank == 3
    assert cases["crossed"].rank is None
    assert cases["open"].correct is None
    assert (cases["none"].outcome, cases["none"].correct, cases["none"].answer) == (
        "refused", True, "Not in the manuals.",
    )  # fmt: skip
    assert cases["right"].answer == "Rinse\nHot"
    assert [(entry.file, entry.page) for entry in cases["right"].pages] == [("m.pdf", 1), ("m.pdf", 4)]


async def test_misses_show_what_was_retrieved_instead(report):
    crossed, late = report.misses

    assert (crossed.id, crossed.rank) == ("crossed", None)
    assert [(entry.file, entry.page) for entry in crossed.expected] == [("n.pdf", 7)]
    assert [(entry.file, entry.page) for entry in crossed.retrieved] == [("m.pdf", 1)]
    assert (late.id, late.rank, len(late.retrieved)) == ("open", 6, 5)
    assert report.invalid_citations == ("crossed",)


async def test_intervals_bracket_their_figures(report):
    assert set(report.intervals.slices) == set(report.slices)
    for name, bounds in report.intervals.slices.items():
        for metric, (low, high) in bounds.items():
            assert low - 1e-9 <= figures_of(report, name)[metric] <= high + 1e-9
    low, high = report.intervals.answer_correctness
    assert low < report.answer_correctness < high


async def test_what_cannot_be_measured_is_null(pages):
    written = json.loads(summarise([], "h").model_dump_json())

    assert written["slices"]["fr"] == {"n": 0} | dict.fromkeys(FIGURES - {"n"})
    assert written["answer_correctness"] is None
    assert written["refused_answerable"] is None
    assert written["warnings_shown"] is None
    assert written["intervals"]["citations_valid"] is None
    assert written["latency_ms"] == {}


async def test_the_tables_show_the_figures_and_the_misses(report):
    text = show(report)

    for shown in ("cross_lingual", "n.pdf", "abc123", "unanswerable: refused", "retrieve", "procedure"):
        assert shown in text
    assert "crossed crossed?  (no right page, answered)" in text
    assert "first right page at 6" in text
    assert "…" not in text
    assert "m.pdf 2, 3, 4, 5, 6" in text


async def test_an_empty_run_has_tables_without_misses():
    text = show(summarise([], "h"))

    assert "no right page" not in text
    assert "0 questions" in text


def test_brackets_in_a_question_are_no_markup():
    result = CaseResult(case("x", question="why [/red]?"), answer(9), (), False, (), None, {})

    assert "why [/red]?" in show(summarise([result], "h"))
    assert "retrieved  nothing" in show(summarise([result], "h"))


def show(report):
    console = Console(width=80)
    with console.capture() as captured:
        console.print(report_view(report))
    return captured.get()


def figures_of(report, name):
    return report.model_dump()["slices"][name]


results = st.builds(
    lambda name, given, ok, kind, crossed: CaseResult(
        case(name, kind=kind, cross_lingual=crossed), given, (), ok, (True, False), ok, {"total": 1.0}
    ),
    st.text("abc", min_size=1),
    st.sampled_from([answer(1), refusal(2)]),
    st.sampled_from([True, False, None]),
    st.sampled_from(["fact", "table"]),
    st.booleans(),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(results, max_size=6))
def test_every_rate_is_null_or_a_rate_and_slices_add_up(measured):
    report = summarise(measured, "h")

    for figures in report.slices.values():
        assert all(value is None or 0 <= value <= 1 for name, value in figures if name != "n")
    for name in ("answer_correctness", "refused_answerable", "citations_valid", "warnings_shown"):
        value = getattr(report, name)
        assert value is None or 0 <= value <= 1
    assert report.slices["all"].n == sum(report.slices[name].n for name in ("en", "fr", "cross_lingual"))
