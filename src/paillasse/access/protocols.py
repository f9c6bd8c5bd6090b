"""The seams of access: what keeps accounts, whatever stands behind it. Each call is one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from paillasse.access.credentials.rotation import Rotation
from paillasse.access.types import Action, ApiKey, AuditEntry, Collection, RefreshFamily, Role, User


class UserStore(Protocol):
    """Accounts; user name and e-mail address are unique, compared by `types.folded`."""

    async def add(self, user: User) -> None:
        """Store a new user.

        Raises:
            UserExists: the user name or e-mail address is taken.
        """
        ...

    async def add_setup_token(self, hashed: str, expires_at: datetime) -> bool:
        """Keep a token that makes the first user; False, and nothing is kept, when there is a user already."""
        ...

    async def add_first(self, user: User, hashed_setup_token: str, now: datetime) -> bool:
        """Store the first user and forget every setup token; False when there is a user or the token is not good."""
        ...

    async def add_federated(self, user: User, issuer: str, subject: str) -> User:
        """Store a new user known by an identity provider; the one who is there if it knows one already.

        Raises:
            UserExists: the user name or e-mail address is taken.
        """
        ...

    async def anybody(self) -> bool:
        """Whether there is a user."""
        ...

    async def get(self, user_id: str) -> User | None:
        """The user of this id."""
        ...

    async def find(self, name: str) -> User | None:
        """The user of this user name or e-mail address."""
        ...

    async def find_federated(self, issuer: str, subject: str) -> User | None:
        """The user whom an identity provider calls so."""
        ...

    async def list(self) -> list[User]:
        """Every user, by user name."""
        ...

    async def set_password(self, user_id: str, hashed: str, *, replacing: str | None = None) -> bool:
        """Replace the hash of the password; raises the token generation.

        Args:
            user_id: whose.
            hashed: the new hash.
            replacing: the same password under earlier parameters, whose hash this replaces: done only while it is the
                present one, and the generation stays.

        Returns:
            False when nothing was replaced: no such user, or another hash meanwhile.
        """
        ...

    async def set_role(self, user_id: str, role: Role) -> User:
        """Change the role; raises the token generation when the new one is lower.

        Raises:
            UserNotFound: no such id.
            LastAdministrator: nobody would be left to administer.
        """
        ...

    async def set_suspended(self, user_id: str, suspended: bool) -> User:
        """Suspend, which raises the token generation, or restore.

        Raises:
            UserNotFound: no such id.
            LastAdministrator: nobody would be left to administer.
        """
        ...

    async def remove(self, user_id: str) -> None:
        """Remove an account, with its sessions, keys and memberships and with what it asked, was told and said of it.

        Raises:
            UserNotFound: no such id.
            LastAdministrator: nobody would be left to administer.
        """
        ...


class RefreshStore(Protocol):
    """Families of refresh tokens; what is revoked or expired is forgotten."""

    async def add(self, family: RefreshFamily, now: datetime) -> None:
        """Store a new family and forget the user's expired ones."""
        ...

    async def rotate(
        self, family_id: str, presented: str, successor: str, now: datetime
    ) -> tuple[Rotation, RefreshFamily | None]:
        """Judge a presented token and do what follows from it, with the family locked meanwhile.

        Args:
            family_id: public part of the token.
            presented: hash of its secret part.
            successor: hash of the secret that takes its place if it is good.
            now: the time.

        Returns:
            The verdict of `rotation.judge`, and the family: as it is now after `ROTATED`, as it was before it was
            forgotten after `REUSED`, None when there is none.
        """
        ...

    async def revoke(self, family_id: str) -> RefreshFamily | None:
        """Forget one family, and give it; None when there is none."""
        ...

    async def revoke_user(self, user_id: str) -> None:
        """Forget every family of a user."""
        ...


class ApiKeyStore(Protocol):
    """API keys; revoked ones stay, to be seen."""

    async def add(self, key: ApiKey) -> None:
        """Store a new key."""
        ...

    async def get(self, key_id: str) -> ApiKey | None:
        """The key of this id, revoked and expired ones included."""
        ...

    async def list(self, user_id: str) -> list[ApiKey]:
        """Every key a user made, the latest first."""
        ...

    async def used(self, key_id: str, now: datetime) -> None:
        """Remember when it was used last, to the minute: a busy machine does not write at each request."""
        ...

    async def revoke(self, key_id: str, now: datetime) -> None:
        """End it; nothing happens to one that is revoked already."""
        ...


class CollectionStore(Protocol):
    """Collections and who is a member of which; `default` is always there."""

    async def add(self, collection: Collection) -> None:
        """Store a new one.

        Raises:
            CollectionExists: the name is taken.
        """
        ...

    async def list(self) -> list[Collection]:
        """Every collection, by name."""
        ...

    async def members(self, name: str) -> list[User]:
        """Who is a member, by user name; nobody when there is no such collection."""
        ...

    async def of_user(self, user_id: str) -> tuple[str, ...]:
        """Names of the collections that a user is a member of, in order."""
        ...

    async def add_member(self, name: str, user_id: str) -> None:
        """Make the user a member; no error when he is one.

        Raises:
            CollectionNotFound: no such collection.
            UserNotFound: no such user.
        """
        ...

    async def remove_member(self, name: str, user_id: str) -> None:
        """End the membership; no error when there is none."""
        ...


class Attempts(NamedTuple):
    """How often something was tried in a window of time."""

    made: int
    ends_at: datetime
    """When counting starts again."""


class AttemptStore(Protocol):
    """Counts attempts by subject in fixed windows, exactly, however many processes count."""

    async def count(self, subject: str, window: timedelta, now: datetime) -> Attempts:
        """Count one more; the first one opens a window."""
        ...

    async def give_back(self, subject: str) -> None:
        """Count one less."""
        ...

    async def forget(self, subject: str) -> None:
        """Close the window."""
        ...


class AuditLog(Protocol):
    """Append-only."""

    async def record(self, entry: AuditEntry) -> None:
        """Add an entry; durable when it returns."""
        ...

    async def list(
        self, limit: int, before: int | None = None, action: Action | None = None, user: str | None = None
    ) -> Sequence[AuditEntry]:
        """The latest entries, or the latest before that of some number; the newest first.

        Args:
            limit: how many at most.
            before: number of an entry.
            action: only such entries.
            user: id of the user who did it, or whom it was done to.
        """
        ...
