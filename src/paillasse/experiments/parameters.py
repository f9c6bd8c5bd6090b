"""What a run says of its configuration, under the names that people sort runs by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from paillasse.answering.generation import instructions
from paillasse.answering.prompts import ALL
from paillasse.pipeline_config import PipelineConfig
from paillasse.protocols.retrieval import Embedder, TokenEmbedder


def parameters_of(config: PipelineConfig, embedder: Embedder) -> dict[str, str]:
    """Every choice of the configuration by its path, and what it does not say itself.

    The model's parameters are left out where no language model is asked: they decide nothing. The embedder's dimension
    is that of its vectors, also where its files alone say it.
    """
    asks_model = config.answering.generator == "llm"
    told = flat(config.model_dump(mode="json", exclude=None if asks_model else {"model"}))
    return told | {
        "config": config.hash,
        "generation": config.generation(embedder.name),
        "embedder.opened": embedder.name,
        "embedder.dimension": str(embedder.dimension),
        "embedder.normalisation": "unit length",
        "retrieval.similarity": "cosine",
        "retrieval.lanes": "bm25, dense, codes",
        "retrieval.fusion": "convex sum of normalised scores",
        "retrieval.reranker": _rerankers(config, embedder),
        "retrieval.expansion": _expansion(config) if asks_model else "glossary",
        "prompts": ", ".join(prompt.reference for prompt in (*ALL, *(instructions.ALL if asks_model else ()))),
    }


def _rerankers(config: PipelineConfig, embedder: Embedder) -> str:
    """Those that come into play, in their order."""
    chosen = config.retrieval
    found: list[str] = []
    if chosen.reranker != "none" and chosen.rerank_depth and isinstance(embedder, TokenEmbedder):
        found.append("late interaction")
    if chosen.reranker == "learned":
        found.append("learned")
    return ", ".join(found) or "none"


def _expansion(config: PipelineConfig) -> str:
    """What is searched with besides the question, where there is a language model."""
    model = config.model
    chosen = {"rewriting": model.rewrite, f"phrasings: {model.phrasings}": model.phrasings > 0}
    chosen |= {"hyde": model.hyde, "translation": model.translate}
    return ", ".join(["glossary", *(name for name, is_on in chosen.items() if is_on)])


def flat(values: Mapping[str, Any], before: str = "") -> dict[str, str]:
    """Nested values by path: `{"chunking": {"overlap_tokens": 0}}` becomes `chunking.overlap_tokens`: `0`."""
    found: dict[str, str] = {}
    for name, value in values.items():
        if isinstance(value, dict):
            found |= flat(cast("dict[str, Any]", value), f"{before}{name}.")
        else:
            found[before + name] = str(value)
    return found
