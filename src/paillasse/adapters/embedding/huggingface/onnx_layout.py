"""ONNX models in the plain layout of Hugging Face: `onnx/model.onnx`, `tokenizer.json`, `config.json`."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from paillasse.adapters.embedding.huggingface.layout import describe
from paillasse.adapters.embedding.model_folder import (
    TOKENIZER,
    EmbeddingModel,
    ModelInfo,
    open_session,
    read_tokenizer,
    session_options,
)
from paillasse.errors.models import ModelUnavailable
from paillasse.pipeline_config import EmbedderConfig

PATTERNS = (
    "*.json",
    "1_Pooling/config.json",
    "onnx/model.onnx",
    "onnx/model.onnx_data",
    "model.onnx",
    "model.onnx_data",
)
"""What is fetched of a repository."""
_OUTPUTS = ("last_hidden_state", "token_embeddings")
_NUMBERS = {"tensor(int64)": np.int64, "tensor(int32)": np.int32}


def read_plain_folder(folder: Path, config: EmbedderConfig) -> EmbeddingModel:
    """Read the model; its revision is a hash of everything that decides its vectors.

    Raises:
        InvalidConfiguration: something that has to be known is said neither by the files nor by the configuration.
        ModelUnavailable: a file is missing or damaged, or the graph is not that of an encoder.
    """
    try:
        graph = _graph(folder)
        told = describe(folder, config)
        tokenizer = read_tokenizer(folder / TOKENIZER)
        session = EncoderSession(open_session(str(graph), session_options("ORT_ENABLE_ALL")))
        session.check(told.dimension)
        revision = _content_hash([folder / TOKENIZER, graph, *sorted(graph.parent.glob("model.onnx_data*"))])
    except (OSError, ValueError) as error:
        raise ModelUnavailable(
            f"The embedding model in {folder} cannot be read: {error}",
            hint="A folder as Hugging Face has it holds config.json, tokenizer.json and onnx/model.onnx.",
        ) from error
    name = config.name if config.folder is None else folder.resolve().name
    info = ModelInfo(
        name=name, version=revision, dimension=told.dimension, max_tokens=told.max_tokens, languages=told.languages
    )
    return EmbeddingModel(
        info, f"{revision}-{told.pooling}", tokenizer, session, pooling=told.pooling, prefixes=told.prefixes
    )


class EncoderSession:
    """Feeds an exported encoder what its graph asks for: published ones differ in inputs, numbers and outputs.

    Raises:
        ValueError: the graph asks for something else, or gives no token vectors.
    """

    def __init__(self, session: Any) -> None:
        self._session = session
        self._kinds = {found.name: _NUMBERS.get(found.type) for found in session.get_inputs()}
        outputs = [found.name for found in session.get_outputs()]
        self._output = next((name for name in _OUTPUTS if name in outputs), "")
        odd = set(self._kinds) - {"input_ids", "attention_mask", "token_type_ids"}
        if odd or None in self._kinds.values() or not self._output:
            raise ValueError(
                f"the graph takes {', '.join(self._kinds)} and gives {', '.join(outputs)}: no text encoder"
            )

    def run(self, output_names: None, input_feed: Mapping[str, npt.NDArray[np.int32]]) -> list[npt.NDArray[np.float32]]:
        """Token vectors of texts of one length, given `input_ids`; shape (texts, tokens, dimension)."""
        del output_names
        ids = input_feed["input_ids"]
        whole = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        feed = {name: whole[name].astype(kind) for name, kind in self._kinds.items()}
        return [self._session.run([self._output], feed)[0].astype(np.float32, copy=False)]

    def check(self, dimension: int) -> None:
        """Run it once.

        Raises:
            ValueError: it gives vectors of another length.
        """
        shape = self.run(None, {"input_ids": np.zeros((1, 2), dtype=np.int32)})[0].shape
        if shape != (1, 2, dimension):
            raise ValueError(f"the graph gives vectors of {shape[-1]} numbers, config.json says {dimension}")


def _graph(folder: Path) -> Path:
    for path in (folder / "onnx/model.onnx", folder / "model.onnx"):
        if path.exists():
            return path
    raise ValueError("there is neither onnx/model.onnx nor model.onnx")


def _content_hash(files: list[Path]) -> str:
    """First 12 hexadecimal digits."""
    digest = hashlib.sha256()
    for path in files:
        with path.open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()[:12]
