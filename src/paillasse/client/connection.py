"""Requests to a server, with somebody's right to make them; failures are errors of the tree."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncGenerator, AsyncIterable, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

import httpx
from httpx_sse import EventSource, SSEError

from paillasse.client.errors import ServerTooSlow, ServerUnreachable, UnexpectedAnswer
from paillasse.client.problems import error_of

_EARLY_SECONDS = 60.0
"""An access token is replaced so long before it ends: what is uploaded with it takes a while."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request."""

    method: str
    path: str
    query: Mapping[str, Any] | None = None
    """What is None is left out."""
    body: object = None
    """Sent as JSON."""
    content: AsyncIterable[bytes] | None = None
    """Sent as it is, instead of JSON."""
    headers: Mapping[str, str] | None = None


class Connection:
    """Keeps connections open between requests."""

    def __init__(self, http: httpx.AsyncClient, bearer: str) -> None:
        """Over this transport, with an API key, an access token, or nothing yet."""
        self._http = http
        self._bearer = bearer
        self._refresh = ""
        self._ends_at = float("inf")
        self._renewing = asyncio.Lock()

    async def send(self, call: Call) -> Any:
        """The JSON value of the answer, or None where there is none.

        Raises:
            PaillasseError: what the server names.
            ServerUnreachable: there is no connection.
            UnexpectedAnswer: it is no JSON.
        """
        await self._renew()
        response = await self._exchange(self._request(call))
        if response.status_code == 204 or not response.content:
            return None
        return _value(response.content)

    async def events(self, call: Call) -> AsyncGenerator[tuple[str, Any]]:
        """Name and JSON value of each server-sent event; the stream is closed when it is left.

        Raises:
            PaillasseError: what the server names, also in the middle.
            ServerUnreachable: the connection breaks.
            UnexpectedAnswer: it is no stream of events.
        """
        await self._renew()
        request = self._request(call, accept="text/event-stream")
        try:
            response = await self._http.send(request, stream=True)
            try:
                await _check(response)
                async with aclosing(EventSource(response).aiter_sse()) as events:
                    async for event in events:
                        if event.event == "error":
                            raise error_of(500, event.data, {})
                        yield event.event, _value(event.data)
            finally:
                await response.aclose()
        except httpx.TimeoutException as error:
            raise ServerTooSlow("The server said nothing more in time.") from error
        except SSEError as error:
            raise UnexpectedAnswer("What the server sent is no stream of events.") from error
        except httpx.HTTPError as error:
            raise ServerUnreachable("The connection to the server broke.") from error

    async def sign_in(self, name: str, password: str) -> None:
        """Act for a user from now on; raises what `send` raises."""
        self._take(await self.send(Call("POST", "/api/v1/auth/sign-in", body={"name": name, "password": password})))

    async def sign_out(self) -> None:
        """End the session that `sign_in` began."""
        if self._refresh:
            body = {"refresh_token": self._refresh}
            self._bearer, self._refresh, self._ends_at = "", "", float("inf")
            await self.send(Call("POST", "/api/v1/auth/sign-out", body=body))

    async def _renew(self) -> None:
        """Replace an access token that is about to end; one caller does it for all."""
        async with self._renewing:
            if self._refresh and time.monotonic() > self._ends_at - _EARLY_SECONDS:
                call = Call("POST", "/api/v1/auth/refresh", body={"refresh_token": self._refresh})
                self._take(_value((await self._exchange(self._request(call))).content))

    def _take(self, tokens: Mapping[str, Any]) -> None:
        try:
            self._bearer, self._refresh = tokens["access_token"], tokens["refresh_token"]
            self._ends_at = time.monotonic() + float(tokens["expires_in"])
        except (KeyError, TypeError, ValueError) as error:
            raise UnexpectedAnswer("The server gave no tokens.") from error

    def _request(self, call: Call, accept: str = "application/json") -> httpx.Request:
        headers = {"Accept": accept, **(call.headers or {})}
        if self._bearer:
            headers["Authorization"] = f"Bearer {self._bearer}"
        query = {name: value for name, value in (call.query or {}).items() if value is not None}
        sent: dict[str, Any] = {"content": call.content} if call.content is not None else {}
        if call.body is not None:
            sent = {"json": call.body}
        return self._http.build_request(call.method, call.path, params=query, headers=headers, **sent)

    async def _exchange(self, request: httpx.Request) -> httpx.Response:
        try:
            response = await self._http.send(request)
        except httpx.TimeoutException as error:
            raise ServerTooSlow("The server did not answer in time.") from error
        except httpx.HTTPError as error:
            raise ServerUnreachable(f"There is no server at {self._http.base_url}.") from error
        await _check(response)
        return response


async def _check(response: httpx.Response) -> None:
    if response.status_code >= 300:
        raise error_of(response.status_code, await response.aread(), response.headers)


def _value(text: bytes | str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise UnexpectedAnswer("What the server answered is no JSON.") from error
