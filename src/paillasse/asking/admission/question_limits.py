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
    """Questions, or searches, in any minute."""
    remaining: int
    resets_in: float
    """Seconds until the first of those that count now counts no more."""


class _Limit:
    """So many of something in any minute."""

    def __init__(self, what: str, per_minute: int) -> None:
        self.what = what
        self.per_user = RateLimitItemPerMinute(per_minute, namespace=what)
        self.per_address = RateLimitItemPerMinute(per_minute * _USERS_AT_AN_ADDRESS, namespace=what)


class QuestionLimits:
    """Questions and searches in any minute, each per user and per address.

    They are counted over all processes where those share a store, else in each.
    """

    def __init__(self, questions: int, searches: int, shared: Storage | None) -> None:
        """So many a minute of one user.

        Args:
            questions: that are answered.
            searches: for passages alone.
            shared: a store of the `limits` library that wraps its exceptions; where it is gone, this process counts.
        """
        self._questions = _Limit("questions", questions)
        self._searches = _Limit("searches", searches)
        self._own = MovingWindowRateLimiter(MemoryStorage())
        self._shared = MovingWindowRateLimiter(shared) if shared is not None else None
        self.convenience = Convenience("The server that counts questions", StorageError)

    async def enter(self, user_id: str, address: str) -> Allowance:
        """Count a question.

        Args:
            user_id: who asks.
            address: IP address that he asks from; empty when there is none.

        Raises:
            TooManyQuestions: there were too many of this user in the last minute, or from this address.
        """
        return await self._enter(self._questions, user_id, address)

    async def enter_search(self, user_id: str, address: str) -> Allowance:
        """Count a search for passages; as `enter`."""
        return await self._enter(self._searches, user_id, address)

    async def _enter(self, limit: _Limit, user_id: str, address: str) -> Allowance:
        allowance = await self._take(limit.what, limit.per_user, f"user {user_id}")
        source = network(address, 32, 64)  # with IPv6, what one subscriber has
        if source:
            await self._take(limit.what, limit.per_address, f"address {source}")
        return allowance

    async def _take(self, what: str, item: RateLimitItemPerMinute, subject: str) -> Allowance:
        shared, taken = self._shared, None
        if shared is not None:
            taken = await self.convenience.attempt(lambda: _counted(shared, item, subject))
        allowed, allowance = taken or await _counted(self._own, item, subject)
        if not allowed:
            raise TooManyQuestions(f"Too many {what} in a minute.", retry_after=max(1.0, allowance.resets_in))
        return allowance


async def _counted(
    limiter: MovingWindowRateLimiter, item: RateLimitItemPerMinute, subject: str
) -> tuple[bool, Allowance]:
    allowed = await limiter.hit(item, subject)
    resets_at, remaining = await limiter.get_window_stats(item, subject)
    return allowed, Allowance(item.amount, remaining, max(0.0, resets_at - time.time()))
