"""Rows as arrays: what is learnt from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from paillasse.prediction.escalation import Column, Matrix
from paillasse.prediction.examples.rows import Row

Indices = npt.NDArray[np.intp]
Truths = npt.NDArray[np.bool_]
"""Shape (rows,)."""

_WITHHELD = 0.3
"""What a question asked as if its manuals were not there counts, beside one asked as things are: here there are as many
of them as of questions that have an answer, and of those that people ask far fewer."""


@dataclass(frozen=True, slots=True)
class Table:
    """One row a question."""

    names: tuple[str, ...]
    """Of the features."""
    rows: Matrix
    tickets: Truths
    groups: npt.NDArray[np.str_]
    withheld: Truths
    refused: Truths

    @classmethod
    def of(cls, rows: Sequence[Row], names: Sequence[str]) -> Table:
        """These features of some rows."""
        return cls(
            tuple(names),
            np.array([[row.features[name] for name in names] for row in rows], dtype=np.float64),
            np.array([row.ticket for row in rows], dtype=np.bool_),
            np.array([row.group for row in rows], dtype=np.str_),
            np.array([row.withheld for row in rows], dtype=np.bool_),
            np.array([row.refused for row in rows], dtype=np.bool_),
        )

    @property
    def weights(self) -> Column:
        """What each row counts when something is learnt."""
        return np.where(self.withheld, _WITHHELD, 1.0)

    def part(self, indices: Indices) -> Table:
        """Some of its rows."""
        return Table(
            self.names,
            self.rows[indices],
            self.tickets[indices],
            self.groups[indices],
            self.withheld[indices],
            self.refused[indices],
        )
