"""Floors and ceilings: what a report must reach."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from paillasse.errors.root import InvalidConfiguration
from paillasse.evaluation.report import Report


class Gates(BaseModel):
    """Bounds by figure: the name of a rate of `Report`, or slice and figure as in "fr/hit@5" or "all/faithfulness"."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    at_least: dict[str, float] = {}
    at_most: dict[str, float] = {}

    @classmethod
    def load(cls, path: Path) -> Gates:
        """Read a JSON file.

        Raises:
            InvalidConfiguration: the file is missing, not JSON or not of this shape.
        """
        try:
            return cls.model_validate_json(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise InvalidConfiguration(f"Cannot read the floors {path}: {error.strerror}") from error
        except ValidationError as error:
            raise InvalidConfiguration(f"{path} does not hold floors: {error}") from error


def failures(report: Report, gates: Gates) -> list[str]:
    """One sentence per figure out of bounds; a figure that was not measured, or is no number, is out of bounds."""
    below = [(n, v, "below", b) for n, b in gates.at_least.items() if (v := _figure(report, n)) is None or not v >= b]
    above = [(n, v, "above", b) for n, b in gates.at_most.items() if (v := _figure(report, n)) is None or not v <= b]
    return [
        f"{name} was not measured" if value is None else f"{name} is {value:.3f}, {side} {bound:g}"
        for name, value, side, bound in below + above
    ]


def _figure(report: Report, name: str) -> float | None:
    figures = report.model_dump()
    slice_name, slash, metric = name.rpartition("/")
    if slash:
        figures = figures["slices"].get(slice_name, {}) | figures["qualities"].get(slice_name, {})
    value = figures.get(metric)
    return value if isinstance(value, float) else None
