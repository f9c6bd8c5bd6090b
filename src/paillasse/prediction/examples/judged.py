"""Judged exchanges → rows: what was asked for real, where its user and an expert agree whether it is a ticket."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from paillasse.answering import prompts
from paillasse.history.types import Exchange, Feedback, FeedbackState, Reason, Thumb
from paillasse.prediction.examples.collecting import groups_of, named, tied
from paillasse.prediction.examples.rows import Row
from paillasse.prediction.features import NAMES, VERSION, features_of, first_file
from paillasse.types.answers import Answer, Outcome
from paillasse.types.documents import Document

TABLE = "exchanges"
"""Name of the table that they are in."""
_TICKETS = {Reason.REFUSED_WRONGLY: False, Reason.ANSWERED_WRONGLY: True}
_PRAISED = {Outcome.ANSWERED: False, Outcome.DEGRADED: False, Outcome.REFUSED: True}


class Judged(NamedTuple):
    """An exchange, and feedback on it that an expert reviewed."""

    exchange: Exchange
    feedback: Feedback


def rows_of(judged: Sequence[Judged], documents: Sequence[Document]) -> list[Row]:
    """A row for each that tells whether the manuals answered, from the trace of the answer as it was given.

    Left out are those that tell nothing, and refusals that a prediction made: of them the claims are not known.

    Args:
        judged: exchanges with their feedback.
        documents: the manuals that are there, to tell about which machine was asked.
    """
    told = [
        (each.exchange, ticket, features)
        for each in judged
        if (ticket := _ticket(each)) is not None and (features := _features(each.exchange)) is not None
    ]
    ties = {exchange.id: _ties(exchange.response, documents) for exchange, _, _ in told}
    groups = groups_of(ties)
    return [
        Row(
            case=exchange.id,
            golden=TABLE,
            group=groups[exchange.id],
            manuals=named(ties[exchange.id]),
            withheld=False,
            ticket=ticket,
            refused=exchange.outcome is Outcome.REFUSED,
            features_version=VERSION,
            features=dict(zip(NAMES, features, strict=True)),
        )
        for exchange, ticket, features in told
    ]


def _ticket(judged: Judged) -> bool | None:
    """Whether the manuals do not answer; None where nobody says, as when an answer is merely incomplete."""
    feedback = judged.feedback
    if feedback.state is not FeedbackState.ACCEPTED:
        return None
    if feedback.thumb is Thumb.UP:
        return _PRAISED.get(judged.exchange.outcome)
    return None if feedback.reason is None else _TICKETS.get(feedback.reason)


def _features(exchange: Exchange) -> tuple[float, ...] | None:
    """None where the trace does not tell them: it is none, or another version of Paillasse wrote it."""
    trace = exchange.response.trace
    if "understood" not in trace or trace.get("refusal") == prompts.REFUSE_UNLIKELY.name:
        return None
    try:
        return features_of(exchange.response)
    except ValueError:
        return None


def _ties(answer: Answer, documents: Sequence[Document]) -> list[str]:
    """The manuals that it cites, or the one that was found first."""
    cited = {citation.revision for citation in answer.citations}
    file = unicodedata.normalize("NFC", first_file(answer))
    own = [d for d in documents if d.sha256 in cited]
    return tied(own or [d for d in documents if unicodedata.normalize("NFC", d.filename) == file])
