"""The shipped golden set over the shipped manuals, by the real command: floors hold, the JSON is the contract."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from paillasse.cli.main import app

ROOT = Path(__file__).parents[2]
GOLDEN, FLOORS = ROOT / "evals" / "samples.jsonl", ROOT / "evals" / "samples.floors.json"
METRICS = {"n", "hit@1", "hit@3", "hit@5", "hit@10", "mrr@10", "ndcg@10", "precision@5", "recall@10"}


def run(home, *arguments):
    return CliRunner().invoke(app, ["--home", str(home), *map(str, arguments)])


def test_the_samples_reach_their_floors(home, tmp_path):
    ingested = run(home, "ingest", ROOT / "samples" / "manuals", "--json", tmp_path / "ingest.json")
    assert ingested.exit_code == 0, ingested.output
    files = json.loads((tmp_path / "ingest.json").read_text())["files"]
    assert {file["state"] for file in files} == {"ingested"}
    assert sum(file["pages"] for file in files) == 82

    evaluated = run(home, "eval", GOLDEN, "--json", tmp_path / "report.json", "--floors", FLOORS)
    assert evaluated.exit_code == 0, evaluated.output
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["n"] == len(report["cases"]) == len(GOLDEN.read_text().splitlines())
    assert {"all", "en", "fr", "cross_lingual", "error_code", "cyclane_r416_centrifugeuse_fr.pdf"} <= set(
        report["slices"]
    )
    assert set(report["slices"]["all"]) == METRICS
    assert {"p50", "p95"} == set(report["latency_ms"]["total"])

    impossible = tmp_path / "floors.json"
    impossible.write_text(json.dumps({"at_most": {"all/hit@5": 0.0}}))
    one = tmp_path / "one.jsonl"
    one.write_text(GOLDEN.read_text().splitlines()[0])
    missed = run(home, "eval", one, "--floors", impossible)
    assert missed.exit_code == 1
    assert "all/hit@5 is 1.000, above 0" in missed.output


@pytest.mark.parametrize("argument", [["--floors", "absent.json"], []])
def test_what_cannot_be_read_stops_before_anything_is_asked(tmp_path, argument):
    golden = GOLDEN if argument else tmp_path / "absent.jsonl"
    stopped = run(tmp_path, "eval", golden, *argument)
    assert stopped.exit_code == 1
    assert "absent.json" in str(stopped.exception)
    assert list(tmp_path.iterdir()) == []
