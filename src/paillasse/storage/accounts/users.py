"""Users in PostgreSQL."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, insert, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert as insert_or
from sqlalchemy.ext.asyncio import AsyncSession

from paillasse.access.errors import LastAdministrator, UserExists, UserNotFound
from paillasse.access.types import Role, User, folded
from paillasse.storage.accounts.tables import FederatedRow, SetupTokenRow, UserRow
from paillasse.storage.history.tables import ConversationRow
from paillasse.storage.idempotency import IdempotencyRow
from paillasse.storage.session import Database

# Two administrators who demote each other, or two who set up at once, must take turns.
_TAKE_TURNS = text("LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE")


class PostgresUserStore:
    """`access.protocols.UserStore`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, user: User) -> None:
        """Store a new user, or `UserExists`."""
        async with self._database.transaction() as session:
            await _add(session, user)

    async def add_setup_token(self, hashed: str, expires_at: datetime) -> bool:
        """Keep a token that makes the first user; False when there is one already."""
        async with self._database.transaction() as session:
            await session.execute(_TAKE_TURNS)
            if await _somebody(session):
                return False
            await session.execute(insert(SetupTokenRow).values(hashed=hashed, expires_at=expires_at))
        return True

    async def add_first(self, user: User, hashed_setup_token: str, now: datetime) -> bool:
        """Store the first user and forget every setup token; False when there is one, or the token is not good."""
        good = select(SetupTokenRow).where(SetupTokenRow.hashed == hashed_setup_token, SetupTokenRow.expires_at > now)
        async with self._database.transaction() as session:
            await session.execute(_TAKE_TURNS)
            if await _somebody(session) or await session.scalar(good) is None:
                return False
            await session.execute(delete(SetupTokenRow))
            await _add(session, user)
        return True

    async def add_federated(self, user: User, issuer: str, subject: str) -> User:
        """Store a new user known by an identity provider; the one who is there if it knows one already."""
        async with self._database.transaction() as session:
            await session.execute(_TAKE_TURNS)
            known = await session.scalar(_federated(issuer, subject))
            if known is not None:
                return user_of(known)
            await _add(session, user)
            await session.execute(insert(FederatedRow).values(issuer=issuer, subject=subject, user_id=user.id))
        return user

    async def anybody(self) -> bool:
        """Whether there is a user."""
        async with self._database.transaction() as session:
            return await _somebody(session)

    async def get(self, user_id: str) -> User | None:
        """The user of this id."""
        async with self._database.transaction() as session:
            row = await session.get(UserRow, user_id)
        return None if row is None else user_of(row)

    async def find(self, name: str) -> User | None:
        """The user of this user name or e-mail address."""
        key = folded(name)
        wanted = select(UserRow).where(or_(UserRow.username_key == key, UserRow.email_key == key))
        async with self._database.transaction() as session:
            row = await session.scalar(wanted)
        return None if row is None else user_of(row)

    async def find_federated(self, issuer: str, subject: str) -> User | None:
        """The user whom an identity provider calls so."""
        async with self._database.transaction() as session:
            row = await session.scalar(_federated(issuer, subject))
        return None if row is None else user_of(row)

    async def list(self) -> list[User]:
        """Every user, by user name."""
        async with self._database.transaction() as session:
            return [user_of(row) for row in await session.scalars(select(UserRow).order_by(UserRow.username_key))]

    async def set_password(self, user_id: str, hashed: str, *, replacing: str | None = None) -> bool:
        """Replace the hash; raises the token generation, unless it is another hash of the same password."""
        change = update(UserRow).where(UserRow.id == user_id).values(hashed_password=hashed)
        if replacing is None:
            change = change.values(token_generation=UserRow.token_generation + 1)
        else:
            change = change.where(UserRow.hashed_password == replacing)
        async with self._database.transaction() as session:
            return await session.scalar(change.returning(UserRow.id)) is not None

    async def set_role(self, user_id: str, role: Role) -> User:
        """Change the role; raises the token generation when the new one is lower."""
        async with self._database.transaction() as session:
            row = await _locked(session, user_id)
            if role.rank < Role(row.role).rank:
                await _spare_last(session, row)
                row.token_generation += 1
            row.role = role.value
        return user_of(row)

    async def set_suspended(self, user_id: str, suspended: bool) -> User:
        """Suspend, which raises the token generation, or restore."""
        async with self._database.transaction() as session:
            row = await _locked(session, user_id)
            if suspended:
                await _spare_last(session, row)
                row.token_generation += 1
            row.suspended = suspended
        return user_of(row)

    async def remove(self, user_id: str) -> None:
        """Remove an account; foreign keys take with it what hangs on it and on its conversations."""
        async with self._database.transaction() as session:
            row = await _locked(session, user_id)
            await _spare_last(session, row)
            await session.execute(delete(ConversationRow).where(ConversationRow.owner == user_id))
            await session.execute(delete(IdempotencyRow).where(IdempotencyRow.owner == user_id))
            await session.delete(row)


async def _add(session: AsyncSession, user: User) -> None:
    added = insert_or(UserRow).values(_values(user)).on_conflict_do_nothing().returning(UserRow.id)
    if await session.scalar(added) is None:
        raise UserExists("The user name or the e-mail address is taken.")


async def _somebody(session: AsyncSession) -> bool:
    return await session.scalar(select(UserRow.id).limit(1)) is not None


async def _locked(session: AsyncSession, user_id: str) -> UserRow:
    await session.execute(_TAKE_TURNS)
    row = await session.get(UserRow, user_id)
    if row is None:
        raise UserNotFound("There is no such user.")
    return row


async def _spare_last(session: AsyncSession, row: UserRow) -> None:
    """Refuse to take the last administrator away."""
    others = select(UserRow.id).where(
        UserRow.id != row.id, UserRow.role == Role.ADMIN.value, UserRow.suspended.is_(False)
    )
    if row.role == Role.ADMIN.value and not row.suspended and await session.scalar(others.limit(1)) is None:
        raise LastAdministrator("That is the last administrator.")


def _federated(issuer: str, subject: str) -> Select[UserRow]:
    return (
        select(UserRow)
        .join(FederatedRow, FederatedRow.user_id == UserRow.id)
        .where(FederatedRow.issuer == issuer, FederatedRow.subject == subject)
    )


def _values(user: User) -> dict[str, Any]:
    return {
        "id": user.id,
        "username": user.username,
        "username_key": folded(user.username),
        "email": user.email,
        "email_key": folded(user.email) or None,
        "hashed_password": user.hashed_password,
        "role": user.role.value,
        "suspended": user.suspended,
        "created_at": user.created_at,
        "token_generation": user.token_generation,
    }


def user_of(row: UserRow) -> User:
    """The user that a row holds."""
    return User(
        id=row.id,
        username=row.username,
        email=row.email,
        hashed_password=row.hashed_password,
        role=Role(row.role),
        suspended=row.suspended,
        created_at=row.created_at,
        token_generation=row.token_generation,
    )
