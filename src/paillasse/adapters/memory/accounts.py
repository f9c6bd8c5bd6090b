"""Stores of access that live and die with the process: for tests and demonstrations."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from paillasse.access.credentials.rotation import REFRESH_LIFE, Rotation, judge
from paillasse.access.errors import CollectionExists, CollectionNotFound, LastAdministrator, UserExists, UserNotFound
from paillasse.access.protocols import Attempts
from paillasse.access.types import (
    DEFAULT_COLLECTION,
    Action,
    ApiKey,
    AuditEntry,
    Collection,
    RefreshFamily,
    Role,
    User,
    folded,
)


class MemoryUserStore:
    """`access.protocols.UserStore` in a dictionary."""

    def __init__(self) -> None:
        self.users: dict[str, User] = {}
        self._federated: dict[tuple[str, str], str] = {}
        self._setup_tokens: dict[str, datetime] = {}

    async def add(self, user: User) -> None:
        """Store a new user, or `UserExists`."""
        for other in self.users.values():
            same_email = user.email and folded(other.email) == folded(user.email)
            if folded(other.username) == folded(user.username) or same_email:
                raise UserExists("The user name or the e-mail address is taken.")
        self.users[user.id] = user

    async def add_setup_token(self, hashed: str, expires_at: datetime) -> bool:
        """Keep a token that makes the first user; False when there is one already."""
        if self.users:
            return False
        self._setup_tokens[hashed] = expires_at
        return True

    async def add_first(self, user: User, hashed_setup_token: str, now: datetime) -> bool:
        """Store the first user and forget every setup token; False when there is one, or the token is not good."""
        expires_at = self._setup_tokens.get(hashed_setup_token)
        if self.users or expires_at is None or expires_at <= now:
            return False
        self._setup_tokens.clear()
        self.users[user.id] = user
        return True

    async def add_federated(self, user: User, issuer: str, subject: str) -> User:
        """Store a new user known by an identity provider; the one who is there if it knows one already."""
        known = await self.find_federated(issuer, subject)
        if known is not None:
            return known
        await self.add(user)
        self._federated[issuer, subject] = user.id
        return user

    async def anybody(self) -> bool:
        """Whether there is a user."""
        return bool(self.users)

    async def get(self, user_id: str) -> User | None:
        """The user of this id."""
        return self.users.get(user_id)

    async def find(self, name: str) -> User | None:
        """The user of this user name or e-mail address."""
        key = folded(name)
        found = (user for user in self.users.values() if key and key in {folded(user.username), folded(user.email)})
        return next(found, None)

    async def find_federated(self, issuer: str, subject: str) -> User | None:
        """The user whom an identity provider calls so."""
        return self.users.get(self._federated.get((issuer, subject), ""))

    async def list(self) -> list[User]:
        """Every user, by user name."""
        return sorted(self.users.values(), key=lambda user: folded(user.username))

    async def set_password(self, user_id: str, hashed: str, *, replacing: str | None = None) -> bool:
        """Replace the hash; raises the token generation, unless it is another hash of the same password."""
        user = self.users.get(user_id)
        if user is None or replacing not in {None, user.hashed_password}:
            return False
        generation = user.token_generation + (replacing is None)
        self.users[user_id] = replace(user, hashed_password=hashed, token_generation=generation)
        return True

    async def set_role(self, user_id: str, role: Role) -> User:
        """Change the role; raises the token generation when the new one is lower."""
        user = self._present(user_id)
        lower = role.rank < user.role.rank
        if lower:
            self._spare_last(user)
        self.users[user_id] = replace(user, role=role, token_generation=user.token_generation + lower)
        return self.users[user_id]

    async def set_suspended(self, user_id: str, suspended: bool) -> User:
        """Suspend, which raises the token generation, or restore."""
        user = self._present(user_id)
        if suspended:
            self._spare_last(user)
        self.users[user_id] = replace(user, suspended=suspended, token_generation=user.token_generation + suspended)
        return self.users[user_id]

    async def remove(self, user_id: str) -> None:
        """Remove an account; what is in other stores stays there, and nobody reaches it."""
        self._spare_last(self._present(user_id))
        del self.users[user_id]
        self._federated = {known: user for known, user in self._federated.items() if user != user_id}

    def _present(self, user_id: str) -> User:
        if user_id not in self.users:
            raise UserNotFound("There is no such user.")
        return self.users[user_id]

    def _spare_last(self, user: User) -> None:
        administrators = {one.id for one in self.users.values() if one.role is Role.ADMIN and not one.suspended}
        if administrators == {user.id}:
            raise LastAdministrator("That is the last administrator.")


class MemoryRefreshStore:
    """`access.protocols.RefreshStore` in a dictionary."""

    def __init__(self) -> None:
        self.families: dict[str, RefreshFamily] = {}

    async def add(self, family: RefreshFamily, now: datetime) -> None:
        """Store a new family and forget the user's expired ones."""
        for other in list(self.families.values()):
            if other.user_id == family.user_id and other.expires_at <= now:
                del self.families[other.id]
        self.families[family.id] = family

    async def rotate(
        self, family_id: str, presented: str, successor: str, now: datetime
    ) -> tuple[Rotation, RefreshFamily | None]:
        """Judge a presented token and do what follows from it."""
        family = self.families.get(family_id)
        verdict = judge(family, presented, now)
        if family is None or verdict is Rotation.SUPERSEDED:
            return verdict, family
        if verdict is not Rotation.ROTATED:
            return verdict, self.families.pop(family_id)
        self.families[family_id] = replace(
            family, previous=family.current, current=successor, rotated_at=now, expires_at=now + REFRESH_LIFE
        )
        return verdict, self.families[family_id]

    async def revoke(self, family_id: str) -> RefreshFamily | None:
        """Forget one family, and give it; None when there is none."""
        return self.families.pop(family_id, None)

    async def revoke_user(self, user_id: str) -> None:
        """Forget every family of a user."""
        self.families = {key: family for key, family in self.families.items() if family.user_id != user_id}


