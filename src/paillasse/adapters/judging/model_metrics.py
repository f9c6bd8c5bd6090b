"""DeepEval's metrics, asked of whatever language model is given. Import it by way of `opening`, which silences it."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Mapping
from importlib.metadata import version
from importlib.resources import files
from typing import Any, Final

from deepeval.metrics import (
    AnswerRelevancyMetric,
    ContextualPrecisionMetric,
    ContextualRecallMetric,
    FaithfulnessMetric,
)
from deepeval.models import DeepEvalBaseLLM
from deepeval.test_case import LLMTestCase
from pydantic import BaseModel, ValidationError

from paillasse.judging.protocols import Ask, UnusableJudgement
from paillasse.judging.types import Answered

_METRICS: Final[Mapping[str, Any]] = {
    "answer_relevancy": AnswerRelevancyMetric,
    "faithfulness": FaithfulnessMetric,
    "contextual_precision": ContextualPrecisionMetric,
    "contextual_recall": ContextualRecallMetric,
}
_MOST_OBJECTS = 50
"""Beginnings of JSON objects looked at in a reply."""
_DECODER = json.JSONDecoder()


class ModelMetrics:
    """`judging.protocols.JudgeMetrics`."""

    @property
    def parameters(self) -> Mapping[str, str]:
        """DeepEval's version, and a hash of the prompts that it asks with."""
        return {"judge.metrics": f"deepeval {version('deepeval')}", "judge.prompts": _prompts_hash()}

    def judgeable(self, answered: Answered) -> tuple[str, ...]:
        """An answer that was given has a relevancy and a faithfulness; passages are judged by a reference answer."""
        said = ("answer_relevancy", "faithfulness") if answered.statements and answered.contexts else ()
        found = ("contextual_precision", "contextual_recall") if answered.expected and answered.contexts else ()
        return (*said, *found)

    async def measure(self, figure: str, answered: Answered, ask: Ask) -> float:
        """One figure; raises what `JudgeMetrics.measure` does."""
        metric = _METRICS[figure](model=_Model(ask), eval_mode="llm", include_reason=False, verbose_mode=False)
        score = await metric.a_measure(test_case_of(answered), _show_indicator=False)
        parts = _parts(figure, metric, answered)
        # Of no verdicts DeepEval makes the best figure there is.
        if not metric.verdicts or (parts is not None and len(metric.verdicts) != parts):
            raise UnusableJudgement(f"{len(metric.verdicts)} verdicts, not {parts}")
        if not (isinstance(score, int | float) and math.isfinite(score) and 0 <= score <= 1):
            raise UnusableJudgement(f"{score} is no share")
        return float(score)


def test_case_of(answered: Answered) -> LLMTestCase:
    """As DeepEval takes it; it would fetch pictures that a text refers to in its own notation, so that is broken."""
    return LLMTestCase(
        input=_plain(answered.question),
        actual_output=_plain(answered.said),
        expected_output=_plain(answered.expected),
        retrieval_context=[_plain(passage.text) for passage in answered.contexts],
    )


def _plain(text: str) -> str:
    return text.replace("[DEEPEVAL:", "[DEEPEVAL ")


def _parts(figure: str, metric: Any, answered: Answered) -> int | None:
    """How many verdicts there have to be; None where the judge alone knows."""
    if figure == "contextual_precision":
        return len(answered.contexts)
    if figure == "answer_relevancy":
        return len(metric.statements)
    return len(metric.claims) if figure == "faithfulness" else None


class _Model(DeepEvalBaseLLM):
    """What DeepEval asks; every reply is held against the shape that it asks for."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        super().__init__("judge")  # pyright: ignore[reportUnknownMemberType] - DeepEval says no types

    def load_model(self, *args: Any, **kwargs: Any) -> DeepEvalBaseLLM:
        """There is nothing to load."""
        return self

    def get_model_name(self, *args: Any, **kwargs: Any) -> str:
        """DeepEval shows it to nobody here."""
        return "judge"

    def generate(self, *args: Any, **kwargs: Any) -> str:
        """Metrics are measured without blocking."""
        raise NotImplementedError

    async def a_generate(self, prompt: str, schema: type[BaseModel], **kwargs: Any) -> Any:
        """The first object of a reply that has this shape.

        Raises:
            UnusableJudgement: there is none.
        """
        reply = await self._ask(prompt)
        for start in [found.start() for found in re.finditer(r"\{", reply)][:_MOST_OBJECTS]:
            try:
                return schema.model_validate(_DECODER.raw_decode(reply, start)[0])
            except (ValidationError, ValueError, RecursionError):
                continue
        raise UnusableJudgement(f"no {schema.__name__} in the reply")


def _prompts_hash() -> str:
    """Of the templates of these metrics."""
    told = json.loads((files("deepeval.templates") / "metrics" / "templates.json").read_text(encoding="utf-8"))
    mine = {metric.__name__: told[metric.__name__] for metric in _METRICS.values()}
    return hashlib.sha256(json.dumps(mine, sort_keys=True).encode()).hexdigest()[:12]
