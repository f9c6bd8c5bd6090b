"""The dense lane alone: how often embedders find the right page or paragraph, how fast, in how much memory.

    uv run python benchmarks/dense_lane.py minilm bilingual FOLDER --manuals DIR --golden GOLDEN.jsonl...

EMBEDDER is `minilm`, `bilingual`, the folder of a model (model.onnx, tokenizer.json, model.json), or a pipeline
configuration (a .json file), whose embedder may be any that the product knows, servers included. Figures:

  page hit@1, hit@5    the manuals are cut page by page into chunks of 1,000 characters that overlap by up to 200, all
                       in one pool; share of the answerable golden questions for which one of the nearest chunks lies
                       on a right page. The device's name stands before a question that does not give it.
                       `en` and `fr`: question and page in one language; `cross_lingual`: in two.
  paragraph hit@5      one figure per --reading file, in SQuAD's format: share of its questions whose paragraph is
                       among the five nearest of all its paragraphs.
  texts/s, ratio       median over rounds in which the embedders take turns with the same chunks; the ratio is against
                       the first embedder, round by round, so that what else the machine does falls on all of them.
  peak MB              most memory held by the process of the embedder, which holds nothing else, after the rounds.

Text over an embedder's limit is cut at its last token, or near it for one that a configuration names. Nothing else
stands between a question and its page: no lexical lane, no reranking, no glossary.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import re
import sys
import time
import unicodedata
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import numpy as np

from paillasse.adapters.embedding import opening
from paillasse.adapters.embedding.minilm import installed_folder, read_minilm
from paillasse.adapters.embedding.model_folder import SHIPPED
from paillasse.adapters.embedding.onnx_embedder import OnnxEmbedder
from paillasse.adapters.pdfium.reader import PdfiumReader
from paillasse.errors.manuals import EmptyDocument
from paillasse.errors.models import InvalidGoldenSet, ModelUnavailable
from paillasse.errors.root import PaillasseError
from paillasse.evaluation import dataset
from paillasse.pipeline_config import PipelineConfig
from paillasse.protocols.retrieval import Vector, Vectors
from paillasse.settings import Settings
from paillasse.training.selection import Embed, ReadingSet, hit_rate, read_questions
from paillasse.types.golden_case import GoldenCase, PageRef
from paillasse.types.pages import RawPage

SIZE, OVERLAP = 1_000, 200
SEPARATORS = ("\n", " ")
SLICES = ("en", "fr", "cross_lingual")
CUTOFFS = (1, 5)
COSTS = (("texts_per_second", "texts/s", ".1f"), ("ratio", "ratio", ".2f"), ("peak_mb", "peak MB", ".0f"))
TIMED_CHUNKS = 48
"""Of one round, spread evenly over the manuals."""


class Passage(NamedTuple):
    """A chunk and the page it was cut from."""

    page: PageRef
    text: str


class CuttingEmbedder(OnnxEmbedder):
    """Cuts text over the limit at the last token that fits, where the product's embedder refuses it."""

    def _ids(self, text: str) -> list[int]:
        ids = super()._ids(text)
        return ids if len(ids) <= self.max_tokens else [*ids[: self.max_tokens - 1], ids[-1]]


