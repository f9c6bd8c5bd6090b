"""What a run says of what it was made with."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest

from paillasse.adapters.memory.embedder import HashEmbedder
from paillasse.experiments.parameters import parameters_of
from paillasse.pipeline_config import AnsweringConfig, ModelConfig, PipelineConfig, RetrievalConfig
from paillasse.protocols.retrieval import Embedder

TOKENS = HashEmbedder()
SERVER = cast("Embedder", SimpleNamespace(name="a server's", dimension=8))
"""It gives no vectors of single tokens."""


@pytest.mark.parametrize(
    ("retrieval", "embedder", "said"),
    [
        (RetrievalConfig(), TOKENS, "late interaction"),
        (RetrievalConfig(), SERVER, "none"),
        (RetrievalConfig(rerank_depth=0), TOKENS, "none"),
        (RetrievalConfig(reranker="none"), TOKENS, "none"),
        (RetrievalConfig(reranker="learned"), TOKENS, "late interaction, learned"),
        (RetrievalConfig(reranker="learned"), SERVER, "learned"),
    ],
)
def test_the_rerankers_that_come_into_play_are_said(retrieval: RetrievalConfig, embedder: Embedder, said: str) -> None:
    told = parameters_of(PipelineConfig(retrieval=retrieval), embedder)
    assert told["retrieval.reranker"] == said
    assert told["embedder.dimension"] == str(embedder.dimension)  # the configuration leaves it to the files


def test_a_language_model_expands_the_question_as_chosen() -> None:
    model = ModelConfig(name="m", phrasings=2, hyde=True, rewrite=False, top_p=0.9)
    told = parameters_of(PipelineConfig(answering=AnsweringConfig(generator="llm"), model=model), TOKENS)
    assert told["retrieval.expansion"] == "glossary, phrasings: 2, hyde"
    assert (told["model.name"], told["model.top_p"]) == ("m", "0.9")
    assert "claims@" in told["prompts"]
    plain = parameters_of(PipelineConfig(model=model), TOKENS)
    assert (plain["retrieval.expansion"], "model.name" in plain) == ("glossary", False)
