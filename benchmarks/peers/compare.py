"""Paillasse and its peers side by side: pages found, speed, latency, memory, disk; same manuals, same questions.

    uv run python -m benchmarks.peers.compare --manuals PATH... --golden FILE... [--only langchain paillasse]

`make bench` makes the environment that the peers run in (benchmarks/.venv, from benchmarks/peers/requirements.lock).

  langchain        PyPDFLoader, RecursiveCharacterTextSplitter 1,000/200, Chroma, plain MiniLM
  llamaindex       SimpleDirectoryReader, SentenceSplitter 1,024/20, in-memory vectors, plain MiniLM
  haystack         PyPDFToDocument, DocumentSplitter 200 words, in-memory vectors, plain MiniLM
  haystack-bm25    its own BM25 on the same chunks
  txtai            hybrid search with plain MiniLM on LangChain's chunks
  bm25             bm25s with English stop words and stems on LangChain's chunks
  paillasse        its defaults; pages without text are read from their picture where Tesseract is installed
  paillasse-text   the same without reading pictures, as peers do: their pages/s compares with this one

Every system runs in a process of its own, one after another. Each gives the pages of its 40 best chunks; pages are
scored by the rules of `paillasse eval`. A machine that the user had picked stands before the question for peers, which
have nowhere else to put it. Figures:

  hit@k, mrr@10      `en` and `fr`: question and page in one language; `cross_lingual`: in two; `error_code`: by kind
  pages/s            physical pages over seconds from the files to an index that answers, models already loaded
  ratio              of pages/s to those of the first system, the median of the ratios of each round
  CPU s/page         processor time of ingestion, of the process and its children: it depends less on what else runs
  retrieval          a question, one at a time: embedding it, searching, ranking; with Paillasse, understanding it too
  whole answer       what only Paillasse does: lines chosen, verified, cited
  start              from the start of the process until the model is loaded and the store is open
  peak memory        of all the system's processes together, shared pages once, sampled four times a second
  index on disk      what the system itself writes, without copies of the manuals; in-memory ones are saved to count

Every result is kept in --out as SYSTEM.ROUND.json, and not measured again for the same manuals and questions: a run
that was stopped goes on where it was. Delete what should be measured again.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pypdfium2

from benchmarks.peers import drawing, scoring
from benchmarks.peers.processes import SYSTEMS, Task, TrialFailed, rounds, trial
from benchmarks.peers.trial import Question
from paillasse.cli.manuals.ingest import find_files
from paillasse.errors.models import InvalidGoldenSet
from paillasse.errors.root import PaillasseError
from paillasse.evaluation import dataset
from paillasse.types.golden_case import GoldenCase

PEER_PYTHON = Path(__file__).parents[1] / ".venv" / "bin" / "python"


def choose(cases: Iterable[GoldenCase], files: Sequence[Path]) -> list[GoldenCase]:
    """The answerable questions about these manuals.

    Raises:
        InvalidGoldenSet: there are none.
    """
    names = {unicodedata.normalize("NFC", file.name) for file in files}
    chosen = [case for case in cases if case.answerable and names & {entry.file for entry in case.documents}]
    if not chosen:
        raise InvalidGoldenSet(
            "No question is about these manuals.", hint="Give the manuals that the golden set names."
        )
    return chosen


def count_pages(files: Iterable[Path]) -> int:
    """Physical pages of all files."""
    total = 0
    for file in files:
        with pypdfium2.PdfDocument(file) as document:
            total += len(document)
    return total


def question(case: GoldenCase) -> Question:
    """The machine is the user's choice only where the case says so."""
    return Question(case.id, case.question, case.equipment if case.needs_filter else "")


def run_all(task: Task, options: argparse.Namespace) -> dict[str, list[dict[str, Any]]]:
    """Every round of every system; one that fails is said and left out of the rest."""
    results: dict[str, list[dict[str, Any]]] = {name: [] for name in options.only}
    for number, name in rounds(options.only, options.rounds):
        if name in results:
            try:
                results[name].append(trial(name, task, options.python, options.out / f"{name}.{number}.json"))
            except TrialFailed as error:
                del results[name]
                sys.stderr.write(f"{error}\n")
            else:
                spent = results[name][-1]["ingest_seconds"]
                sys.stderr.write(f"round {number}: {name} ingested in {spent:.1f} s\n")
    return results


def summarise(
    results: dict[str, list[dict[str, Any]]], cases: Sequence[GoldenCase], files: Sequence[Path]
) -> dict[str, Any]:
    """The report: what was measured, where and when, and every figure by system."""
    pages = count_pages(files)
    first = next(iter(results.values()))
    return {
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {"system": platform.platform(), "cores": os.cpu_count()},
        "manuals": [file.name for file in files],
        "pages": pages,
        "questions": len(cases),
        "rounds": len(first),
        "systems": {
            name: {"pages": scoring.ranking(cases, trials[0]), "costs": scoring.costs(trials, first, pages)}
            for name, trials in results.items()
        },
    }


def arguments() -> argparse.ArgumentParser:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    root = Path(__file__).parents[2]
    parser.add_argument("--manuals", type=Path, nargs="+", default=[root / "samples" / "manuals"], metavar="PATH")
    parser.add_argument("--golden", type=Path, nargs="+", default=[root / "evals" / "samples.jsonl"], metavar="FILE")
    parser.add_argument("--only", nargs="+", choices=SYSTEMS, default=list(SYSTEMS), help="the first is compared with")
    parser.add_argument("--rounds", type=int, default=1, help="whole runs of every system (default %(default)s)")
    parser.add_argument("--python", type=Path, default=PEER_PYTHON, metavar="FILE", help="interpreter of the peers")
    parser.add_argument("--out", type=Path, default=Path("out/bench/peers"), metavar="DIR")
    return parser


def main() -> None:
    """Measure, print the table, write report.json and peers.png."""
    parser = arguments()
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    files = [file for file in find_files(options.manuals) if file.suffix.lower() == ".pdf"]  # what all of them read
    try:
        cases = choose(dataset.load(options.golden), files)
    except PaillasseError as error:
        parser.exit(1, f"{error}\n{error.hint}\n")
    results = run_all(Task(tuple(files), tuple(question(case) for case in cases)), options)
    if not results:
        parser.exit(1, "No system could be measured.\n")
    report = summarise(results, cases, files)
    (options.out / "report.json").write_text(json.dumps(report, indent=2), encoding="utf-8")
    sys.stdout.writelines(text + "\n" for text in scoring.table(report["systems"]))
    caption = (
        f"{len(files)} manuals, {report['pages']} pages, {len(cases)} questions, {report['machine']['cores']} cores"
    )
    drawing.draw(report["systems"], options.out / "peers.png", caption)
    if len(results) < len(options.only):
        parser.exit(1, f"Not measured: {', '.join(name for name in options.only if name not in results)}\n")


if __name__ == "__main__":
    main()
