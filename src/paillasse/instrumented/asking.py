"""Questions, counted and traced."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Generator
from contextlib import aclosing, contextmanager

from paillasse.asking.protocols import Asks, Charge, Event
from paillasse.asking.searching import FoundPassage
from paillasse.errors.root import PaillasseError
from paillasse.instrumented.sampling import JudgedSample
from paillasse.monitoring.answers import AnswerFigures
from paillasse.monitoring.spans import NO_SPANS, Kind, Span, Spans
from paillasse.types.answers import Answer, Usage
from paillasse.types.questions import Query


class MeasuredAsking:
    """`asking.protocols.Asks`, around another."""

    def __init__(
        self, asking: Asks, figures: AnswerFigures, sample: JudgedSample | None = None, spans: Spans = NO_SPANS
    ) -> None:
        """Count what this one answers, offer each answer to a judge where there is one, and tell its stages."""
        self._asking = asking
        self._figures = figures
        self._sample = sample
        self._spans = spans

    async def ask(self, query: Query, charge: Charge | None = None, user_id: str = "") -> AsyncGenerator[Event]:
        """As `Asks.ask`."""
        began, first = time.perf_counter(), None

        async def charged(usage: tuple[Usage, ...]) -> None:
            self._figures.charged(usage)
            if charge is not None:
                await charge(usage)

        question = self._spans.open("ask", Kind.INTERNAL, {})
        with self._failures(), self._figures.open.track_inprogress(), question as span:
            async with aclosing(self._asking.ask(query, charged, user_id)) as events:
                while True:
                    with span.current():
                        event = await anext(events, None)
                    if event is None:
                        return
                    seconds = time.perf_counter() - began
                    if isinstance(event, Answer):
                        self._figures.answered(event, seconds, first)
                        _tell(span, event)
                        if self._sample is not None:
                            self._sample.offer(event)
                    elif first is None:
                        first = seconds
                    yield event

    async def search(self, query: Query, limit: int) -> list[FoundPassage]:
        """As `Asking.search`."""
        search = self._spans.open("search", Kind.INTERNAL, {})
        with self._failures(), self._figures.search_seconds.time(), search:
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


def _tell(span: Span, answer: Answer) -> None:
    """Its stages, of an answer that was worked out, and where a person finds more of it: nothing of its words."""
    cached = bool(answer.trace.get("cached"))
    span.tell(
        {
            "paillasse.outcome": answer.outcome.value,
            "paillasse.release": str(answer.trace.get("release") or "none"),
            "paillasse.cached": cached,
            "paillasse.trace_id": answer.trace_id,
        }
    )
    if not cached:
        span.stages({stage: ms / 1000 for stage, ms in answer.timings_ms.items() if stage != "total"})
