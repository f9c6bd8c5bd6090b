"""Users: made, given a role, suspended, given a new password. Who may call this is decided by the caller."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from paillasse.access.auditing import Auditor
from paillasse.access.credentials.passwords import Passwords, check_password
from paillasse.access.credentials.rotation import hashed, new_secret
from paillasse.access.errors import SetupRefused, UnsuitableName, UserNotFound
from paillasse.access.protocols import CollectionStore, RefreshStore, UserStore
from paillasse.access.types import DEFAULT_COLLECTION, Action, Actor, Role, User

SETUP_LIFE = timedelta(hours=24)
_USERNAME = re.compile(r"[^\W_](?:[\w.-]{0,62}[\w])?")
_EMAIL = re.compile(r"[^@\s\x00-\x1f]{1,64}@[^@\s\x00-\x1f]{1,189}")


@dataclass(frozen=True, slots=True)
class AccountStores:
    """What an account touches."""

    users: UserStore
    families: RefreshStore
    collections: CollectionStore


class Accounts:
    """The life of a user."""

    def __init__(
        self, stores: AccountStores, passwords: Passwords, auditor: Auditor, clock: Callable[[], datetime]
    ) -> None:
        self._users, self._families, self._collections = stores.users, stores.families, stores.collections
        self._passwords = passwords
        self._auditor = auditor
        self._clock = clock

    async def create(self, actor: Actor, username: str, email: str, password: str, role: Role) -> User:
        """A new user, who is a member of no collection yet.

        Raises:
            UnsuitableName: the user name or the e-mail address cannot be one.
            UnsuitablePassword: it is too easy to guess.
            UserExists: the user name or e-mail address is taken.
        """
        user = await self._new(username, email, password, role)
        await self._users.add(user)
        await self._auditor.note(actor, Action.USER_CREATE, user.id)
        return user

    async def setup_needed(self) -> bool:
        """Whether there is no user yet."""
        return not await self._users.anybody()

    async def setup_token(self) -> str | None:
        """A one-time token for the first administrator, good for a day, which the server prints when it starts.

        Returns:
            None when there is a user already.
        """
        token = new_secret()
        kept = await self._users.add_setup_token(hashed(token), self._clock() + SETUP_LIFE)
        return token if kept else None

    async def set_up(self, token: str, username: str, email: str, password: str, address: str) -> User:
        """Make the first user, an administrator and a member of `default`, and use up every setup token.

        Raises:
            SetupRefused: the token is wrong, expired or used, or there is a user already.
            UnsuitableName: the user name or the e-mail address cannot be one.
            UnsuitablePassword: it is too easy to guess.
        """
        user = await self._new(username, email, password, Role.ADMIN)
        if not await self._users.add_first(user, hashed(token), self._clock()):
            raise SetupRefused("The setup token is not good.")
        await self._collections.add_member(DEFAULT_COLLECTION, user.id)
        await self._auditor.note(Actor(user.id, address), Action.USER_CREATE, user.id)
        return user

    async def list(self) -> list[User]:
        """Every user, by user name."""
        return await self._users.list()

    async def find(self, name: str) -> User:
        """The user of this user name or e-mail address.

        Raises:
            UserNotFound: nobody is called so.
        """
        user = await self._users.find(name)
        if user is None:
            raise UserNotFound("Nobody is called so.")
        return user

    async def get(self, user_id: str) -> User:
        """The user of this id.

        Raises:
            UserNotFound: no such id.
        """
        user = await self._users.get(user_id)
        if user is None:
            raise UserNotFound("There is no such user.")
        return user

    async def set_role(self, actor: Actor, user_id: str, role: Role) -> User:
        """Change the role; a lower one ends every session of the user at once.

        Raises:
            UserNotFound: no such id.
            LastAdministrator: nobody would be left to administer.
        """
        user = await self._users.set_role(user_id, role)
        await self._auditor.note(actor, Action.ROLE_CHANGE, user_id, role.value)
        return user

    async def suspend(self, actor: Actor, user_id: str) -> User:
        """Keep the user out: sessions end and API keys do not work while it lasts.

        Raises:
            UserNotFound: no such id.
            LastAdministrator: nobody would be left to administer.
        """
        user = await self._users.set_suspended(user_id, True)
        await self._families.revoke_user(user_id)
        await self._auditor.note(actor, Action.SUSPEND, user_id)
        return user

    async def restore(self, actor: Actor, user_id: str) -> User:
        """Lift a suspension; API keys work again, sessions have to be started anew.

        Raises:
            UserNotFound: no such id.
        """
        user = await self._users.set_suspended(user_id, False)
        await self._auditor.note(actor, Action.RESTORE, user_id)
        return user

    async def remove(self, actor: Actor, user_id: str) -> None:
        """Remove an account for good, with its conversations, its feedback and its API keys.

        What it did to things of others stays, under an id that names nobody any more: entries of the audit log, what
        questions cost, documents, golden cases. An answer that is being worked out meanwhile may still be kept.

        Raises:
            UserNotFound: no such id.
            LastAdministrator: nobody would be left to administer.
        """
        await self._users.remove(user_id)
        await self._families.revoke_user(user_id)
        await self._auditor.note(actor, Action.USER_REMOVE, user_id)

    async def reset_password(self, actor: Actor, user: User, password: str) -> None:
        """Give a new password for a forgotten one; ends every session of the user.

        Raises:
            UnsuitablePassword: it is too easy to guess.
            UserNotFound: the user is gone.
        """
        check_password(password, user.username, user.email)
        if not await self._users.set_password(user.id, await self._passwords.hash(password)):
            raise UserNotFound("The user is gone.")
        await self._families.revoke_user(user.id)
        await self._auditor.note(actor, Action.PASSWORD_RESET, user.id)

    async def _new(self, username: str, email: str, password: str, role: Role) -> User:
        user = new_user(username, email, role, self._clock())
        if not email:
            raise UnsuitableName("A user needs an e-mail address.", hint="Give one, as in name@example.org.")
        check_password(password, username, email)
        return replace(user, hashed_password=await self._passwords.hash(password))


def new_user(username: str, email: str, role: Role, now: datetime) -> User:
    """A user without a password.

    Raises:
        UnsuitableName: the user name or the e-mail address cannot be one.
    """
    if not _USERNAME.fullmatch(username):
        raise UnsuitableName(
            "That cannot be a user name.", hint="Take 1 to 64 letters and digits, with . - or _ between them."
        )
    if email and not _EMAIL.fullmatch(email):
        raise UnsuitableName("That is no e-mail address.", hint="Give one, as in name@example.org.")
    return User(uuid.uuid4().hex, username, email, "", role, suspended=False, created_at=now)
