"""What is true of a trained predictor, for a person and for a gate."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from pydantic import BaseModel, ConfigDict

from paillasse.prediction.escalation import Column
from paillasse.prediction.examples.table import Indices, Table, Truths
from paillasse.prediction.learning.figures import (
    Figure,
    auroc,
    balanced_accuracy,
    brier,
    calibration_error,
    interval,
    log_loss,
)
from paillasse.prediction.learning.training import Crossed

_EVEN = 0.5
_LEAST = (0.5, 0.8)


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class FamilyReport(_Part):
    """One family, on machines that it has not seen."""

    name: str
    auroc: float
    calibration_error: float
    brier: float
    log_loss: float


class Refusals(_Part):
    """What a rule refuses."""

    precision: float
    """Share of the refusals that are tickets."""
    recall: float
    """Share of the tickets that are refused."""
    refused_answerable: float


class Part(_Part):
    """The predictor over some of the rows."""

    rows: int
    tickets: int
    auroc: Figure
    calibration_error: Figure
    """Rows count as they did when it learnt: see `Table.weights`."""
    single: str
    """The feature that ranks best all by itself; it is chosen on these very rows, which favours it."""
    single_auroc: float
    auroc_gain: Figure
    """Of the predictor over that feature, paired."""
    accuracy_gain: Figure
    """Balanced accuracy at one half over that of the feature at its best threshold, which is chosen on these rows."""
    today: Refusals
    """What was refused without it."""
    predicted: Refusals
    """What would be refused from a probability of one half on."""
    recall_gain: Figure
    """Of those over these, paired."""
    both: dict[str, Refusals]
    """What would be refused beside what is today, by the probability from which on."""


class Report(_Part):
    """Everything measured."""

    groups: int
    families: tuple[FamilyReport, ...]
    chosen: tuple[str, ...]
    """The family that was chosen on the training side of each split."""
    all: Part
    natural: Part | None
    """The questions of the golden sets as they are, none with manuals left out; None where there is but one kind."""

    def metrics(self) -> dict[str, float]:
        """The figures by name."""
        parts = {"all": self.all, **({"natural": self.natural} if self.natural else {})}
        names = ("auroc", "calibration_error", "auroc_gain", "accuracy_gain", "recall_gain")
        told: dict[str, float] = {}
        for place, part in parts.items():
            for name in names:
                figure: Figure = getattr(part, name)
                told |= {f"{place}/{name}": figure.value, f"{place}/{name}.low": figure.low}
            told |= {f"{place}/{name}": value for name, value in part.predicted.model_dump().items()}
        return told


def report_of(learnt: Table, crossed: Crossed) -> Report:
    """Put together what the splits gave.

    Args:
        learnt: what was learnt from.
        crossed: what was predicted of machines that were not seen.
    """
    natural = np.flatnonzero(~learnt.withheld)
    kinds = learnt.tickets[natural]
    return Report(
        groups=len(np.unique(learnt.groups)),
        families=tuple(_family(name, learnt.tickets, p) for name, p in crossed.by_family.items()),
        chosen=crossed.families,
        all=_part(learnt, crossed.chosen),
        natural=_part(learnt.part(natural), crossed.chosen[natural]) if 0 < kinds.sum() < len(kinds) else None,
    )


def _family(name: str, tickets: Truths, probabilities: Column) -> FamilyReport:
    return FamilyReport(
        name=name,
        auroc=auroc(tickets, probabilities),
        calibration_error=calibration_error(tickets, probabilities),
        brier=brier(tickets, probabilities),
        log_loss=log_loss(tickets, probabilities),
    )


def _part(learnt: Table, probabilities: Column) -> Part:
    tickets, groups = learnt.tickets, learnt.groups.tolist()
    single, scores = _best_single(learnt)
    refused = learnt.refused
    alone, predicted = scores >= _best_threshold(tickets, scores), probabilities >= _EVEN

    def over(measure: Callable[[Indices], float]) -> Figure:
        return interval(measure, groups)

    return Part(
        rows=len(tickets),
        tickets=int(tickets.sum()),
        auroc=over(lambda i: auroc(tickets[i], probabilities[i])),
        calibration_error=over(lambda i: calibration_error(tickets[i], probabilities[i], learnt.weights[i])),
        single=single,
        single_auroc=auroc(tickets, scores),
        auroc_gain=over(lambda i: auroc(tickets[i], probabilities[i]) - auroc(tickets[i], scores[i])),
        accuracy_gain=over(
            lambda i: balanced_accuracy(tickets[i], predicted[i]) - balanced_accuracy(tickets[i], alone[i])
        ),
        today=refusals(tickets, refused),
        predicted=refusals(tickets, predicted),
        both={str(least): refusals(tickets, refused | (probabilities >= least)) for least in _LEAST},
        recall_gain=over(lambda i: _share(predicted[i][tickets[i]]) - _share(refused[i][tickets[i]])),
    )


def _best_single(learnt: Table) -> tuple[str, Column]:
    """The best of the features by themselves, turned so that more of it speaks for a ticket."""
    turned = {
        name: column if auroc(learnt.tickets, column) >= _EVEN else -column
        for name, column in zip(learnt.names, learnt.rows.T, strict=True)
    }
    best = max(turned, key=lambda name: auroc(learnt.tickets, turned[name]))
    return best, turned[best]


def _best_threshold(tickets: Truths, scores: Column) -> float:
    return max(np.unique(scores).tolist(), key=lambda t: balanced_accuracy(tickets, scores >= t))


def refusals(tickets: Truths, refused: Truths) -> Refusals:
    """How many of the refusals are right, and of the tickets refused."""
    return Refusals(
        precision=_share(tickets[refused]),
        recall=_share(refused[tickets]),
        refused_answerable=_share(refused[~tickets]),
    )


def _share(truths: Truths) -> float:
    return float(truths.mean()) if len(truths) else 0.0
