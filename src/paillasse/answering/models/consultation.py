"""All that one question asks of language models: one deadline over every call, second tries, tokens and cost."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, field

from paillasse.answering.models.circuit_breaker import CircuitBreaker
from paillasse.answering.models.prices import Prices
from paillasse.errors.models import (
    LanguageModelBusy,
    LanguageModelRejected,
    LanguageModelSuspended,
    LanguageModelTooSlow,
    LanguageModelTruncated,
    LanguageModelUnreachable,
)
from paillasse.pipeline_config import ModelConfig
from paillasse.protocols.language_model import LanguageModel, ModelPiece, ModelRequest
from paillasse.types.answers import Usage

_log = logging.getLogger(__name__)

_RETRIES = 1
_BACKOFF_SECONDS = 0.5
_CHARACTERS_A_TOKEN = 3
"""Fewer than any tokenizer makes of French or English text: estimates are on the safe side."""
_LONGEST_TOKEN = 12
"""Characters for each token of the longest reply: a model over that does not stop."""


def estimated_tokens(text: str) -> int:
    """Tokens of a text where no tokenizer is at hand: a little more than there are."""
    return -(-len(text) // _CHARACTERS_A_TOKEN)


@dataclass(frozen=True, slots=True)
class GuardedModel:
    """A model, and whether it is left alone for now; shared by every question of the process."""

    model: LanguageModel
    breaker: CircuitBreaker = field(default_factory=CircuitBreaker)


@dataclass(frozen=True, slots=True)
class Models:
    """The language models of a configuration."""

    writer: GuardedModel
    judge: GuardedModel | None
    prices: Prices
    config: ModelConfig

    async def close(self) -> None:
        """Close the models."""
        await self.writer.model.close()
        if self.judge is not None and self.judge is not self.writer:
            await self.judge.model.close()

    def consult(self) -> Consultation:
        """Begin a question."""
        return Consultation(self)


@dataclass(slots=True)
class _Count:
    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    estimated: bool = False


class Consultation:
    """One question's calls; made when the question comes in, since its time runs from there."""

    def __init__(self, models: Models) -> None:
        self.writer = models.writer
        self.judge = models.judge
        self.config = models.config
        self._prices = models.prices
        self._counts: dict[str, _Count] = {}
        self._ends = asyncio.get_running_loop().time() + models.config.total_seconds

    async def text(self, guarded: GuardedModel, request: ModelRequest) -> str:
        """The whole reply.

        Raises:
            LanguageModelError: as `stream`.
        """
        return "".join([piece async for piece in self.stream(guarded, request)])

    async def stream(self, guarded: GuardedModel, request: ModelRequest) -> AsyncGenerator[str]:
        """The reply as it is written. Only what failed before its first character is tried a second time.

        Raises:
            LanguageModelSuspended: it failed several times just now.
            LanguageModelTooSlow: a word, or the whole, took longer than configured.
            LanguageModelTruncated: it was cut short, or did not stop.
            LanguageModelError: what the model itself raises.
        """
        if not guarded.breaker.allows():
            raise LanguageModelSuspended(f"{guarded.model.name} failed several times in a row and is left alone.")
        reply = _Reply()
        try:
            async with aclosing(self._tried(guarded.model, request)) as pieces:
                async for piece in pieces:
                    guarded.breaker.succeeded()
                    reply.add(piece)
                    if reply.characters > _LONGEST_TOKEN * self.config.max_output_tokens:
                        raise LanguageModelTruncated(f"{guarded.model.name} did not stop.")
                    if piece.text:
                        yield piece.text
        except (LanguageModelUnreachable, LanguageModelRejected, LanguageModelBusy, LanguageModelTooSlow):
            guarded.breaker.failed()
            raise
        finally:
            self._count(guarded.model.name, request, reply)
        if not reply.complete:
            raise LanguageModelTruncated(f"The reply of {guarded.model.name} was cut short.")

    async def _tried(self, model: LanguageModel, request: ModelRequest) -> AsyncGenerator[ModelPiece]:
        loop = asyncio.get_running_loop()
        for attempt in range(_RETRIES + 1):
            started = False
            try:
                async with aclosing(self._timed(model, request)) as pieces:
                    async for piece in pieces:
                        started = started or bool(piece.text)
                        yield piece
            except (LanguageModelUnreachable, LanguageModelBusy):
                if started or attempt == _RETRIES or loop.time() + _BACKOFF_SECONDS >= self._ends:
                    raise
                await asyncio.sleep(_BACKOFF_SECONDS)
            else:
                return

    async def _timed(self, model: LanguageModel, request: ModelRequest) -> AsyncGenerator[ModelPiece]:
        loop = asyncio.get_running_loop()
        by = loop.time() + self.config.first_token_seconds
        started = False
        async with aclosing(model.stream(request)) as pieces:
            while True:
                try:
                    async with asyncio.timeout_at(min(by, self._ends)):
                        piece = await anext(pieces, None)
                except TimeoutError as error:
                    slow = LanguageModelTooSlow(f"{model.name} took too long to answer.")
                    _log.warning("%s: %s", slow.code, slow)  # whoever measures the model sees a call that was left
                    raise slow from error
                if piece is None:
                    return
                started = started or bool(piece.text)
                if started:
                    by = loop.time() + self.config.stall_seconds
                yield piece

    def _count(self, name: str, request: ModelRequest, reply: _Reply) -> None:
        count = self._counts.setdefault(name, _Count())
        count.calls += 1
        if reply.input_tokens or reply.output_tokens:
            count.input_tokens += reply.input_tokens
            count.output_tokens += reply.output_tokens
        elif reply.characters:
            count.input_tokens += estimated_tokens(request.system + request.user)
            count.output_tokens += -(-reply.characters // _CHARACTERS_A_TOKEN)
            count.estimated = True

    def usage(self) -> tuple[Usage, ...]:
        """What was used so far, by model."""
        found: list[Usage] = []
        for name, count in self._counts.items():
            cost = self._prices.cost(name, count.input_tokens, count.output_tokens)
            tokens = (count.input_tokens, count.output_tokens)
            found.append(Usage(name, count.calls, *tokens, cost.amount, cost.currency, count.estimated))
        return tuple(found)


@dataclass(slots=True)
class _Reply:
    """What is known of a reply so far."""

    characters: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    complete: bool = False

    def add(self, piece: ModelPiece) -> None:
        self.characters += len(piece.text)
        self.input_tokens += piece.input_tokens
        self.output_tokens += piece.output_tokens
        if piece.complete is not None:
            self.complete = piece.complete
