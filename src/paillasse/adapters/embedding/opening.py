"""The embedder that the configuration names."""

# ruff: noqa: PLC0415 - what one embedder needs takes seconds to import, and the others do without it
from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from paillasse.errors.root import InvalidConfiguration
from paillasse.pipeline_config import EmbedderConfig
from paillasse.protocols.retrieval import Embedder
from paillasse.settings import Settings

if TYPE_CHECKING:
    from paillasse.adapters.embedding.onnx_embedder import OnnxEmbedder

_CHOOSE = frozenset({"provider", "name", "folder", "batch_size"})
"""Fields that say which model; the others describe it."""


def open_embedder(config: EmbedderConfig, settings: Settings) -> Embedder:
    """Open it; only what it needs is imported.

    Raises:
        InvalidConfiguration: something that has to be known is neither configured nor said by the model's files.
        ModelUnavailable: a package or a file is missing or damaged, or the hub cannot be reached.
    """
    if config.provider == "onnx":
        return _open_onnx(config, settings)
    if config.provider == "sentence-transformers":
        from paillasse.adapters.embedding.huggingface.sentence_encoder import PATTERNS, SentenceEncoder

        return SentenceEncoder(_folder(config, settings, PATTERNS), config, settings.threads)
    from paillasse.adapters.embedding.remote.opening import open_remote

    return open_remote(config, settings)


def _open_onnx(config: EmbedderConfig, settings: Settings) -> OnnxEmbedder:
    from paillasse.adapters.embedding.onnx_embedder import OnnxEmbedder

    of_ours = config.folder is not None and (config.folder / "model.json").exists()
    if not of_ours and (config.folder is not None or "/" in config.name):
        from paillasse.adapters.embedding.huggingface.onnx_layout import PATTERNS, read_plain_folder

        folder = _folder(config, settings, PATTERNS)
        return OnnxEmbedder(settings.threads, folder, partial(read_plain_folder, config=config))
    if surplus := config.model_fields_set - _CHOOSE:
        raise InvalidConfiguration(
            f"The embedder says itself what embedder.{min(surplus)} would say.",
            hint="Leave it out: it is for models whose files do not say it.",
        )
    if config.folder is not None:
        return OnnxEmbedder(settings.threads, config.folder)
    if config.name == "bilingual":
        return OnnxEmbedder(settings.threads)
    if config.name == "minilm":
        from paillasse.adapters.embedding.minilm import installed_folder, read_minilm

        return OnnxEmbedder(settings.threads, installed_folder(), read_minilm)
    raise InvalidConfiguration(
        f"There is no embedder called {config.name!r}.",
        hint="embedder.name is `bilingual`, `minilm`, or `owner/name` of a model on a hub.",
    )


def _folder(config: EmbedderConfig, settings: Settings, patterns: tuple[str, ...]) -> Path:
    if config.folder is not None:
        return config.folder
    from paillasse.adapters.embedding.huggingface.hub import snapshot

    return snapshot(config.name, config.revision, settings.models_dir, patterns)
