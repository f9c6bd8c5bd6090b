"""How often somebody may ask."""

from __future__ import annotations

import time
from dataclasses import dataclass

from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage, Storage
from limits.aio.strategies import MovingWindowRateLimiter
from limits.errors import StorageError

from paillasse.access.credentials.limits import network
from paillasse.asking.convenience import Convenience
from paillasse.asking.errors import TooManyQuestions

_USERS_AT_AN_ADDRESS = 6
"""A laboratory often has one address for everybody."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a user may still ask."""

    limit: int
    """Questions in any minute."""
    remaining: int
    resets_in: float
    """Seconds until the first of those that count now counts no more."""


class QuestionLimits:
    """Questions in any minute, per user and per address: over all processes where they share a store, else in each."""

    def __init__(self, per_minute: int, shared: Storage | None) -> None:
        """With a store of the `limits` library that wraps its exceptions; where it is gone, this process counts."""
        self._per_user = RateLimitItemPerMinute(per_minute)
        self._per_address = RateLimitItemPerMinute(per_minute * _USERS_AT_AN_ADDRESS)
        self._own = MovingWindowRateLimiter(MemoryStorage())
        self._shared = MovingWindowRateLimiter(shared) if shared is not None else None
        self._convenience = Convenience("The server that counts questions", StorageError)

    async def enter(self, user_id: str, address: str) -> Allowance:
        """Count a question.

        Args:
            user_id: who asks.
            address: IP address that he asks from; empty when there is none.

        Raises:
            TooManyQuestions: there were too many of this user in the last minute, or from this address.
        """
        allowance = await self._take(self._per_user, f"user {user_id}")
        source = network(address, 32, 64)  # with IPv6, what one subscriber has
        if source:
            await self._take(self._per_address, f"address {source}")
        return allowance

    async def _take(self, item: RateLimitItemPerMinute, subject: str) -> Allowance:
        shared, taken = self._shared, None
        if shared is not None:
            taken = await self._convenience.attempt(lambda: _counted(shared, item, subject))
        allowed, allowance = taken or await _counted(self._own, item, subject)
        if not allowed:
            raise TooManyQuestions("Too many questions in a minute.", retry_after=max(1.0, allowance.resets_in))
        return allowance


async def _counted(
    limiter: MovingWindowRateLimiter, item: RateLimitItemPerMinute, subject: str
) -> tuple[bool, Allowance]:
    allowed = await limiter.hit(item, subject)
    resets_at, remaining = await limiter.get_window_stats(item, subject)
    return allowed, Allowance(item.amount, remaining, max(0.0, resets_at - time.time()))
