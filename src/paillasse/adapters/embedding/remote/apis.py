"""What each embedding API is sent, and where the vectors stand in its answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from pydantic import BaseModel, SecretStr

from paillasse.adapters.embedding.remote.connection import Request

Role = Literal["query", "passage"]
Rows = list[list[float]]


class EmbeddingApi(Protocol):
    """One way to ask for vectors."""

    async def request(self, texts: Sequence[str], role: Role) -> Request:
        """What to send for these texts."""
        ...

    def rows(self, answer: bytes) -> Rows:
        """The vectors, in the order of the texts.

        Raises:
            ValueError: the answer is not one of this API.
        """
        ...


@dataclass(frozen=True, slots=True)
class Target:
    """Where and what to ask."""

    url: str
    """Without a slash at the end."""
    key: SecretStr
    model: str
    dimensions: int | None = None
    """Asked for, of models whose vectors can be shortened; None takes what the model gives."""


class _OllamaAnswer(BaseModel):
    embeddings: Rows


@dataclass(frozen=True, slots=True)
class Ollama:
    """`POST /api/embed` of an Ollama server."""

    target: Target

    async def request(self, texts: Sequence[str], role: Role) -> Request:
        """A text that is too long is an error: nothing is cut."""
        del role
        body = {"model": self.target.model, "input": list(texts), "truncate": False, **_dimensions(self.target)}
        return Request(f"{self.target.url}/api/embed", body, _bearer(self.target.key))

    def rows(self, answer: bytes) -> Rows:
        """Listed in order."""
        return _OllamaAnswer.model_validate_json(answer).embeddings


class _OpenAIRow(BaseModel):
    index: int
    embedding: list[float]


class _OpenAIAnswer(BaseModel):
    data: list[_OpenAIRow]


@dataclass(frozen=True, slots=True)
class OpenAI:
    """`POST /embeddings` of OpenAI and of every server that speaks its API."""

    target: Target

    async def request(self, texts: Sequence[str], role: Role) -> Request:
        """Questions and passages differ by their prefix only."""
        del role
        return Request(f"{self.target.url}/embeddings", _openai_body(self.target, texts), _bearer(self.target.key))

    def rows(self, answer: bytes) -> Rows:
        """Put in the order of their index: servers may list them in another."""
        data = sorted(_OpenAIAnswer.model_validate_json(answer).data, key=lambda row: row.index)
        if [row.index for row in data] != list(range(len(data))):
            raise ValueError("a text is answered twice or not at all")
        return [row.embedding for row in data]


@dataclass(frozen=True, slots=True)
class AzureOpenAI(OpenAI):
    """The same on Azure, where the address names the deployment."""

    version: str = ""

    async def request(self, texts: Sequence[str], role: Role) -> Request:
        """Another address and another header for the key."""
        del role
        at = f"{self.target.url}/openai/deployments/{self.target.model}/embeddings?api-version={self.version}"
        return Request(at, _openai_body(self.target, texts), {"api-key": self.target.key.get_secret_value()})


_TASKS: dict[Role, str] = {"query": "RETRIEVAL_QUERY", "passage": "RETRIEVAL_DOCUMENT"}


class _GeminiRow(BaseModel):
    values: list[float]


class _GeminiAnswer(BaseModel):
    embeddings: list[_GeminiRow]


@dataclass(frozen=True, slots=True)
class Gemini:
    """`batchEmbedContents` of the Gemini API, by key. The model is told whether it embeds a question or a passage."""

    target: Target

    async def request(self, texts: Sequence[str], role: Role) -> Request:
        """One entry a text."""
        model = f"models/{self.target.model}"
        size = {} if self.target.dimensions is None else {"outputDimensionality": self.target.dimensions}
        entries = [
            {"model": model, "content": {"parts": [{"text": text}]}, "taskType": _TASKS[role], **size} for text in texts
        ]
        headers = {"x-goog-api-key": self.target.key.get_secret_value()}
        return Request(f"{self.target.url}/v1beta/{model}:batchEmbedContents", {"requests": entries}, headers)

    def rows(self, answer: bytes) -> Rows:
        """Listed in order."""
        return [row.values for row in _GeminiAnswer.model_validate_json(answer).embeddings]


class _VertexStatistics(BaseModel):
    truncated: bool = False


class _VertexEmbeddings(BaseModel):
    values: list[float]
    statistics: _VertexStatistics = _VertexStatistics()


class _VertexRow(BaseModel):
    embeddings: _VertexEmbeddings


class _VertexAnswer(BaseModel):
    predictions: list[_VertexRow]


@dataclass(frozen=True, slots=True)
class VertexAI:
    """`predict` of a text embedding model on Vertex AI; `token` gives a valid access token."""

    target: Target
    project: str
    region: str
    token: Callable[[], Awaitable[str]] = field(repr=False)

    async def request(self, texts: Sequence[str], role: Role) -> Request:
        """A text that is too long is an error: nothing is cut."""
        place = f"projects/{self.project}/locations/{self.region}/publishers/google/models/{self.target.model}"
        size = {} if self.target.dimensions is None else {"outputDimensionality": self.target.dimensions}
        body = {
            "instances": [{"content": text, "task_type": _TASKS[role]} for text in texts],
            "parameters": {"autoTruncate": False, **size},
        }
        headers = {"Authorization": f"Bearer {await self.token()}"}
        return Request(f"{self.target.url}/v1/{place}:predict", body, headers)

    def rows(self, answer: bytes) -> Rows:
        """Listed in order."""
        found = [row.embeddings for row in _VertexAnswer.model_validate_json(answer).predictions]
        if any(embeddings.statistics.truncated for embeddings in found):
            raise ValueError("a text was cut")
        return [embeddings.values for embeddings in found]


def _dimensions(target: Target) -> dict[str, int]:
    return {} if target.dimensions is None else {"dimensions": target.dimensions}


def _openai_body(target: Target, texts: Sequence[str]) -> dict[str, object]:
    return {"model": target.model, "input": list(texts), "encoding_format": "float", **_dimensions(target)}


def _bearer(key: SecretStr) -> dict[str, str]:
    return {"Authorization": f"Bearer {key.get_secret_value()}"} if key.get_secret_value() else {}
