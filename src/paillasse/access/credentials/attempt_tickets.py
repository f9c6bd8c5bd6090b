"""What a browser keeps while its user is at the identity provider: signed, for ten minutes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import jwt

from paillasse.access.errors import SignInRefused
from paillasse.access.types import SignInAttempt

TICKET_LIFE = timedelta(minutes=10)
_ALGORITHM = "HS256"
_AUDIENCE = "paillasse-sign-in"
"""Not that of access tokens, which are signed with the same secret: neither passes for the other."""


class AttemptTickets:
    """Seals and opens attempts. They are signed, not secret: their owner may read them, nobody may make one."""

    def __init__(self, secret: bytes, clock: Callable[[], datetime]) -> None:
        """With a secret of `signing`; the clock dates tickets, the machine's own verifies them."""
        self._secret = secret
        self._clock = clock

    def seal(self, attempt: SignInAttempt) -> str:
        """The ticket of an attempt, good for `TICKET_LIFE`."""
        claims = {
            "aud": _AUDIENCE,
            "exp": self._clock() + TICKET_LIFE,
            "state": attempt.state,
            "nonce": attempt.nonce,
            "verifier": attempt.verifier,
            "destination": attempt.destination,
        }
        return jwt.encode(claims, self._secret, algorithm=_ALGORITHM)

    def open(self, ticket: str) -> SignInAttempt:
        """The attempt that was sealed.

        Raises:
            SignInRefused: the ticket is missing, forged or too old.
        """
        try:
            claims: dict[str, Any] = jwt.decode(
                ticket,
                self._secret,
                algorithms=[_ALGORITHM],
                audience=_AUDIENCE,
                options={"require": ["aud", "exp", "state", "nonce", "verifier", "destination"]},
            )
        except (jwt.InvalidTokenError, UnicodeError) as error:
            raise SignInRefused("This browser began no sign-in, or too long ago.") from error
        return SignInAttempt(claims["state"], claims["nonce"], claims["verifier"], claims["destination"])
