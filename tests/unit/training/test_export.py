import json
from dataclasses import replace

import numpy as np
import onnx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from tokenizers import Tokenizer

from paillasse.errors.models import ExportMismatch, ModelUnavailable
from paillasse.training.export import _int8_rows, export, verify
from tiny_model import INFO, SHAPE, numpy_bert, tiny_tensors, tiny_tokenizer

TEXTS = ["Clean the flow cell after every run.", "E-203", "", " ".join(["rincer la pompe"] * 60)]


def ids_of(text):
    return Tokenizer.from_str(tiny_tokenizer()).encode(text).ids


CALIBRATION = [ids_of(text) for text in TEXTS]


@pytest.fixture(scope="module")
def exact():
    """What BERT computes, by numpy; shape (len(TEXTS), hidden)."""
    means = [numpy_bert(tiny_tensors(), SHAPE, np.array(ids)).mean(axis=0) for ids in CALIBRATION]
    return np.array([mean / np.linalg.norm(mean) for mean in means], dtype=np.float32)


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    folder = tmp_path_factory.mktemp("models") / "new" / "small"
    export(tiny_tensors(), SHAPE, tiny_tokenizer(), INFO, folder, CALIBRATION)
    return folder


def test_what_is_stored_small_computes_what_bert_computes(exact, small):
    worst = verify(small, TEXTS, exact, 0.95)  # random weights, and few: their roundings have less to cancel out with

    assert 0.95 < worst < 1 - 1e-6  # and it really was stored small


def test_words_and_three_matrices_are_bytes_and_the_fourth_halves(small):
    stored = {tensor.name: tensor for tensor in onnx.load(small / "model.onnx").graph.initializer}
    kinds = dict.fromkeys(("words.int8", "0.qkv.int8", "1.mix.int8", "0.up.int8"), onnx.TensorProto.INT8)
    kinds["1.down.float16"] = onnx.TensorProto.FLOAT16

    assert {name: stored[name].data_type for name in kinds} == kinds
    assert list(stored["positions"].dims) == [INFO.max_tokens, SHAPE.hidden]
    exact_tables = [t.name for t in stored.values() if t.data_type == onnx.TensorProto.FLOAT and len(t.dims) == 2]
    assert set(exact_tables) == {"positions", "words.scale"}


def test_the_graph_is_a_valid_one_by_itself(small, tmp_path):
    alone = tmp_path / "model.onnx"
    alone.write_bytes((small / "model.onnx").read_bytes())

    onnx.checker.check_model(str(alone))


def test_the_same_model_gives_the_same_files(small, tmp_path):
    export(tiny_tensors(), SHAPE, tiny_tokenizer(), INFO, tmp_path, CALIBRATION)

    names = ["model.json", "model.onnx", "tokenizer.json"]
    assert sorted(path.name for path in tmp_path.iterdir()) == names
    assert [(tmp_path / name).read_bytes() for name in names] == [(small / name).read_bytes() for name in names]


def test_the_card_is_written_as_given(small):
    assert json.loads((small / "model.json").read_text(encoding="utf-8")) == INFO.model_dump(mode="json")


@pytest.mark.parametrize(
    ("changes", "message"), [({"dimension": 65}, "64 numbers"), ({"max_tokens": 301}, "300 positions")]
)
def test_a_card_that_does_not_fit_the_model_is_refused(tmp_path, changes, message):
    with pytest.raises(ValueError, match=message):
        export(tiny_tensors(), SHAPE, tiny_tokenizer(), INFO.model_copy(update=changes), tmp_path, CALIBRATION)
    assert not list(tmp_path.iterdir())


def test_a_tokenizer_of_another_model_is_refused(tmp_path):
    tensors = tiny_tensors()
    tensors["embeddings.word_embeddings.weight"] = tensors["embeddings.word_embeddings.weight"][:-1]

    with pytest.raises(ValueError, match="wordpieces"):
        export(tensors, SHAPE, tiny_tokenizer(), INFO, tmp_path, CALIBRATION)


def test_a_missing_tensor_is_named(tmp_path):
    with pytest.raises(KeyError, match=r"encoder\.layer\.2\."):
        export(tiny_tensors(), replace(SHAPE, layers=3), tiny_tokenizer(), INFO, tmp_path, CALIBRATION)


@pytest.mark.parametrize("spoiled", [0, 3])
@pytest.mark.parametrize("value", [0.5, np.nan])
def test_one_vector_that_differs_is_enough_to_refuse(exact, small, spoiled, value):
    wanted = exact.copy()
    wanted[spoiled] = np.roll(wanted[spoiled], 1) * value

    with pytest.raises(ExportMismatch, match=TEXTS[spoiled][:20]):
        verify(small, TEXTS, wanted)


def test_other_weights_are_refused(exact, tmp_path):
    tensors = tiny_tensors()
    tensors["encoder.layer.0.output.dense.bias"] = tensors["encoder.layer.0.output.dense.bias"] + 1
    tensors["encoder.layer.0.output.dense.bias"][::2] = 0
    export(tensors, SHAPE, tiny_tokenizer(), INFO, tmp_path, CALIBRATION)

    with pytest.raises(ExportMismatch, match="cosine"):
        verify(tmp_path, TEXTS, exact)


def test_a_folder_without_a_model_is_refused(tmp_path):
    with pytest.raises(ModelUnavailable):
        verify(tmp_path, TEXTS, np.zeros((len(TEXTS), SHAPE.hidden), np.float32))


@given(arrays(np.float32, (3, 8), elements=st.floats(-(2.0**20), 2.0**20, width=32, allow_subnormal=False)))
def test_a_row_of_bytes_is_off_by_half_a_level_at_most(table):
    levels, scales = _int8_rows(table)

    assert levels.min() >= -127
    assert np.all(np.abs(levels * scales - table) <= scales * 0.5001)
