"""Models and chat completions."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from paillasse.access.types import Role
from paillasse.api.deps import Address, ReaderOf, ServiceOf
from paillasse.api.policy import allows
from paillasse.api.routes.asking.ask import limit_headers
from paillasse.api.routes.asking.streaming import EventStream, unless_gone
from paillasse.api.routes.openai.errors import OpenAiRoute, error_body
from paillasse.api.routes.openai.message import MessageWriter, said_before
from paillasse.api.schemas.openai import (
    MODEL,
    ChatIn,
    Choice,
    ChunkChoice,
    Completion,
    CompletionChunk,
    Delta,
    Message,
    MessageOut,
    ModelOut,
    ModelsOut,
    TokensUsed,
)
from paillasse.asking.dialogue import Question
from paillasse.asking.errors import ModelNotFound
from paillasse.errors.root import InvalidQuestion, PaillasseError
from paillasse.history.types import Exchange
from paillasse.types.answers import Answer, ClaimAccepted
from paillasse.types.questions import Turn

router = APIRouter(tags=["OpenAI"], prefix="/v1", route_class=OpenAiRoute)

_MADE_AT = 1_795_219_200
"""The model's `created`: the day of its first release."""
_LAST_TURNS = 3
_STREAM: dict[str, Any] = {"content": {"text/event-stream": {}}}

Events = AsyncGenerator[ClaimAccepted | Exchange]


@router.get("/models")
@allows(Role.TECHNICIAN)
async def models() -> ModelsOut:
    """What chat clients may choose: the manuals."""
    return ModelsOut(data=[ModelOut(id=MODEL, created=_MADE_AT)])


@router.post("/chat/completions", response_model=Completion, responses={200: _STREAM})
@allows(Role.TECHNICIAN)
async def chat(
    body: ChatIn, request: Request, response: Response, service: ServiceOf, reader: ReaderOf, address: Address
) -> Any:
    """Ask the manuals from any chat client: `base_url` is this server's `/v1`, the key an API key or access token.

    The last message is the question. Sentences come as they are checked, each with the numbers of its footnotes.
    """
    if body.model != MODEL:
        raise ModelNotFound("There is no such model here.")
    headers = limit_headers(await service.questions.limits.enter(reader.user_id, address))
    question, dialogue = _question(body.messages, reader.user_id), service.questions.dialogue
    query = await dialogue.query(question, reader)
    events = dialogue.exchange(query, reader, question.conversation_id)
    writer = MessageWriter(service.settings.public_url.rstrip("/"))
    if body.stream:
        counted = body.stream_options is not None and body.stream_options.include_usage
        return EventStream(_streamed(events, _Chunks(writer, counted)), headers)
    told = await unless_gone(request, _whole(events, writer))
    response.headers.update(headers)
    return told


def _question(messages: Sequence[Message], user_id: str) -> Question:
    """The last message with the turns before it; a chat that begins the same way is the same conversation."""
    said = [message for message in messages if message.role in {"user", "assistant"}]
    if not said or said[-1].role != "user":
        raise InvalidQuestion("The last message has to be the user's.")
    turns = [
        Turn(asked.text, said_before(told.text))
        for asked, told in pairwise(said)
        if (asked.role, told.role) == ("user", "assistant")
    ]
    opening = next(message.text for message in said if message.role == "user")
    chat_id = uuid.uuid5(uuid.NAMESPACE_OID, f"{user_id} {opening}")
    return Question(said[-1].text, conversation_id=str(chat_id), turns=tuple(turns[-_LAST_TURNS:]))


async def _whole(events: Events, writer: MessageWriter) -> Completion:
    pieces: list[str] = []
    async with aclosing(events):
        async for event in events:
            if isinstance(event, ClaimAccepted):
                pieces.append(writer.claim(event))
                continue
            answer = event.response
            pieces.append(writer.rest(answer))
            message = MessageOut(content="".join(pieces).rstrip(), annotations=writer.annotations)
            return Completion(
                id=f"chatcmpl-{event.id}",
                created=int(event.created_at.timestamp()),
                choices=[Choice(message=message)],
                usage=_usage(answer),
                system_fingerprint=answer.config_hash,
            )
    raise AssertionError("an exchange ends with its answer")


@dataclass(frozen=True, slots=True)
class _Chunks:
    """What a stream is made with."""

    writer: MessageWriter
    counted: bool
    """Whether the client wants the usage, too."""


async def _streamed(events: Events, chunks: _Chunks) -> AsyncGenerator[bytes]:
    chunk_id, created, writer = f"chatcmpl-{uuid.uuid4()}", int(time.time()), chunks.writer

    def chunk(delta: Delta, reason: Any = None) -> bytes:
        choice = ChunkChoice(delta=delta, finish_reason=reason)
        return _data(CompletionChunk(id=chunk_id, created=created, choices=[choice]))

    try:
        yield chunk(Delta(role="assistant", content=""))
        async with aclosing(events):
            async for event in events:
                if isinstance(event, ClaimAccepted):
                    yield chunk(Delta(content=writer.claim(event)))
                    continue
                yield chunk(Delta(content=writer.rest(event.response).rstrip(), annotations=writer.annotations))
                yield chunk(Delta(), "stop")
                if chunks.counted:
                    used = _usage(event.response)
                    yield _data(CompletionChunk(id=chunk_id, created=created, choices=[], usage=used))
    except PaillasseError as error:
        yield _line(json.dumps(error_body(error)))
    yield _line("[DONE]")


def _usage(answer: Answer) -> TokensUsed:
    asked, told = (sum(used.input_tokens for used in answer.usage), sum(used.output_tokens for used in answer.usage))
    return TokensUsed(prompt_tokens=asked, completion_tokens=told, total_tokens=asked + told)


def _data(chunk: BaseModel) -> bytes:
    return _line(chunk.model_dump_json())


def _line(text: str) -> bytes:
    return f"data: {text}\n\n".encode()
