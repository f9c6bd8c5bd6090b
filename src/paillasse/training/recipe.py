"""From the data to the model folder in one straight line. What is done stays done: a run that was stopped goes on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from paillasse.adapters.embedding import minilm
from paillasse.adapters.embedding.bert_graph import BertShape, read_shape
from paillasse.adapters.embedding.model_folder import TOKENIZER, ModelInfo
from paillasse.errors.models import TrainingDataError
from paillasse.language.glossary import Glossary
from paillasse.protocols.progress import Progress
from paillasse.protocols.retrieval import Vectors
from paillasse.training import curve, soup
from paillasse.training.card import CARD, Facts, model_card
from paillasse.training.corpus.leakage import forbidden_texts
from paillasse.training.corpus.pairs import Pair, read_pairs, read_sources
from paillasse.training.corpus.validation import ValidationReport, validate
from paillasse.training.distillation import Lessons, distil
from paillasse.training.export import export, verify
from paillasse.training.lessons import Texts, compose
from paillasse.training.selection import ReadingSet, hit_rate, read_questions
from paillasse.training.student import MAX_TOKENS, Student, Tensors, encode, token_ids
from paillasse.training.vocabulary.meaning import learn
from paillasse.training.vocabulary.words import extend, initialise

NAME, VERSION = "paillasse-minilm-fr-en", "3"
QUESTION_SETS = {"PIAF": "piaf-v1.1.json.xz", "SQuAD": "squad2-dev-half.json.xz"}
FLOORS = {"PIAF": 0.68, "SQuAD": 0.885}
"""hit@5 that a model has to reach to be shipped; plain MiniLM reaches 0.497 and 0.895."""
STUDENTS = 3
"""Each learns a third of the time, in another order; their mean forgets less and depends less on the seed than one."""
_CALIBRATION_TEXTS = 300
"""Texts of each language that the levels of int8 activations are chosen on."""

_PAIRS = "parallel/fr-en.train.tsv.xz"
_WORDS = "embeddings.word_embeddings.weight"


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the recipe.

    `data` holds `parallel/` (sentence pairs and their sources) and `qa/` (question sets); where it holds `manuals/` and
    `golden/`, nothing of them may be in the pairs.
    """

    data: Path
    out: Path
    minutes: float
    """Of distillation; everything else takes another ten minutes on two cores."""
    seed: int


@dataclass(frozen=True, slots=True)
class Result:
    """What a run made."""

    model: Path
    """The model folder."""
    scores: dict[str, float]
    """hit@5 per question set, before export; the export turns vectors by less than `worst_cosine` says."""
    portions: list[soup.Portion]
    worst_cosine: float
    """Of the exported model against the trained one."""

    @property
    def missed(self) -> list[str]:
        """A sentence per floor that the model does not reach."""
        return [
            f"{name} hit@5 is {self.scores[name]:.3f}, at least {floor} is wanted"
            for name, floor in FLOORS.items()
            if not self.scores[name] >= floor
        ]


