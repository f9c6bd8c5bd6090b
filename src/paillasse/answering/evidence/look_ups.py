"""Which questions are plain look-ups: what they ask for stands in the manuals in so many words."""

from __future__ import annotations

from paillasse.answering.evidence.sufficiency import Evidence
from paillasse.pipeline_config import AnsweringConfig
from paillasse.retrieval.retriever import Retrieval
from paillasse.types.questions import Query


def is_look_up(query: Query, retrieval: Retrieval, evidence: Evidence, config: AnsweringConfig) -> bool:
    """Whether an answer copied from the manuals will do, where the configuration tells look-ups from the rest.

    A question that goes on with a conversation is none. One that names a code which the manuals define is; so is any
    whose evidence is that good.
    """
    if config.routing == "off" or query.history:
        return False
    return bool(retrieval.codes) or evidence.confidence >= config.look_up_confidence
