"""Peers side by side: which questions count, how pages and costs become figures, and one run of our own system."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from matplotlib.image import imread

from benchmarks.footprint import disk_bytes, family, held
from benchmarks.peers import compare, drawing, processes, scoring
from benchmarks.peers.trial import Found, Question, run
from paillasse.errors.models import InvalidGoldenSet
from paillasse.types.golden_case import GoldenCase
from pdf_files import drawn_pdf

ROOT = Path(__file__).parents[3]
CASE = {
    "id": "c-1",
    "language": "en",
    "question": "How is the pump primed?",
    "documents": [{"file": "pump.pdf", "pages": [2]}],
    "must_contain": [["prime"]],
    "kind": "procedure",
    "answerable": True,
    "cross_lingual": False,
}


def case(**changes):
    return GoldenCase.model_validate(CASE | changes)


def result(pages, seconds=2.0, **changes):
    answers = [{"id": "c-1", "pages": pages, "ms": {"retrieval": 10.0}}]
    costs = {"start_seconds": 1.0, "ingest_seconds": seconds, "ingest_cpu_seconds": 4.0, "chunks": 7}
    return costs | {"peak_mb": 100.0, "disk_mb": 1.0, "load_before": 0.5, "answers": answers} | changes


def test_only_answerable_questions_about_the_manuals_count():
    elsewhere = case(id="c-2", documents=[{"file": "other.pdf", "pages": [1]}])
    unanswerable = case(id="c-3", answerable=False)

    assert compare.choose([case(), elsewhere, unanswerable], [Path("pump.pdf")]) == [case()]
    with pytest.raises(InvalidGoldenSet, match="No question"):
        compare.choose([elsewhere], [Path("pump.pdf")])


def test_a_manual_is_known_by_its_composed_name():
    accented = case(documents=[{"file": "étuve.pdf", "pages": [1]}])

    assert compare.choose([accented], [Path("e\u0301tuve.pdf")]) == [accented]
    figures = scoring.ranking([accented], result([["e\u0301tuve.pdf", 1]]))
    assert figures["en"]["hit@1"] == 1.0


def test_peers_read_the_machine_before_the_question_only_where_the_user_had_picked_it():
    picked = compare.question(case(equipment="pump P-3", needs_filter=True))
    named = compare.question(case(equipment="pump P-3"))

    assert picked.with_equipment == "pump P-3 How is the pump primed?"
    assert named.with_equipment == "How is the pump primed?"


def test_pages_are_ranked_as_our_evaluation_ranks_them():
    pages = [["pump.pdf", 1], ["pump.pdf", 1], ["pump.pdf", 3], ["pump.pdf", 2]]

    figures = scoring.ranking([case()], result(pages))

    assert figures["en"]["hit@1"] == 0.0
    assert figures["en"]["hit@3"] == 1.0  # the page given twice counts once
    assert figures["all"]["mrr@10"] == pytest.approx(1 / 3)
    assert figures["fr"]["hit@5"] is None


def test_costs_are_medians_and_ratios_are_taken_round_by_round():
    first = [result([], seconds) for seconds in (10.0, 40.0, 20.0)]
    own = [result([], seconds) for seconds in (5.0, 10.0, 10.0)]

    costs = scoring.costs(own, first, pages=100)

    assert costs["pages_per_second"] == 10.0
    assert costs["ratio"] == 2.0
    assert costs["cpu_seconds_per_page"] == 0.04
    assert costs["retrieval_p95_ms"] == 10.0
    assert costs["answer_p50_ms"] is None


def test_the_table_and_the_picture_have_every_system(tmp_path):
    cases = [case(), case(id="c-4", kind="error_code")]
    trial = result([["pump.pdf", 2]])
    trial["answers"].append(trial["answers"][0] | {"id": "c-4"})
    figures = {"pages": scoring.ranking(cases, trial), "costs": scoring.costs([trial], [trial], 10)}
    systems = {"langchain": figures, "paillasse": figures}

    rows = list(scoring.table(systems))
    drawing.draw(systems, tmp_path / "peers.png", "two systems")

    assert rows[0].split() == ["langchain", "paillasse"]
    assert any(row.startswith("error_code hit@3 (1)") and row.split()[-1] == "1.000" for row in rows)
    assert imread(tmp_path / "peers.png").std() > 0.05


def test_rounds_alternate():
    assert list(processes.rounds(["a", "b"], 2)) == [(1, "a"), (1, "b"), (2, "b"), (2, "a")]


def test_a_result_is_kept_for_the_same_task_and_no_other(tmp_path, monkeypatch):
    (tmp_path / "pump.pdf").write_bytes(b"1")
    measured = []
    monkeypatch.setattr(processes, "measure", lambda system, *_: measured.append(system) or result([]))
    one = processes.Task((tmp_path / "pump.pdf",), (Question("c-1", "How?", ""),))
    other = processes.Task((tmp_path / "pump.pdf",), (Question("c-1", "Why?", ""),))

    for task in (one, one, other):
        processes.trial("bm25", task, Path(sys.executable), tmp_path / "bm25.1.json")

    assert measured == ["bm25", "bm25"]


def test_a_system_that_fails_is_said_and_the_others_are_measured(tmp_path, monkeypatch, capsys):
    def trial(system, *_):
        if system == "txtai":
            raise processes.TrialFailed("txtai ended with status 1:\nno such module")
        return result([])

    monkeypatch.setattr(compare, "trial", trial)
    options = compare.arguments().parse_args(["--only", "txtai", "bm25", "--rounds", "2", "--out", str(tmp_path)])

    results = compare.run_all(processes.Task((), ()), options)

    assert {name: len(trials) for name, trials in results.items()} == {"bm25": 2}
    assert "no such module" in capsys.readouterr().err


def test_a_trial_writes_what_was_found_and_how_long_it_took(tmp_path, monkeypatch):
    class Last:
        """Finds the last page of every file it was given."""

        def __init__(self, home):
            self.home, self.asked = home, []

        def ingest(self, files):
            self.files = files
            return 3

        def search(self, question):
            self.asked.append(question.id)
            return Found([(file.name, 9) for file in self.files], {"answer": 5.0})

        def save(self):
            (self.home / "asked").write_text(" ".join(self.asked), encoding="utf-8")

    questions = [{"id": f"c-{n}", "text": "How?", "equipment": ""} for n in (1, 2)]
    job = {"files": ["manuals/pump.pdf"], "home": str(tmp_path), "questions": questions, "spawned": 0.0}
    (tmp_path / "job.json").write_text(json.dumps(job), encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["trial", str(tmp_path / "job.json"), str(tmp_path / "result.json")])

    run(Last)

    found = json.loads((tmp_path / "result.json").read_text(encoding="utf-8"))
    assert found["chunks"] == 3
    assert [answer["pages"] for answer in found["answers"]] == [[["pump.pdf", 9]]] * 2
    assert found["answers"][0]["ms"].keys() == {"retrieval", "answer"}
    assert (tmp_path / "asked").read_text(encoding="utf-8") == "c-1 c-1 c-2"  # once more, to warm up


def test_paillasse_is_measured_from_the_command_line(tmp_path):
    def draw(canvas):
        for text in ("The rotor of the centrifuge weighs 3 kg.", "Press PRIME to prime the pump with water."):
            canvas.drawString(40, 200, text)
            canvas.showPage()

    drawn_pdf(tmp_path / "pump.pdf", draw)
    (tmp_path / "golden.jsonl").write_text(json.dumps(CASE), encoding="utf-8")
    inputs = ["--manuals", tmp_path / "pump.pdf", "--golden", tmp_path / "golden.jsonl"]
    command = [sys.executable, "-m", "benchmarks.peers.compare", *inputs, "--only", "paillasse", "--out", tmp_path]

    done = subprocess.run(list(map(str, command)), cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)

    assert done.returncode == 0, done.stderr
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    own = report["systems"]["paillasse"]
    assert (report["pages"], report["questions"]) == (2, 1)
    assert own["pages"]["en"]["hit@5"] == 1.0
    assert own["costs"]["ratio"] == 1.0
    assert 0 < own["costs"]["retrieval_p50_ms"] < own["costs"]["answer_p50_ms"]
    assert own["costs"]["peak_mb"] > 100  # the database server too, and whatever reads the pages
    assert own["costs"]["disk_mb"] > 1
    assert not list(tmp_path.glob("*.home"))
    assert (tmp_path / "peers.png").stat().st_size > 10_000


def test_the_processes_of_a_system_are_its_children_and_those_in_its_store(tmp_path):
    store = tmp_path / "store"
    present = {10: (1, Path("/")), 11: (10, Path("/")), 12: (11, Path("/")), 20: (1, store / "db"), 30: (1, tmp_path)}

    assert family(10, store, present) == {10, 11, 12, 20}
    assert held(os.getpid()) > 10_000_000
    assert held(2**22 + 1) == 0
    (tmp_path / "file").write_bytes(b"1" * 10_000)
    with (tmp_path / "sparse").open("wb") as sparse:
        sparse.truncate(10_000_000)
    assert 10_000 <= disk_bytes(tmp_path) < 100_000
