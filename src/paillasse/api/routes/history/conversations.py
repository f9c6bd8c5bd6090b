"""One's own conversations."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Annotated

from fastapi import Query, Response

from paillasse.access.types import Role
from paillasse.api.deps import Caller, ReaderOf, ServiceOf
from paillasse.api.pages import Behind, Limit
from paillasse.api.policy import allows, router
from paillasse.api.schemas.history.conversations import (
    ConversationOut,
    ConversationsOut,
    ExchangesOut,
    NewTitle,
)
from paillasse.history.export import markdown
from paillasse.history.types import Exchange, Place, Withheld

_AT_ONCE = 50
"""Exchanges read at a time for an export."""
_MOST = 500
"""Exchanges of an export."""
_MARKDOWN = "text/markdown; charset=utf-8"

Searched = Annotated[
    str, Query(max_length=200, description="Words of the title or of any question, whatever their case and accents.")
]

router = router("Conversations", prefix="/api/v1/conversations")


@router.get("")
@allows(Role.TECHNICIAN)
async def conversations(
    service: ServiceOf, caller: Caller, behind: Behind, limit: Limit = 20, q: Searched = ""
) -> ConversationsOut:
    """One's own conversations, the one with the latest question first."""
    return ConversationsOut.of(await service.history.conversations(caller.user_id, limit, behind, q), limit)


@router.get("/{conversation_id}")
@allows(Role.TECHNICIAN)
async def conversation(
    conversation_id: str, service: ServiceOf, reader: ReaderOf, behind: Behind, limit: Limit = 20
) -> ExchangesOut:
    """A conversation with its exchanges, the newest first.

    An answer is shown while one is a member of every collection that it was asked over.
    """
    found = await service.history.conversation(conversation_id, reader.user_id)
    exchanges = await service.history.exchanges(conversation_id, reader, limit, behind)
    return ExchangesOut.page(found, exchanges, limit)


@router.patch("/{conversation_id}")
@allows(Role.TECHNICIAN)
async def rename(conversation_id: str, body: NewTitle, service: ServiceOf, caller: Caller) -> ConversationOut:
    """Give a conversation another title."""
    return ConversationOut.of(await service.history.rename(conversation_id, caller.user_id, body.title))


@router.delete("/{conversation_id}", status_code=HTTPStatus.NO_CONTENT)
@allows(Role.TECHNICIAN)
async def delete(conversation_id: str, service: ServiceOf, caller: Caller) -> None:
    """Delete a conversation for good, with its exchanges and what was said of them."""
    await service.history.delete(conversation_id, caller.user_id)
    await service.idempotency.forget_all(caller.user_id)


@router.get(
    "/{conversation_id}/export",
    response_class=Response,
    responses={HTTPStatus.OK: {"content": {"text/markdown": {}}, "description": "The conversation"}},
)
@allows(Role.TECHNICIAN)
async def export(conversation_id: str, service: ServiceOf, reader: ReaderOf) -> Response:
    """The conversation as Markdown, with its sources, as one may read it now: its latest 500 exchanges."""
    found = await service.history.conversation(conversation_id, reader.user_id)
    exchanges: list[Exchange | Withheld] = []
    behind: Place | None = None
    while page := await service.history.exchanges(conversation_id, reader, _AT_ONCE, behind):
        exchanges += page
        behind = page[-1].place
        if len(exchanges) > _MOST:
            break
    latest, whole = exchanges[:_MOST], len(exchanges) <= _MOST
    text = await asyncio.to_thread(markdown, found, reversed(latest), from_the_beginning=whole)
    headers = {"Content-Disposition": 'attachment; filename="conversation.md"'}
    return Response(text, media_type=_MARKDOWN, headers=headers)
