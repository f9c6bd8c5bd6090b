"""What a trace is told: spans of requests, questions and their stages, calls of language models, and files.

Names are those of OpenTelemetry's semantic conventions where it has some. As in figures, nothing that a person typed.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from enum import StrEnum
from typing import Protocol

Attributes = Mapping[str, str | int | float | bool]


class Kind(StrEnum):
    """Which side of a call a span is on."""

    INTERNAL = "internal"
    SERVER = "server"
    CLIENT = "client"


class Span(Protocol):
    """Something that takes time."""

    def tell(self, attributes: Attributes) -> None:
        """Say more about it."""
        ...

    def rename(self, name: str) -> None:
        """Give it the name that is known only now."""
        ...

    def failed(self, error: str) -> None:
        """It ended in an error with this code."""
        ...

    def current(self) -> AbstractContextManager[object]:
        """What begins in this block is part of it."""
        ...

    def stages(self, seconds: Mapping[str, float]) -> None:
        """Its stages, which came one after the other and are just over, with how long each took."""
        ...


class Spans(Protocol):
    """Where spans go."""

    def open(
        self, name: str, kind: Kind, attributes: Attributes, carrier: Mapping[str, str] | None = None
    ) -> AbstractContextManager[Span]:
        """A span that lasts as long as the block, and is part of the one that is current, or of the caller's.

        What is raised in the block ends it as an error, by its code. It is current only where `Span.current` says so:
        so the block may be one of an asynchronous generator.

        Args:
            name: what it is.
            kind: side of the call.
            attributes: what is known of it now.
            carrier: headers of a request, whose `traceparent` says what it is part of.
        """
        ...


class _Nothing:
    def tell(self, attributes: Attributes) -> None:
        pass

    def rename(self, name: str) -> None:
        pass

    def failed(self, error: str) -> None:
        pass

    def current(self) -> AbstractContextManager[object]:
        return nullcontext()

    def stages(self, seconds: Mapping[str, float]) -> None:
        pass


class NoSpans:
    """`Spans` where nobody collects them."""

    @contextmanager
    def open(
        self, name: str, kind: Kind, attributes: Attributes, carrier: Mapping[str, str] | None = None
    ) -> Generator[Span]:
        """A span that nobody hears of."""
        del name, kind, attributes, carrier
        yield _Nothing()


NO_SPANS = NoSpans()
