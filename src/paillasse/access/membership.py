"""Collections, their members, and what follows from it: what somebody may read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from paillasse.access.auditing import Auditor
from paillasse.access.errors import CollectionNotFound, Forbidden, UnsuitableName
from paillasse.access.protocols import CollectionStore
from paillasse.access.types import COMMAND_LINE, Action, Actor, Collection, Identity, Role, User
from paillasse.types.questions import Scope


class Membership:
    """Who is a member of what. Who may change it is decided by the caller; what one may read is decided here."""

    def __init__(self, collections: CollectionStore, auditor: Auditor, clock: Callable[[], datetime]) -> None:
        self._collections = collections
        self._auditor = auditor
        self._clock = clock

    async def scope_of(self, identity: Identity) -> Scope:
        """What this user, or this key, may read now: collections he is a member of, whatever his role.

        A key keeps to its own collections, and loses those that its maker has lost. The command line reads everything.
        """
        if identity.user_id == COMMAND_LINE.user_id:
            return Scope(collections=tuple(collection.name for collection in await self._collections.list()))
        names = await self._collections.of_user(identity.user_id)
        if identity.collections is not None:
            names = tuple(name for name in names if name in identity.collections)
        return Scope(collections=names)

    async def create(self, actor: Actor, name: str, title: str = "") -> Collection:
        """A new collection without members.

        Raises:
            CollectionExists: the name is taken.
            UnsuitableName: it cannot be a name.
        """
        if not (name and name == name.strip() and name.isprintable() and len(name) <= 64):
            raise UnsuitableName("That cannot be the name of a collection.", hint="Take 1 to 64 characters.")
        collection = Collection(name, title.strip() or name, self._clock())
        await self._collections.add(collection)
        await self._auditor.note(actor, Action.COLLECTION_CREATE, name)
        return collection

    async def list(self) -> list[Collection]:
        """Every collection, by name: for administrators."""
        return await self._collections.list()

    async def members(self, name: str) -> list[User]:
        """Who is a member, by user name.

        Raises:
            CollectionNotFound: no such collection.
        """
        if all(collection.name != name for collection in await self._collections.list()):
            raise CollectionNotFound("There is no such collection.")
        return await self._collections.members(name)

    async def add_member(self, actor: Actor, name: str, user_id: str) -> None:
        """Make a user a member; no error when he is one.

        Raises:
            CollectionNotFound: no such collection.
            UserNotFound: no such user.
        """
        await self._collections.add_member(name, user_id)
        await self._auditor.note(actor, Action.MEMBER_ADD, f"{name}/{user_id}")

    async def remove_member(self, actor: Actor, name: str, user_id: str) -> None:
        """End a membership; no error when there is none.

        Raises:
            CollectionNotFound: no such collection.
        """
        await self.members(name)
        await self._collections.remove_member(name, user_id)
        await self._auditor.note(actor, Action.MEMBER_REMOVE, f"{name}/{user_id}")


def require(identity: Identity, role: Role) -> None:
    """Let nobody pass with a lower role.

    Raises:
        Forbidden: the role does not suffice.
    """
    if identity.role.rank < role.rank:
        raise Forbidden(f"This takes the role {role.value}.")
