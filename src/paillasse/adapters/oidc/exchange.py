"""One request to an identity provider, its failures told apart."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from functools import cache
from typing import Any, cast
from urllib.parse import quote_plus

import httpx

from paillasse.access.errors import IdentityProviderError, IdentityProviderUnavailable

_LOOPBACK = frozenset(("localhost", "127.0.0.1", "::1"))


class Exchange:
    """Speaks with the provider alone: redirects are not followed, and nothing it says is repeated in a message.

    A connection is opened for each request, which come a few at a sign-in, so that there is nothing to close.
    """

    def __init__(self, seconds: float) -> None:
        """With the longest wait for a whole answer."""
        self._seconds = seconds

    async def get(self, url: str) -> dict[str, Any]:
        """The JSON object at an address; raises what `post` raises."""
        status, body = await self._send(httpx.Request("GET", url, headers={"Accept": "application/json"}))
        if status != 200 or body is None:
            raise IdentityProviderError(f"There is nothing of an identity provider at {url} (HTTP {status}).")
        return body

    async def post(
        self, url: str, fields: Mapping[str, str], basic: tuple[str, str] | None
    ) -> tuple[int, dict[str, Any]]:
        """Status and JSON object that a form is answered with.

        Args:
            url: where to.
            fields: of the form.
            basic: id and secret for HTTP Basic, form-encoded before (RFC 6749, section 2.3.1); None: none is sent.

        Raises:
            IdentityProviderError: the answer is no JSON object.
            IdentityProviderUnavailable: no answer in time, or a failure on the provider's side.
        """
        request = httpx.Request("POST", url, data=dict(fields), headers={"Accept": "application/json"})
        if basic is not None:
            flow = httpx.BasicAuth(quote_plus(basic[0]), quote_plus(basic[1])).auth_flow(request)
            request = next(flow)
        status, body = await self._send(request)
        if body is None:
            raise IdentityProviderError(f"What {url} answered is no JSON object (HTTP {status}).")
        return status, body

    async def _send(self, request: httpx.Request) -> tuple[int, dict[str, Any] | None]:
        try:
            async with (
                asyncio.timeout(self._seconds),
                httpx.AsyncClient(timeout=self._seconds, verify=_trusted()) as client,
            ):
                answer = await client.send(request)
        except (TimeoutError, httpx.TimeoutException) as error:
            raise IdentityProviderUnavailable(
                f"The identity provider did not answer within {self._seconds:g} s."
            ) from error
        except httpx.HTTPError as error:
            raise IdentityProviderUnavailable("The identity provider cannot be reached.") from error
        if answer.status_code in {408, 429} or answer.status_code >= 500:
            raise IdentityProviderUnavailable(f"The identity provider failed (HTTP {answer.status_code}).")
        try:
            body: object = answer.json()
        except ValueError:
            body = None
        return answer.status_code, cast("dict[str, Any]", body) if isinstance(body, dict) else None


@cache
def _trusted() -> ssl.SSLContext:
    """Whom this machine trusts, read once: it takes longer than many an answer."""
    return httpx.create_ssl_context()


def is_private(url: str) -> bool:
    """Whether nobody on the way reads what is sent to an address: https, or this machine."""
    try:
        parts = httpx.URL(url)
    except httpx.InvalidURL:
        return False
    return bool(parts.host) and (parts.scheme == "https" or (parts.scheme == "http" and parts.host in _LOOPBACK))
