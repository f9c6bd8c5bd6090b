"""The chunk index on a Qdrant server: one collection per generation, with the scores of `qdrant_edge`.

The server multiplies term weights by the same idf as the engine in the process, counted per shard: a collection has one
shard unless somebody gave it more. Whatever fails is told apart here: no message repeats what a server said, for that
may hold a key.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager

import httpx
from qdrant_client import AsyncQdrantClient, models
from qdrant_client.common.client_exceptions import ResourceExhaustedResponse
from qdrant_client.http.exceptions import ResponseHandlingException, UnexpectedResponse

from paillasse.errors.root import InvalidConfiguration
from paillasse.errors.storage import DiskFull, HomeCorrupt, IndexRejected, IndexUnreachable
from paillasse.protocols.retrieval import IndexFilter, IndexPoint
from paillasse.settings import Settings

_DENSE = "dense"
_TERMS = "terms"
_FILTERED = ("document_id", "collection", "language", "kind")
_SCROLL = 2000
_BATCH = 200
"""Points sent at a time: about 2 MB of vectors with 384 dimensions."""
_EXACT_KILOBYTES = 80_000
"""As in `qdrant_edge`: smaller segments are searched exactly."""


class ServerChunkIndex:
    """`protocols.ChunkIndex` on one collection; the connection belongs to whoever opened it.

    Every method may raise:
        IndexUnreachable: no connection, no answer in time, or a failure on the server's side.
        IndexRejected: the key or the request is not accepted, or the answer is none of Qdrant's.
        DiskFull: the server has no space left.
    """

    def __init__(self, client: AsyncQdrantClient, collection: str) -> None:
        self._client = client
        self._collection = collection

    @classmethod
    async def open(
        cls, client: AsyncQdrantClient, collection: str, dimension: int, configuration: str = ""
    ) -> ServerChunkIndex:
        """Open a collection, or create it for vectors of this dimension.

        Args:
            client: an open connection.
            collection: its name.
            dimension: length of a vector.
            configuration: kept with a collection that is created; see `protocols.generations.IndexGenerations`.

        Raises:
            HomeCorrupt: the collection is there and has other vectors.
        """
        with own_errors():
            if not await client.collection_exists(collection):
                await _create(client, collection, dimension, configuration)
            found = await client.get_collection(collection)
            for name in _FILTERED:
                if name not in found.payload_schema:  # also of a collection whose creation was cut short
                    await client.create_payload_index(collection, name, models.PayloadSchemaType.KEYWORD, wait=True)
        vectors = found.config.params.vectors
        size = vectors[_DENSE].size if isinstance(vectors, dict) and _DENSE in vectors else 0
        if size != dimension:
            raise HomeCorrupt(
                f"The collection {collection} holds vectors of {size} numbers, not of {dimension}.",
                hint="It is not of this Paillasse: use another Qdrant server, or remove the collection.",
            )
        return cls(client, collection)

    async def upsert(self, points: Sequence[IndexPoint]) -> None:
        """Add or replace; durable when it returns."""
        for start in range(0, len(points), _BATCH):
            batch = [_point(point) for point in points[start : start + _BATCH]]
            with own_errors():
                await self._client.upsert(self._collection, batch, wait=True)

    async def delete_documents(self, document_ids: Sequence[str]) -> None:
        """Remove every point of these documents; durable when it returns."""
        if document_ids:
            matching = models.FilterSelector(filter=models.Filter(must=[_any("document_id", document_ids)]))
            with own_errors():
                await self._client.delete(self._collection, matching, wait=True)

    async def search_dense(self, vector: Sequence[float], where: IndexFilter, limit: int) -> list[tuple[str, float]]:
        """(chunk id, cosine) pairs, best first."""
        return await self._search(list(vector), _DENSE, where, limit)

    async def search_sparse(
        self, terms: Mapping[int, float], where: IndexFilter, limit: int
    ) -> list[tuple[str, float]]:
        """(chunk id, BM25 score) pairs, best first; chunks without any of the terms are absent."""
        return await self._search(_sparse(terms), _TERMS, where, limit) if terms else []

    async def chunk_ids(self) -> dict[str, set[str]]:
        """Every chunk id by document id."""
        ids: dict[str, set[str]] = {}
        offset = None
        while True:
            with own_errors():
                records, offset = await self._client.scroll(
                    self._collection, limit=_SCROLL, offset=offset, with_payload=["document_id"]
                )
            for record in records:
                ids.setdefault((record.payload or {})["document_id"], set()).add(str(record.id))
            if offset is None:
                return ids

    async def optimize(self) -> None:
        """The server does it by itself."""

    async def close(self) -> None:
        """Nothing of its own to release."""

    async def _search(
        self, query: list[float] | models.SparseVector, lane: str, where: IndexFilter, limit: int
    ) -> list[tuple[str, float]]:
        if () in (where.collections, where.document_ids, where.languages):
            return []  # nothing can match: the server is not trusted to read an empty list so
        with own_errors():
            found = await self._client.query_points(
                self._collection, query, using=lane, query_filter=_filter(where), limit=limit, with_payload=False
            )
        return [(str(point.id), point.score) for point in found.points]


def connect(settings: Settings) -> AsyncQdrantClient:
    """A connection to the server of the settings; nothing is sent yet.

    Raises:
        InvalidConfiguration: the address is none.
    """
    if not settings.qdrant_url.startswith(("http://", "https://")):
        raise InvalidConfiguration(
            "PAILLASSE_QDRANT_URL is no address of a Qdrant server.", hint="It begins with http:// or https://."
        )
    return AsyncQdrantClient(
        url=settings.qdrant_url,
        api_key=settings.qdrant_key.get_secret_value() or None,
        timeout=settings.qdrant_seconds,
        check_compatibility=False,  # it would ask the server, and only warn
    )


@contextmanager
def own_errors() -> Generator[None]:
    """Failures of the client as errors of ours."""
    try:
        yield
    except ResourceExhaustedResponse as error:
        raise IndexUnreachable("The Qdrant server asks to wait.") from error
    except UnexpectedResponse as error:
        raise _failure(error.status_code or 0, bytes(error.content)) from error
    except ResponseHandlingException as error:
        if isinstance(error.source, httpx.TimeoutException):
            raise IndexUnreachable(
                "The Qdrant server did not answer in time.",
                hint="Look at its load, or give it more time with PAILLASSE_QDRANT_SECONDS.",
            ) from error
        if isinstance(error.source, httpx.HTTPError):
            raise IndexUnreachable("The Qdrant server cannot be reached.") from error
        raise IndexRejected("What the Qdrant server sent is no answer of Qdrant's.") from error
    except json.JSONDecodeError as error:  # the client reads a body of another type by another way
        raise IndexRejected("What the Qdrant server sent is no answer of Qdrant's.") from error


def _failure(status: int, content: bytes) -> IndexUnreachable | IndexRejected | DiskFull:
    if b"No space left" in content:
        return DiskFull("The Qdrant server has no space left.")
    if status in (408, 429) or status >= 500:
        return IndexUnreachable(f"The Qdrant server failed (HTTP {status}).")
    if status in (401, 403):
        return IndexRejected(f"The Qdrant server does not accept the key (HTTP {status}).")
    return IndexRejected(f"The Qdrant server does not accept the request (HTTP {status}).")


async def _create(client: AsyncQdrantClient, collection: str, dimension: int, configuration: str) -> None:
    try:
        await client.create_collection(
            collection,
            vectors_config={_DENSE: models.VectorParams(size=dimension, distance=models.Distance.COSINE)},
            sparse_vectors_config={_TERMS: models.SparseVectorParams(modifier=models.Modifier.IDF)},
            optimizers_config=models.OptimizersConfigDiff(indexing_threshold=_EXACT_KILOBYTES),
            metadata={"configuration": configuration},
        )
    except UnexpectedResponse as error:
        if error.status_code != 409:  # another process was faster
            raise


def _point(point: IndexPoint) -> models.PointStruct:
    payload = {name: getattr(point, name) for name in _FILTERED}
    vectors: dict[str, models.Vector] = {_DENSE: list(point.dense)}
    if point.terms:  # an empty sparse vector would count in the statistics of idf
        vectors[_TERMS] = _sparse(point.terms)
    return models.PointStruct(id=point.chunk_id, vector={**vectors}, payload=payload)


def _sparse(terms: Mapping[int, float]) -> models.SparseVector:
    return models.SparseVector(indices=list(terms.keys()), values=list(terms.values()))


def _filter(where: IndexFilter) -> models.Filter:
    conditions: list[models.Condition] = [_any("collection", where.collections)]
    if where.document_ids is not None:
        conditions.append(_any("document_id", where.document_ids))
    if where.languages is not None:
        conditions.append(_any("language", where.languages))
    return models.Filter(must=conditions)


def _any(name: str, values: Sequence[str]) -> models.FieldCondition:
    return models.FieldCondition(key=name, match=models.MatchAny(any=list(values)))
