"""Folders as Hugging Face has them: what their files say, what they do not, and what is wrong with them."""

import asyncio
import json
import shutil

import numpy as np
import onnx
import pytest

from paillasse.adapters.embedding.onnx_embedder import OnnxEmbedder
from paillasse.adapters.embedding.opening import open_embedder
from paillasse.errors.models import ModelUnavailable
from paillasse.errors.root import InvalidConfiguration
from paillasse.pipeline_config import EmbedderConfig
from paillasse.settings import Settings
from tiny_model import write_plain_onnx

TEXTS = ["Clean the flow cell.", "rotor speed", ""]


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    return write_plain_onnx(tmp_path_factory.mktemp("plain") / "tiny")


@pytest.fixture
def folder(original, tmp_path):
    """A copy to be spoiled."""
    return shutil.copytree(original, tmp_path / "tiny")


def change(path, **values):
    path.write_text(json.dumps({**(json.loads(path.read_text()) if path.exists() else {}), **values}))


def opened(folder, **given):
    config = EmbedderConfig.model_validate({"folder": folder, "languages": ["en"], **given})
    return open_embedder(config, Settings(_env_file=None, threads=1))


def embed(embedder, texts=TEXTS):
    return asyncio.run(embedder.embed(texts))


def test_the_vectors_are_those_of_the_same_model_in_our_own_folder(original):
    np.testing.assert_allclose(embed(opened(original)), embed(OnnxEmbedder(1, original / "ours")), atol=1e-5)


def test_everything_but_the_languages_is_in_its_files(original):
    embedder = opened(original)

    assert embedder.name.startswith("tiny/")
    assert (embedder.dimension, embedder.max_tokens, embedder.languages) == (64, 256, {"en"})


def test_half_precision_is_widened(folder):
    graph = onnx.load(folder / "onnx" / "model.onnx")
    (output,) = graph.graph.output
    graph.graph.node.append(onnx.helper.make_node("Cast", [output.name], ["half"], to=onnx.TensorProto.FLOAT16))
    for node in graph.graph.node[:-1]:
        node.output[:] = ["whole" if name == output.name else name for name in node.output]
    graph.graph.node[-1].input[:] = ["whole"]
    graph.graph.node[-1].output[:] = [output.name]
    output.type.tensor_type.elem_type = onnx.TensorProto.FLOAT16
    onnx.save(graph, folder / "onnx" / "model.onnx")

    vectors = embed(opened(folder))
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(vectors, embed(OnnxEmbedder(1, folder / "ours")), atol=1e-2)


def test_the_first_token_may_stand_for_all(folder):
    change(folder / "1_Pooling" / "config.json", pooling_mode_mean_tokens=False, pooling_mode_cls_token=True)
    embedder = opened(folder)
    session = embedder._model.session
    ids = embedder._model.tokenizer.encode(TEXTS[0]).ids
    first = session.run(None, {"input_ids": np.array([ids], dtype=np.int32)})[0][0][0]

    np.testing.assert_allclose(embed(embedder)[0], first / np.linalg.norm(first), atol=1e-5)
    assert embedder.name == opened(folder, pooling="cls").name != opened(folder, pooling="mean").name


@pytest.mark.parametrize("said", ["mean", "cls"])
def test_newer_files_name_the_pooling(folder, said):
    (folder / "1_Pooling" / "config.json").write_text(json.dumps({"pooling_mode": said, "embedding_dimension": 64}))

    assert opened(folder).name == opened(folder, pooling=said).name


@pytest.mark.parametrize(
    ("prompts", "given", "prefixes"),
    [
        ({"query": "q: ", "document": "d: "}, {}, "|q: |d: "),
        ({"query": "q: ", "passage": "p: "}, {}, "|q: |p: "),
        ({"query": "q: ", "document": ""}, {}, "|q: |"),
        ({"query": "q: "}, {"query_prefix": "other: "}, "|other: |"),
        ({"query": "q: ", "document": "d: "}, {"query_prefix": "", "passage_prefix": ""}, ""),
    ],
)
def test_prefixes_are_those_of_the_model_unless_configured(folder, prompts, given, prefixes):
    change(folder / "config_sentence_transformers.json", prompts=prompts)

    assert opened(folder, **given).name == opened(folder, query_prefix="", passage_prefix="").name + prefixes


