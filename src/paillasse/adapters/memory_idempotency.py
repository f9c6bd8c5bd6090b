"""Idempotency keys in this process."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from paillasse.idempotency import ABANDONED_AFTER, KEPT_FOR, KeptResponse, judged


@dataclass(frozen=True, slots=True)
class _Request:
    fingerprint: str
    begun_at: datetime
    response: KeptResponse | None = None


class MemoryIdempotencyStore:
    """`idempotency.IdempotencyStore` in a dictionary."""

    def __init__(self) -> None:
        self._requests: dict[str, _Request] = {}

    async def begin(self, subject: str, fingerprint: str, now: datetime) -> KeptResponse | None:
        """Take the subject, or give what the first one got."""
        self._requests = {s: r for s, r in self._requests.items() if not _over(r, now)}
        first = self._requests.setdefault(subject, request := _Request(fingerprint, now))
        return None if first is request else judged(fingerprint, first.fingerprint, first.response)

    async def finish(self, subject: str, response: KeptResponse) -> None:
        """Keep the response."""
        if subject in self._requests:
            self._requests[subject] = replace(self._requests[subject], response=response)

    async def forget(self, subject: str) -> None:
        """Let the next one be the first."""
        self._requests.pop(subject, None)


def _over(request: _Request, now: datetime) -> bool:
    life = ABANDONED_AFTER if request.response is None else KEPT_FOR
    return request.begun_at + life <= now
