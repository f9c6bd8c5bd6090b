"""The chunk index on Vertex AI Vector Search: generations side by side in one deployed index, with Qdrant's scores.

The service finds the points nearest to a vector within restricts, and the product needs three things more: which points
there are, which are a document's, and how rare a word is. A ledger in PostgreSQL knows them. It is written before the
index and cleared after it, so that whatever is in the index can be found again and removed; and it is never believed:
`chunk_ids` asks the index itself for every point.

BM25 score of a chunk = sum over the query's terms of query weight x idf x term-frequency weight, with
idf = ln(1 + (N - n + 0.5) / (n + 0.5)) as in Lucene: the last factor stands in the sparse vector of the point, the
others in that of the query.
"""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from time import time_ns
from typing import TypeVar

from paillasse.adapters.vertex_search.answers import Datapoint, Neighbor
from paillasse.adapters.vertex_search.connection import VectorSearch
from paillasse.errors.storage import IndexUnreachable
from paillasse.protocols.generations import IndexLedger
from paillasse.protocols.retrieval import IndexFilter, IndexPoint

_BATCH = 200
"""Points sent or read at a time: about a megabyte with 384 dimensions; the service takes a thousand."""
_WORDLESS = 2**32
"""A dimension that no term has: where some points have a sparse vector, all have one."""
_WRITTEN = "written"
_LOOKS = (0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6)
"""Seconds between looks at whether the index shows what was written: usually after one or two."""


