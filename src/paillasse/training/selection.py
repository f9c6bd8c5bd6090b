"""What candidates are selected on: finding the paragraph that answers, on public question sets in SQuAD's format."""

from __future__ import annotations

import lzma
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, StringConstraints, ValidationError

from paillasse.errors.models import TrainingDataError
from paillasse.protocols.retrieval import Vectors

Embed = Callable[[Sequence[str]], Vectors]
"""Texts → unit vectors, one row per text, shape (n, dimension). Text too long for the model is cut by the callable."""


@dataclass(frozen=True, slots=True)
class ReadingSet:
    """Paragraphs, and questions each answered by one of them."""

    paragraphs: tuple[str, ...]
    questions: tuple[str, ...]
    answers: npt.NDArray[np.int64]
    """Per question, the index of the paragraph that answers it."""

    def sample(self, questions: int, rng: np.random.Generator) -> ReadingSet:
        """At most this many of the questions, drawn without replacement and kept in order.

        Every paragraph stays, so that finding the right one is as hard as in the whole set.
        """
        drawn: list[int] = sorted(rng.permutation(len(self.questions))[:questions].tolist())
        return replace(self, questions=tuple(self.questions[i] for i in drawn), answers=self.answers[drawn])


def read_questions(path: Path) -> ReadingSet:
    """The questions of a file in SQuAD's format (Rajpurkar et al. 2018, arXiv:1806.03822) that have an answer.

    Args:
        path: JSON, compressed when the name ends in `.xz`.

    Raises:
        TrainingDataError: the file cannot be read, does not follow the format, or has no question with an answer.
    """
    paragraphs = [paragraph for article in _parse(path).data for paragraph in article.paragraphs]
    asked = [(q.question, i) for i, p in enumerate(paragraphs) for q in p.qas if not q.is_impossible]
    if not asked:
        raise TrainingDataError(f"{path}: holds no question that has an answer")
    return ReadingSet(
        paragraphs=tuple(paragraph.context for paragraph in paragraphs),
        questions=tuple(question for question, _ in asked),
        answers=np.array([answer for _, answer in asked], dtype=np.int64),
    )


def hit_rate(embed: Embed, reading_set: ReadingSet, k: int = 5) -> float:
    """Share of the questions whose paragraph is among the `k` nearest of all paragraphs by cosine; 0 to 1.

    A paragraph as near as the right one counts as nearer, and a vector that is not a number finds nothing: a model that
    has collapsed scores 0, not 1.
    """
    similarity = embed(reading_set.questions) @ embed(reading_set.paragraphs).T
    right = np.take_along_axis(similarity, reading_set.answers[:, None], axis=1)
    ahead = (~(similarity < right)).sum(axis=1) - 1
    return float((ahead < k).mean())


_Text = Annotated[str, StringConstraints(min_length=1)]


class _Question(BaseModel):
    question: _Text
    is_impossible: bool = False


class _Paragraph(BaseModel):
    context: _Text
    qas: tuple[_Question, ...]


class _Article(BaseModel):
    paragraphs: tuple[_Paragraph, ...]


class _File(BaseModel):
    data: tuple[_Article, ...]


def _parse(path: Path) -> _File:
    try:
        content = path.read_bytes()
        return _File.model_validate_json(lzma.decompress(content) if path.suffix == ".xz" else content)
    except (OSError, lzma.LZMAError) as error:
        raise TrainingDataError(f"{path}: cannot be read: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise TrainingDataError(f"{path}: {where + ': ' if where else ''}{first['msg']}") from error
