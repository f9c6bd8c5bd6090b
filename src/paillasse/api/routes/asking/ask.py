"""Asking."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from http import HTTPStatus
from typing import Any

from fastapi import Request, Response
from fastapi.sse import format_sse_event
from pydantic import BaseModel

from paillasse.access.types import Role
from paillasse.api.deps import Address, ReaderOf, ServiceOf
from paillasse.api.policy import allows, router
from paillasse.api.problems import Problem, documented, told
from paillasse.api.routes.asking.streaming import EventStream, unless_gone
from paillasse.api.schemas.asking import AskIn, AskOut, ClaimEvent
from paillasse.asking.admission.question_limits import Allowance
from paillasse.errors.root import PaillasseError
from paillasse.history.types import Exchange
from paillasse.types.answers import ClaimAccepted

router = router("Questions", prefix="/api/v1")

_STREAM = "text/event-stream"
_RESPONSES = documented(
    HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT, HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.GATEWAY_TIMEOUT
)
_EXAMPLE = 'event: claim\ndata: {"claim": …, "citations": […], "warnings": […]}\n\nevent: answer\ndata: {…}\n\n'


@router.post(
    "/ask",
    response_model=AskOut,
    responses={**_RESPONSES, 200: {"content": {_STREAM: {"example": _EXAMPLE}}}},
)
@allows(Role.TECHNICIAN)
async def ask(
    body: AskIn, request: Request, response: Response, service: ServiceOf, reader: ReaderOf, address: Address
) -> Any:
    """Ask the manuals of the collections that one may read.

    With `Accept: text/event-stream` it is answered as it is written: `claim` for each sentence once it was checked,
    then `answer` with all of it, or `error` with a problem. The work stops when the client leaves.
    """
    headers = limit_headers(await service.questions.limits.enter(reader.user_id, address))
    question, dialogue = body.asked(), service.questions.dialogue
    query = await dialogue.query(question, reader)
    events = dialogue.exchange(query, reader, question.conversation_id)
    if _STREAM in request.headers.get("accept", ""):
        return EventStream(_told(events), headers)
    answered = await unless_gone(request, finished(events))
    response.headers.update(headers)
    return AskOut.of(answered) if isinstance(answered, Exchange) else answered


def limit_headers(allowance: Allowance) -> dict[str, str]:
    """How much may still be asked."""
    return {
        "X-RateLimit-Limit": str(allowance.limit),
        "X-RateLimit-Remaining": str(allowance.remaining),
        "X-RateLimit-Reset": str(round(allowance.resets_in)),
    }


async def finished(events: AsyncGenerator[ClaimAccepted | Exchange]) -> Exchange:
    """The exchange, once it is complete."""
    async with aclosing(events):
        [exchange] = [event async for event in events if isinstance(event, Exchange)]
        return exchange


async def _told(events: AsyncGenerator[ClaimAccepted | Exchange]) -> AsyncGenerator[bytes]:
    try:
        async with aclosing(events):
            async for event in events:
                if isinstance(event, Exchange):
                    yield _event("answer", AskOut.of(event))
                else:
                    yield _event("claim", ClaimEvent.of(event))
    except PaillasseError as error:
        yield _event("error", told(error))


def _event(name: str, data: BaseModel) -> bytes:
    return format_sse_event(event=name, data_str=data.model_dump_json(exclude_defaults=isinstance(data, Problem)))
