"""What an index service cannot tell, kept in memory: for tests."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence

from paillasse.protocols.generations import TermCounts
from paillasse.protocols.retrieval import IndexPoint


class MemoryIndexLedger:
    """`protocols.generations.IndexLedger` in dictionaries."""

    def __init__(self) -> None:
        self._configurations: dict[str, str] = {}
        self._points: dict[str, dict[str, IndexPoint]] = defaultdict(dict)
        self._live = ("", "")

    async def keep(self, name: str, configuration: str) -> None:
        """Know a generation, if it is not known yet."""
        self._configurations.setdefault(name, configuration)

    async def configurations(self) -> dict[str, str]:
        """The configuration of every generation by name."""
        return dict(sorted(self._configurations.items()))

    async def live(self) -> tuple[str, str]:
        """The live generation and its release."""
        return self._live

    async def make_live(self, name: str, release: str) -> None:
        """Make this one live."""
        self._live = (name, release)

    async def drop(self, name: str) -> None:
        """Know nothing of it any more."""
        self._configurations.pop(name, None)
        self._points.pop(name, None)

    async def note(self, generation: str, points: Sequence[IndexPoint]) -> None:
        """Know these points."""
        self._points[generation].update({point.chunk_id: point for point in points})

    async def forget(self, generation: str, document_ids: Sequence[str]) -> None:
        """Know nothing of theirs any more."""
        known = self._points[generation]
        self._points[generation] = {key: p for key, p in known.items() if p.document_id not in document_ids}

    async def points(self, generation: str, document_ids: Sequence[str] | None = None) -> dict[str, set[str]]:
        """Chunk ids by document id."""
        ids: dict[str, set[str]] = defaultdict(set)
        for point in self._points[generation].values():
            if document_ids is None or point.document_id in document_ids:
                ids[point.document_id].add(point.chunk_id)
        return dict(ids)

    async def counts(self, generation: str, terms: Collection[int]) -> TermCounts:
        """How many points have terms, and each of these."""
        points = self._points[generation].values()
        holders = Counter(term for point in points for term in point.terms if term in terms)
        return TermCounts(sum(bool(point.terms) for point in points), dict(holders))
