"""Signing in and staying signed in."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from paillasse.access.auditing import Auditor
from paillasse.access.credentials.access_tokens import ACCESS_LIFE, AccessTokens
from paillasse.access.credentials.limits import SignInLimits
from paillasse.access.credentials.passwords import Passwords, check_password
from paillasse.access.credentials.rotation import REFRESH_LIFE, Rotation, hashed, new_secret, split
from paillasse.access.errors import NotSignedIn, RefreshSuperseded, TooManyAttempts, WrongCredentials
from paillasse.access.protocols import RefreshStore, UserStore
from paillasse.access.types import Action, Actor, Identity, RefreshFamily, TokenPair, User


@dataclass(frozen=True, slots=True)
class Proofs:
    """What a sign-in is checked with."""

    passwords: Passwords
    tokens: AccessTokens
    limits: SignInLimits


class Sessions:
    """From a password to tokens, from tokens to an identity, and out again."""

    def __init__(
        self, users: UserStore, families: RefreshStore, proofs: Proofs, auditor: Auditor, clock: Callable[[], datetime]
    ) -> None:
        self._users = users
        self._families = families
        self._passwords, self._tokens, self._limits = proofs.passwords, proofs.tokens, proofs.limits
        self._auditor = auditor
        self._clock = clock

    async def sign_in(self, name: str, password: str, address: str) -> TokenPair:
        """Start a session.

        Args:
            name: user name or e-mail address.
            password: as typed.
            address: IP address of who asks.

        Raises:
            TooManyAttempts: for this account, or from this address.
            WrongCredentials: whatever is wrong.
        """
        found = await self._users.find(name)
        try:
            user = await self._proven(found, name, password, address)
        except (TooManyAttempts, WrongCredentials) as error:
            # What was typed for a name may be a password: only the id of an account is written down.
            await self._auditor.note_refusal(address, found.id if found else "", error)
            raise
        await self._auditor.note(Actor(user.id, address), Action.SIGN_IN, user.id)
        return await self.start(user)

    async def start(self, user: User) -> TokenPair:
        """Start a session of somebody who proved who he is: with a password, or to an identity provider.

        Raises:
            NotSignedIn: the user is suspended.
        """
        if user.suspended:
            raise NotSignedIn("The account is suspended.")
        secret, now = new_secret(), self._clock()
        family = RefreshFamily(
            id=secrets.token_hex(16),
            user_id=user.id,
            generation=user.token_generation,
            current=hashed(secret),
            previous="",
            rotated_at=now,
            expires_at=now + REFRESH_LIFE,
        )
        await self._families.add(family, now)
        return self._pair(user, family.id, secret)

    async def refresh(self, refresh_token: str, address: str) -> TokenPair:
        """A new pair for a refresh token, which is used up.

        Raises:
            RefreshSuperseded: another tab was faster by a moment.
            NotSignedIn: it is not good; if it was used before, its whole family is not good any more.
        """
        family_id, presented = split(refresh_token)
        secret = new_secret()
        verdict, family = await self._families.rotate(family_id, presented, hashed(secret), self._clock())
        if verdict is Rotation.SUPERSEDED:
            raise RefreshSuperseded("The session was refreshed a moment ago.")
        if verdict is Rotation.REUSED and family is not None:
            await self._auditor.note(Actor(family.user_id, address), Action.TOKEN_REUSE, family.user_id, "revoked")
        if verdict is not Rotation.ROTATED or family is None:
            raise NotSignedIn("The refresh token is not good.")
        user = await self._users.get(family.user_id)
        if user is None or user.suspended or user.token_generation != family.generation:
            await self._families.revoke(family.id)
            raise NotSignedIn("The session was ended.")
        return self._pair(user, family.id, secret)

    async def sign_out(self, refresh_token: str, address: str) -> None:
        """End the session that this token belongs to, whether it is its last one or not; no error when it has ended."""
        family = await self._families.revoke(split(refresh_token)[0])
        if family is not None:
            await self._auditor.note(Actor(family.user_id, address), Action.SIGN_OUT, family.user_id)

    async def authenticate(self, access_token: str, under_way: timedelta = timedelta()) -> Identity:
        """Who is asking; the user is looked at each time, so that a suspension holds at once.

        Args:
            access_token: the token.
            under_way: for how long the request has been: a token may expire meanwhile.

        Raises:
            NotSignedIn: the token is not good, or its user is suspended or has changed his password or role since.
        """
        claimed = self._tokens.verify(access_token, under_way)
        user = await self._users.get(claimed.user_id)
        if user is None or user.suspended or user.token_generation != claimed.generation:
            raise NotSignedIn("The session was ended.")
        return Identity(user.id, user.username, user.role)

    async def change_password(self, identity: Identity, present: str, new: str, address: str) -> TokenPair:
        """Replace one's own password; ends every session of the user and starts one.

        Raises:
            NotSignedIn: the user is gone.
            TooManyAttempts: the present password was wrong too often.
            UnsuitablePassword: the new one.
            WrongCredentials: the present password is wrong.
        """
        user = await self._users.get(identity.user_id)
        if user is None or identity.key_id:
            raise NotSignedIn("A password is changed by its user.")
        check_password(new, user.username, user.email)
        await self._proven(user, user.username, present, address)
        await self._users.set_password(user.id, await self._passwords.hash(new))
        await self._families.revoke_user(user.id)
        await self._auditor.note(Actor(user.id, address), Action.PASSWORD_CHANGE, user.id)
        changed = await self._users.get(user.id)
        if changed is None:
            raise NotSignedIn("The account is gone.")
        return await self.start(changed)

    async def _proven(self, user: User | None, name: str, password: str, address: str) -> User:
        """Check a password within the limits; an account has one count, whichever of its names is used."""
        account = user.id if user else name
        await self._limits.enter(account, address)
        right = await self._passwords.verify(user.hashed_password if user else None, password)
        if user is None or not right or user.suspended:
            raise WrongCredentials("The name or the password is wrong.")
        await self._limits.passed(account, address)
        if self._passwords.outdated(user.hashed_password):
            await self._users.set_password(
                user.id, await self._passwords.hash(password), replacing=user.hashed_password
            )
        return user

    def _pair(self, user: User, family_id: str, secret: str) -> TokenPair:
        life = int(ACCESS_LIFE.total_seconds())
        return TokenPair(self._tokens.issue(user), f"{family_id}.{secret}", life)
