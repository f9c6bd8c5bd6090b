"""Teaching the student: its French and its English sentences go where the teacher puts the English ones.

Reimers & Gurevych 2020 (arXiv:2004.09813) with the cosine in place of the squared error, since only directions are
ever compared, and with a contrastive term over the batch (InfoNCE, van den Oord et al. 2018, arXiv:1807.03748).
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional

from paillasse.training.student import Student, batches

_ENCODER_RATE, _ROWS_RATE = 2e-5, 1e-3
"""Learning rates. A faster encoder forgets what the sentences do not speak of; the rows of words that they do not
hold stay as they are anyway."""
_WARM_UP = 0.03
"""Share of the time in which the rates rise."""
_ENGLISH_SHARE = 0.4
_CONTRAST, _TEMPERATURE = 0.1, 0.05
_SAME = 0.9
"""Cosine of two targets over which they say the same: neither is the other's negative."""
_CHECKPOINT_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Lessons:
    """What is taught: texts as ids, and the teacher's vectors."""

    french: Sequence[Sequence[int]]
    english: Sequence[Sequence[int]]
    targets: npt.NDArray[np.float32]
    """Unit vectors of the English texts by the teacher, shape (texts, hidden); `french[i]` goes there too."""
    learning: npt.NDArray[np.bool_]
    """Which rows of the vocabulary learn, shape (pieces,): those of French words. The others mean what they should,
    and statutes would only teach them what they mean to lawyers."""


@dataclass(frozen=True, slots=True)
class Step:
    """What is reported after a step."""

    seconds: float
    """Of training so far, over all sessions, in which this thread computed."""
    french_loss: float
    """1 − mean cosine, smoothed."""
    english_loss: float


def distil(student: Student, lessons: Lessons, seconds: float, seed: Sequence[int], checkpoint: Path) -> Iterator[Step]:
    """Train in place for `seconds`, yielding after every step; goes on from `checkpoint` if there is one.

    Only the time in which this thread computes is counted: a machine that is busy with something else, or asleep, makes
    the training longer and its result no worse.

    The checkpoint is written every two minutes and at the end.

    Raises:
        OSError: the checkpoint cannot be written.
    """
    run = _Run(student, seed)
    if checkpoint.exists():
        run.restore(checkpoint)
    saved = run.seconds
    while run.seconds < seconds:
        for english, batch in run.epoch(lessons):
            yield run.step(english, batch, lessons, seconds)
            if run.seconds >= seconds or run.seconds - saved > _CHECKPOINT_SECONDS:
                run.save(checkpoint)
                saved = run.seconds
            if run.seconds >= seconds:
                return


class _Run:
    """The moving parts of a training run."""

    def __init__(self, student: Student, seed: Sequence[int]) -> None:
        self.student, self.seed = student, seed
        self.rows = student.embeddings.word_embeddings.weight
        rest = [p for p in student.parameters() if p is not self.rows]
        self.optimisers: list[tuple[torch.optim.Optimizer, float]] = [
            (torch.optim.SparseAdam([self.rows]), _ROWS_RATE),
            (torch.optim.AdamW(rest, betas=(0.9, 0.98), weight_decay=0.01), _ENCODER_RATE),
        ]
        self.seconds = 0.0
        self.epochs = self.done = 0
        self.losses = {False: math.nan, True: math.nan}

    def epoch(self, lessons: Lessons) -> Iterator[tuple[bool, npt.NDArray[np.int64]]]:
        """The batches of an epoch that are left, each with whether it is English."""
        rng = np.random.default_rng([*self.seed, self.epochs])
        french = batches(np.array([len(ids) for ids in lessons.french]), rng)
        english = batches(np.array([len(ids) for ids in lessons.english]), rng)
        wanted = round(len(french) * _ENGLISH_SHARE / (1 - _ENGLISH_SHARE))
        steps = [(False, b) for b in french] + [(True, b) for b in english[:wanted]]
        for index in rng.permutation(len(steps))[self.done :]:
            self.done += 1
            yield steps[index]
        self.epochs, self.done = self.epochs + 1, 0

    def step(self, english: bool, batch: npt.NDArray[np.int64], lessons: Lessons, seconds: float) -> Step:
        started = time.thread_time()
        texts = lessons.english if english else lessons.french
        targets = torch.tensor(lessons.targets[batch])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            vectors = self.student(torch.tensor([texts[i] for i in batch]))
        distance = 1 - (vectors * targets).sum(dim=1).mean()
        loss = distance if english else distance + _CONTRAST * contrast(vectors, targets)
        loss.backward()
        _keep(self.rows, torch.tensor(lessons.learning))
        torch.nn.utils.clip_grad_norm_(self.optimisers[1][0].param_groups[0]["params"], 1.0)
        for optimiser, rate in self.optimisers:
            optimiser.param_groups[0]["lr"] = rate * _pace(self.seconds / seconds)
            optimiser.step()
            optimiser.zero_grad()
        self._smooth(english, distance.item())
        self.seconds += time.thread_time() - started
        return Step(self.seconds, self.losses[False], self.losses[True])

    def _smooth(self, english: bool, loss: float) -> None:
        before = self.losses[english]
        self.losses[english] = loss if math.isnan(before) else 0.98 * before + 0.02 * loss

    def save(self, path: Path) -> None:
        state = {
            "student": self.student.state_dict(),
            "optimisers": [optimiser.state_dict() for optimiser, _ in self.optimisers],
            "progress": [self.seconds, self.epochs, self.done, self.losses[False], self.losses[True]],
        }
        part = path.with_suffix(".part")
        torch.save(state, part)
        part.replace(path)

    def restore(self, path: Path) -> None:
        state = torch.load(path, weights_only=True)
        self.student.load_state_dict(state["student"])
        for (optimiser, _), saved in zip(self.optimisers, state["optimisers"], strict=True):
            optimiser.load_state_dict(saved)
        self.seconds, self.epochs, self.done, self.losses[False], self.losses[True] = state["progress"]


def _keep(rows: Any, learning: Tensor) -> None:
    """Forget the gradient of rows that do not learn."""
    gradient = rows.grad.coalesce()
    gradient.values()[~learning[gradient.indices()[0]]] = 0
    rows.grad = gradient


def contrast(vectors: Tensor, targets: Tensor) -> Tensor:
    """InfoNCE: each vector should be nearer to its own target than to the others of the batch."""
    scores = vectors @ targets.T / _TEMPERATURE
    alike = targets @ targets.T > _SAME
    alike.fill_diagonal_(False)
    return functional.cross_entropy(scores.masked_fill(alike, -math.inf), torch.arange(len(targets)))


def _pace(done: float) -> float:
    """Share of the learning rate after that share of the time: a short rise, then half a cosine down to nothing."""
    return min(1.0, done / _WARM_UP + 0.02) * 0.5 * (1 + math.cos(math.pi * min(1.0, done)))
