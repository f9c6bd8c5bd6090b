"""Questions, counted."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Generator
from contextlib import aclosing, contextmanager

from paillasse.asking.protocols import Asks, Charge, Event
from paillasse.asking.searching import FoundPassage
from paillasse.errors.root import PaillasseError
from paillasse.instrumented.sampling import JudgedSample
from paillasse.monitoring.answers import AnswerFigures
from paillasse.types.answers import Answer, Usage
from paillasse.types.questions import Query


class MeasuredAsking:
    """`asking.protocols.Asks`, around another."""

    def __init__(self, asking: Asks, figures: AnswerFigures, sample: JudgedSample | None = None) -> None:
        """Count what this one answers, and offer each answer to a judge where there is one."""
        self._asking = asking
        self._figures = figures
        self._sample = sample

    async def ask(self, query: Query, charge: Charge | None = None, user_id: str = "") -> AsyncGenerator[Event]:
        """As `Asks.ask`."""
        began, first = time.perf_counter(), None

        async def charged(usage: tuple[Usage, ...]) -> None:
            self._figures.charged(usage)
            if charge is not None:
                await charge(usage)

        with self._failures(), self._figures.open.track_inprogress():
            async with aclosing(self._asking.ask(query, charged, user_id)) as events:
                async for event in events:
                    seconds = time.perf_counter() - began
                    if isinstance(event, Answer):
                        self._figures.answered(event, seconds, first)
                        if self._sample is not None:
                            self._sample.offer(event)
                    elif first is None:
                        first = seconds
                    yield event

    async def search(self, query: Query, limit: int) -> list[FoundPassage]:
        """As `Asking.search`."""
        with self._failures(), self._figures.search_seconds.time():
            return await self._asking.search(query, limit)

    @contextmanager
    def _failures(self) -> Generator[None]:
        """Count what ends a question before its answer; who leaves has not failed."""
        try:
            yield
        except PaillasseError as error:
            self._figures.failed(error.code)
            raise
        except Exception:
            self._figures.failed("defect")
            raise
