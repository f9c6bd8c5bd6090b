"""Observations and reports of drift, made by hand or drawn at random."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import numpy as np

from exchanges import NOW, at
from paillasse.drift.types import DriftReport, FeatureDrift, Kind, Observation, Part, State, Window

DIMENSION = 16
OBSERVED = Observation(
    at=NOW,
    language="fr",
    length=7,
    meaning=np.eye(DIMENSION, dtype=np.float32)[0],
    likeness=0.6,
    confidence=0.7,
    refused=False,
    nothing_found=False,
    unknown_code=False,
    thumbs_down=None,
)
WINDOW = Window(NOW, at(5), 300)
DRIFTED = FeatureDrift("language", Kind.CATEGORY, None, None, 0.4, 0.05, 0.001, 0.01, (Part("fr", 0.6, 0.3),))
SAME = FeatureDrift("refused", Kind.SHARE, 0.1, 0.12, 0.02, 0.05, 0.7, 0.01)
REPORT = DriftReport(
    "r1", NOW, "release 3: 0123456789ab/g1", State.DRIFTED, "Not as it was.", WINDOW, WINDOW, (DRIFTED, SAME)
)

PLAIN: Mapping[str, float] = {"fr": 0.5, "en": 0.5}


def drawn(
    seed: int,
    questions: int,
    languages: Mapping[str, float] = PLAIN,
    refused: float = 0.1,
    likeness: float = 0.6,
    topics: int = 4,
) -> list[Observation]:
    """Observations of a site whose questions are about so many things."""
    chance = np.random.default_rng(seed)
    about = np.random.default_rng(0).normal(size=(DIMENSION, DIMENSION))  # the same things whatever the seed
    meanings = about[chance.integers(topics, size=questions)] + 0.6 * chance.normal(size=(questions, DIMENSION))
    meanings /= np.linalg.norm(meanings, axis=1, keepdims=True)
    spoken = chance.choice(list(languages), size=questions, p=list(languages.values())).tolist()
    lengths = (1 + chance.poisson(7, size=questions)).tolist()
    likenesses = np.clip(chance.normal(likeness, 0.1, size=questions), 0, 1).tolist()
    confidences = chance.beta(6, 3, size=questions).tolist()
    shares = chance.random(size=(5, questions)) < np.array([[refused], [0.02], [0.02], [0.3], [0.2]])
    no, nothing, unknown, down, said = shares.tolist()
    return [
        Observation(
            at=NOW + timedelta(seconds=number),
            language=spoken[number],
            length=lengths[number],
            meaning=meanings[number].astype(np.float32),
            likeness=likenesses[number],
            confidence=0.0 if no[number] else confidences[number],
            refused=no[number],
            nothing_found=nothing[number],
            unknown_code=unknown[number],
            thumbs_down=down[number] if said[number] else None,
        )
        for number in range(questions)
    ]
