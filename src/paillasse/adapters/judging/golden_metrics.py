"""The same figures without a language model, as DeepEval's metrics: for test suites that are written with DeepEval.

Call `opening.open_metrics` before this is imported: it silences DeepEval.
"""

from __future__ import annotations

from typing import Any, cast

from deepeval.metrics import BaseMetric
from deepeval.test_case import LLMTestCase

from paillasse.adapters.judging.model_metrics import test_case_of
from paillasse.judging.formulas import FORMULAS
from paillasse.judging.types import Answered

_KEY = "paillasse"


def golden_case_of(answered: Answered) -> LLMTestCase:
    """A test case that also holds what the golden case knows."""
    case = test_case_of(answered)
    case.metadata = {_KEY: answered}
    return case


class GoldenMetric(BaseMetric):
    """One of `judging.formulas`; what there is nothing to measure of passes, and has no score."""

    def __init__(self, figure: str, threshold: float = 0.5) -> None:
        """A figure by its name in `FORMULAS`.

        Raises:
            KeyError: there is none of this name.
        """
        self._formula = FORMULAS[figure]
        self._figure = figure
        self.threshold = threshold
        self.evaluation_model = "golden case"

    def measure(self, test_case: LLMTestCase, *args: Any, **kwargs: Any) -> float:
        """The figure, from 0 to 1; 1 where there is nothing to measure."""
        answered = cast("Any", test_case).metadata[_KEY]
        score = self._formula(answered)
        self.skipped = score is None
        self.score = 1.0 if score is None else score
        self.success = self.score >= (self.threshold or 0)
        return self.score

    async def a_measure(self, test_case: LLMTestCase, *args: Any, **kwargs: Any) -> float:
        """As `measure`."""
        return self.measure(test_case)

    def is_successful(self) -> bool:
        """Whether the last figure reached its threshold."""
        return bool(self.success)

    @property
    def __name__(self) -> str:  # pyright: ignore[reportIncompatibleMethodOverride] - it is declared as a literal
        """As DeepEval's own metric is called: "Answer Relevancy"."""
        return self._figure.replace("_", " ").title()
