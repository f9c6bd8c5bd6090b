"""Requests to a store of objects, their failures told apart. No message repeats what the store said."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

import httpx

from paillasse.errors.sources import SourceError, SourceNotFound, SourceRejected, SourceUnreachable

_SECONDS = httpx.Timeout(60, connect=5)
_BLOCK = 1 << 20

Token = Callable[[], Awaitable[str]]
"""Gives an access token that is valid now."""


class Connection:
    """Connections to one store, kept open between requests.

    Args:
        what: the bucket or container, for messages.
        token: shown with each request.
        headers: sent with each request.
    """

    def __init__(self, what: str, token: Token, headers: Mapping[str, str]) -> None:
        self._what = what
        self._token = token
        self._client = httpx.AsyncClient(timeout=_SECONDS, headers=dict(headers))

    async def get(self, url: str, parameters: Mapping[str, str]) -> bytes:
        """The body of an answer.

        Raises:
            SourceError: one of its kinds.
        """
        async with self._answer(url, parameters, {}) as answer:
            return await answer.aread()

    async def blocks(
        self, url: str, parameters: Mapping[str, str], conditions: Mapping[str, str] | None = None
    ) -> AsyncGenerator[bytes]:
        """The body of an answer as it comes; raises what `get` raises, also in the middle.

        Args:
            url: of the object.
            parameters: of the query.
            conditions: headers that say which version is meant.
        """
        async with self._answer(url, parameters, conditions or {}) as answer:
            async for block in answer.aiter_bytes(_BLOCK):
                yield block

    async def close(self) -> None:
        """Close every connection."""
        await self._client.aclose()

    @asynccontextmanager
    async def _answer(
        self, url: str, parameters: Mapping[str, str], conditions: Mapping[str, str]
    ) -> AsyncGenerator[httpx.Response]:
        headers = {"Authorization": f"Bearer {await self._token()}", **conditions}
        try:
            async with self._client.stream("GET", url, params=dict(parameters), headers=headers) as answer:
                if answer.status_code != 200:
                    raise failure(self._what, answer.status_code)
                yield answer
        except httpx.HTTPError as error:
            raise SourceUnreachable(f"{self._what} cannot be reached, or the connection broke off.") from error


def failure(what: str, status: int) -> SourceError:
    """What an HTTP status says of a bucket, container or subscription."""
    if status in {401, 403}:
        return SourceRejected(f"{what} may not be read with these credentials (HTTP {status}).")
    if status in {404, 409, 412}:
        return SourceNotFound(f"There is no {what}, or no such object in it any more (HTTP {status}).")
    if status in {408, 429} or status >= 500:
        return SourceUnreachable(f"{what} failed (HTTP {status}).")
    return SourceError(f"{what} does not accept the request (HTTP {status}).")
