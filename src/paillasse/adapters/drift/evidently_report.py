"""Two samples compared by Evidently. It takes seconds to import, and some 300 MB: only a process of its own does."""

# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownArgumentType=false

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from paillasse.adapters.drift.samples import Sample
from paillasse.adapters.drift.significance import LEAST_VALUES, exact, homogeneity
from paillasse.adapters.drift.topics import topics_of
from paillasse.drift.comparing import LEVEL
from paillasse.drift.protocols import Compared
from paillasse.drift.types import FEATURES, Kind

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # its own use of NumPy's former inner modules
    from evidently import DataDefinition, Dataset, Report
    from evidently.legacy.calculations.stattests import StatTest, register_stattest
    from evidently.legacy.core import ColumnType
    from evidently.metrics import ValueDrift

_TESTS = {Kind.NUMBER: "ks", Kind.SHARE: "exact", Kind.CATEGORY: "homogeneity"}


def _test(name: str, shown: str, p_value_of: Any) -> None:
    def tried(reference: Any, current: Any, _kind: ColumnType, threshold: float) -> tuple[float, bool]:
        p_value = p_value_of(reference.tolist(), current.tolist())
        return p_value, p_value < threshold

    register_stattest(StatTest(name, shown, [ColumnType.Categorical], LEVEL), tried)


_test("exact", "Fisher's exact test, p-value", exact)
_test("homogeneity", "chi-square of homogeneity, p-value", homogeneity)


def compare(reference: Sample, current: Sample, page: Path | None) -> Compared:
    """Test every feature that has enough values; with a path, draw the distributions side by side."""
    topics = topics_of(reference.meanings, current.meanings)
    frames = [_frame(sample, names) for sample, names in zip((reference, current), topics, strict=True)]
    tested = [f for f in FEATURES if all(frame[f.name].count() >= LEAST_VALUES for frame in frames)]
    level = LEVEL / max(len(tested), 1)
    report = Report([ValueDrift(column=f.name, method=_TESTS[f.kind], threshold=level) for f in tested])
    numbers = [f.name for f in tested if f.kind is Kind.NUMBER]
    definition = DataDefinition(
        numerical_columns=numbers, categorical_columns=[f.name for f in tested if f.name not in numbers]
    )
    before, now = (Dataset.from_pandas(frame, definition) for frame in frames)
    snapshot: Any = report.run(now, before)
    if page is not None:
        snapshot.save_html(str(page))
    return Compared(_p_values(snapshot.dict()["metrics"]), topics)


def _frame(sample: Sample, topics: Sequence[str]) -> pd.DataFrame:
    columns: dict[str, Any] = {"topic": topics}
    for feature in FEATURES:
        if feature.name in sample.columns:
            column = pd.Series(sample.columns[feature.name])
            columns[feature.name] = column.map({1.0: "yes", 0.0: "no"}) if feature.kind is Kind.SHARE else column
    return pd.DataFrame(columns)


def _p_values(metrics: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    return {str(metric["config"]["column"]): float(metric["value"]) for metric in metrics}
