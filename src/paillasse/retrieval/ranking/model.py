"""A ranking that was learnt: weights of features as JSON, worked out with numpy alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError

from paillasse.errors.models import ModelUnavailable
from paillasse.retrieval.analysis import Understanding
from paillasse.retrieval.ranking.features import NAMES, VERSION, features_of
from paillasse.types.questions import Hit

RERANKER = "reranker"
"""Name that it is kept and registered under."""


class RankingModel(BaseModel):
    """Of two passages the one with the larger sum of weighted features is likelier to answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: str
    features_version: int
    depth: int
    """Hits that it looks at."""
    weights: tuple[float, ...]
    """By feature, in the order of `features.NAMES`."""

    @classmethod
    def parse(cls, text: str, name: str) -> RankingModel:
        """A model from its JSON; `name` says where it came from.

        Raises:
            ModelUnavailable: it is none, or was trained on other features.
        """
        hint = "Train one: `paillasse train reranker --promote`."
        try:
            model = cls.model_validate_json(text)
        except ValidationError as error:
            raise ModelUnavailable(f"{name} does not hold a ranking model: {error}", hint=hint) from error
        if model.features_version != VERSION or len(model.weights) != len(NAMES):
            raise ModelUnavailable(
                f"{name} was trained on version {model.features_version} of the features; this program has {VERSION}.",
                hint=hint,
            )
        return model

    def rank(self, understood: Understanding, hits: Sequence[Hit]) -> list[Hit]:
        """The same hits, those within its depth in its order; the scores stay where they were, best first.

        So whatever weighs scores against each other, as the question which machine is meant, sees what it knew.
        """
        first, rest = list(hits[: self.depth]), list(hits[self.depth :])
        worth = features_of(understood, first) @ np.array(self.weights)
        order = sorted(range(len(first)), key=lambda i: (-worth[i], i))
        return [*(replace(first[i], score=there.score) for i, there in zip(order, first, strict=True)), *rest]
