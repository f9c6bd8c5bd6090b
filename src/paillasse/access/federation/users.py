"""Users whom an identity provider knows (OpenID Connect): from verified claims to an account."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from paillasse.access.accounts import new_user
from paillasse.access.auditing import Auditor
from paillasse.access.errors import NotSignedIn
from paillasse.access.protocols import CollectionStore, UserStore
from paillasse.access.types import Action, Actor, Role, User
from paillasse.errors.root import InvalidConfiguration


@dataclass(frozen=True, slots=True)
class FirstSignIn:
    """What somebody gets who comes from the identity provider for the first time."""

    role: Role = Role.TECHNICIAN
    collections: tuple[str, ...] = ()


class Federation:
    """Finds or makes the user of an ID token.

    A user is known by the provider and his subject there, the only claims that never change hands (OpenID Connect Core
    1.0, section 5.7). An account with the same e-mail address is not taken over: whoever may set an address at the
    provider could otherwise enter as anybody.
    """

    def __init__(
        self,
        users: UserStore,
        collections: CollectionStore,
        first: FirstSignIn,
        auditor: Auditor,
        clock: Callable[[], datetime],
    ) -> None:
        self._users = users
        self._collections = collections
        self._first = first
        self._auditor = auditor
        self._clock = clock

    async def user_of(self, claims: Mapping[str, object], address: str) -> User:
        """The user of an ID token whose signature, issuer, audience, expiry and nonce were verified.

        Args:
            claims: of the token.
            address: IP address of who asks.

        Raises:
            InvalidConfiguration: a collection that is configured for the first sign-in does not exist.
            NotSignedIn: the claims name nobody, or the user is suspended.
            UnsuitableName: the e-mail address cannot be one.
            UserExists: another account has the user name or e-mail address.
        """
        issuer, subject = _text(claims, "iss"), _text(claims, "sub")
        if not issuer or not subject:
            raise NotSignedIn("The identity provider does not say who it is.")
        user = await self._users.find_federated(issuer, subject)
        if user is None:
            user = await self._welcome(claims, issuer, subject, address)
        if user.suspended:
            raise NotSignedIn("The account is suspended.")
        return user

    async def _welcome(self, claims: Mapping[str, object], issuer: str, subject: str, address: str) -> User:
        email = _text(claims, "email") if claims.get("email_verified") is True else ""
        wanted = _text(claims, "preferred_username") or email or subject
        missing = set(self._first.collections) - {collection.name for collection in await self._collections.list()}
        if missing:
            raise InvalidConfiguration(f"PAILLASSE_OIDC_COLLECTIONS: there is no collection {min(missing)}.")
        user = new_user(_username(wanted), email, self._first.role, self._clock())
        kept = await self._users.add_federated(user, issuer, subject)
        if kept.id == user.id:
            for name in self._first.collections:
                await self._collections.add_member(name, user.id)
            await self._auditor.note(Actor(user.id, address), Action.USER_CREATE, user.id)
        return kept


def _text(claims: Mapping[str, object], name: str) -> str:
    value = claims.get(name)
    return value if isinstance(value, str) else ""


def _username(wanted: str) -> str:
    """The nearest user name: the part before the @, of letters, digits, `.`, `-` and `_`."""
    kept = re.sub(r"[^\w.-]", "-", wanted.partition("@")[0])[:64]
    return kept.strip("._-") or "user"
