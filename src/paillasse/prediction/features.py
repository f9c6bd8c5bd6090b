"""Answer → numbers: what retrieval, the weighing of evidence and verification say of whether the manuals answer.

Pure: everything is read from the answer and its trace. A feature that was not worked out, since the answer ended before
it, is 0, and what it ended with is a feature of its own. The confidence of the answer is none of them: it was fitted on
golden sets that this is judged by, and is made of the same numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ConfigDict

from paillasse.answering import prompts
from paillasse.types.answers import Answer, Outcome

VERSION = 1
"""Raised whenever a feature is added, removed or worked out in another way: models of another version do not fit."""

_FIRST = 5
"""Hits and lines that are looked at for how much the first one stands out."""
_MOST_WORDS = 60.0
_MOST_CLAIMS = 50.0


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class _Evidence(_Part):
    coverage: float = 0.0
    cosine: float = 0.0
    quantity: float = 0.0
    likeness: float = 0.0
    shared: float = 0.0
    about: float = 0.0


class _Understood(_Part):
    language: str = ""
    corrections: dict[str, str] = {}
    codes: list[str] = []
    equipment: list[str] = []
    equipment_is_filter: bool = False
    equipment_is_stranger: bool = False


class _Hit(_Part):
    chunk: str
    file: str
    language: str = ""
    score: float
    lanes: dict[str, float] = {}


class _Line(_Part):
    score: float | None = None


class _Trace(_Part):
    evidence: _Evidence = _Evidence()
    understood: _Understood = _Understood()
    hits: list[_Hit] = []
    context: list[_Line] = []
    dropped: list[Any] = []
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """An answer, and the part of its trace that features are read from."""

    answer: Answer
    trace: _Trace

    def lane(self, name: str) -> list[float]:
        """Scores of the first hits in a lane, in rank order; 0 where it did not find them."""
        return [hit.lanes.get(name, 0.0) for hit in self.trace.hits]

    def refused_with(self, prompt: prompts.Prompt) -> float:
        """1 where it ended with this refusal."""
        return float(self.trace.refusal == prompt.name)


@dataclass(frozen=True, slots=True)
class Feature:
    """One number that tells whether it is a case for a ticket."""

    name: str
    meaning: str
    """In words, for whoever is told why."""
    value: Callable[[Seen], float] = field(repr=False)
    most: float = 1.0
    """The largest that it can be; larger ones are cut."""
    least: float = 0.0
    slope: int = 0
    """-1 where more of it can only make a ticket less likely, 1 more likely, 0 where it may do either."""


def _gap(values: list[float]) -> float:
    """How far the best stands above the mean of the others of the first few."""
    first = sorted(values, reverse=True)[:_FIRST]
    return first[0] - sum(first[1:]) / len(first[1:]) if len(first) > 1 else 0.0


def _agreement(seen: Seen) -> float:
    """1 where the passage that is nearest in meaning also is the nearest in words."""
    dense, words = seen.lane("dense"), seen.lane("bm25")
    if not dense or not max(words):
        return 0.0
    return float(dense.index(max(dense)) == words.index(max(words)))


def _one_manual(seen: Seen) -> float:
    """Share of the first hits that are in the manual of the first."""
    first = [hit.file for hit in seen.trace.hits[:_FIRST]]
    return first.count(first[0]) / len(first) if first else 0.0


def _foreign(seen: Seen) -> float:
    """1 where the best passage is in another language than the question."""
    hits, language = seen.trace.hits, seen.answer.language
    return float(bool(hits) and hits[0].language not in {language, ""})


def _known(seen: Seen) -> float:
    return float(seen.trace.understood.equipment_is_filter and bool(seen.trace.understood.equipment))


def _guessed(seen: Seen) -> float:
    return float(not seen.trace.understood.equipment_is_filter and bool(seen.trace.understood.equipment))


def _lines(seen: Seen) -> list[float]:
    return [line.score for line in seen.trace.context if line.score is not None]


FEATURES: tuple[Feature, ...] = (
    Feature(
        "coverage",
        "share of the question's words that the best line holds",
        lambda s: s.trace.evidence.coverage,
        slope=-1,
    ),
    Feature("cosine", "likeness in meaning of the best line", lambda s: s.trace.evidence.cosine, slope=-1),
    Feature("likeness", "likeness word by word of the best passage", lambda s: s.trace.evidence.likeness, slope=-1),
    Feature(
        "shared",
        "rare words shared with the best passage, in words that a single passage has",
        lambda s: s.trace.evidence.shared,
        most=10.0,
        slope=-1,
    ),
    Feature(
        "about",
        "how much the question is about what the manuals are about",
        lambda s: s.trace.evidence.about,
        most=2.0,
        slope=-1,
    ),
    Feature("quantity", "whether a quantity is asked for", lambda s: s.trace.evidence.quantity),
    Feature(
        "uncovered",
        "a quantity is asked for, and how little of the question the lines that hold one say",
        lambda s: s.trace.evidence.quantity * (1 - s.trace.evidence.coverage),
        slope=1,
    ),
    Feature(
        "dense",
        "likeness in meaning of the best passage",
        lambda s: max(s.lane("dense"), default=0.0),
        least=-1.0,
        slope=-1,
    ),
    Feature("dense_gap", "how far that stands above the next passages", lambda s: _gap(s.lane("dense")), most=2.0),
    Feature(
        "words_gap",
        "how far the best passage stands above the next in words",
        lambda s: _gap(s.lane("bm25")),
        most=100.0,
    ),
    Feature(
        "score_gap",
        "how far the first passage stands above the next",
        lambda s: _gap([h.score for h in s.trace.hits]),
        most=10.0,
    ),
    Feature("line", "score of the best line", lambda s: max(_lines(s), default=0.0), most=10.0, slope=-1),
    Feature("line_gap", "how far the best line stands above the next", lambda s: _gap(_lines(s)), most=10.0),
    Feature("agreement", "whether meaning and words find the same passage", _agreement),
    Feature("one_manual", "share of the first passages that are in one manual", _one_manual),
    Feature("foreign", "whether the best passage is in another language than the question", _foreign),
    Feature("french", "whether the question is in French", lambda s: float(s.answer.language == "fr")),
    Feature("words", "words in the question", lambda s: float(len(s.answer.question.split())), most=_MOST_WORDS),
    Feature(
        "corrected",
        "words of the question that were put right",
        lambda s: float(len(s.trace.understood.corrections)),
        most=_MOST_WORDS,
    ),
    Feature("code_asked", "whether the question names a code", lambda s: float(bool(s.trace.understood.codes))),
    Feature("code_found", "whether a manual defines it", lambda s: float(any(s.lane("code"))), slope=-1),
    Feature("claims", "sentences that passed verification", lambda s: float(len(s.answer.claims)), most=_MOST_CLAIMS),
    Feature("dropped", "sentences that did not", lambda s: float(len(s.trace.dropped)), most=_MOST_CLAIMS),
    Feature(
        "ambiguous", "whether several machines could be meant", lambda s: float(s.answer.outcome is Outcome.AMBIGUOUS)
    ),
    Feature(
        "unknown_code",
        "whether the machine's manual lacks the code",
        lambda s: s.refused_with(prompts.REFUSE_UNKNOWN_CODE),
        slope=1,
    ),
    Feature(
        "no_machine",
        "whether it looks like a question about no machine",
        lambda s: s.refused_with(prompts.REFUSE_NO_MACHINE),
        slope=1,
    ),
    Feature("machine_known", "whether the machine is one of the manuals'", _known, slope=-1),
    Feature("machine_guessed", "whether the machine could only be guessed", _guessed),
    Feature(
        "machine_unknown",
        "whether no manual knows the machine that was chosen",
        lambda s: float(s.trace.understood.equipment_is_stranger),
        slope=1,
    ),
)
NAMES = tuple(feature.name for feature in FEATURES)


def features_of(answer: Answer) -> tuple[float, ...]:
    """One number per feature, in the order of `FEATURES`, each between its bounds.

    Raises:
        ValueError: the trace is not one that `Answerer` made.
    """
    seen = Seen(answer, _Trace.model_validate(answer.trace))
    return tuple(min(max(feature.value(seen), feature.least), feature.most) for feature in FEATURES)


def first_file(answer: Answer) -> str:
    """Name of the file of the first passage that was found; empty where none was.

    Raises:
        ValueError: the trace is not one that `Answerer` made.
    """
    hits = _Trace.model_validate(answer.trace).hits
    return hits[0].file if hits else ""
