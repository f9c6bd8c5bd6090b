"""A server on this machine that speaks every embedding API, and misbehaves on demand."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from local_http import QuietHandler, serving
from paillasse.adapters.memory.embedder import HashEmbedder

DIMENSION = 64
KEY = "the-key"


@dataclass(frozen=True)
class Misbehaviour:
    """What one request gets instead of its answer."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None
    seconds: float = 0.0
    """Of silence before the answer."""
    drop: bool = False
    """Close the connection without a word."""


@dataclass
class EmbeddingServer:
    """Where it listens, what it was sent, and what it will do wrong next."""

    url: str = ""
    requests: list[tuple[str, dict[str, str], dict[str, Any]]] = field(default_factory=list)
    """Path, headers in lower case, body."""
    next: list[Misbehaviour] = field(default_factory=list)
    """Used up one a request, in order; then it behaves."""

    def texts(self) -> list[str]:
        """Every text it was sent, in order."""
        return [text for path, _, body in self.requests for text in texts_of(path, body)]


def vectors(texts: list[str], dimension: int) -> list[list[float]]:
    """Not of unit length: to make them so is the client's work."""
    rows = asyncio.run(HashEmbedder(dimension, 1_000_000).embed(texts))
    return (rows * 3).tolist()


def texts_of(path: str, body: dict[str, Any]) -> list[str]:
    if "instances" in body:
        return [instance["content"] for instance in body["instances"]]
    if "requests" in body:
        return [entry["content"]["parts"][0]["text"] for entry in body["requests"]]
    return body["input"]


def answer(path: str, body: dict[str, Any]) -> Any:
    """As the API at this path gives it."""
    asked = [body.get("parameters", {}), *body.get("requests", []), {"outputDimensionality": body.get("dimensions")}]
    size = next((size for part in asked if (size := part.get("outputDimensionality"))), DIMENSION)
    rows = vectors(texts_of(path, body), size)
    if path == "/api/embed":
        return {"model": body["model"], "embeddings": rows, "total_duration": 1}
    if path.endswith(":batchEmbedContents"):
        return {"embeddings": [{"values": row} for row in rows]}
    if path.endswith(":predict"):
        statistics = {"truncated": False, "token_count": 3}
        return {"predictions": [{"embeddings": {"values": row, "statistics": statistics}} for row in rows]}
    data = [{"object": "embedding", "index": index, "embedding": row} for index, row in enumerate(rows)]
    return {"object": "list", "data": data[::-1], "model": "m", "usage": {"prompt_tokens": 1}}


def authorised(path: str, headers: dict[str, str]) -> bool:
    """Each API has the key in a place of its own; Ollama has none."""
    if path == "/api/embed":
        return True
    if ":batchEmbedContents" in path:
        return headers.get("x-goog-api-key") == KEY
    if path.startswith("/openai/deployments/"):
        return headers.get("api-key") == KEY
    return headers.get("authorization") == f"Bearer {KEY}"


@contextmanager
def embedding_server() -> Iterator[EmbeddingServer]:
    """Running until the end of the block."""
    state = EmbeddingServer()

    class Handler(QuietHandler):
        def do_POST(self) -> None:  # noqa: N802 - the name that http.server calls
            raw = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            if self.path == "/token":  # Google's, asked with a form
                self.reply(200, json.dumps({"access_token": KEY, "expires_in": 3600, "token_type": "Bearer"}).encode())
                return
            body = json.loads(raw)
            state.requests.append((self.path, headers, body))
            wrong = state.next.pop(0) if state.next else Misbehaviour()
            time.sleep(wrong.seconds)
            if wrong.drop:
                self.close_connection = True
                return
            if wrong.status == 200 and not authorised(self.path, headers):
                wrong = Misbehaviour(401)
            content = wrong.body
            if content is None:
                content = json.dumps(answer(self.path, body) if wrong.status == 200 else {"error": KEY}).encode()
            self.reply(wrong.status, content, wrong.headers)

        def reply(self, status: int, content: bytes, headers: dict[str, str] | None = None) -> None:
            try:
                self.send_response(status)
                for name, value in {"content-length": str(len(content)), **(headers or {})}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)
            except ConnectionError:  # the client has given up
                self.close_connection = True

    with serving(Handler) as state.url:
        yield state
