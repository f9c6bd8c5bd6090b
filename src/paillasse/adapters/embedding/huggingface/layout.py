"""What the files beside the weights of a Hugging Face or sentence-transformers folder say of a model."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

from paillasse.adapters.embedding.prefixes import Prefixes
from paillasse.errors.root import InvalidConfiguration
from paillasse.pipeline_config import EmbedderConfig

Pooling = Literal["mean", "cls"]

_RUNNABLE = frozenset({"Transformer", "Pooling", "Normalize"})
_TOLD = ("dimension", "max_tokens", "languages", "pooling")
_TOO_LONG = 1_000_000
"""`model_max_length` from here on means "not said"."""
_OFFSET_POSITIONS = frozenset({"roberta", "xlm-roberta", "camembert", "mpnet"})
"""Their positions begin behind the padding index: two of them hold no token."""


@dataclass(frozen=True, slots=True)
class Description:
    """What has to be known of a model to embed with it."""

    dimension: int
    max_tokens: int
    languages: tuple[str, ...]
    pooling: Pooling
    prefixes: Prefixes


def describe(folder: Path, config: EmbedderConfig) -> Description:
    """Put together what the files say and what the configuration says.

    The configuration may shorten the maximum length and replace languages and prefixes; where files and configuration
    cannot both be right, that is an error.

    Args:
        folder: holds `config.json`, and where the model has them `modules.json`, `1_Pooling/config.json`,
            `sentence_bert_config.json`, `tokenizer_config.json` and `config_sentence_transformers.json`.
        config: the configured embedder.

    Raises:
        InvalidConfiguration: neither says something that has to be known, they contradict each other, or the model has
            a part that is not run here.
        OSError: `config.json` cannot be read.
        ValueError: a file is damaged.
    """
    _check_modules(folder)
    model = _read(folder / "config.json")
    dimension = int(model.get("hidden_size") or model.get("dim") or 0)
    if config.dimension and dimension and config.dimension != dimension:
        raise InvalidConfiguration(f"embedder.dimension is {config.dimension}; the model in {folder} has {dimension}.")
    limit = _length_limit(folder, model)
    if config.max_tokens > limit > 0:
        raise InvalidConfiguration(f"embedder.max_tokens is {config.max_tokens}; the model in {folder} reads {limit}.")
    found = {
        "dimension": dimension or config.dimension,
        "max_tokens": config.max_tokens or limit,
        "languages": config.languages,
        "pooling": config.pooling or _pooling(folder),
    }
    missing = [f"embedder.{name}" for name in _TOLD if not found[name]]
    if missing:
        raise InvalidConfiguration(
            f"The files in {folder} do not say {', '.join(missing)}.",
            hint="Look it up on the page of the model and put it into the pipeline configuration.",
        )
    return Description(**cast("dict[str, Any]", found), prefixes=_prefixes(folder, config))


def _check_modules(folder: Path) -> None:
    modules = cast("list[dict[str, str]]", _read_if_there(folder / "modules.json") or [])
    other = {module["type"].rpartition(".")[2] for module in modules} - _RUNNABLE
    if other:
        raise InvalidConfiguration(
            f"The model in {folder} has a module that is not run here: {', '.join(sorted(other))}.",
            hint="Use it with `embedder.provider` `sentence-transformers`, which runs every module.",
        )


def _length_limit(folder: Path, model: dict[str, Any]) -> int:
    """The least of what the files say, special tokens included; 0 when they do not."""
    positions = int(model.get("max_position_embeddings") or 0)
    if positions and model.get("model_type") in _OFFSET_POSITIONS:
        positions -= 2
    sentence = _read_if_there(folder / "sentence_bert_config.json") or {}
    tokenizer = _read_if_there(folder / "tokenizer_config.json") or {}
    said = (positions, int(sentence.get("max_seq_length") or 0), int(tokenizer.get("model_max_length") or 0))
    return min((limit for limit in said if 0 < limit < _TOO_LONG), default=0)


def _pooling(folder: Path) -> Pooling | None:
    pooling = _read_if_there(folder / "1_Pooling" / "config.json")
    if pooling is None:
        return None
    chosen = {key.removeprefix("pooling_mode_") for key, on in pooling.items() if on is True and "_mode_" in key}
    chosen |= {str(pooling["pooling_mode"])} if isinstance(pooling.get("pooling_mode"), str) else set()
    if chosen in ({"mean_tokens"}, {"mean"}):
        return "mean"
    if chosen in ({"cls_token"}, {"cls"}):
        return "cls"
    raise InvalidConfiguration(
        f"The model in {folder} pools by {', '.join(sorted(chosen)) or 'nothing known'}, which is not run here.",
        hint="Use it with `embedder.provider` `sentence-transformers`, which knows every pooling.",
    )


def _prefixes(folder: Path, config: EmbedderConfig) -> Prefixes:
    """Of the configuration, or else of sentence-transformers' prompts."""
    prompts: dict[str, str] = (_read_if_there(folder / "config_sentence_transformers.json") or {}).get("prompts") or {}
    query = config.query_prefix if config.query_prefix is not None else prompts.get("query", "")
    told = config.passage_prefix if config.passage_prefix is not None else prompts.get("document")
    return Prefixes(query, told if told is not None else prompts.get("passage", ""))


def _read_if_there(path: Path) -> dict[str, Any] | None:
    return _read(path) if path.exists() else None


def _read(path: Path) -> dict[str, Any]:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(f"{path.name}: {error}") from error
