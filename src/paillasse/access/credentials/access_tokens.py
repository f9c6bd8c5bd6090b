"""Access tokens: signed, short-lived, verified without trusting anything they say about how to verify them."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import jwt

from paillasse.access.errors import NotSignedIn
from paillasse.access.types import User

ACCESS_LIFE = timedelta(minutes=15)
_LEEWAY = timedelta(seconds=30)
"""Between the clocks of two machines."""
_ALGORITHM = "HS256"
_ISSUER = "paillasse"
_AUDIENCE = "paillasse-api"
_REQUIRED = ("iss", "aud", "sub", "role", "generation", "jti", "iat", "exp")


class Claimed(NamedTuple):
    """What a verified token says."""

    user_id: str
    generation: int


class AccessTokens:
    """Issues and verifies JSON Web Tokens (RFC 7519, RFC 8725)."""

    def __init__(self, secret: bytes, clock: Callable[[], datetime]) -> None:
        """With a secret of `signing`; the clock dates tokens, the machine's own verifies them."""
        self._secret = secret
        self._clock = clock

    def issue(self, user: User) -> str:
        """A token for this user, good for `ACCESS_LIFE`."""
        now = self._clock()
        claims = {
            "iss": _ISSUER,
            "aud": _AUDIENCE,
            "sub": user.id,
            "role": user.role.value,
            "generation": user.token_generation,
            "jti": uuid.uuid4().hex,
            "iat": now,
            "exp": now + ACCESS_LIFE,
        }
        return jwt.encode(claims, self._secret, algorithm=_ALGORITHM)

    def verify(self, token: str, under_way: timedelta = timedelta()) -> Claimed:
        """What the token says; whether its user may still come in is not said here.

        Args:
            token: the token.
            under_way: for how long the request has been: what was good when it began is good until it ends.

        Raises:
            NotSignedIn: it is malformed, forged, expired, or meant for something else.
        """
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                self._secret,
                algorithms=[_ALGORITHM],
                issuer=_ISSUER,
                audience=_AUDIENCE,
                leeway=_LEEWAY + under_way,
                options={"require": list(_REQUIRED)},
            )
        except (jwt.InvalidTokenError, UnicodeError) as error:
            raise NotSignedIn("The access token is not good.") from error
        return Claimed(claims["sub"], claims["generation"])
