"""A language model as the judge of answers: asked again where its reply is unusable, and given up after that."""

from __future__ import annotations

from collections.abc import Mapping

from paillasse.answering.models.consultation import Consultation, Models
from paillasse.errors.models import LanguageModelError
from paillasse.judging.protocols import JudgeMetrics, UnusableJudgement
from paillasse.judging.types import Answered, Judgement
from paillasse.protocols.language_model import ModelRequest

_ATTEMPTS = 3


class Judge:
    """Judges one answer at a time, within the time that its model is given for all calls of one question."""

    def __init__(self, metrics: JudgeMetrics, models: Models) -> None:
        """Have the writer of these models judge by these metrics."""
        self._metrics = metrics
        self._models = models

    @property
    def parameters(self) -> Mapping[str, str]:
        """What its figures depend on: the model, how it is asked, and the metrics with their prompts."""
        told = self._models.config.model_dump(include={"temperature", "top_p", "top_k"}, exclude_none=True)
        asked = {f"judge.{name}": str(value) for name, value in told.items()}
        return {"judge.model": self._models.writer.model.name, **asked, **self._metrics.parameters}

    async def judge(self, answered: Answered) -> Judgement:
        """Every figure that there is something to judge of."""
        consultation = self._models.consult()
        names = self._metrics.judgeable(answered)
        figures = {name: await self._measured(name, answered, consultation) for name in names}
        return Judgement(figures, consultation.usage())

    async def _measured(self, name: str, answered: Answered, consultation: Consultation) -> float | None:
        async def ask(prompt: str) -> str:
            return await consultation.text(consultation.writer, ModelRequest("", prompt))

        for _ in range(_ATTEMPTS):
            try:
                return await self._metrics.measure(name, answered, ask)
            except UnusableJudgement:
                continue
            except LanguageModelError:  # what may pass was tried twice already
                break
        return None  # nothing is hidden: a figure that is missing fails the gates

    async def close(self) -> None:
        """Close the model."""
        await self._models.close()
