"""A Qdrant server as far as the adapter speaks to one: its REST API over the engine that the client has in memory.

It is no Qdrant, but what goes over the wire is what the client's own models read and write. It can be gone, hang, or
fail, and be well again with what it held.
"""

from __future__ import annotations

import json
import re
import socket
import threading
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from http.server import ThreadingHTTPServer
from typing import Any

from pydantic import TypeAdapter
from qdrant_client import QdrantClient, models

from local_http import QuietHandler

_HELD_SECONDS = 60.0


class Mood(StrEnum):
    """How it takes requests."""

    WELL = "well"
    HANGING = "hanging"
    FAILING = "failing"


class QdrantOverHttp:
    """Where it listens, and how it is."""

    def __init__(self) -> None:
        self.mood = Mood.WELL
        self.engine = QdrantClient(":memory:")
        self.turn = threading.Lock()
        self.closing = threading.Event()
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        self._http: _Http | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def points_by_document(self) -> dict[str, int]:
        """How many points it holds of each document, in all collections."""
        held = Counter[str]()
        for collection in self.engine.get_collections().collections:
            points, _ = self.engine.scroll(collection.name, limit=10_000)
            held.update((point.payload or {})["document_id"] for point in points)
        return dict(held)

    def start(self) -> None:
        """Listen."""
        self._http = _Http(("127.0.0.1", self.port), _Handler)
        self._http.served = self
        threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def stop(self) -> None:
        """Be gone, open connections too; what it holds stays."""
        if self._http is not None:
            self._http.shutdown()
            self._http.server_close()
            for connection in self._http.connections:
                _hang_up(connection)
            self._http = None


@contextmanager
def qdrant_over_http() -> Iterator[QdrantOverHttp]:
    """Listening until the end of the block."""
    served = QdrantOverHttp()
    served.start()
    try:
        yield served
    finally:
        served.closing.set()
        served.stop()
        served.engine.close()


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True
    served: QdrantOverHttp

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.connections: set[socket.socket] = set()

    def handle_error(self, request: object, client_address: object) -> None:
        """Who hung up is what the tests are about."""


class _Handler(QuietHandler):
    server: _Http

    def setup(self) -> None:
        super().setup()
        self.server.connections.add(self.connection)

    def finish(self) -> None:
        self.server.connections.discard(self.connection)
        super().finish()

    def _answer(self) -> None:
        served = self.server.served
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if served.mood is Mood.HANGING:
            served.closing.wait(_HELD_SECONDS)
        if served.mood is Mood.FAILING:
            return self._send(500, {"status": {"error": "Service internal error: the raft is gone"}, "time": 0.0})
        with served.turn, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # "payload indexes have no effect in the local Qdrant"
            status, result = _result(served.engine, self.command, self.path.partition("?")[0], body)
        return self._send(status, result)

    do_GET = do_PUT = do_POST = do_PATCH = do_DELETE = _answer  # noqa: N815 - names of the base class

    def _send(self, status: int, told: dict[str, Any]) -> None:
        data = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def _hang_up(connection: socket.socket) -> None:
    with suppress(OSError):  # the client was faster
        connection.shutdown(socket.SHUT_RDWR)


def _result(engine: QdrantClient, method: str, path: str, body: bytes) -> tuple[int, dict[str, Any]]:
    for (known, pattern), act in _CALLS.items():
        if known == method and (found := re.fullmatch(pattern, path)):
            names = found.groups()
            if names and known != "DELETE" and act not in (_exists, _create) and not engine.collection_exists(*names):
                return 404, {"status": {"error": f"Not found: Collection `{names[0]}` doesn't exist!"}, "time": 0.0}
            result = TypeAdapter(Any).dump_python(act(engine, body, *names), mode="json")
            return 200, {"result": result, "status": "ok", "time": 0.0}
    return 404, {"status": {"error": "no such path here"}, "time": 0.0}


def _exists(engine: QdrantClient, _body: bytes, name: str) -> models.CollectionExistence:
    return models.CollectionExistence(exists=engine.collection_exists(name))


def _create(engine: QdrantClient, body: bytes, name: str) -> bool:
    asked = models.CreateCollection.model_validate_json(body)
    return engine.create_collection(
        name, asked.vectors, sparse_vectors_config=asked.sparse_vectors, metadata=asked.metadata
    )


def _update(engine: QdrantClient, body: bytes, name: str) -> bool:
    return engine.update_collection(name, metadata=models.UpdateCollection.model_validate_json(body).metadata)


def _index(engine: QdrantClient, body: bytes, name: str) -> object:
    asked = models.CreateFieldIndex.model_validate_json(body)
    return engine.create_payload_index(name, asked.field_name, asked.field_schema)


def _upsert(engine: QdrantClient, body: bytes, name: str) -> object:
    return engine.upsert(name, models.PointsList.model_validate_json(body).points)


def _delete(engine: QdrantClient, body: bytes, name: str) -> object:
    return engine.delete(name, models.FilterSelector.model_validate_json(body))


def _query(engine: QdrantClient, body: bytes, name: str) -> object:
    asked = models.QueryRequest.model_validate_json(body)
    return engine.query_points(
        name, asked.query, using=asked.using, query_filter=asked.filter, limit=asked.limit or 10, with_payload=False
    )


def _scroll(engine: QdrantClient, body: bytes, name: str) -> models.ScrollResult:
    asked = models.ScrollRequest.model_validate_json(body)
    points, following = engine.scroll(
        name, limit=asked.limit or 10, offset=asked.offset, with_payload=asked.with_payload or False
    )
    return models.ScrollResult(points=points, next_page_offset=following)


def _alias(engine: QdrantClient, body: bytes) -> bool:
    return engine.update_collection_aliases(models.ChangeAliasesOperation.model_validate_json(body).actions)


_ONE = "/collections/([^/]+)"
_CALLS: dict[tuple[str, str], Callable[..., object]] = {
    ("GET", "/collections"): lambda engine, _: engine.get_collections(),
    ("GET", "/aliases"): lambda engine, _: engine.get_aliases(),
    ("POST", "/collections/aliases"): _alias,
    ("GET", f"{_ONE}/exists"): _exists,
    ("GET", _ONE): lambda engine, _, name: engine.get_collection(name),
    ("PUT", _ONE): _create,
    ("PATCH", _ONE): _update,
    ("DELETE", _ONE): lambda engine, _, name: engine.delete_collection(name),
    ("PUT", f"{_ONE}/index"): _index,
    ("PUT", f"{_ONE}/points"): _upsert,
    ("POST", f"{_ONE}/points/delete"): _delete,
    ("POST", f"{_ONE}/points/query"): _query,
    ("POST", f"{_ONE}/points/scroll"): _scroll,
}
