"""Embedders of the sentence-transformers library, on torch: every model it can run."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from paillasse.adapters.embedding.prefixes import Prefixes, encodable
from paillasse.errors.models import ModelUnavailable
from paillasse.errors.root import InvalidConfiguration
from paillasse.pipeline_config import EmbedderConfig
from paillasse.protocols.retrieval import Vector, Vectors

PATTERNS = ("*.json", "*.txt", "*.model", "*.safetensors", "*/config.json", "*/*.safetensors")
"""What is fetched of a repository: no pickled weights, no code."""


class SentenceEncoder:
    """`Embedder` by a sentence-transformers model in a folder. It gives no token vectors.

    Args:
        folder: of the model, as `SentenceTransformer.save` writes it.
        config: name it has in the record, languages, prefixes where the model's own are not right, batch size.
        threads: of torch; 0 leaves it to torch.

    Raises:
        InvalidConfiguration: `embedder.languages` is not given, or it contradicts the model.
        ModelUnavailable: the library is not installed, or the model cannot be read.
    """

    def __init__(self, folder: Path, config: EmbedderConfig, threads: int = 0) -> None:
        if not config.languages:
            raise InvalidConfiguration(
                f"The files in {folder} do not say which languages the model understands.",
                hint='Say it in the pipeline configuration: `"languages": ["en", "fr"]`.',
            )
        self._model = _load(folder, threads)
        self._languages = frozenset(config.languages)
        self._batch_size = config.batch_size
        prompts: dict[str, str] = self._model.prompts
        told = (prompts.get("query"), prompts.get("document") or prompts.get("passage"))
        given = (config.query_prefix, config.passage_prefix)
        query, passage = (own if own is not None else its or "" for own, its in zip(given, told, strict=True))
        self._prefixes = Prefixes(query, passage)
        name = config.name if config.folder is None else folder.resolve().name
        self._name = f"sentence-transformers/{name}/{_content_hash(folder)}{self._prefixes.suffix}"
        self._dimension = int(self._model.get_embedding_dimension())
        self._max_tokens = config.max_tokens or int(self._model.max_seq_length or 0)
        self._check(config)
        self._longer_prefix = max(passage, query, key=self._count)
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="embed")  # torch spreads one call over the cores itself

    @property
    def name(self) -> str:
        """Library, model, hash of its files, prefixes."""
        return self._name

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._dimension

    @property
    def languages(self) -> frozenset[str]:
        """ISO 639-1 codes, as configured."""
        return self._languages

    @property
    def max_tokens(self) -> int:
        """Most tokens of one text, special tokens and prefix included."""
        return self._max_tokens

    def count_tokens(self, text: str) -> int:
        """By the model's own tokenizer, special tokens and the longer prefix included."""
        return self._count(self._longer_prefix + text)

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of passages, shape (len(texts), dimension).

        Raises:
            ValueError: a text is longer than `max_tokens`; nothing is cut.
        """
        return await self._encode([self._prefixes.passage + text for text in texts])

    async def embed_query(self, text: str) -> Vector:
        """The unit vector of a question.

        Raises:
            ValueError: it is longer than `max_tokens`; nothing is cut.
        """
        return (await self._encode([self._prefixes.query + text]))[0]

    async def close(self) -> None:
        """End its thread."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def _encode(self, texts: Sequence[str]) -> Vectors:
        for text in texts:
            if (count := self._count(text)) > self._max_tokens:
                raise ValueError(f"A text of {count} tokens is over the limit of {self._max_tokens}: {text[:60]!r}…")
        if not texts:
            return np.zeros((0, self._dimension), dtype=np.float32)
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._run, [encodable(t) for t in texts])

    def _run(self, texts: list[str]) -> Vectors:
        rows = self._model.encode(
            texts, prompt="", batch_size=self._batch_size, normalize_embeddings=True, show_progress_bar=False
        )
        return rows.astype(np.float32, copy=False)

    def _count(self, text: str) -> int:
        return len(self._model.tokenizer(encodable(text), truncation=False, verbose=False)["input_ids"])

    def _check(self, config: EmbedderConfig) -> None:
        said = {"dimension": self._dimension, "max_tokens": int(self._model.max_seq_length or self._max_tokens)}
        if config.dimension not in (0, self._dimension) or not 0 < self._max_tokens <= said["max_tokens"]:
            raise InvalidConfiguration(
                f"{self._name} has vectors of {said['dimension']} numbers and reads {said['max_tokens']} tokens; "
                f"the configuration says {config.dimension or 'nothing'} and {config.max_tokens or 'nothing'}.",
                hint="Leave out embedder.dimension, and lower embedder.max_tokens or leave it out too.",
            )


def _load(folder: Path, threads: int) -> Any:
    if find_spec("sentence_transformers") is None:
        raise ModelUnavailable(
            "The package sentence-transformers is not installed.",
            hint="Install `paillasse[sentence-transformers]`, or choose another `embedder.provider`.",
        )
    reports: Any = import_module("transformers.utils.logging")  # of what it loads: not the user's business
    reports.set_verbosity_error()
    reports.disable_progress_bar()
    try:
        # Code that comes with a model is never run.
        model: Any = import_module("sentence_transformers").SentenceTransformer(
            str(folder), device="cpu", local_files_only=True, trust_remote_code=False
        )
    except Exception as error:  # three libraries read the files, and what they raise shares no base class
        raise ModelUnavailable(
            f"The embedding model in {folder} cannot be read: {error}",
            hint="A folder as sentence-transformers has it holds modules.json, config.json and model.safetensors.",
        ) from error
    if threads:
        import_module("torch").set_num_threads(threads)
    return model


def _content_hash(folder: Path) -> str:
    """First 12 hexadecimal digits of the sha256 of every file that decides a vector."""
    digest = hashlib.sha256()
    for path in sorted(p for pattern in PATTERNS for p in folder.glob(pattern)):
        digest.update(path.relative_to(folder).as_posix().encode())
        with path.open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()[:12]
