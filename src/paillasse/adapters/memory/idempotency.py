"""Idempotency keys in this process."""

from __future__ import annotations

from datetime import datetime

from paillasse.idempotency import ABANDONED_AFTER, KEPT_FOR, KeptResponse, Keyed, judged


class MemoryIdempotencyStore:
    """`idempotency.IdempotencyStore` in a dictionary."""

    def __init__(self) -> None:
        self._requests: dict[str, tuple[Keyed, KeptResponse | None]] = {}

    async def begin(self, request: Keyed) -> KeptResponse | None:
        """Take the subject, or give what the first one got."""
        await self.purge(request.begun_at)
        if request.subject not in self._requests:
            self._requests[request.subject] = (request, None)
            return None
        first, response = self._requests[request.subject]
        return judged(request.fingerprint, first.fingerprint, response)

    async def finish(self, request: Keyed, response: KeptResponse) -> None:
        """Keep the response, unless another attempt has taken over."""
        if self._holds(request):
            self._requests[request.subject] = (request, response)

    async def forget(self, request: Keyed) -> None:
        """Let the next one be the first, unless another attempt has taken over."""
        if self._holds(request):
            del self._requests[request.subject]

    async def forget_all(self, owner: str | None = None) -> None:
        """Keep nothing of this user, or of anybody."""
        self._requests = {s: kept for s, kept in self._requests.items() if owner not in {None, kept[0].owner}}

    async def purge(self, now: datetime) -> None:
        """Remove what counts no more."""
        self._requests = {s: kept for s, kept in self._requests.items() if not _over(*kept, now)}

    def _holds(self, request: Keyed) -> bool:
        return request.subject in self._requests and self._requests[request.subject][0] == request


def _over(request: Keyed, response: KeptResponse | None, now: datetime) -> bool:
    life = ABANDONED_AFTER if response is None else KEPT_FOR
    return request.begun_at + life <= now