@pytest.mark.parametrize(
    ("file", "values", "limit"),
    [
        ("sentence_bert_config.json", {"max_seq_length": 128}, 128),
        ("tokenizer_config.json", {"model_max_length": 100}, 100),
        ("config.json", {"max_position_embeddings": 130}, 130),
        ("config.json", {"max_position_embeddings": 130, "model_type": "xlm-roberta"}, 128),
        ("sentence_bert_config.json", {"max_seq_length": None}, 300),
        ("tokenizer_config.json", {"model_max_length": 10**30}, 256),
    ],
)
def test_the_least_limit_counts(folder, file, values, limit):
    change(folder / file, **values)

    assert opened(folder).max_tokens == limit
    assert opened(folder, max_tokens=50).max_tokens == 50


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"languages": []}, "do not say embedder.languages"),
        ({"dimension": 32}, "embedder.dimension is 32; the model in .* has 64"),
        ({"max_tokens": 257}, "embedder.max_tokens is 257; the model in .* reads 256"),
    ],
)
def test_a_configuration_that_cannot_be_right_says_so(original, given, said):
    with pytest.raises(InvalidConfiguration, match=said):
        opened(original, **given)


def test_a_module_that_is_not_run_is_not_left_out_silently(folder):
    modules = json.loads((folder / "modules.json").read_text())
    dense = {"idx": 3, "name": "3", "path": "3_Dense", "type": "sentence_transformers.models.Dense"}
    (folder / "modules.json").write_text(json.dumps([*modules, dense]))

    with pytest.raises(InvalidConfiguration, match="Dense") as caught:
        opened(folder)
    assert "sentence-transformers" in caught.value.hint


@pytest.mark.parametrize("modes", [{"pooling_mode_lasttoken": True, "pooling_mode_mean_tokens": False}, {"a": 1}])
def test_a_pooling_that_is_not_run_says_so(folder, modes):
    (folder / "1_Pooling" / "config.json").write_text(json.dumps(modes))

    with pytest.raises(InvalidConfiguration, match=r"pools by (lasttoken|nothing known)"):
        opened(folder)


@pytest.mark.parametrize("file", ["config.json", "tokenizer.json", "onnx/model.onnx"])
@pytest.mark.parametrize("damage", ["missing", "truncated"])
def test_a_damaged_folder_says_so(folder, file, damage):
    path = folder / file
    if damage == "missing":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:20])

    with pytest.raises(ModelUnavailable, match="tiny"):
        opened(folder)


def test_a_graph_of_another_model_says_so(folder):
    change(folder / "config.json", hidden_size=128)
    with pytest.raises(ModelUnavailable, match=r"vectors of 64 numbers, config\.json says 128"):
        opened(folder)


@pytest.mark.parametrize("change_graph", ["input", "output"])
def test_a_graph_that_is_no_text_encoder_says_so(folder, change_graph):
    graph = onnx.load(folder / "onnx" / "model.onnx")
    if change_graph == "input":
        graph.graph.input.add().CopyFrom(graph.graph.input[0])
        graph.graph.input[-1].name = "pixel_values"
    else:
        old, graph.graph.output[0].name = graph.graph.output[0].name, "logits"
        for node in graph.graph.node:
            node.output[:] = ["logits" if name == old else name for name in node.output]
    onnx.save(graph, folder / "onnx" / "model.onnx")

    with pytest.raises(ModelUnavailable, match="no text encoder"):
        opened(folder)


def test_other_weights_have_another_name(folder):
    before = opened(folder).name
    graph = onnx.load(folder / "onnx" / "model.onnx")
    graph.doc_string = "trained a little more"
    onnx.save(graph, folder / "onnx" / "model.onnx")

    assert opened(folder).name != before
