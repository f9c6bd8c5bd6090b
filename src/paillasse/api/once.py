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
from paillasse.errors import InvalidRequest
from paillasse.idempotency import KeptResponse
from paillasse.service import Service

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
_LONGEST_KEY = 255

Handle = Callable[[Request], Awaitable[Response]]


async def once(request: Request, identity: Identity, handle: Handle, *, streams: bool) -> Response:
    """What the first request with this key got; this one is carried out if it is the first.

    Only what succeeded is kept, and neither streams nor what must not be stored: those are carried out each time.

    Args:
        request: with the header.
        identity: who sends it.
        handle: carries it out.
        streams: its body is left to the one who carries it out.

    Raises:
        InvalidRequest: the key is empty or too long.
        KeyAtWork: the first one is still being carried out.
        KeyReused: the first one was another request.
    """
    service: Service = request.app.state.service
    subject = _subject(request, identity)
    kept = await service.idempotency.begin(
        subject, await _fingerprint(request, identity, streams=streams), datetime.now(UTC)
    )
    if kept is not None:
        return _replayed(kept)
    answer: KeptResponse | None = None
    try:
        response = await handle(request)
        answer = _keepable(response)
        return response
    finally:
        if answer is None:
            await service.idempotency.forget(subject)
        else:
            await service.idempotency.finish(subject, answer)


def _subject(request: Request, identity: Identity) -> str:
    key = request.headers[HEADER]
    if not 0 < len(key) <= _LONGEST_KEY:
        raise InvalidRequest(f"An idempotency key has 1 to {_LONGEST_KEY} characters.")
    return _hashed([identity.user_id, request.method, request.url.path, key])


async def _fingerprint(request: Request, identity: Identity, *, streams: bool) -> str:
    """All that the response depends on. A body that is left alone is told by what its headers say of it."""
    service: Service = request.app.state.service
    scope = await service.access.membership.scope_of(identity)
    told = [request.url.query, request.headers.get("accept", ""), identity.role.value, *scope.collections]
    if streams:
        told += [request.headers.get("content-type", "").partition(";")[0], request.headers.get("content-length", "")]
    else:
        told.append(hashlib.sha256(await request.body()).hexdigest())
    return _hashed(told)


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
