"""From problem details (RFC 9457) back to the error that the server raised."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from pydantic import BaseModel, ValidationError

from paillasse.access.errors import AccessError
from paillasse.asking.errors import AskingError
from paillasse.client.errors import RequestRefused, UnexpectedAnswer
from paillasse.errors.jobs import JobError
from paillasse.errors.releases import ReleaseError
from paillasse.errors.root import PaillasseError
from paillasse.history.errors import HistoryError
from paillasse.idempotency import IdempotencyError
from paillasse.library.errors import LibraryError

_BRANCHES = (
    *(AccessError, AskingError, HistoryError, IdempotencyError, JobError, LibraryError, ReleaseError),
    PaillasseError,
)
"""What a server may name; the branches are defined in modules of their own, which have to be imported to be known."""


class _Wrong(BaseModel):
    where: str
    message: str


class _Problem(BaseModel):
    code: str
    title: str = ""
    detail: str = ""
    hint: str = ""
    errors: list[_Wrong] = []


def error_of(status: int, body: bytes | str, headers: Mapping[str, str]) -> PaillasseError:
    """The error that a response stands for, with its sentence, its hint and when to try again.

    Args:
        status: of the response.
        body: the problem as JSON.
        headers: of the response, by lower-case name.
    """
    try:
        problem = _Problem.model_validate_json(body)
    except ValidationError:
        return UnexpectedAnswer(f"The server answered HTTP {status}, and does not say why.")
    kind = _kinds().get(problem.code, RequestRefused)
    wrong = [f"{one.where}: {one.message}" for one in problem.errors]
    message = " ".join([problem.detail or problem.title or f"HTTP {status}", *wrong])
    # Constructors of their own take what only the server knows: that of the base is enough here.
    error = kind.__new__(kind)
    PaillasseError.__init__(error, message, hint=problem.hint or None)
    wait = headers.get("retry-after", "")
    if wait.isdigit():
        setattr(error, "retry_after", int(wait))  # noqa: B010 - only some kinds have it
    return error


@cache
def _kinds() -> Mapping[str, type[PaillasseError]]:
    return {kind.code: kind for branch in _BRANCHES for kind in _below(branch) if "code" in vars(kind)}


def _below(kind: type[PaillasseError]) -> Iterator[type[PaillasseError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from _below(child)
