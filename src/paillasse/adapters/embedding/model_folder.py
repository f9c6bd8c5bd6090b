"""A model folder: `model.onnx`, `tokenizer.json` and `model.json`, all that an embedder is made of."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, Literal, Protocol, cast

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field
from tokenizers import Tokenizer

from paillasse.adapters.embedding.prefixes import NO_PREFIXES, Prefixes
from paillasse.errors.models import ModelUnavailable

GRAPH, TOKENIZER, INFO = "model.onnx", "tokenizer.json", "model.json"
SHIPPED = Path(__file__).parents[2] / "data" / "embedder"
"""The bilingual model that comes with the package."""


class ModelInfo(BaseModel):
    """What `model.json` says."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1)
    version: str = Field(min_length=1)
    dimension: int = Field(ge=1)
    """Length of a vector."""
    max_tokens: int = Field(ge=3)
    """Most tokens of one text that the model was trained with, special tokens included."""
    languages: tuple[str, ...] = Field(min_length=1)
    """ISO 639-1 codes of the languages it understands."""


class Session(Protocol):
    """The part of `onnxruntime.InferenceSession` in use."""

    def run(self, output_names: None, input_feed: Mapping[str, npt.NDArray[np.int32]]) -> list[npt.NDArray[np.float32]]:
        """Token vectors: one array of shape (texts, tokens, dimension)."""
        ...


@dataclass(frozen=True, slots=True)
class EmbeddingModel:
    """A model ready to run."""

    info: ModelInfo
    revision: str
    """Changes whenever the vectors may: version and a hash of the content."""
    tokenizer: Tokenizer
    session: Session
    weights: Mapping[str, npt.NDArray[np.float32]] = field(default_factory=dict[str, npt.NDArray[np.float32]])
    """What the session reads in place, where it does not hold the weights itself."""
    pooling: Literal["mean", "cls"] = "mean"
    """How token vectors become one: their mean, special tokens included, or the vector of the first token."""
    prefixes: Prefixes = NO_PREFIXES


def read_model(folder: Path) -> EmbeddingModel:
    """Read a model folder.

    Raises:
        ModelUnavailable: a file is missing or damaged, or two of them do not belong together.
    """
    try:
        info = ModelInfo.model_validate_json((folder / INFO).read_text(encoding="utf-8"))
        tokenizer = read_tokenizer(folder / TOKENIZER)
        session = _open_graph(folder / GRAPH, info.dimension)
        return EmbeddingModel(info, f"{info.version}+{_content_hash(folder)}", tokenizer, session)
    except (OSError, ValueError) as error:
        raise ModelUnavailable(f"The embedding model in {folder} cannot be read: {error}") from error


def read_tokenizer(path: Path) -> Tokenizer:
    """A tokenizer that neither cuts nor pads, whatever its file says.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is no tokenizer.
    """
    text = path.read_text(encoding="utf-8")
    try:
        tokenizer = Tokenizer.from_str(text)
    except Exception as error:  # the library raises nothing narrower
        raise ValueError(f"{path.name}: {error}") from error
    tokenizer.no_truncation()  # a text too long is an error
    tokenizer.no_padding()
    return tokenizer


def session_options(optimisation: str) -> Any:
    """Options of a session that runs one text on one thread.

    Args:
        optimisation: a name of `onnxruntime.GraphOptimizationLevel`.
    """
    onnxruntime: Any = import_module("onnxruntime")  # has no type information
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # of one text
    options.log_severity_level = 3  # errors only: warnings about the machine are not the user's business
    options.graph_optimization_level = getattr(onnxruntime.GraphOptimizationLevel, optimisation)
    return options


def open_session(graph: str | bytes, options: Any) -> Any:
    """An `onnxruntime.InferenceSession`.

    Args:
        graph: path of a file, or its content.
        options: of `session_options`.

    Raises:
        ValueError: the graph is damaged.
    """
    onnxruntime: Any = import_module("onnxruntime")
    try:
        return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # its exceptions share no base class
        raise ValueError(f"{GRAPH}: {error}") from error


def _open_graph(path: Path, dimension: int) -> Session:
    # The basic level unpacks the small stored weights to float32, once. The graph is written fused: the levels above
    # would only cost start-up time.
    session = open_session(str(path), session_options("ORT_ENABLE_BASIC"))
    found = session.get_outputs()[0].shape[-1]
    if found != dimension:
        raise ValueError(f"{GRAPH} gives vectors of {found} numbers, {INFO} says {dimension}.")
    return cast("Session", session)


def _content_hash(folder: Path) -> str:
    """First 12 hexadecimal digits of the sha256 of the three files: nobody has to remember to raise a version."""
    digest = hashlib.sha256()
    for name in (INFO, TOKENIZER, GRAPH):
        with (folder / name).open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()[:12]
