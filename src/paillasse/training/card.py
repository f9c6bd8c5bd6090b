"""The model card: what a model was made of, how well it does and what it cannot do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from paillasse.training.corpus.pairs import Source
from paillasse.training.corpus.validation import ValidationReport

CARD = "MODEL_CARD.md"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is particular to one training run."""

    seed: int
    minutes: float
    sources: Mapping[str, Source]
    validation: ValidationReport
    scores: Mapping[str, float]
    """hit@5 per question set."""
    share: float
    """Of the trained weights in the soup."""
    worst_cosine: float
    """Of the exported model with the trained one."""


def model_card(facts: Facts) -> str:
    """The card as Markdown."""
    sources = "\n".join(f"| {s.name} | {s.repository} | {s.commit} | {s.licence} |" for s in facts.sources.values())
    checks = "\n".join(f"| {c.name} | {c.figure:.4g} | {c.limit:g} |" for c in facts.validation.checks)
    scores = "\n".join(f"| {name} | {score:.3f} |" for name, score in facts.scores.items())
    return _CARD.format(
        sources=sources,
        checks=checks,
        scores=scores,
        pairs=facts.validation.pairs,
        seed=facts.seed,
        minutes=facts.minutes,
        share=facts.share,
        worst=facts.worst_cosine,
    )


_CARD = """# paillasse-minilm-fr-en

Sentence vectors (384 numbers, at most 256 tokens) for French and English text about equipment: a question finds the
passage that answers it in either language. Made by `paillasse train embedder` from
[all-MiniLM-L6-v2](https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2) (Apache-2.0); published under
Apache-2.0.

## How it was made

1. French words became wordpieces of the English tokenizer. Each starts from the vectors of its translations, which IBM
   model 1 finds in aligned sentences and the project's glossary confirms.
2. Distillation (Reimers & Gurevych 2020): French and English sentences are led to the vector that all-MiniLM-L6-v2
   gives the English one, by three students that see them in different orders; {minutes:g} minutes in all, seed {seed}.
   The encoder and the vectors of French words learn, those of English words stay. No family of sources gives more than
   a quarter of the sentences. Terms and sentences made from the glossary, passages of several sentences, and typing
   slips are part of it.
3. The weights are {share:.0%} the mean of the students and for the rest those of step 1: the largest share that costs
   at most a point on PIAF and on SQuAD against the best share of each.
4. Word vectors are stored as int8 with a scale per row. Three of a layer's four matrices are stored and multiplied as
   int8 (SmoothQuant, Xiao et al. 2023; GPTQ, Frantar et al. 2023), the fourth is stored as float16 and multiplied in
   float32. Least cosine with the trained model over the development sentences: {worst:.5f}.

## What it was trained on

{pairs:,} aligned sentence pairs, used as training data only and not distributed with the model:

| source | repository | commit | licence |
|---|---|---|---|
{sources}

The attributions that these licences ask for are in the project's `NOTICE`.

Neither the manuals that the product is measured on nor the questions are among them. Checks before training:

| check | found | limit |
|---|---|---|
{checks}

## How well it does

Share of questions whose paragraph is among the five nearest (all paragraphs of the set; answerable questions):

| set | hit@5 |
|---|---|
{scores}

PIAF and SQuAD bound the share of step 3, so these figures are slightly flattering. Figures on real manuals, beside
plain MiniLM, are in the project's `docs/measurements.md`.

## Limits

- Most sentences are statutes, software documentation and robotics: laboratory words come from the glossary alone. A
  rare French word outside it falls into English fragments, as it does in plain MiniLM.
- Accents are dropped: "pêche" and "péché" are one word to it.
- Languages other than French and English are seen through English fragments.
- Negation, numbers and units hardly move a vector: use it to find passages, never to decide whether a claim follows.
- Vectors are not comparable with those of all-MiniLM-L6-v2 or of another version.
"""
