"""What a server answers, as values: those of `paillasse.types` where they are the same, and a few of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from paillasse.client.errors import UnexpectedAnswer
from paillasse.types.answers import Answer, ClaimAccepted, Passage
from paillasse.types.documents import DocumentStatus, Metadata
from paillasse.types.pages import Box, TextSource

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer, and where it is kept."""

    answer: Answer
    exchange_id: str
    """For feedback and for `Client.trace`."""
    conversation_id: str
    """For the next question."""


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A passage, and why it was found."""

    passage: Passage
    score: float
    """Among the others of the same search; higher is better."""
    lanes: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """A document as lists show it."""

    id: str
    sha256: str
    filename: str
    collection: str
    metadata: Metadata
    page_count: int
    status: DocumentStatus
    ingested_at: datetime
    current: bool
    supersedes: str | None = None
    chunk_count: int = 0
    """Passages."""


@dataclass(frozen=True, slots=True)
class CodeDefinition:
    """One place where a manual says what a code means."""

    code: str
    """As printed."""
    meaning: str
    cause: str
    remedy: str
    document_id: str
    title: str
    page: int
    """Physical, from 1."""
    label: str
    """As printed on the sheet."""
    quote: str
    """The defining line, verbatim."""


@dataclass(frozen=True, slots=True)
class CodeLookup:
    """What is known of a code."""

    definitions: tuple[CodeDefinition, ...]
    near: tuple[str, ...]
    """Codes that are spelt alike, nearest first."""


@dataclass(frozen=True, slots=True)
class PageText:
    """One page; sizes in points (1/72 inch)."""

    number: int
    label: str
    width: float
    height: float
    text: str
    """Its words in reading order, one blank between two."""
    text_source: TextSource
    confidence: float


def value_of(kind: type[Value], told: object) -> Value:
    """The value that JSON stands for; what this version does not know is left out.

    Raises:
        UnexpectedAnswer: it stands for no such value.
    """
    try:
        return _reader(kind).validate_python(told)
    except ValidationError as error:
        raise UnexpectedAnswer(f"What the server sent is no {kind.__name__}.") from error


@cache
def _reader(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def asked_of(told: object) -> Asked:
    """An answer with its citations."""
    answer = member(told, "answer")
    told = {**_object(told), "answer": {**_object(answer), "trace": {}, "citations": _citations(answer)}}
    return value_of(Asked, told)


def accepted_of(told: object) -> ClaimAccepted:
    """A claim that passed its check."""
    return value_of(ClaimAccepted, {**_object(told), "citations": _citations(told)})


def _citations(told: object) -> list[Any]:
    """Their rectangles as pairs of a page and its boxes."""
    return [
        {**_object(citation), "rectangles": [_rectangle(each) for each in _list(citation, "rectangles")]}
        for citation in _list(told, "citations")
    ]


def _rectangle(told: object) -> tuple[Any, list[Any]]:
    boxes = [[member(box, side) for side in Box._fields] for box in _list(told, "boxes")]
    return member(told, "page"), boxes


def _list(told: object, name: str) -> list[Any]:
    return value_of(list[Any], member(told, name))


def _object(told: object) -> dict[str, Any]:
    return value_of(dict[str, Any], told)


def member(told: object, name: str) -> Any:
    """One member of a JSON object.

    Raises:
        UnexpectedAnswer: there is none.
    """
    try:
        return _object(told)[name]
    except KeyError as error:
        raise UnexpectedAnswer(f"What the server sent has no {name}.") from error