class ConfiguredEmbedder:
    """The embedder of a pipeline configuration; text over the limit is cut by tenths until it fits."""

    def __init__(self, config: Path, threads: int) -> None:
        self._embedder = opening.open_embedder(PipelineConfig.load(config).embedder, Settings(threads=threads))
        self.name = self._embedder.name

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """As the embedder's."""
        return await self._embedder.embed([self._cut(text) for text in texts])

    async def embed_query(self, text: str) -> Vector:
        """As the embedder's."""
        return await self._embedder.embed_query(self._cut(text))

    def _cut(self, text: str) -> str:
        while self._embedder.count_tokens(text) > self._embedder.max_tokens:
            text = text[: len(text) * 9 // 10]
        return text


def open_embedder(name: str, threads: int) -> OnnxEmbedder | ConfiguredEmbedder:
    """`minilm`, `bilingual`, the model in a folder, or that of a configuration."""
    if name.endswith(".json"):
        return ConfiguredEmbedder(Path(name), threads)
    if name == "minilm":
        return CuttingEmbedder(threads, installed_folder(), read_minilm)
    return CuttingEmbedder(threads, SHIPPED if name == "bilingual" else Path(name))


def serve(connection: Connection, name: str, threads: int) -> None:
    """The process of one embedder: sends its name, then for every list of texts their vectors and its peak memory.

    With each list comes whether its texts are questions.
    """
    try:
        embedder = open_embedder(name, threads)
    except PaillasseError as error:
        connection.send(error)
        return
    connection.send(embedder.name)

    async def ask(questions: Sequence[str]) -> Vectors:
        return np.stack([await embedder.embed_query(question) for question in questions])

    with asyncio.Runner() as runner:  # one loop: connections to a server live in it
        while True:
            texts, asked = connection.recv()
            try:
                vectors = runner.run(ask(texts) if asked else embedder.embed(texts))
            except PaillasseError as error:
                connection.send(error)
                return
            connection.send((vectors, peak_memory()))


def peak_memory() -> float:
    """Most memory this process ever held, in MB. Not `getrusage`: its figure is inherited from the parent."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) / 1024


class Candidate:
    """An embedder in a process of its own, called like a function.

    Raises:
        ModelUnavailable: it could not be opened, or its process ended.
    """

    def __init__(self, name: str, connection: Connection) -> None:
        self._name, self._connection = name, connection
        self.model: str = self._receive()
        self.peak_memory = 0.0

    def __call__(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of passages, shape (n, dimension)."""
        return self._vectors(texts, asked=False)

    def ask(self, questions: Sequence[str]) -> Vectors:
        """Unit vectors of questions, shape (n, dimension)."""
        return self._vectors(questions, asked=True)

    def _vectors(self, texts: Sequence[str], *, asked: bool) -> Vectors:
        self._connection.send((list(texts), asked))
        vectors, self.peak_memory = self._receive()
        return vectors

    def _receive(self) -> Any:
        try:
            answer = self._connection.recv()
        except (EOFError, OSError) as error:
            raise ModelUnavailable(f"The process of the embedder {self._name} ended.") from error
        if isinstance(answer, PaillasseError):
            raise answer
        return answer


@contextmanager
def opened(name: str, threads: int) -> Generator[Candidate]:
    """The embedder of that name, its process ended on the way out."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=serve, args=(there, name, threads), daemon=True)
    process.start()
    there.close()  # so that the end of the process is seen here
    try:
        yield Candidate(name, here)
    finally:
        process.terminate()
        process.join()
        here.close()


def split(text: str) -> Iterator[str]:
    """Chunks of at most `SIZE` characters, cut between lines, else between words, else anywhere.

    A chunk starts with the last pieces of the one before it, `OVERLAP` characters at most.
    """
    held: list[str] = []
    for piece in pieces(text, SEPARATORS):
        if held and sum(map(len, held)) + len(piece) > SIZE:
            yield "".join(held).strip()
            while held and (sum(map(len, held)) > OVERLAP or sum(map(len, held)) + len(piece) > SIZE):
                held.pop(0)
        held.append(piece)
    yield "".join(held).strip()


def pieces(text: str, separators: Sequence[str]) -> Iterator[str]:
    """The text in pieces of at most `SIZE` characters that end in the first separator, or in a finer one if need be."""
    if not separators:
        yield from (text[start : start + SIZE] for start in range(0, len(text), SIZE))
        return
    for piece in re.split(f"(?<={separators[0]})", text):
        if len(piece) <= SIZE:
            yield piece
        else:
            yield from pieces(piece, separators[1:])


def page_text(page: RawPage) -> str:
    """Its words in the order of the file, a new line where a word goes back or does not stand beside the last."""
    parts: list[str] = []
    above = None
    for word in page.words:
        if above is not None:
            beside = above.y0 < (word.box.y0 + word.box.y1) / 2 < above.y1
            parts.append(" " if beside and word.box.x0 >= above.x0 else "\n")
        parts.append(word.text)
        above = word.box
    return "".join(parts)


def find_manuals(folder: Path, cases: Sequence[GoldenCase]) -> dict[str, Path]:
    """Every PDF in the folder by its name, composed (NFC) as in the cases.

    Raises:
        InvalidGoldenSet: the manual of a case is not among them: its question could only be missed.
    """
    found = {unicodedata.normalize("NFC", path.name): path for path in sorted(folder.glob("*.pdf"))}
    absent = sorted({entry.file for case in cases for entry in case.documents} - set(found))
    if absent:
        raise InvalidGoldenSet(f"Not in {folder}: {', '.join(absent)}", hint="Give the folder of these manuals.")
    return found


def cut(manuals: Mapping[str, Path]) -> list[Passage]:
    """Every chunk of the manuals; pages without text, as scans are, have none.

    Raises:
        ParseError: one of them cannot be read, or no page has text.
    """
    passages = [
        Passage(PageRef(name, page.number), chunk)
        for name, path in manuals.items()
        for page in PdfiumReader().open(path).pages
        for chunk in split(page_text(page))
        if chunk
    ]
    if not passages:
        raise EmptyDocument("No page of the manuals has any text.")
    return passages


def page_hits(embed: Embed, ask: Embed, passages: Sequence[Passage], cases: Sequence[GoldenCase]) -> dict[str, Any]:
    """By slice, the share of its questions that find a right page at each cut-off, and how many they are."""
    questions = [f"{c.equipment} {c.question}" if c.needs_filter else c.question for c in cases]
    similarity = ask(questions) @ embed([passage.text for passage in passages]).T
    right = np.array([[p.page in pages for p in passages] for pages in (set().union(*c.relevant) for c in cases)])
    best = np.where(right, similarity, -np.inf).max(axis=1, keepdims=True)
    ahead = (~right & ~(similarity < best)).sum(axis=1)
    figures: dict[str, Any] = {}
    for name in SLICES:
        ranks = ahead[[name in case.slices for case in cases]]
        shares = {f"hit@{k}": float((ranks < k).mean()) if len(ranks) else None for k in CUTOFFS}
        figures[name] = {**shares, "questions": len(ranks)}
    return figures


def paragraph_hits(candidate: Candidate, reading: ReadingSet) -> float:
    """`hit_rate`, with questions embedded as questions."""
    return hit_rate(lambda texts: (candidate.ask if texts is reading.questions else candidate)(texts), reading)


def race(candidates: Sequence[Candidate], texts: Sequence[str], rounds: int) -> list[dict[str, float]]:
    """Per embedder its median texts per second, its median ratio to the first, and its peak memory in MB."""
    for candidate in candidates:
        candidate(texts)  # the first round pays for what is loaded late
    speeds = np.array([[speed(candidate, texts) for candidate in candidates] for _ in range(rounds)])
    ratios = speeds / speeds[:, :1]
    return [
        {"texts_per_second": median(own), "ratio": median(ratio), "peak_mb": candidate.peak_memory}
        for own, ratio, candidate in zip(speeds.T.tolist(), ratios.T.tolist(), candidates, strict=True)
    ]


def speed(candidate: Candidate, texts: Sequence[str]) -> float:
    """Texts per second of one call."""
    start = time.perf_counter()
    candidate(texts)
    return len(texts) / (time.perf_counter() - start)


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Every figure, by embedder."""
    cases = [case for case in dataset.load(options.golden) if case.answerable]
    if not cases:
        raise InvalidGoldenSet("No question can be answered: there is no page to find.")
    reading = {path.name.removesuffix(".xz").removesuffix(".json"): read_questions(path) for path in options.reading}
    passages = cut(find_manuals(options.manuals, cases))
    timed = [passages[i].text for i in np.linspace(0, len(passages) - 1, TIMED_CHUNKS).astype(int)]
    report: dict[str, Any] = {"chunks": len(passages), "embedders": []}
    with ExitStack() as stack:
        candidates = [stack.enter_context(opened(name, options.threads)) for name in options.embedders]
        costs = race(candidates, timed, options.rounds)
        for name, candidate, cost in zip(options.embedders, candidates, costs, strict=True):
            paragraphs = {
                key: {"hit@5": paragraph_hits(candidate, questions), "questions": len(questions.questions)}
                for key, questions in reading.items()
            }
            pages = page_hits(candidate, candidate.ask, passages, cases)
            row = {"embedder": name, "model": candidate.model, "pages": pages, "paragraphs": paragraphs}
            report["embedders"].append(row | cost)
    return report


def table(report: dict[str, Any]) -> Iterator[str]:
    """A line per figure, a column per embedder."""
    found = report["embedders"]
    yield line("", (embedder["embedder"] for embedder in found))
    for part in ("pages", "paragraphs"):
        for name, figures in found[0][part].items():
            for key in [key for key in figures if key != "questions"]:
                label = f"{name} {key} ({figures['questions']})"
                yield line(label, (shown(embedder[part][name][key], ".3f") for embedder in found))
    for key, label, form in COSTS:
        yield line(label, (shown(embedder[key], form) for embedder in found))


def line(label: str, cells: Iterable[str]) -> str:
    """Of a long name (a folder) the end."""
    return f"{label:36}" + "".join(f"{cell[-16:]:>18}" for cell in cells)


def shown(value: float | None, form: str) -> str:
    """A dash where nothing was measured."""
    return "-" if value is None else format(value, form)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("embedders", nargs="+", metavar="EMBEDDER", help="the first is what others are compared with")
    parser.add_argument("--manuals", type=Path, required=True, metavar="DIR", help="folder of PDF files")
    parser.add_argument("--golden", type=Path, nargs="+", required=True, metavar="FILE", help="golden questions, JSONL")
    parser.add_argument("--reading", type=Path, nargs="*", default=[], metavar="FILE", help="SQuAD-format JSON, or .xz")
    parser.add_argument("--threads", type=int, default=0, help="texts at a time; 0, the default, uses every core")
    parser.add_argument("--rounds", type=int, default=7, help="rounds of the speed measurement (default %(default)s)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every figure there")
    options = parser.parse_args()
    try:
        report = measure(options)
    except PaillasseError as error:
        parser.exit(1, f"{error}\n{error.hint}\n")
    sys.stdout.writelines(text + "\n" for text in table(report))
    if options.json is not None:
        options.json.write_text(json.dumps(report, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
