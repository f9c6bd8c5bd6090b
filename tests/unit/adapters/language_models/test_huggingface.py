"""The code that loads and runs a model from a folder, on a model of 60,000 random weights."""

from __future__ import annotations

import asyncio
import json
import string
import threading
from pathlib import Path
from typing import Any

import pytest

from paillasse.adapters.language_models.providers import open_language_model
from paillasse.answering.models.consultation import GuardedModel, Models
from paillasse.answering.models.prices import Prices
from paillasse.errors.models import LanguageModelTooSlow, LanguageModelTruncated, ModelUnavailable
from paillasse.pipeline_config import ModelConfig
from paillasse.protocols.language_model import LanguageModel, ModelPiece, ModelRequest
from paillasse.settings import Settings

pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")

REQUEST = ModelRequest("Be brief.", "How are you?")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers  # noqa: PLC0415 - only where PyTorch is

    path = tmp_path_factory.mktemp("models") / "tiny"
    marks = sorted(set(string.ascii_letters + string.digits + string.punctuation + " \n"))
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    vocabulary = {mark: n for n, mark in enumerate(["<end>", "<pad>", *sorted({*alphabet, *marks})])}
    tokenizer = Tokenizer(models.BPE(vocabulary, []))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    special = {"eos_token": "<end>", "pad_token": "<pad>"}
    fast = transformers.PreTrainedTokenizerFast(tokenizer_object=tokenizer, **special)
    fast.save_pretrained(path)
    config = transformers.LlamaConfig(
        vocab_size=len(vocabulary),
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=2,
        max_position_embeddings=256,
        eos_token_id=0,
        pad_token_id=1,
        bos_token_id=None,
    )
    transformers.set_seed(0)
    transformers.LlamaForCausalLM(config).save_pretrained(path)
    return path


def opened(folder: Path, **fields: object) -> Any:
    config = ModelConfig.model_validate(
        {"provider": "huggingface", "name": str(folder), "max_output_tokens": 16, **fields}
    )
    return open_language_model(config, Settings(home=folder), str(folder))


async def pieces_of(model: LanguageModel, request: ModelRequest = REQUEST) -> list[ModelPiece]:
    return [piece async for piece in model.stream(request)]


async def test_it_generates_piece_by_piece_and_counts(folder: Path) -> None:
    model = opened(folder)
    pieces = await pieces_of(model)
    assert "".join(p.text for p in pieces)
    last = pieces[-1]
    assert last.input_tokens == len("Be brief.\n\nHow are you?\n\n")
    assert (last.output_tokens, last.complete) == (16, False)  # random weights do not end by themselves
    assert model.name == f"huggingface/{folder}"
    again = await pieces_of(model)
    assert [p.text for p in again] == [p.text for p in pieces]  # temperature 0
    await model.close()


async def test_a_reply_that_ends_by_itself_is_complete(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = opened(folder, temperature=1.0)
    first = (await pieces_of(opened(folder)))[0].text[0]
    ending = model._tokenizer.convert_tokens_to_ids(model._tokenizer.tokenize(first))[0]
    monkeypatch.setattr(model._model.generation_config, "eos_token_id", [0, ending, *range(2, 200)])
    pieces = await pieces_of(model)
    assert (pieces[-1].complete, pieces[-1].output_tokens) == (True, 1)


async def test_a_chat_template_is_used(folder: Path) -> None:
    model = opened(folder)
    model._tokenizer.chat_template = "{% for m in messages %}{{ m.role }}: {{ m.content }}\n{% endfor %}"
    pieces = await pieces_of(model)
    assert pieces[-1].input_tokens == len("system: Be brief.\nuser: How are you?\n")


async def test_a_request_longer_than_the_model_reads(folder: Path) -> None:
    with pytest.raises(LanguageModelTruncated, match="reads 256 tokens"):
        await pieces_of(opened(folder), ModelRequest("x" * 300, "y"))


async def test_nobody_listens_any_more(folder: Path) -> None:
    model = opened(folder, max_output_tokens=200)
    before = threading.active_count()
    stream = model.stream(REQUEST)
    await anext(stream)
    await stream.aclose()
    assert threading.active_count() <= before + 1  # the pool keeps its thread, idle
    assert (await pieces_of(opened(folder)))[-1].output_tokens == 16


async def test_it_stops_at_the_deadline(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = opened(folder, max_output_tokens=200)
    config = ModelConfig.model_validate({"provider": "huggingface", "name": "x", "total_seconds": 0.2})
    forward = model._model.forward
    monkeypatch.setattr(model._model, "forward", lambda *a, **k: (threading.Event().wait(0.05), forward(*a, **k))[1])
    consultation = Models(GuardedModel(model), None, Prices([]), config).consult()
    started = asyncio.get_running_loop().time()
    with pytest.raises(LanguageModelTooSlow):
        await consultation.text(consultation.writer, REQUEST)
    assert asyncio.get_running_loop().time() - started < 5


def test_a_folder_without_a_model(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="cannot be loaded"):
        opened(tmp_path)
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "llama"}))
    with pytest.raises(ModelUnavailable, match="cannot be loaded"):
        opened(tmp_path)
