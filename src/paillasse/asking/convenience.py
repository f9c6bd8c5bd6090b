"""Servers that make things quicker or fairer, and that one can do without."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from paillasse.answering.models.circuit_breaker import CircuitBreaker

_REST_SECONDS = 5.0

T = TypeVar("T")
_log = logging.getLogger(__name__)


class Convenience:
    """Left alone for a few seconds each time it fails. The log says once that it is gone, and once that it is back."""

    def __init__(self, name: str, *failures: type[Exception]) -> None:
        """What the log calls it, and the errors that mean: it is gone."""
        self._name = name
        self._failures = failures
        self.breaker = CircuitBreaker(failures=1, rest_seconds=_REST_SECONDS)
        self._gone = False

    async def attempt(self, call: Callable[[], Awaitable[T]]) -> T | None:
        """What the call gives; None when the server is gone."""
        if not self.breaker.allows():
            return None
        try:
            given = await call()
        except self._failures as error:
            self.breaker.failed()
            if not self._gone:
                _log.warning("%s is gone, and is done without until it is back: %s", self._name, error)
            self._gone = True
            return None
        self.breaker.succeeded()
        if self._gone:
            _log.warning("%s is back.", self._name)
        self._gone = False
        return given
