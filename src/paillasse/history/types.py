"""The nouns of history: frozen values, no input or output."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from paillasse.access.types import Identity, Role
from paillasse.types.answers import Answer, Outcome
from paillasse.types.golden_case import GoldenCase
from paillasse.types.questions import Scope


def made_by(release: str, config: str, generation: str) -> str:
    """What answered, as `Exchange.release` tells it; `release` is empty where none is in production."""
    made_of = f"{config}/{generation}"
    return f"release {release}: {made_of}" if release else made_of


class Place(NamedTuple):
    """Where a page of a list ends: the next one begins behind it."""

    at: datetime
    id: str


@dataclass(frozen=True, slots=True)
class Reader:
    """Who wants to read, and what he may read now."""

    user_id: str
    expert: bool
    """Whether his role lets him review what others say of their answers."""
    collections: tuple[str, ...]
    """Those that he is a member of; with an API key, those of the key among them."""

    @classmethod
    def of(cls, identity: Identity, scope: Scope) -> Reader:
        """The reader behind a request.

        Args:
            identity: who is asking.
            scope: of `Membership.scope_of(identity)`.
        """
        return cls(identity.user_id, identity.role.rank >= Role.EXPERT.rank, scope.collections)


@dataclass(frozen=True, slots=True)
class Conversation:
    """Questions that follow one another, of one user."""

    id: str
    owner: str
    """User id."""
    title: str
    """The first question, shortened, until the owner gives another."""
    created_at: datetime
    last_at: datetime
    """When its latest question was asked."""

    @property
    def place(self) -> Place:
        """Its place among the conversations of its owner."""
        return Place(self.last_at, self.id)


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question and its answer."""

    id: str
    """A UUID that whoever asks makes."""
    conversation_id: str
    owner: str
    """User id."""
    query: str
    """The question as it was typed."""
    equipment: str
    """The machine chosen with it, in the user's words; empty when none was chosen."""
    response: Answer
    """With its usage, timings and trace."""
    collections: tuple[str, ...]
    """Those that it was asked over (`Scope.collections` of the question): all the answer can hold comes from them."""
    created_at: datetime
    release: str
    """What answered: `<hash of the configuration>/<index generation>`, behind `release <version>: ` where one did."""
    latency_ms: float
    """From the question to the last word of the answer, as the user waited for it."""

    @property
    def place(self) -> Place:
        """Its place in its conversation."""
        return Place(self.created_at, self.id)

    @property
    def outcome(self) -> Outcome:
        """How it ended."""
        return self.response.outcome


@dataclass(frozen=True, slots=True)
class Withheld:
    """What its owner still sees of an exchange after he lost a collection that it was asked over: his own words."""

    id: str
    conversation_id: str
    query: str
    created_at: datetime

    @property
    def place(self) -> Place:
        """Its place in its conversation."""
        return Place(self.created_at, self.id)


class Thumb(StrEnum):
    """What the user thinks of the answer."""

    UP = "up"
    DOWN = "down"


class Reason(StrEnum):
    """What is wrong with it, in a word."""

    WRONG = "wrong"
    INCOMPLETE = "incomplete"
    WRONG_EQUIPMENT = "wrong_equipment"
    WRONG_SOURCE = "wrong_source"
    """The page cited does not say it, or the revision is not the one in force."""
    REFUSED_WRONGLY = "refused_wrongly"
    """The manuals answer the question."""
    ANSWERED_WRONGLY = "answered_wrongly"
    """They do not, and it should have refused."""
    UNCLEAR = "unclear"
    OTHER = "other"


class FeedbackState(StrEnum):
    """What came of it."""

    OPEN = "open"
    """Nobody reviewed it yet."""
    ACCEPTED = "accepted"
    """An expert agrees: it may become a golden case."""
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Review:
    """An expert's verdict on feedback."""

    reviewer: str
    """User id."""
    at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class Feedback:
    """What the owner of an exchange says of its answer; the last word of his replaces the one before."""

    exchange_id: str
    user_id: str
    thumb: Thumb
    given_at: datetime
    """When it was given, or changed last: which of its versions this is."""
    reason: Reason | None = None
    comment: str = ""
    corrected_answer: str = ""
    """What the answer should have been."""
    state: FeedbackState = FeedbackState.OPEN
    review: Review | None = None
    """None while it is open."""

    @property
    def place(self) -> Place:
        """Its place in the queue of those who review."""
        return Place(self.given_at, self.exchange_id)


@dataclass(frozen=True, slots=True)
class QueuedFeedback:
    """Feedback with what it is about; the answer is read with `History.exchange`."""

    feedback: Feedback
    query: str
    equipment: str
    outcome: Outcome
    release: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class KeptCase:
    """A golden case that came of feedback. It stays when the exchange goes, and names nobody who asked."""

    case: GoldenCase
    """Its id is that of the exchange."""
    collections: tuple[str, ...]
    """Those that the question was asked over: who is a member of all of them may read it."""
    reviewer: str
    """User id of the expert who accepted it."""
    created_at: datetime

    @property
    def place(self) -> Place:
        """Its place among the cases."""
        return Place(self.created_at, self.case.id)

    @property
    def version(self) -> str:
        """Names what it says: another one says something else."""
        return hashlib.sha256(self.case.model_dump_json().encode()).hexdigest()[:16]
