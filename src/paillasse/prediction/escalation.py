"""Is it a ticket? A small trained model over the features of an answer: JSON, worked out with numpy alone."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from paillasse.errors.models import ModelUnavailable
from paillasse.prediction.features import FEATURES, NAMES, VERSION, features_of
from paillasse.types.answers import Answer
from paillasse.types.escalation import Escalation, EscalationReason

Matrix = npt.NDArray[np.float64]
"""Shape (answers, features)."""
Column = npt.NDArray[np.float64]
"""Shape (answers,)."""

_SHIPPED = Path(__file__).parents[1] / "data" / "escalation.json"
_SUREST = 6.0
"""Log odds beyond which a raw score tells nothing more: 1 in 400."""
_MOST_REASONS = 3
_LEAST_EFFECT = 0.1
"""Log odds; what moves them less is no reason."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Linear(_Part):
    """Logistic regression over standardised features."""

    kind: Literal["linear"] = "linear"
    mean: tuple[float, ...]
    scale: tuple[float, ...]
    weights: tuple[float, ...]
    intercept: float

    def log_odds(self, rows: Matrix) -> Column:
        """Raw log odds of a ticket."""
        return (rows - np.array(self.mean)) / np.array(self.scale) @ np.array(self.weights) + self.intercept


class Trees(_Part):
    """Decision trees whose leaves are added up: all nodes of all trees in one list."""

    kind: Literal["trees"] = "trees"
    roots: tuple[int, ...]
    """Index of the first node of each tree."""
    feature: tuple[int, ...]
    """What a node looks at; -1 for a leaf."""
    threshold: tuple[float, ...]
    left: tuple[int, ...]
    """Where rows go whose feature is at most the threshold."""
    right: tuple[int, ...]
    value: tuple[float, ...]
    """Of a leaf; 0 elsewhere."""
    offset: float
    probability: bool
    """Whether the sum is a probability; else it is the log odds."""

    def log_odds(self, rows: Matrix) -> Column:
        """Raw log odds of a ticket."""
        feature, threshold = np.array(self.feature), np.array(self.threshold)
        left, right = np.array(self.left), np.array(self.right)
        seen = rows.astype(np.float32)  # as they were trained
        at = np.tile(np.array(self.roots), (len(rows), 1))
        lines = np.arange(len(rows))[:, None]
        while (inner := feature[at] >= 0).any():
            down = np.where(seen[lines, feature[at]] <= threshold[at], left[at], right[at])
            at = np.where(inner, down, at)
        total = self.offset + np.array(self.value)[at].sum(axis=1)
        return log_odds(total) if self.probability else total


class Sigmoid(_Part):
    """Platt's calibration: a line through the raw log odds."""

    kind: Literal["sigmoid"] = "sigmoid"
    slope: float
    intercept: float

    def probability(self, raw: Column) -> Column:
        """Calibrated probabilities."""
        return 1 / (1 + np.exp(-(self.slope * raw + self.intercept)))


class Isotonic(_Part):
    """Isotonic calibration: straight lines between points, flat beyond the outermost."""

    kind: Literal["isotonic"] = "isotonic"
    raw: tuple[float, ...]
    probabilities: tuple[float, ...]

    def probability(self, raw: Column) -> Column:
        """Calibrated probabilities."""
        return np.interp(raw, self.raw, self.probabilities)


class EscalationModel(_Part):
    """A trained model. Nothing in it is text that anybody wrote or asked: numbers alone."""

    version: str
    """Names the model: the date it was trained, and a digest of what it was trained on."""
    family: str
    features: tuple[str, ...]
    features_version: int
    score: Annotated[Linear | Trees, Field(discriminator="kind")]
    calibration: Annotated[Sigmoid | Isotonic, Field(discriminator="kind")]
    typical: tuple[float, ...]
    """Median of each feature over the answers it was trained on: what a reason is told against."""
    learnt: tuple[str, ...] = ()
    """Digests of the questions that it learnt from (`examples.rows.Row.digest`): it is not judged by them."""

    @classmethod
    def load(cls, path: Path = _SHIPPED) -> EscalationModel:
        """Read a model; the shipped one where no other is named.

        Raises:
            ModelUnavailable: the file is missing, none, or was trained on other features.
        """
        try:
            return cls.parse(path.read_text(encoding="utf-8"), str(path))
        except OSError as error:
            raise ModelUnavailable(f"Cannot read the escalation model {path}: {error.strerror}") from error

    @classmethod
    def parse(cls, text: str, name: str) -> EscalationModel:
        """The same from its JSON; `name` says where it came from."""
        try:
            model = cls.model_validate_json(text)
        except ValidationError as error:
            raise ModelUnavailable(f"{name} does not hold an escalation model: {error}") from error
        if model.features_version != VERSION or not set(model.features) <= set(NAMES):
            raise ModelUnavailable(
                f"{name} was trained on version {model.features_version} of the features; this program has {VERSION}.",
                hint="Train one: `paillasse train escalation`.",
            )
        return model

    def probabilities(self, rows: Matrix) -> Column:
        """Probability that each is a ticket; rows hold the features of this model, in its order."""
        return self.calibration.probability(np.clip(self.score.log_odds(rows), -_SUREST, _SUREST))

    def predict(self, answer: Answer) -> Escalation:
        """How likely it is that the manuals do not answer, and what speaks most for and against it.

        The effect of a feature is by how much the log odds, before calibration, change from its usual value to this.

        Raises:
            ValueError: the answer has no trace.
        """
        known = dict(zip(NAMES, features_of(answer), strict=True))
        row = np.array([known[name] for name in self.features])
        others = np.tile(row, (len(row), 1))
        np.fill_diagonal(others, self.typical)
        odds = self.score.log_odds(np.vstack([row, others]))
        effects = odds[0] - odds[1:]
        strongest = sorted(range(len(row)), key=lambda i: -abs(effects[i]))[:_MOST_REASONS]
        meanings = {feature.name: feature.meaning for feature in FEATURES}
        reasons = tuple(
            EscalationReason(name, meanings[name], round(float(row[i]), 3), round(float(effects[i]), 2))
            for i in strongest
            if abs(effects[i]) >= _LEAST_EFFECT
            for name in [self.features[i]]
        )
        [probability] = self.probabilities(row[None, :]).tolist()
        return Escalation(round(probability, 4), reasons, self.version)


def log_odds(probabilities: Column) -> Column:
    """Of probabilities, cut where they are surer than a raw score may be."""
    least = 1 / (1 + np.exp(_SUREST))
    cut = np.clip(probabilities, least, 1 - least)
    return np.log(cut / (1 - cut))
