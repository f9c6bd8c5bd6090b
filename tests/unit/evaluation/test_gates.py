"""Floors: figures on the right side pass, the others and the missing ones are named."""

import pytest

from paillasse.errors.root import InvalidConfiguration
from paillasse.evaluation.gates import Gates, failures
from paillasse.evaluation.report import Intervals, Refusals, Report, SliceReport

NOTHING = Intervals(
    slices={},
    answer_correctness=None,
    refused_unanswerable=None,
    refused_answerable=None,
    citations_valid=None,
    warnings_shown=None,
)
RATES = ("hit@1", "hit@3", "hit@5", "hit@10", "mrr@10", "ndcg@10", "precision@5", "recall@10")


@pytest.fixture
def report():
    return Report(
        n=4,
        slices={"fr": SliceReport(n=4, **dict.fromkeys(RATES, 0.5))},
        answer_correctness=0.75,
        refused_unanswerable=None,
        refused_answerable=0.1,
        citations_valid=1.0,
        warnings_shown=1.0,
        latency_ms={},
        config_hash="abc",
        cases=(),
        answers={},
        refusals=Refusals(precision=None, recall=None),
        intervals=NOTHING,
        misses=(),
        invalid_citations=(),
    )


def test_a_figure_at_its_bound_passes(report):
    gates = Gates(at_least={"fr/hit@5": 0.5, "answer_correctness": 0.75}, at_most={"refused_answerable": 0.1})
    assert failures(report, gates) == []


def test_figures_out_of_bounds_are_named_with_both_numbers(report):
    gates = Gates(at_least={"fr/hit@5": 0.6, "citations_valid": 1.0}, at_most={"refused_answerable": 0.05})
    assert failures(report, gates) == ["fr/hit@5 is 0.500, below 0.6", "refused_answerable is 0.100, above 0.05"]


@pytest.mark.parametrize("name", ["refused_unanswerable", "de/hit@5", "fr/hit@7", "no_such_rate", "slices"])
def test_what_was_not_measured_fails(report, name):
    assert failures(report, Gates(at_least={name: 0.0})) == [f"{name} was not measured"]
    assert failures(report, Gates(at_most={name: 1.0})) == [f"{name} was not measured"]


def test_floors_are_read_from_json(tmp_path):
    path = tmp_path / "floors.json"
    path.write_text('{"at_least": {"all/hit@5": 0.9}}')
    assert Gates.load(path) == Gates(at_least={"all/hit@5": 0.9})


@pytest.mark.parametrize("content", ["", '{"floors": {}}', '{"at_least": {"all/hit@5": "high"}}'])
def test_a_file_of_another_shape_is_refused(tmp_path, content):
    path = tmp_path / "floors.json"
    path.write_text(content)
    with pytest.raises(InvalidConfiguration, match=r"floors\.json"):
        Gates.load(path)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(InvalidConfiguration, match="Cannot read"):
        Gates.load(tmp_path / "absent.json")
