"""`protocols.generations.IndexLedger` in PostgreSQL."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from paillasse.protocols.generations import TermCounts
from paillasse.protocols.retrieval import IndexPoint
from paillasse.storage.session import Database
from paillasse.storage.vector_search.tables import IndexedGenerationRow, IndexedPointRow, IndexedTermRow


class PostgresIndexLedger:
    """Every method may raise `StorageError`. Who writes to a generation waits for who does: counts stay right."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, name: str, configuration: str) -> None:
        """Know a generation, if it is not known yet."""
        new = insert(IndexedGenerationRow).values(name=name, configuration=configuration)
        async with self._database.transaction() as session:
            await session.execute(new.on_conflict_do_nothing())

    async def configurations(self) -> dict[str, str]:
        """The configuration of every generation by name."""
        of = IndexedGenerationRow
        wanted = select(of.name, of.configuration).order_by(of.name)
        async with self._database.transaction() as session:
            return {row.name: row.configuration for row in await session.execute(wanted)}

    async def live(self) -> tuple[str, str]:
        """The live generation and the release that answers over it; empty where there is none."""
        of = IndexedGenerationRow
        wanted = select(of.name, of.release).where(of.live.is_(True))
        async with self._database.transaction() as session:
            found = (await session.execute(wanted)).one_or_none()
        return ("", "") if found is None else (found.name, found.release)

    async def make_live(self, name: str, release: str) -> None:
        """Make this one live instead of the present one."""
        row = IndexedGenerationRow
        async with self._database.transaction() as session:
            await session.execute(update(row).where(row.live.is_(True)).values(live=None))
            await session.execute(update(row).where(row.name == name).values(live=True, release=release))

    async def drop(self, name: str) -> None:
        """Know nothing of a generation any more."""
        async with self._database.transaction() as session:
            await session.execute(delete(IndexedGenerationRow).where(IndexedGenerationRow.name == name))

    async def note(self, generation: str, points: Sequence[IndexPoint]) -> None:
        """Know these points instead of those of the same ids, and count their terms."""
        row = IndexedPointRow
        former = delete(row).where(row.generation == generation, row.chunk_id.in_([p.chunk_id for p in points]))
        noted = [
            {"generation": generation, "chunk_id": p.chunk_id, "document_id": p.document_id, "terms": sorted(p.terms)}
            for p in points
        ]
        async with self._database.transaction() as session:
            await _lock(session, generation)
            before = (await session.scalars(former.returning(row.terms))).all()
            await session.execute(insert(row), noted)
            await _count(session, generation, [point.terms for point in points], before)

    async def forget(self, generation: str, document_ids: Sequence[str]) -> None:
        """Know nothing of the points of these documents any more."""
        row = IndexedPointRow
        gone = delete(row).where(row.generation == generation, row.document_id.in_(document_ids))
        async with self._database.transaction() as session:
            await _lock(session, generation)
            await _count(session, generation, [], (await session.scalars(gone.returning(row.terms))).all())

    async def points(self, generation: str, document_ids: Sequence[str] | None = None) -> dict[str, set[str]]:
        """Chunk ids by document id, of these documents or of all."""
        row = IndexedPointRow
        wanted = select(row.document_id, row.chunk_id).where(row.generation == generation)
        if document_ids is not None:
            wanted = wanted.where(row.document_id.in_(document_ids))
        ids: dict[str, set[str]] = defaultdict(set)
        async with self._database.transaction() as session:
            for document_id, chunk_id in await session.execute(wanted):
                ids[document_id].add(chunk_id)
        return dict(ids)

    async def counts(self, generation: str, terms: Collection[int]) -> TermCounts:
        """How many points have terms at all, and how many hold each of these; unknown ones are left out."""
        of, row = IndexedGenerationRow, IndexedTermRow
        wanted = select(row.term, row.points).where(row.generation == generation, row.term.in_(terms), row.points > 0)
        async with self._database.transaction() as session:
            total = await session.scalar(select(of.weighed).where(of.name == generation))
            return TermCounts(total or 0, {each.term: each.points for each in await session.execute(wanted)})


async def _lock(session: AsyncSession, generation: str) -> None:
    of = IndexedGenerationRow
    await session.execute(select(of.name).where(of.name == generation).with_for_update())


async def _count(
    session: AsyncSession, generation: str, added: Sequence[Collection[int]], taken: Sequence[Collection[int]]
) -> None:
    """Bring the counts to what they are with some points more and some less."""
    change = Counter(term for terms in added for term in terms)
    change.subtract(term for terms in taken for term in terms)
    row, of = IndexedTermRow, IndexedGenerationRow
    rows = [{"generation": generation, "term": term, "points": by} for term, by in change.items() if by]
    if rows:
        new = insert(row)
        more = new.on_conflict_do_update(
            index_elements=[row.generation, row.term], set_={"points": row.points + new.excluded.points}
        )
        await session.execute(more, rows)
    by = _with_terms(added) - _with_terms(taken)
    await session.execute(update(of).where(of.name == generation).values(weighed=of.weighed + by))


def _with_terms(points: Iterable[Collection[int]]) -> int:
    return sum(1 for terms in points if terms)
