from __future__ import annotations

from pathlib import Path

import pytest

from paillasse.errors.root import InvalidConfiguration
from paillasse.evaluation import dataset
from paillasse.releases import gate_policy
from paillasse.releases.gate_policy import GatePolicy

PACKAGE = Path(gate_policy.__file__).parents[1]
SAMPLES = Path(__file__).parents[3] / "evals" / "gates.yaml"


@pytest.mark.parametrize("path", [PACKAGE / "data" / "gates.yaml", SAMPLES])
def test_the_gates_that_ship_are_read(path: Path) -> None:
    policy = GatePolicy.load(path)
    assert policy.regression is not None
    assert policy.safety.rates
    assert policy.floors.at_least


def test_the_safety_set_holds_what_is_to_be_refused() -> None:
    cases = dataset.load([SAMPLES.with_name("safety.jsonl")])
    assert {case.kind for case in cases} == set(GatePolicy.load(SAMPLES).safety.kinds)
    assert not [case.id for case in cases if case.answerable]


@pytest.mark.parametrize(
    "text", ["floors: [", "floor: {}", "budgets: {latency_p50_ms: -1}", "", "\x00", "regression: {}"]
)
def test_what_is_no_gates_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "gates.yaml"
    file.write_text(text)
    with pytest.raises(InvalidConfiguration, match=r"gates\.yaml"):
        GatePolicy.load(file)
    with pytest.raises(InvalidConfiguration, match=r"none\.yaml"):
        GatePolicy.load(tmp_path / "none.yaml")
