"""API keys: for machines, on behalf of the user who made them, never more than he may himself.

A key is `plk_<id>_<secret>`, so that scanners of leaked secrets can tell one: a public id of 64 random bits, by which
it is found and listed, and a secret of 256, of which only the hash is stored.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from hmac import compare_digest

from paillasse.access.auditing import Auditor
from paillasse.access.credentials.rotation import hashed, new_secret
from paillasse.access.errors import ApiKeyNotFound, Forbidden, NotSignedIn, UnsuitableKey, UnsuitableName
from paillasse.access.protocols import ApiKeyStore, CollectionStore, UserStore
from paillasse.access.types import Action, Actor, ApiKey, Identity, Role

PREFIX = "plk_"
LONGEST_LIFE = timedelta(days=366)


class ApiKeys:
    """Makes, lists, checks and revokes them."""

    def __init__(
        self,
        keys: ApiKeyStore,
        users: UserStore,
        collections: CollectionStore,
        auditor: Auditor,
        clock: Callable[[], datetime],
    ) -> None:
        self._keys = keys
        self._users = users
        self._collections = collections
        self._auditor = auditor
        self._clock = clock

    async def create(
        self, identity: Identity, address: str, name: str, role: Role, collections: Sequence[str], life: timedelta
    ) -> tuple[ApiKey, str]:
        """A new key, and the text of it, which is shown once and kept nowhere.

        Args:
            identity: the maker, signed in.
            address: IP address of who asks.
            name: what it is for, 1 to 64 characters.
            role: at most the maker's.
            collections: some that the maker is a member of.
            life: how long it is good for, up to `LONGEST_LIFE`.

        Raises:
            Forbidden: a key does not make keys.
            UnsuitableKey: the role, the collections or the life is too much.
            UnsuitableName: the name.
        """
        if identity.key_id:
            raise Forbidden("An API key does not make API keys.", hint="Sign in to make one.")
        if not (name.strip() and name.isprintable() and len(name) <= 64):
            raise UnsuitableName("A key needs a name.", hint="Say in 1 to 64 characters what it is for.")
        if role.rank > identity.role.rank:
            raise UnsuitableKey("The role is above your own.")
        if not collections or not set(collections) <= set(await self._collections.of_user(identity.user_id)):
            raise UnsuitableKey("A key needs collections that you are a member of.")
        if not timedelta(0) < life <= LONGEST_LIFE:
            raise UnsuitableKey(f"A key lives up to {LONGEST_LIFE.days} days.")
        secret, now = new_secret(), self._clock()
        key = ApiKey(
            id=secrets.token_hex(8),
            hashed_secret=hashed(secret),
            user_id=identity.user_id,
            name=name.strip(),
            role=role,
            collections=tuple(sorted(set(collections))),
            created_at=now,
            expires_at=now + life,
        )
        await self._keys.add(key)
        await self._auditor.note(Actor(identity.user_id, address), Action.KEY_CREATE, key.id)
        return key, f"{PREFIX}{key.id}_{secret}"

    async def authenticate(self, text: str) -> Identity:
        """Whose key it is and what it may.

        Raises:
            NotSignedIn: it is malformed, unknown, revoked or expired, or its maker is suspended.
        """
        key_id, _, secret = text.removeprefix(PREFIX).partition("_")
        key, now = await self._keys.get(key_id), self._clock()
        # The same comparison where there is no key: the time it takes does not tell which ids exist.
        right = compare_digest(hashed(secret), key.hashed_secret if key else hashed(""))
        if key is None or not right or key.revoked_at is not None or key.expires_at <= now:
            raise NotSignedIn("The API key is not good.")
        user = await self._users.get(key.user_id)
        if user is None or user.suspended:
            raise NotSignedIn("The API key is not good.")
        await self._keys.used(key.id, now)
        role = min(key.role, user.role, key=lambda one: one.rank)
        return Identity(user.id, user.username, role, key.collections, key.id)

    async def list(self, user_id: str) -> list[ApiKey]:
        """Every key a user made, revoked and expired ones included, the latest first."""
        return await self._keys.list(user_id)

    async def revoke(self, identity: Identity, address: str, key_id: str) -> None:
        """End a key at once: one's own, or anybody's for an administrator.

        Raises:
            ApiKeyNotFound: no such key, or somebody else's.
        """
        key = await self._keys.get(key_id)
        if key is None or (key.user_id != identity.user_id and identity.role is not Role.ADMIN):
            raise ApiKeyNotFound("There is no such key.")
        await self._keys.revoke(key.id, self._clock())
        await self._auditor.note(Actor(identity.user_id, address), Action.KEY_REVOKE, key.id)
