"""What a provider publishes about itself: addresses (OpenID Connect Discovery 1.0) and keys (RFC 7517)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from paillasse.access.errors import IdentityProviderError
from paillasse.adapters.oidc.exchange import Exchange, is_private

_KEPT = timedelta(hours=1)
"""A key that the provider withdrew is good for no longer."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a provider does what."""

    authorization: str
    token: str
    keys: str
    secret_in_form: bool
    """It takes the client's secret as a field of the form only, not by HTTP Basic."""


class Published:
    """Fetched when it is needed first, and again when it is an hour old or does not suffice."""

    def __init__(self, issuer: str, exchange: Exchange, clock: Callable[[], datetime]) -> None:
        self._issuer = issuer
        self._exchange = exchange
        self._clock = clock
        self._addresses: tuple[Addresses, datetime] | None = None
        self._keys: tuple[KeySet, datetime] | None = None

    async def addresses(self) -> Addresses:
        """Where the provider does what.

        Raises:
            IdentityProviderError: it is another one, or leaves out an address, or would be spoken to in the clear.
            IdentityProviderUnavailable: it does not answer.
        """
        if self._addresses is None or self._clock() - self._addresses[1] > _KEPT:
            told = await self._exchange.get(self._issuer.removesuffix("/") + "/.well-known/openid-configuration")
            self._addresses = self._read(told), self._clock()
        return self._addresses[0]

    async def keys(self, *, fresh: bool = False) -> KeySet:
        """The public keys that it signs with.

        Args:
            fresh: fetch them again, for the one that is needed is not among them.

        Raises:
            IdentityProviderError: there is no key that can be used.
            IdentityProviderUnavailable: it does not answer.
        """
        if fresh or self._keys is None or self._clock() - self._keys[1] > _KEPT:
            told: Any = await self._exchange.get((await self.addresses()).keys)
            try:
                self._keys = KeySet.import_key_set(told), self._clock()
            except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
                raise IdentityProviderError("The keys of the identity provider cannot be read.") from error
        return self._keys[0]

    def _read(self, told: dict[str, Any]) -> Addresses:
        if told.get("issuer") != self._issuer:
            raise IdentityProviderError(
                "The identity provider calls itself by another name than PAILLASSE_OIDC_ISSUER."
            )
        found = [told.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
        addresses = [address for address in found if isinstance(address, str) and is_private(address)]
        if len(addresses) < len(found):
            raise IdentityProviderError("The identity provider names no addresses that begin with https://.")
        methods: object = told.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        in_form = isinstance(methods, list) and "client_secret_basic" not in methods
        return Addresses(*addresses, secret_in_form=in_form)
