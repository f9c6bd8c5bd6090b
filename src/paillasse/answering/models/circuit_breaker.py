"""What is dead costs the first users the wait, not every user."""

from __future__ import annotations

import time
from collections.abc import Callable


class CircuitBreaker:
    """Counts failures in a row. Open, it lets one caller through after each rest, to see whether things are well."""

    def __init__(
        self, now: Callable[[], float] = time.monotonic, *, failures: int = 3, rest_seconds: float = 30.0
    ) -> None:
        """Opened by `failures` in a row, for `rest_seconds` after the last."""
        self._now = now
        self._most = failures
        self._rest_seconds = rest_seconds
        self._failures = 0
        self._rests_until = 0.0

    def allows(self) -> bool:
        """Whether to try now; the caller then says how it went."""
        if self._failures < self._most:
            return True
        if self._now() < self._rests_until:
            return False
        self._rests_until = self._now() + self._rest_seconds  # others wait for what this caller finds
        return True

    @property
    def rests_for(self) -> float:
        """Seconds until the next caller is let through, where it is open."""
        return max(self._rests_until - self._now(), 0.0)

    @property
    def is_open(self) -> bool:
        """Whether it failed so often in a row, and has not answered since."""
        return self._failures >= self._most

    @property
    def open_for(self) -> float:
        """Seconds for which it lets nobody through; 0 where it is closed, or lets the next one try."""
        return self.rests_for if self.is_open else 0.0

    def succeeded(self) -> None:
        """It answered."""
        self._failures = 0

    def failed(self) -> None:
        """It did not."""
        self._failures += 1
        self._rests_until = self._now() + self._rest_seconds
