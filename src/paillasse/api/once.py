"""Carrying out a request once, however often it is sent with the same `Idempotency-Key`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from http import HTTPStatus

from fastapi import Request, Response
from starlette.responses import StreamingResponse

from paillasse.access.types import Identity
from paillasse.idempotency import KeptResponse, Keyed, KeyUnsuitable
from paillasse.service import Service

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
_LONGEST_KEY = 255

Handle = Callable[[Request], Awaitable[Response]]


async def once(request: Request, identity: Identity, handle: Handle) -> Response:
    """What the first request with this key got; this one is carried out if it is the first.

    Only what succeeded is kept, and neither streams nor what must not be stored: those are carried out each time.

    Args:
        request: with the header.
        identity: who sends it.
        handle: carries it out.

    Raises:
        KeyUnsuitable: the key is empty or too long.
        KeyAtWork: the first one is still being carried out.
        KeyReused: the first one was another request.
    """
    service: Service = request.app.state.service
    keyed = await _keyed(request, identity)
    kept = await service.idempotency.begin(keyed)
    if kept is not None:
        return _replayed(kept)
    answer: KeptResponse | None = None
    try:
        response = await handle(request)
        answer = _keepable(response)
        return response
    finally:
        if answer is None:
            await service.idempotency.forget(keyed)
        else:
            await service.idempotency.finish(keyed, answer)


async def _keyed(request: Request, identity: Identity) -> Keyed:
    """The request by all that its response depends on."""
    key = request.headers[HEADER]
    if not 0 < len(key) <= _LONGEST_KEY:
        raise KeyUnsuitable(f"An idempotency key has 1 to {_LONGEST_KEY} characters.")
    service: Service = request.app.state.service
    scope = await service.access.membership.scope_of(identity)
    body = hashlib.sha256(await request.body()).hexdigest()
    told = [request.url.query, request.headers.get("accept", ""), identity.role.value, body, *scope.collections]
    subject = _hashed([identity.user_id, request.method, request.url.path, key])
    return Keyed(subject, identity.user_id, _hashed(told), datetime.now(UTC))


def _hashed(parts: list[str]) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _keepable(response: Response) -> KeptResponse | None:
    private = response.headers.get("cache-control") == "no-store"
    if private or isinstance(response, StreamingResponse) or response.status_code >= HTTPStatus.BAD_REQUEST:
        return None
    headers = response.headers
    return KeptResponse(
        response.status_code, headers.get("content-type", ""), headers.get("location", ""), bytes(response.body)
    )


def _replayed(kept: KeptResponse) -> Response:
    headers = {REPLAYED: "true"} | ({"Location": kept.location} if kept.location else {})
    return Response(kept.body, kept.status, headers, kept.media_type or None)
