"""The seam to language models: what they are told, what they write, what they must do."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class ModelRequest:
    """What a language model is told."""

    system: str
    user: str
    claims: bool = False
    """The reply is claims, which a model that was set up for it gives as calls of a tool."""


@dataclass(frozen=True, slots=True)
class ModelPiece:
    """A few characters of a reply, and what came with them."""

    text: str = ""
    input_tokens: int = 0
    """As counted by the provider, added up over all pieces."""
    output_tokens: int = 0
    complete: bool | None = None
    """At the end: False when it was cut short. A reply without such a piece broke off."""


class LanguageModel(Protocol):
    """Writes text, piece by piece. It neither waits for ever nor tries again: who asks decides that."""

    @property
    def name(self) -> str:
        """`provider/name`, as in the price table and the trace."""
        ...

    def stream(self, request: ModelRequest) -> AsyncGenerator[ModelPiece]:
        """The reply; claims are JSON objects, one after the other.

        Raises:
            LanguageModelError: one of its subclasses; no message repeats what the provider said, which may hold keys.
        """
        ...

    async def close(self) -> None:
        """Release what it holds."""
        ...
