"""A dead provider costs the first users the wait, not every user."""

from __future__ import annotations

import time
from collections.abc import Callable

_FAILURES = 3
"""In a row, before it is left alone."""
_REST_SECONDS = 30.0


class CircuitBreaker:
    """Counts failures in a row. Open, it lets one caller through after each rest, to see whether things are well."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._failures = 0
        self._rests_until = 0.0

    def allows(self) -> bool:
        """Whether to try now; the caller then says how it went."""
        if self._failures < _FAILURES:
            return True
        if self._now() < self._rests_until:
            return False
        self._rests_until = self._now() + _REST_SECONDS  # others wait for what this caller finds
        return True

    def succeeded(self) -> None:
        """It answered."""
        self._failures = 0

    def failed(self) -> None:
        """It did not."""
        self._failures += 1
        self._rests_until = self._now() + _REST_SECONDS
