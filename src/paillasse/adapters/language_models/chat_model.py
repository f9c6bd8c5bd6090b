"""A LangChain chat model, whoever provides it, behind our protocol."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, cast

from paillasse.adapters.language_models.failures import failure
from paillasse.protocols.language_model import ModelPiece, ModelRequest

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk
    from langchain_core.messages.tool import ToolCallChunk

_WHOLE = frozenset({"stop", "tool_calls", "function_call", "end_turn"})
"""Reasons to stop that mean: it was finished."""
_TOOLS: list[dict[str, Any]] = [
    {
        "type": "function",
        "function": {
            "name": "state_claim",
            "description": "State one claim of the answer.",
            "parameters": {
                "type": "object",
                "properties": {
                    "claim": {"type": "string", "description": "The sentence."},
                    "lines": {
                        "type": "array",
                        "items": {"type": "integer"},
                        "description": "Numbers of the lines it rests on.",
                    },
                },
                "required": ["claim", "lines"],
            },
        },
    },
    {
        "type": "function",
        "function": {
            "name": "nothing_found",
            "description": "The lines do not answer the question.",
            "parameters": {"type": "object", "properties": {}},
        },
    },
]


class ChatModel:
    """Streams the text of a chat model; claims come as calls of a tool where it was set up for that."""

    def __init__(self, chat: BaseChatModel, name: str, close: Callable[[], Awaitable[None]], *, tools: bool) -> None:
        self._chat = chat
        self._close = close
        self._claims = chat.bind_tools(_TOOLS) if tools else chat
        self._tools = tools
        self._name = name

    @property
    def name(self) -> str:
        """`provider/name`."""
        return self._name

    async def stream(self, request: ModelRequest) -> AsyncGenerator[ModelPiece]:
        """The reply, as it is written.

        Raises:
            LanguageModelError: one of its subclasses.
        """
        calls = _ToolCalls()
        chat = self._claims if request.claims else self._chat
        try:
            messages = [("system", request.system), ("human", request.user)]
            async with aclosing(cast("AsyncGenerator[AIMessageChunk]", chat.astream(messages))) as chunks:
                async for chunk in chunks:
                    yield _piece(chunk, calls if self._tools and request.claims else None)
        except Exception as error:  # noqa: BLE001 - each SDK raises errors of its own kind
            # What the provider said may repeat the key: nothing of it goes into a message or a traceback.
            raise failure(self._name, error) from None
        if rest := calls.finished():
            yield ModelPiece(rest)

    async def close(self) -> None:
        """Close its connections."""
        await self._close()


def _piece(chunk: AIMessageChunk, calls: _ToolCalls | None) -> ModelPiece:
    usage = chunk.usage_metadata
    text = str(chunk.text) if calls is None else "".join(calls.add(c) for c in chunk.tool_call_chunks)
    return ModelPiece(
        text,
        usage["input_tokens"] if usage else 0,
        usage["output_tokens"] if usage else 0,
        _complete(chunk.response_metadata),
    )


def _complete(metadata: dict[str, Any]) -> bool | None:
    reason = metadata.get("finish_reason") or metadata.get("done_reason")
    return None if not reason else str(reason).lower() in _WHOLE


class _ToolCalls:
    """Puts calls together from their pieces, and writes each as one JSON object once it is whole."""

    def __init__(self) -> None:
        self._index: int | None = None
        self._name = ""
        self._arguments = ""

    def add(self, piece: ToolCallChunk) -> str:
        """What this piece completes: the call before it, when it begins another."""
        done = ""
        index, name = piece.get("index"), piece.get("name")
        if self._name and (index != self._index or (index is None and name)):
            done = self.finished()
        self._index = index
        self._name = self._name or name or ""
        self._arguments += piece.get("args") or ""
        return done

    def finished(self) -> str:
        """The last call; empty when there was none."""
        lines = "".join(f"{line}\n" for line in self._written())
        self._name, self._arguments = "", ""
        return lines

    def _written(self) -> Iterator[str]:
        if self._name == "nothing_found":
            yield json.dumps({"none": True})
        elif self._name:
            yield self._arguments