class MemoryApiKeyStore:
    """`access.protocols.ApiKeyStore` in a dictionary."""

    def __init__(self) -> None:
        self.keys: dict[str, ApiKey] = {}

    async def add(self, key: ApiKey) -> None:
        """Store a new key."""
        self.keys[key.id] = key

    async def get(self, key_id: str) -> ApiKey | None:
        """The key of this id, revoked and expired ones included."""
        return self.keys.get(key_id)

    async def list(self, user_id: str) -> list[ApiKey]:
        """Every key a user made, the latest first."""
        own = [key for key in self.keys.values() if key.user_id == user_id]
        return sorted(sorted(own, key=lambda key: key.id), key=lambda key: key.created_at, reverse=True)

    async def used(self, key_id: str, now: datetime) -> None:
        """Remember when it was used last, to the minute."""
        key = self.keys[key_id]
        if key.last_used_at is None or key.last_used_at <= now - timedelta(minutes=1):
            self.keys[key_id] = replace(key, last_used_at=now)

    async def revoke(self, key_id: str, now: datetime) -> None:
        """End it; nothing happens to one that is revoked already."""
        key = self.keys[key_id]
        if key.revoked_at is None:
            self.keys[key_id] = replace(key, revoked_at=now)


class MemoryCollectionStore:
    """`access.protocols.CollectionStore` beside a `MemoryUserStore`."""

    def __init__(self, users: MemoryUserStore) -> None:
        self._users = users
        epoch = datetime(1970, 1, 1, tzinfo=UTC)
        self._collections = {DEFAULT_COLLECTION: Collection(DEFAULT_COLLECTION, DEFAULT_COLLECTION, epoch)}
        self._members: set[tuple[str, str]] = set()

    async def add(self, collection: Collection) -> None:
        """Store a new one, or `CollectionExists`."""
        if collection.name in self._collections:
            raise CollectionExists(f"There is a collection “{collection.name}” already.")
        self._collections[collection.name] = collection

    async def list(self) -> list[Collection]:
        """Every collection, by name."""
        return [self._collections[name] for name in sorted(self._collections)]

    async def members(self, name: str) -> list[User]:
        """Who is a member, by user name; nobody when there is no such collection."""
        return [user for user in await self._users.list() if (name, user.id) in self._members]

    async def of_user(self, user_id: str) -> tuple[str, ...]:
        """Names of the collections that a user is a member of, in order."""
        return tuple(sorted(name for name, member in self._members if member == user_id))

    async def add_member(self, name: str, user_id: str) -> None:
        """Make the user a member, or `CollectionNotFound`, or `UserNotFound`; no error when he is one."""
        if name not in self._collections:
            raise CollectionNotFound("There is no such collection.")
        if user_id not in self._users.users:
            raise UserNotFound("There is no such user.")
        self._members.add((name, user_id))

    async def remove_member(self, name: str, user_id: str) -> None:
        """End the membership; no error when there is none."""
        self._members.discard((name, user_id))


class MemoryAttemptStore:
    """`access.protocols.AttemptStore` in a dictionary."""

    def __init__(self) -> None:
        self._windows: dict[str, Attempts] = {}

    async def count(self, subject: str, window: timedelta, now: datetime) -> Attempts:
        """Count one more; the first one opens a window."""
        present = self._windows.get(subject)
        if present is None or present.ends_at <= now:
            present = Attempts(0, now + window)
        self._windows[subject] = present._replace(made=present.made + 1)
        return self._windows[subject]

    async def give_back(self, subject: str) -> None:
        """Count one less."""
        present = self._windows.get(subject)
        if present is not None:
            self._windows[subject] = present._replace(made=max(0, present.made - 1))

    async def forget(self, subject: str) -> None:
        """Close the window."""
        self._windows.pop(subject, None)


class MemoryAuditLog:
    """`access.protocols.AuditLog` in a list."""

    def __init__(self) -> None:
        self._entries: list[AuditEntry] = []

    async def record(self, entry: AuditEntry) -> None:
        """Add an entry."""
        self._entries.append(replace(entry, number=len(self._entries) + 1))

    async def list(
        self, limit: int, before: int | None = None, action: Action | None = None, user: str | None = None
    ) -> list[AuditEntry]:
        """The latest entries, or the latest before that of some number; the newest first.

        Args:
            limit: how many at most.
            before: number of an entry.
            action: only such entries.
            user: id of the user who did it, or whom it was done to.
        """
        earlier = self._entries if before is None else self._entries[: before - 1]
        wanted = [
            entry
            for entry in reversed(earlier)
            if action in {None, entry.action} and user in {None, entry.actor, entry.target}
        ]
        return wanted[:limit]
