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
    found: list[Observation] = []
    for number in range(questions):
        meaning = about[chance.integers(topics)] + 0.6 * chance.normal(size=DIMENSION)
        no = bool(chance.random() < refused)
        found.append(
            Observation(
                at=NOW + timedelta(seconds=number),
                language=str(chance.choice(list(languages), p=list(languages.values()))),
                length=1 + int(chance.poisson(7)),
                meaning=(meaning / np.linalg.norm(meaning)).astype(np.float32),
                likeness=float(np.clip(chance.normal(likeness, 0.1), 0, 1)),
                confidence=0.0 if no else float(chance.beta(6, 3)),
                refused=no,
                nothing_found=bool(chance.random() < 0.02),
                unknown_code=bool(chance.random() < 0.02),
                thumbs_down=bool(chance.random() < 0.3) if chance.random() < 0.2 else None,
            )
        )
    return found