def train_embedder(run: Run, glossary: Glossary, progress: Progress) -> Result:
    """Check the data, teach the student, choose the soup, export it and write its card.

    Stages reported: check, leakage, align, teacher, distil (seconds), choose, verify.

    Raises:
        TrainingDataError: data is missing, malformed or does not pass its checks, or `out` belongs to another run.
        ModelUnavailable: the teacher is not installed.
        ExportMismatch: the exported model differs from the trained one.
        OSError: `out` cannot be written.
    """
    sources = read_sources(run.data / "parallel" / "SOURCES.tsv")
    pairs, validation = _checked_pairs(run, progress)
    _claim(run, glossary)  # only now: data that has to be mended first must not keep the folder
    sets = [read_questions(run.data / "qa" / name) for name in QUESTION_SETS.values()]
    teacher = _Teacher.installed()
    tokenizer_json, start = _start(run, teacher, pairs, glossary, progress)
    tokenizer = Tokenizer.from_str(tokenizer_json)
    texts = compose(pairs, glossary, np.random.default_rng(run.seed))
    targets = _targets(run, teacher, texts, progress)
    lessons = Lessons(
        token_ids(tokenizer, texts.french), token_ids(tokenizer, texts.english), targets, _french_rows(teacher, start)
    )
    taught = _taught(run, teacher.shape, start, lessons, progress)
    weights, portions = soup.best(start, taught, _measure(teacher.shape, tokenizer, sets, progress))
    model = run.out / "model"
    info = ModelInfo(
        name=NAME, version=VERSION, dimension=teacher.shape.hidden, max_tokens=MAX_TOKENS, languages=("en", "fr")
    )
    stride = max(1, len(lessons.french) // _CALIBRATION_TEXTS)
    export(weights, teacher.shape, tokenizer_json, info, model, [*lessons.french[::stride], *lessons.english[::stride]])
    student = Student(teacher.shape, weights)
    sentences = [text for pair in _dev(run) for text in (pair.english, pair.french)]
    ids = token_ids(tokenizer, sentences)
    whole = [i for i, text in enumerate(ids) if len(text) < MAX_TOKENS]
    progress("verify", 0, 1)
    worst = verify(model, [sentences[i] for i in whole], encode(student, [ids[i] for i in whole], exact=True))
    progress("verify", 1, 1)
    best = soup.chosen(portions)
    result = Result(model, dict(zip(QUESTION_SETS, best.scores, strict=True)), portions, worst)
    facts = Facts(run.seed, run.minutes, sources, validation, result.scores, best.share, worst)
    (model / CARD).write_text(model_card(facts), encoding="utf-8")
    return result


@dataclass(frozen=True, slots=True)
class _Teacher:
    """Plain MiniLM."""

    shape: BertShape
    tensors: Tensors
    tokenizer_json: str

    @classmethod
    def installed(cls) -> _Teacher:
        folder = minilm.installed_folder()
        tokenizer_json = (folder / TOKENIZER).read_text(encoding="utf-8")
        return cls(read_shape(folder / "config.json"), minilm.read_tensors(folder / minilm.WEIGHTS), tokenizer_json)


def _claim(run: Run, glossary: Glossary) -> None:
    """Make the folder this run's: what is found in it must come from the same data, seed and minutes."""
    path, mine = run.out / "run.json", {"inputs": _inputs(run, glossary), "minutes": run.minutes, "seed": run.seed}
    run.out.mkdir(parents=True, exist_ok=True)
    if path.exists() and json.loads(path.read_text(encoding="utf-8")) != mine:
        raise TrainingDataError(
            f"{run.out} holds a run with other data or options.",
            hint="Give the same ones to go on with it, or another --out to start afresh.",
        )
    path.write_text(json.dumps(mine), encoding="utf-8")


def _inputs(run: Run, glossary: Glossary) -> str:
    """Sha256 of what lessons are made from."""
    digest = hashlib.sha256(repr(glossary.concepts).encode())
    digest.update((run.data / _PAIRS).read_bytes())
    return digest.hexdigest()


def _checked_pairs(run: Run, progress: Progress) -> tuple[list[Pair], ValidationReport]:
    pairs = read_pairs(run.data / _PAIRS)
    manuals = run.data / "manuals"
    forbidden = forbidden_texts(manuals if manuals.exists() else None, sorted((run.data / "golden").glob("*.jsonl")))
    report = validate(pairs, _dev(run), forbidden, progress)
    report.raise_on_failure()
    suspects = set(report.suspects)
    return [pair for i, pair in enumerate(pairs) if i not in suspects], report


def _dev(run: Run) -> list[Pair]:
    return read_pairs(run.data / "parallel" / "fr-en.dev.tsv")


def _start(
    run: Run, teacher: _Teacher, pairs: Sequence[Pair], glossary: Glossary, progress: Progress
) -> tuple[str, Tensors]:
    """The teacher with French words that mean what their translations mean, and its tokenizer."""
    rows, words = run.out / "start.npy", run.out / "start.tokenizer.json"
    if not (rows.exists() and words.exists()):
        rounds = _Rounds(10, lambda done, total: progress("align", done, total))
        tokenizer = Tokenizer.from_str(extend(teacher.tokenizer_json, ()))
        french = learn(pairs, glossary, tokenizer, rounds)
        words.write_text(extend(teacher.tokenizer_json, french.words.new), encoding="utf-8")
        _save(rows, initialise(teacher.tensors[_WORDS], tokenizer, french.words, french.lexicon))
    return words.read_text(encoding="utf-8"), {**teacher.tensors, _WORDS: np.load(rows)}


def _save(path: Path, array: npt.NDArray[np.generic]) -> None:
    """Whole or not at all: what is found is not made again."""
    part = path.with_suffix(".part")
    with part.open("wb") as stream:
        np.save(stream, array)
    part.replace(path)


class _Rounds:
    """Counts calls."""

    def __init__(self, total: int, report: Callable[[int, int], None]) -> None:
        self._done, self._total, self._report = 0, total, report
        report(0, total)

    def __call__(self) -> None:
        self._done += 1
        self._report(self._done, self._total)


def _targets(run: Run, teacher: _Teacher, texts: Texts, progress: Progress) -> Vectors:
    """Where the teacher puts the English side of every lesson."""
    path = run.out / "targets.npy"
    if not path.exists():
        model = Student(teacher.shape, teacher.tensors)
        plain = Tokenizer.from_str(extend(teacher.tokenizer_json, ()))
        targets = encode(model, token_ids(plain, texts.clean), lambda done, total: progress("teacher", done, total))
        _save(path, targets.astype(np.float16))
    return np.load(path).astype(np.float32)


def _french_rows(teacher: _Teacher, start: Tensors) -> npt.NDArray[np.bool_]:
    """Rows of the vocabulary that are not the teacher's."""
    english = teacher.tensors[_WORDS]
    french = np.ones(len(start[_WORDS]), dtype=np.bool_)
    french[: len(english)] = (start[_WORDS][: len(english)] != english).any(axis=1)
    return french


def _taught(run: Run, shape: BertShape, start: Tensors, lessons: Lessons, progress: Progress) -> Tensors:
    """The mean of students that had the same lessons in different orders."""
    each, students = run.minutes * 60 / STUDENTS, list[Tensors]()
    with curve.writing(run.out / "curve.tsv") as draw:
        for number in range(STUDENTS):
            student = Student(shape, start)
            for step in distil(student, lessons, each, [run.seed, number], run.out / f"checkpoint-{number}.pt"):
                seconds = number * each + step.seconds
                draw(replace(step, seconds=seconds))
                progress("distil", min(round(seconds), round(run.minutes * 60)), round(run.minutes * 60))
            students.append(student.tensors())
    return soup.mean(students)


def _measure(
    shape: BertShape, tokenizer: Tokenizer, sets: Sequence[ReadingSet], progress: Progress
) -> Callable[[Tensors], list[float]]:
    rounds = _Rounds(len(soup.SHARES), lambda done, total: progress("choose", done, total))

    def measure(tensors: Tensors) -> list[float]:
        model = Student(shape, tensors)
        scores = [hit_rate(lambda texts: encode(model, token_ids(tokenizer, texts)), questions) for questions in sets]
        rounds()
        return scores

    return measure
