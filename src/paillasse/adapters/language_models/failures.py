"""What went wrong with a provider, in our terms."""

from __future__ import annotations

from collections.abc import Iterator

from paillasse.errors.models import (
    LanguageModelBusy,
    LanguageModelError,
    LanguageModelRejected,
    LanguageModelTooSlow,
    LanguageModelUnreachable,
)

_LATE = frozenset({408, 504})


def failure(name: str, error: BaseException) -> LanguageModelError:
    """The error of ours for one of an SDK, by the HTTP status it carries or by its kind.

    SDKs wrap one another's errors, so the whole chain is looked at. Nothing of their text is kept: it may hold keys.
    """
    chain = list(_chain(error))
    status = next((s for e in chain if (s := _status(e)) is not None), None)
    if status is None:
        if any(isinstance(e, TimeoutError) or "Timeout" in type(e).__name__ for e in chain):
            return LanguageModelTooSlow(f"{name} took too long to answer.")
        return LanguageModelUnreachable(f"{name} cannot be reached, or its connection broke ({type(error).__name__}).")
    if status == 429:
        return LanguageModelBusy(f"{name} takes no more requests for now (HTTP 429).")
    if status in _LATE:
        return LanguageModelTooSlow(f"{name} took too long to answer (HTTP {status}).")
    if 400 <= status < 500:
        return LanguageModelRejected(f"{name} did not accept the request (HTTP {status}).")
    return LanguageModelUnreachable(f"{name} failed (HTTP {status}).")


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    found: BaseException | None = error
    while found is not None and id(found) not in seen:
        seen.add(id(found))
        yield found
        found = found.__cause__ or found.__context__


def _status(error: BaseException) -> int | None:
    """The HTTP status of an SDK's error: `status_code` with most, `code` with Google's."""
    for name in ("status_code", "code"):
        value = getattr(error, name, None)
        if isinstance(value, int) and value >= 400:
            return value
    return None
