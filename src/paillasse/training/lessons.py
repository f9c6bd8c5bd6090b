"""What the student is shown: pairs of sentences, of passages and of laboratory terms, and where they should go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from paillasse.language.glossary import Glossary
from paillasse.training.corpus.augmentation import concatenate, noisy
from paillasse.training.corpus.domain import domain_pairs
from paillasse.training.corpus.pairs import Pair, balanced

_DOMAIN_PAIRS = 40_000
"""Made from the glossary: the only laboratory text there is, so it weighs more than its 5,000 concepts."""
_PASSAGE_SHARE = 0.35
"""Share of the sentences that are shown in passages as well: as many tokens as the sentences by themselves."""
_NOISY_FRENCH, _NOISY_ENGLISH = 0.15, 0.1
"""Share of the texts that the student sees with slips of the keyboard."""


@dataclass(frozen=True, slots=True)
class Texts:
    """One entry per lesson."""

    french: Sequence[str]
    """As the student sees it."""
    english: Sequence[str]
    """As the student sees it."""
    clean: Sequence[str]
    """English as the teacher sees it."""


def compose(pairs: Sequence[Pair], glossary: Glossary, rng: np.random.Generator) -> Texts:
    """Balanced sentence pairs, passages made of them, and domain pairs.

    Raises:
        TrainingDataError: the pairs come from too few families of sources to be balanced.
    """
    sentences = balanced(pairs, rng)
    joined = [pair for pair in sentences if rng.random() < _PASSAGE_SHARE]
    all_pairs = [*sentences, *concatenate(joined, rng), *domain_pairs(glossary, _DOMAIN_PAIRS, rng)]
    return Texts(
        french=[_sometimes_noisy(pair.french, _NOISY_FRENCH, rng) for pair in all_pairs],
        english=[_sometimes_noisy(pair.english, _NOISY_ENGLISH, rng) for pair in all_pairs],
        clean=[pair.english for pair in all_pairs],
    )


def _sometimes_noisy(text: str, share: float, rng: np.random.Generator) -> str:
    return noisy(text, rng) if rng.random() < share else text
