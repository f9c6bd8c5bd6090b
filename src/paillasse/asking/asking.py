"""Questions of many users: each is answered in time, from its own scope, or told at once why not."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, Generator
from contextlib import aclosing, contextmanager
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from paillasse.answering.models.circuit_breaker import CircuitBreaker
from paillasse.asking.errors import AnswerTooLate, AskingSuspended
from paillasse.asking.protocols import AnsweringServices, Charge, Event, LiveAnswering
from paillasse.asking.reuse.answerers import Answerers, PreparedAnswerer
from paillasse.asking.reuse.flights import Flights
from paillasse.asking.reuse.kept_answers import KeptAnswers, claim_by_claim, given_again
from paillasse.asking.reuse.question_key import answer_key
from paillasse.asking.scope_check import check_event
from paillasse.asking.searching import FoundPassage, found
from paillasse.errors.manuals import DocumentNotFound
from paillasse.errors.models import EmbedderUnreachable
from paillasse.errors.root import PaillasseError
from paillasse.errors.storage import DatabaseUnreachable, EmptyIndex, IndexUnreachable
from paillasse.gate import Gate
from paillasse.language.text import printable
from paillasse.types.answers import Answer, Usage
from paillasse.types.questions import Query

_REST_SECONDS = 5.0
"""How long nobody waits for what could not be reached; short, since users are waiting."""

_log = logging.getLogger(__name__)


class Gates(NamedTuple):
    """How much is worked on at once; searches do not stand in the way of questions."""

    questions: Gate
    searches: Gate


class Asking:
    """The answerer as a service: deadline, bounded concurrency, kept answers, circuit breakers, a last scope check."""

    def __init__(self, live: LiveAnswering, kept: KeptAnswers, gates: Gates, seconds: float) -> None:
        """A question gets `seconds` in all, waiting for its turn included."""
        self._live = live
        self._kept = kept
        self._gates = gates
        self._seconds = seconds
        self._answerers = Answerers()
        self._flights = Flights[Event]()
        self._database = CircuitBreaker(rest_seconds=_REST_SECONDS)
        self._search = CircuitBreaker(rest_seconds=_REST_SECONDS)

    @property
    def breakers(self) -> dict[str, CircuitBreaker]:
        """Of the database and the index."""
        return {"database": self._database, "index": self._search}

    async def ask(self, query: Query, charge: Charge | None = None) -> AsyncGenerator[Event]:
        """Each claim once its check passed, and the finished answer last. Closing it early stops the work.

        An answer that was kept, or worked out for somebody who asked the same at the same time, says `cached` in its
        trace and timings. `trace["generation"]` names the index generation, `trace["release"]` the
        release in production, empty where there is none.

        Args:
            query: what is asked, over what its reader may read.
            charge: told once what the work that this question began has used, when it ends: whether somebody still
                waits for it or not, and whether there is an answer or not. Not told where nothing was used.

        Raises:
            AnswerTooLate: it took too long.
            AskingSuspended: the database or the index could not be reached just now.
            DocumentNotFound: a document that was chosen is not in the collections, or is not current.
            EmptyIndex: there is no document in scope.
            InvalidQuestion: no word in it, or it is too long.
            ModelUnavailable: the question cannot be embedded.
            OutOfScope: a defect; what is out of scope is not given.
            Overloaded: too many questions at once.
            StorageError: the database or the index failed.
        """
        until = asyncio.get_running_loop().time() + self._seconds
        async with aclosing(self._events(query, charge)) as events:
            while True:
                limit = asyncio.timeout_at(until)
                try:
                    async with limit:
                        event = await anext(events, None)
                except TimeoutError as error:
                    if not limit.expired():
                        raise
                    raise AnswerTooLate(f"There was no answer within {self._seconds:g} seconds.") from error
                if event is None:
                    return
                if isinstance(event, Answer):
                    _log.info("answered", extra=_said(event))
                yield event

    async def covers(self, query: Query) -> bool:
        """Whether every document in scope is in the index that would be searched; raises `StorageError`."""
        async with self._live.use() as services:
            try:
                prepared = await self._prepared(services, query)
            except EmptyIndex:
                return False
            return not prepared.answerer.corpus.unsearched

    async def search(self, query: Query, limit: int) -> list[FoundPassage]:
        """The passages that a question finds, best first; raises what `ask` raises."""
        try:
            async with asyncio.timeout(self._seconds), self._live.use() as services:
                prepared = await self._prepared(services, query)
                _check_chosen(query, prepared)
                async with self._gates.searches.enter():
                    with _guarded(self._search, "The index"):
                        return await found(prepared.answerer, query, limit)
        except TimeoutError as error:
            raise AnswerTooLate(f"Nothing was found within {self._seconds:g} seconds.") from error

    async def _events(self, query: Query, charge: Charge | None) -> AsyncGenerator[Event]:
        began = time.perf_counter()
        async with self._live.use() as services:
            prepared = await self._prepared(services, query)
            _check_chosen(query, prepared)
            key = answer_key(query, prepared.release, prepared.generation, prepared.fingerprint)
            found = await self._kept.get(key)
            if found is not None:
                for event in claim_by_claim(given_again(found, query, began)):
                    check_event(event, prepared.answerer.corpus.documents, query.scope)
                    yield event
                return
            # With the answerer in the key, all who watch hold the services that it needs.
            begin = partial(self._charged, prepared, query, key, charge)
            events, joined = self._flights.board((id(prepared), key), begin)
            async with aclosing(events):
                async for event in events:
                    yield given_again(event, query, began) if joined and isinstance(event, Answer) else event

    async def _prepared(self, services: AnsweringServices, query: Query) -> PreparedAnswerer:
        with _guarded(self._database, "The database"):
            return await self._answerers.of(services, query.scope.collections)

    async def _charged(
        self, prepared: PreparedAnswerer, query: Query, key: str, charge: Charge | None
    ) -> AsyncGenerator[Event]:
        """What the answerer says; in the end, whatever it is, who began it is charged."""
        spent: list[Usage] = []
        try:
            async with aclosing(self._answered(prepared, query, key, spent)) as events:
                async for event in events:
                    yield event
        finally:
            if charge is not None and spent:
                try:
                    await charge(tuple(spent))
                except PaillasseError as error:  # the answer is there all the same
                    _log.error("What a question cost is not in the ledger: %s", error)

    async def _answered(
        self, prepared: PreparedAnswerer, query: Query, key: str, spent: list[Usage]
    ) -> AsyncGenerator[Event]:
        """What the answerer says, checked and kept."""
        async with self._gates.questions.enter(), aclosing(prepared.answerer.stream(query, spent)) as events:
            with _guarded(self._search, "The index"):
                async for event in events:
                    check_event(event, prepared.answerer.corpus.documents, query.scope)
                    if isinstance(event, Answer):
                        made_by = {"generation": prepared.generation, "release": prepared.production}
                        answer = replace(event, trace={**event.trace, **made_by})
                        await self._kept.put(key, answer)
                        yield answer
                    else:
                        yield event


def _said(answer: Answer) -> dict[str, object]:
    """What the log tells of an answer: nothing of its words."""
    made_by = {name: answer.trace.get(name, "") for name in ("release", "generation")}
    return {"outcome": answer.outcome.value, "config": answer.config_hash, **made_by}


def _check_chosen(query: Query, prepared: PreparedAnswerer) -> None:
    """A document that is not in the collections is, for who asks, none."""
    missing = set(query.scope.document_ids or ()) - prepared.answerer.corpus.documents.keys()
    if missing:
        raise DocumentNotFound(f"There is no document {printable(min(missing))}.")


@contextmanager
def _guarded(breaker: CircuitBreaker, what: str) -> Generator[None]:
    """Ask nothing of what could not be reached just now; all other errors say nothing of it."""
    if not breaker.allows():
        raise AskingSuspended(f"{what} cannot be reached.", retry_after=max(1.0, breaker.rests_for))
    try:
        yield
    except (DatabaseUnreachable, EmbedderUnreachable, IndexUnreachable):
        breaker.failed()
        raise
    breaker.succeeded()
