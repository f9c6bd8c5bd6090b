"""The seam to an identity provider: OpenID Connect Core 1.0, authorisation code flow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from paillasse.access.types import SignInAttempt


class IdentityProvider(Protocol):
    """Knows who somebody is."""

    @property
    def issuer(self) -> str:
        """Its name: what its ID tokens say in `iss`."""
        ...

    async def authorization_url(self, attempt: SignInAttempt) -> str:
        """Where the browser goes to sign in.

        Raises:
            IdentityProviderUnavailable: it does not say where, and may later.
            IdentityProviderError: what it says cannot be used.
        """
        ...

    async def redeem(self, attempt: SignInAttempt, code: str) -> Mapping[str, object]:
        """The claims of the ID token that the code stands for, all of them verified.

        Raises:
            SignInRefused: the code is not good any more, or the token is not one for this attempt.
            IdentityProviderUnavailable: it does not answer, and may later.
            IdentityProviderError: what it says cannot be used.
        """
        ...
