"""`IdentityProvider` over HTTP. The rules for tokens are Authlib's and joserfc's; which of them hold is said here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx
from authlib.oauth2 import rfc7636
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import BadSignatureError, InvalidKeyIdError, JoseError
from joserfc.jws import JWSRegistry

from paillasse.access.errors import IdentityProviderError, SignInRefused
from paillasse.access.types import SignInAttempt
from paillasse.adapters.oidc.exchange import Exchange
from paillasse.adapters.oidc.published import Published

_SIGNED = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""With a private key that only the provider has. Neither `none`, nor HS256, which whoever has the public key could make
where one is taken for the other (RFC 8725, section 2.1). What the provider says it signs with adds nothing."""
_pkce: Any = rfc7636  # without types
_LEEWAY_SECONDS = 30
"""Between the clocks of two machines."""


@dataclass(frozen=True, slots=True)
class Registration:
    """This service, as the provider knows it."""

    client_id: str
    secret: str
    """Empty for a public client, which PKCE alone protects."""
    redirect_uri: str


class OidcProvider:
    """Sends browsers to the provider, and verifies what they come back with."""

    def __init__(self, issuer: str, registration: Registration, seconds: float, clock: Callable[[], datetime]) -> None:
        """With the longest wait for one answer of the provider, in seconds."""
        self.issuer = issuer
        self._registration = registration
        self._exchange = Exchange(seconds)
        self._published = Published(issuer, self._exchange, clock)
        self._clock = clock

    async def authorization_url(self, attempt: SignInAttempt) -> str:
        """Where the browser goes: see `federation.provider.IdentityProvider`."""
        address = (await self._published.addresses()).authorization
        parameters = {
            "response_type": "code",
            "client_id": self._registration.client_id,
            "redirect_uri": self._registration.redirect_uri,
            "scope": "openid profile email",
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": _pkce.create_s256_code_challenge(attempt.verifier),
            "code_challenge_method": "S256",
        }
        return str(httpx.URL(address).copy_merge_params(parameters))

    async def redeem(self, attempt: SignInAttempt, code: str) -> Mapping[str, object]:
        """The verified claims that a code stands for: see `federation.provider.IdentityProvider`."""
        status, answer = await self._tokens(attempt, code)
        if status != 200:
            if answer.get("error") == "invalid_grant":
                raise SignInRefused("The code was used before, or is too old.")
            raise IdentityProviderError(f"The identity provider does not accept this service (HTTP {status}).")
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise IdentityProviderError("The identity provider issued no ID token.")
        try:
            decoded = await self._decoded(token)
            self._check(decoded, attempt, answer.get("access_token"))
        except (JoseError, ValueError, TypeError) as error:
            raise SignInRefused("The ID token is not good.") from error
        return decoded.claims

    async def _tokens(self, attempt: SignInAttempt, code: str) -> tuple[int, dict[str, Any]]:
        addresses, client = await self._published.addresses(), self._registration
        fields = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": client.redirect_uri,
            "code_verifier": attempt.verifier,
        }
        if client.secret and not addresses.secret_in_form:
            return await self._exchange.post(addresses.token, fields, (client.client_id, client.secret))
        fields["client_id"] = client.client_id
        if client.secret:
            fields["client_secret"] = client.secret
        return await self._exchange.post(addresses.token, fields, None)

    async def _decoded(self, token: str) -> jwt.Token:
        """The token, its signature verified; a key that is not known, or is another one by now, is fetched again."""
        registry = JWSRegistry(algorithms=_SIGNED, strict_check_header=False)
        try:
            return jwt.decode(token, await self._published.keys(), registry=registry)
        except (InvalidKeyIdError, BadSignatureError):
            return jwt.decode(token, await self._published.keys(fresh=True), registry=registry)

    def _check(self, token: jwt.Token, attempt: SignInAttempt, access_token: object) -> None:
        """Issuer, audience, authorised party, times, nonce and the hash of the access token."""
        client_id = self._registration.client_id
        options = {
            "iss": {"essential": True, "value": self.issuer},
            "aud": {"essential": True, "value": client_id},
        }
        params = {"nonce": attempt.nonce, "client_id": client_id, "access_token": access_token}
        claims: Any = CodeIDToken(token.claims, token.header, options, params)
        claims.validate(int(self._clock().timestamp()), _LEEWAY_SECONDS)
