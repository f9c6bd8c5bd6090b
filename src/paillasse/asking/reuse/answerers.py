"""Answerers that serve more than one question: what they know of the documents is read once, until it changes."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass

from paillasse.answering.answerer import Answerer
from paillasse.asking.protocols import AnsweringServices
from paillasse.asking.scope_check import check_documents
from paillasse.types.questions import Scope

_MOST = 16
"""Sets of collections: each holds its documents, without their pages."""


@dataclass(frozen=True, slots=True)
class PreparedAnswerer:
    """An answerer, and what it was made of."""

    answerer: Answerer
    fingerprint: str
    """Of the documents."""
    release: str
    generation: str
    production: str
    """Version of the release; empty where there is none."""


class Answerers:
    """Answerers by collections: whoever chooses documents among them is answered by the same one.

    Word statistics are of the collections of its scope as they were when an answerer was made: of questions about some
    documents, others may have changed since.
    """

    def __init__(self) -> None:
        self._services: AnsweringServices | None = None
        self._prepared: OrderedDict[tuple[str, ...], PreparedAnswerer] = OrderedDict()
        self._making = asyncio.Lock()

    async def of(self, services: AnsweringServices, collections: Iterable[str]) -> PreparedAnswerer:
        """The answerer over the documents that are now in these collections; it works as long as `services` are open.

        Raises:
            EmptyIndex: the documents were ingested with another configuration, and none with this one.
            OutOfScope: a document is in none of the collections.
            StorageError: the documents cannot be read.
        """
        scope = Scope(tuple(sorted(set(collections))))
        fingerprint = await services.documents.fingerprint(scope)
        return self._found(services, scope, fingerprint) or await self._made(services, scope, fingerprint)

    def _found(self, services: AnsweringServices, scope: Scope, fingerprint: str) -> PreparedAnswerer | None:
        prepared = self._prepared.get(scope.collections) if services is self._services else None
        if prepared is None or prepared.fingerprint != fingerprint:
            return None
        self._prepared.move_to_end(scope.collections)
        return prepared

    async def _made(self, services: AnsweringServices, scope: Scope, fingerprint: str) -> PreparedAnswerer:
        async with self._making:
            found = self._found(services, scope, fingerprint)  # somebody else may have made it meanwhile
            if found is not None:
                return found
            answerer = await services.answerer(scope)
            check_documents(answerer.corpus.documents.values(), scope)
            prepared = PreparedAnswerer(
                answerer, fingerprint, services.release, services.generation, services.production
            )
            if services is not self._services:
                self._services = services
                self._prepared.clear()
            self._prepared[scope.collections] = prepared
            while len(self._prepared) > _MOST:
                self._prepared.popitem(last=False)
            return prepared
