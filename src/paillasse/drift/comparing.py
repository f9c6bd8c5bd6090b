"""Two samples of observations → how far each feature is from what it was. Pure.

A feature has drifted when the difference is sure and large. Sure: the p-value, adjusted for the number of features by
Holm (1979, "A simple sequentially rejective multiple test procedure"), is below `LEVEL`, so that the probability of any
false alarm in a check is at most `LEVEL`, whatever the features have to do with each other. Large: its distance is not
below the feature's least distance, or a busy site would be alarmed by differences that matter to nobody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from paillasse.drift.protocols import Compared
from paillasse.drift.types import FEATURES, Feature, FeatureDrift, Kind, Observation, Part

LEVEL = 0.01
_BINS = 10

Values = Sequence[str] | Sequence[float]


def compare(
    reference: Sequence[Observation], current: Sequence[Observation], compared: Compared
) -> tuple[FeatureDrift, ...]:
    """Every feature of two samples, which are not empty."""
    p_values = holm(compared.p_values)
    return tuple(
        _drift(
            feature,
            values_of(feature, reference, compared.topics[0]),
            values_of(feature, current, compared.topics[1]),
            p_values.get(feature.name),
        )
        for feature in FEATURES
    )


def values_of(feature: Feature, observed: Sequence[Observation], topics: Sequence[str] = ()) -> Values:
    """The values that observations have of a feature; those that have none are left out. Shares are 0 and 1."""
    if feature.name == "topic":
        return list(topics)
    found = [getattr(each, feature.name) for each in observed]
    if feature.kind is Kind.CATEGORY:
        return [str(value) for value in found]
    return [float(value) for value in found if value is not None]


def holm(p_values: Mapping[str, float]) -> dict[str, float]:
    """Adjusted p-values: to compare each with the level holds the probability of any false alarm below it."""
    adjusted, largest = dict[str, float](), 0.0
    for rank, (name, p_value) in enumerate(sorted(p_values.items(), key=lambda item: item[1])):
        largest = max(largest, min(1.0, (len(p_values) - rank) * p_value))
        adjusted[name] = largest
    return adjusted


def distance(kind: Kind, reference: Values, current: Values) -> float:
    """The largest difference that the probability of anything one can say of a value has: 0 to 1.

    Of categories and shares that is the total variation distance; of numbers only "it is at most x" counts, which makes
    it the distance of Kolmogorov and Smirnov. 0 where one sample has no values.
    """
    if not reference or not current:
        return 0.0
    if kind is Kind.NUMBER:
        before, now = np.sort(_numbers(reference)), np.sort(_numbers(current))
        steps = np.concatenate((before, now))
        shares = [np.searchsorted(each, steps, side="right") / len(each) for each in (before, now)]
        return float(np.abs(shares[0] - shares[1]).max())
    before, now = _shares(reference), _shares(current)
    return sum(abs(before.get(value, 0.0) - now.get(value, 0.0)) for value in before | now) / 2


def _drift(feature: Feature, reference: Values, current: Values, p_value: float | None) -> FeatureDrift:
    counted = feature.kind is not Kind.CATEGORY
    return FeatureDrift(
        name=feature.name,
        kind=feature.kind,
        reference=_mean(reference) if counted else None,
        current=_mean(current) if counted else None,
        distance=distance(feature.kind, reference, current),
        least_distance=feature.least_distance,
        p_value=p_value,
        level=LEVEL,
        parts=_parts(feature.kind, reference, current),
    )


def _mean(values: Values) -> float | None:
    return float(np.mean(_numbers(values))) if values else None


def _numbers(values: Values) -> npt.NDArray[np.float64]:
    return np.asarray(values, dtype=np.float64)


def _shares(values: Values) -> dict[str | float, float]:
    return {value: count / len(values) for value, count in Counter[str | float](values).items()}


def _parts(kind: Kind, reference: Values, current: Values) -> tuple[Part, ...]:
    """Categories, the most frequent of the reference first; ranges of numbers of one width, from the least on."""
    if kind is Kind.SHARE or not reference or not current:
        return ()
    if kind is Kind.NUMBER:
        before, now = _numbers(reference), _numbers(current)
        edges = np.histogram_bin_edges(np.concatenate((before, now)), bins=_BINS)
        counts = [np.histogram(each, edges)[0] / len(each) for each in (before, now)]
        return tuple(
            Part(f"{low:.3g} – {high:.3g}", float(one), float(other))
            for low, high, one, other in zip(edges, edges[1:], *counts, strict=False)
        )
    before, now = _shares(reference), _shares(current)
    labels = sorted(before | now, key=lambda label: (-before.get(label, 0.0), -now.get(label, 0.0), str(label)))
    return tuple(Part(str(label), before.get(label, 0.0), now.get(label, 0.0)) for label in labels)
