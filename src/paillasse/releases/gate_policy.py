"""What a release has to reach before it is promoted: a YAML file."""

from __future__ import annotations

from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from paillasse.errors.root import InvalidConfiguration
from paillasse.evaluation.gates import Gates


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Regression(_Part):
    """What must not be significantly worse than in production."""

    figures: tuple[str, ...] = Field(min_length=1)
    """Figures of `experiments.rows.QuestionRow`."""
    confidence: float = Field(default=0.95, gt=0.5, lt=1)
    """On all questions; the slices of a figure share the same doubt between them."""
    least_questions: int = Field(default=5, ge=2)
    """Smaller slices are left out: nothing is significant there."""


class Budgets(_Part):
    """The most that an answer may take."""

    latency_p50_ms: float | None = Field(default=None, gt=0)
    latency_p95_ms: float | None = Field(default=None, gt=0)
    cost_per_question: float | None = Field(default=None, ge=0)


class Safety(_Part):
    """What holds without exception."""

    rates: tuple[str, ...] = ()
    """Rates of a report that are 1."""
    kinds: tuple[str, ...] = ()
    """Kinds of golden cases that all pass, at least one of each."""


class GatePolicy(_Part):
    """Every gate; those that are not there are not asked."""

    floors: Gates = Gates()
    regression: Regression | None = None
    budgets: Budgets = Budgets()
    safety: Safety = Safety()

    @classmethod
    def load(cls, path: Path) -> GatePolicy:
        """Read a YAML file.

        Raises:
            InvalidConfiguration: the file is missing, not YAML or not of this shape.
        """
        try:
            return cls.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
        except OSError as error:
            raise InvalidConfiguration(f"Cannot read the gates {path}: {error.strerror}") from error
        except (ValidationError, ValueError, yaml.YAMLError) as error:
            raise InvalidConfiguration(f"{path} does not hold gates: {error}") from error
