"""`Idempotency-Key`: a request that is sent twice is carried out once, and both get the same response.

IdempotencyError               a key that cannot be taken for this request, or not now
├── KeyUnsuitable
├── KeyReused
└── KeyAtWork
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from paillasse.errors.root import PaillasseError

KEPT_FOR = timedelta(hours=24)
"""Afterwards a key is as good as new."""
ABANDONED_AFTER = timedelta(minutes=5)
"""Who has begun and not finished by then has died: the next one may begin."""


class IdempotencyError(PaillasseError):
    """A key that cannot be taken for this request, or not now."""

    code = "idempotency_error"


class KeyUnsuitable(IdempotencyError):
    """The key is empty, or far too long."""

    code = "idempotency_key_unsuitable"
    hint = "Take 1 to 255 characters: a UUID, for instance."


class KeyReused(IdempotencyError):
    """The key came with another request before, or with the same one while other collections could be read."""

    code = "idempotency_key_reused"
    hint = "Take a new key for each request; repeat one only with the same request."


class KeyAtWork(IdempotencyError):
    """The first request with this key is still being carried out."""

    code = "idempotency_key_at_work"
    hint = "Wait a moment and send the request again with the same key."


@dataclass(frozen=True, slots=True)
class KeptResponse:
    """What the first request got."""

    status: int
    media_type: str
    location: str
    """Of the header; empty without one."""
    body: bytes


@dataclass(frozen=True, slots=True)
class Keyed:
    """A request with a key."""

    subject: str
    """Hash of user, route and key."""
    owner: str
    """Id of the user."""
    fingerprint: str
    """Hash of the request."""
    begun_at: datetime
    """Tells an attempt from the one before it, if that was given up as dead."""


class IdempotencyStore(Protocol):
    """Requests by their subjects; the same for every process."""

    async def begin(self, request: Keyed) -> KeptResponse | None:
        """Take the subject for a request, or learn what the first one got.

        What is older than `KEPT_FOR` counts no more.

        Returns:
            None when the caller is the first, and has to `finish` or `forget`.

        Raises:
            KeyAtWork: the first one has not finished.
            KeyReused: the first one was another request.
        """
        ...

    async def finish(self, request: Keyed, response: KeptResponse) -> None:
        """Keep the response, unless another attempt has taken over."""
        ...

    async def forget(self, request: Keyed) -> None:
        """Let the next one be the first, unless another attempt has taken over."""
        ...

    async def forget_all(self, owner: str | None = None) -> None:
        """Keep nothing of this user, or of anybody: what the responses say was deleted."""
        ...

    async def purge(self, now: datetime) -> None:
        """Remove what counts no more."""
        ...


def judged(fingerprint: str, first: str, response: KeptResponse | None) -> KeptResponse:
    """What somebody gets who is not the first.

    Raises:
        KeyAtWork: there is no response yet.
        KeyReused: the fingerprints differ.
    """
    if fingerprint != first:
        raise KeyReused("This idempotency key was used for another request.")
    if response is None:
        raise KeyAtWork("The first request with this key is still at work.")
    return response
