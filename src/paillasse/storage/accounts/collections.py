"""Collections and their members in PostgreSQL."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from paillasse.access.errors import CollectionExists, CollectionNotFound, UserNotFound
from paillasse.access.types import Collection, User
from paillasse.storage.accounts.tables import CollectionRow, MemberRow, UserRow
from paillasse.storage.accounts.users import user_of
from paillasse.storage.session import Database


class PostgresCollectionStore:
    """`access.protocols.CollectionStore`; the migration makes `default`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, collection: Collection) -> None:
        """Store a new one, or `CollectionExists`."""
        new = insert(CollectionRow).values(
            name=collection.name, title=collection.title, created_at=collection.created_at
        )
        async with self._database.transaction() as session:
            if await session.scalar(new.on_conflict_do_nothing().returning(CollectionRow.name)) is None:
                raise CollectionExists(f"There is a collection “{collection.name}” already.")

    async def list(self) -> list[Collection]:
        """Every collection, by name."""
        async with self._database.transaction() as session:
            rows = await session.scalars(select(CollectionRow).order_by(CollectionRow.name))
            return [Collection(row.name, row.title, row.created_at) for row in rows]

    async def members(self, name: str) -> list[User]:
        """Who is a member, by user name; nobody when there is no such collection."""
        wanted = select(UserRow).join(MemberRow, MemberRow.user_id == UserRow.id).where(MemberRow.collection == name)
        async with self._database.transaction() as session:
            return [user_of(row) for row in await session.scalars(wanted.order_by(UserRow.username_key))]

    async def of_user(self, user_id: str) -> tuple[str, ...]:
        """Names of the collections that a user is a member of, in order."""
        wanted = select(MemberRow.collection).where(MemberRow.user_id == user_id).order_by(MemberRow.collection)
        async with self._database.transaction() as session:
            return tuple(await session.scalars(wanted))

    async def add_member(self, name: str, user_id: str) -> None:
        """Make the user a member, or `CollectionNotFound`, or `UserNotFound`; no error when he is one."""
        new = insert(MemberRow).values(collection=name, user_id=user_id).on_conflict_do_nothing()
        async with self._database.transaction() as session:
            if await session.get(CollectionRow, name) is None:
                raise CollectionNotFound("There is no such collection.")
            if await session.get(UserRow, user_id) is None:
                raise UserNotFound("There is no such user.")
            await session.execute(new)

    async def remove_member(self, name: str, user_id: str) -> None:
        """End the membership; no error when there is none."""
        gone = delete(MemberRow).where(MemberRow.collection == name, MemberRow.user_id == user_id)
        async with self._database.transaction() as session:
            await session.execute(gone)