class VertexChunkIndex:
    """`protocols.ChunkIndex` over one generation; connection and ledger belong to whoever opened them.

    Every method may raise what `VectorSearch` and the ledger raise.
    """

    def __init__(self, service: VectorSearch, ledger: IndexLedger, generation: str, dimension: int) -> None:
        self._service = service
        self._ledger = ledger
        self._generation = generation
        self._dimension = dimension

    async def upsert(self, points: Sequence[IndexPoint]) -> None:
        """Add or replace; durable, and found by searches, when it returns.

        Raises:
            IndexUnreachable: it is kept, and does not show after a minute.
        """
        stamp = str(time_ns())
        for batch in _batches(points):
            await self._ledger.note(self._generation, batch)
            await self._service.upsert([self._datapoint(point, stamp) for point in batch])
        for batch in _batches([self._id(point.chunk_id) for point in points]):
            await self._until(lambda batch=batch: self._shows(batch, stamp))

    async def delete_documents(self, document_ids: Sequence[str]) -> None:
        """Remove every point of these documents; durable, and not found any more, when it returns.

        Raises:
            IndexUnreachable: they still show after a minute.
        """
        for documents in _batches(document_ids):
            known = await self._ledger.points(self._generation, documents)
            if known:
                for batch in _batches([self._id(chunk_id) for ids in known.values() for chunk_id in ids]):
                    await self._service.remove(batch)
                await self._until(lambda documents=documents: self._are_gone(documents))
                await self._ledger.forget(self._generation, documents)

    async def search_dense(self, vector: Sequence[float], where: IndexFilter, limit: int) -> list[tuple[str, float]]:
        """(chunk id, cosine) pairs, best first."""
        found = await self._search({"featureVector": _unit(vector)}, where, limit)
        return self._scored(found, [neighbor.distance for neighbor in found])

    async def search_sparse(
        self, terms: Mapping[int, float], where: IndexFilter, limit: int
    ) -> list[tuple[str, float]]:
        """(chunk id, BM25 score) pairs, best first; chunks without any of the terms are absent."""
        counts = await self._ledger.counts(self._generation, terms.keys())
        weights = {
            term: terms[term] * math.log(1 + (counts.total - holding + 0.5) / (holding + 0.5))
            for term, holding in counts.holding.items()
        }
        if not weights:
            return []
        found = await self._search({"sparseEmbedding": _sparse(weights)}, where, limit)
        scored = self._scored(found, [neighbor.sparseDistance for neighbor in found])
        return [(chunk_id, score) for chunk_id, score in scored if score > 0]

    async def chunk_ids(self) -> dict[str, set[str]]:
        """Every chunk id by document id, of the points that the index really has."""
        known = await self._ledger.points(self._generation)
        there = set[str]()
        for batch in _batches([self._id(chunk_id) for ids in known.values() for chunk_id in ids]):
            there |= await self._there(batch)
        held = {document: {each for each in ids if self._id(each) in there} for document, ids in known.items()}
        return {document: ids for document, ids in held.items() if ids}

    async def optimize(self) -> None:
        """The service does it by itself."""

    async def close(self) -> None:
        """Nothing of its own to release."""

    async def _search(self, vector: Mapping[str, object], where: IndexFilter, limit: int) -> list[Neighbor]:
        if () in (where.collections, where.document_ids, where.languages):
            return []  # nothing can match: to the service an empty list is no restriction
        restricts = [
            _restrict(name, values)
            for name, values in (
                ("generation", (self._generation,)),
                ("collection", where.collections),
                ("document", where.document_ids),
                ("language", where.languages),
            )
            if values is not None
        ]
        return await self._service.find({**vector, "restricts": restricts}, limit)

    def _scored(self, found: Sequence[Neighbor], figures: Sequence[float]) -> list[tuple[str, float]]:
        """The nearest stands first. Where figures rise from there they are negated products, as the manual has it."""
        negated = bool(figures) and (figures[0] < figures[-1] or figures[0] == figures[-1] < 0)
        return [
            (neighbor.datapoint.datapointId.removeprefix(self._id("")), -figure if negated else figure)
            for neighbor, figure in zip(found, figures, strict=True)
        ]

    def _id(self, chunk_id: str) -> str:
        return f"{self._generation}-{chunk_id}"

    def _datapoint(self, point: IndexPoint, stamp: str) -> dict[str, object]:
        return {
            "datapointId": self._id(point.chunk_id),
            "featureVector": _unit(point.dense),
            "sparseEmbedding": _sparse(point.terms or {_WORDLESS: 1.0}),
            "restricts": [
                _restrict("generation", [self._generation]),
                _restrict("collection", [point.collection]),
                _restrict("document", [point.document_id]),
                _restrict("language", [point.language]),
            ],
            "numericRestricts": [{"namespace": _WRITTEN, "valueInt": stamp}],
        }

    async def _until(self, shows: Callable[[], Awaitable[bool]]) -> None:
        for seconds in _LOOKS:
            if await shows():
                return
            await self._service.pause(seconds)
        if not await shows():
            raise IndexUnreachable(
                "Vertex AI Vector Search does not show what was written a minute ago.",
                hint="Look at its quotas, then run the same command again.",
            )

    async def _shows(self, ids: Sequence[str], stamp: str) -> bool:
        found = await self._service.read(ids) or []
        return sum(_stamp(datapoint) == stamp for datapoint in found) == len(ids)

    async def _are_gone(self, document_ids: Sequence[str]) -> bool:
        restricts = [_restrict("generation", [self._generation]), _restrict("document", document_ids)]
        anywhere = [1.0] + [0.0] * (self._dimension - 1)
        return not await self._service.find({"featureVector": anywhere, "restricts": restricts}, 1)

    async def _there(self, ids: Sequence[str]) -> set[str]:
        """Which of them the index has: where it says that one is missing, each half is asked for."""
        found = await self._service.read(ids)
        if found is not None or len(ids) == 1:
            return {datapoint.datapointId for datapoint in found or []}
        middle = len(ids) // 2
        return await self._there(ids[:middle]) | await self._there(ids[middle:])


_Item = TypeVar("_Item")


def _batches(items: Sequence[_Item]) -> Iterator[Sequence[_Item]]:
    return (items[start : start + _BATCH] for start in range(0, len(items), _BATCH))


def _unit(vector: Sequence[float]) -> list[float]:
    """The product of such vectors is their cosine. Digits that 32 bits do not hold are not sent."""
    length = math.hypot(*vector) or 1.0
    return [round(number / length, 7) for number in vector]


def _sparse(terms: Mapping[int, float]) -> dict[str, object]:
    return {"values": list(terms.values()), "dimensions": [str(term) for term in terms]}  # 64 bits are text in JSON


def _restrict(namespace: str, values: Sequence[str]) -> dict[str, object]:
    return {"namespace": namespace, "allowList": list(values)}


def _stamp(datapoint: Datapoint) -> str:
    return next((each.valueInt for each in datapoint.numericRestricts if each.namespace == _WRITTEN), "")
