"""Two samples of observations as a file of arrays, on their way to the process that compares them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from paillasse.drift.types import FEATURES, Kind, Observation

Column = npt.NDArray[np.float64] | npt.NDArray[np.str_]
"""A value for each observation: a word of a category, a number, or 1, 0 and NaN for yes, no and no word of it."""


class Sample(NamedTuple):
    """What is compared."""

    columns: Mapping[str, Column]
    """By name of the feature; `topic` is not among them yet."""
    meanings: npt.NDArray[np.float32]
    """Shape (observations, dimension)."""


SIDES = ("reference", "current")
_MEANING = "meaning"


def sample_of(observed: Sequence[Observation]) -> Sample:
    """Observations, column by column."""
    columns: dict[str, Column] = {}
    for feature in FEATURES:
        if feature.name == "topic":
            continue
        values = [getattr(each, feature.name) for each in observed]
        if feature.kind is Kind.CATEGORY:
            columns[feature.name] = np.asarray(values, dtype=np.str_)
        else:
            columns[feature.name] = np.asarray([np.nan if v is None else v for v in values], dtype=np.float64)
    return Sample(columns, np.stack([each.meaning for each in observed]))


def write(path: Path, samples: Sequence[Sample]) -> None:
    """Write the reference and what is compared with it."""
    arrays: dict[str, Column | npt.NDArray[np.float32]] = {}
    for side, sample in zip(SIDES, samples, strict=True):
        arrays |= {f"{side}.{name}": column for name, column in sample.columns.items()}
        arrays[f"{side}.{_MEANING}"] = sample.meanings
    np.savez(path, **arrays)  # pyright: ignore[reportArgumentType] - its second parameter takes none of these names


def read(path: Path) -> list[Sample]:
    """What `write` wrote."""
    with np.load(path, allow_pickle=False) as arrays:
        return [
            Sample(
                {f.name: arrays[f"{side}.{f.name}"] for f in FEATURES if f.name != "topic"},
                arrays[f"{side}.{_MEANING}"],
            )
            for side in SIDES
        ]
