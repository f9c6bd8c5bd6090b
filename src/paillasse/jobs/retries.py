"""Which failures may pass by themselves, and how long to wait for that."""

from __future__ import annotations

from paillasse.errors.models import EmbedderUnreachable
from paillasse.errors.storage import HomeCorrupt, IndexRejected, StorageError

MAX_FAILURES = 8
"""Attempts that a passing cause or a dying worker may end; with these waits that is about a quarter of an hour."""
_FIRST_SECONDS = 5.0
_LONGEST_SECONDS = 300.0


def may_pass(error: BaseException) -> bool:
    """True for what another attempt may not meet: a server that is down, a database that is gone, a disk that is full.

    What the file itself is to blame for comes back as a verdict and never passes; neither does a wrong key.
    """
    return isinstance(error, EmbedderUnreachable | StorageError) and not isinstance(error, HomeCorrupt | IndexRejected)


def wait_seconds(failures: int, error: BaseException) -> float:
    """Seconds before the next attempt: 5, 10, 20 … up to 300, or what the server asks for when that is longer.

    Args:
        failures: how many attempts failed, this one included.
        error: what ended this one.
    """
    wait = min(_FIRST_SECONDS * 2 ** (failures - 1), _LONGEST_SECONDS)
    asked = error.retry_after if isinstance(error, EmbedderUnreachable) else None
    return max(wait, asked or 0.0)
