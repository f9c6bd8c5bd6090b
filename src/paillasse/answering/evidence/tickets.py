"""What follows from a prediction that the manuals do not answer. Pure."""

from __future__ import annotations

from dataclasses import replace

from paillasse.pipeline_config import AnsweringConfig
from paillasse.types.answers import Answer, Outcome
from paillasse.types.escalation import Escalation


def with_offer(answer: Answer, predicted: Escalation, config: AnsweringConfig) -> Answer:
    """The answer with the prediction: a ticket is offered beside every refusal, and where it is likely enough.

    Not beside the question which machine is meant: that comes first.
    """
    likely = predicted.probability >= config.offer_from and answer.outcome is not Outcome.AMBIGUOUS
    return replace(answer, escalation=replace(predicted, offered=likely or answer.outcome is Outcome.REFUSED))


def refuses(answer: Answer, predicted: Escalation, config: AnsweringConfig) -> bool:
    """Whether what an answer says is better not shown."""
    return config.escalation == "refuse" and bool(answer.claims) and predicted.probability >= config.refuse_from
