"""The one place where an error becomes a response: RFC 9457 problem JSON."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator, Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from paillasse import idempotency
from paillasse.access import errors as access_errors
from paillasse.asking import errors as asking_errors
from paillasse.drift import errors as drift_errors
from paillasse.errors import jobs as job_errors
from paillasse.errors import manuals as manual_errors
from paillasse.errors import models as model_errors
from paillasse.errors import releases as release_errors
from paillasse.errors import root
from paillasse.errors import storage as storage_errors
from paillasse.errors.root import PaillasseError
from paillasse.history import errors as history_errors
from paillasse.language.text import printable
from paillasse.library import errors as library_errors
from paillasse.monitoring.logs import request_id

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = 5
"""What `Retry-After` says where nothing is known of how long it lasts."""

STATUS: Mapping[type[PaillasseError], HTTPStatus] = {
    access_errors.NotSignedIn: HTTPStatus.UNAUTHORIZED,
    access_errors.WrongCredentials: HTTPStatus.UNAUTHORIZED,
    access_errors.Forbidden: HTTPStatus.FORBIDDEN,
    access_errors.SetupRefused: HTTPStatus.FORBIDDEN,
    access_errors.TooManyAttempts: HTTPStatus.TOO_MANY_REQUESTS,
    access_errors.UserExists: HTTPStatus.CONFLICT,
    access_errors.CollectionExists: HTTPStatus.CONFLICT,
    access_errors.LastAdministrator: HTTPStatus.CONFLICT,
    access_errors.UserNotFound: HTTPStatus.NOT_FOUND,
    access_errors.CollectionNotFound: HTTPStatus.NOT_FOUND,
    access_errors.ApiKeyNotFound: HTTPStatus.NOT_FOUND,
    access_errors.NoIdentityProvider: HTTPStatus.NOT_FOUND,
    access_errors.IdentityProviderError: HTTPStatus.SERVICE_UNAVAILABLE,
    access_errors.AccessError: HTTPStatus.UNPROCESSABLE_ENTITY,
    history_errors.HistoryNotFound: HTTPStatus.NOT_FOUND,
    history_errors.FeedbackChanged: HTTPStatus.CONFLICT,
    history_errors.CaseChanged: HTTPStatus.PRECONDITION_FAILED,
    history_errors.HistoryError: HTTPStatus.UNPROCESSABLE_ENTITY,
    job_errors.JobNotFound: HTTPStatus.NOT_FOUND,
    job_errors.TooManyStreams: HTTPStatus.TOO_MANY_REQUESTS,
    job_errors.UploadLost: HTTPStatus.GONE,
    job_errors.UploadMalformed: HTTPStatus.UNPROCESSABLE_ENTITY,
    job_errors.UploadInterrupted: HTTPStatus.REQUEST_TIMEOUT,
    job_errors.JobError: HTTPStatus.CONFLICT,
    asking_errors.TooManyQuestions: HTTPStatus.TOO_MANY_REQUESTS,
    asking_errors.NotNow: HTTPStatus.SERVICE_UNAVAILABLE,
    asking_errors.ModelNotFound: HTTPStatus.NOT_FOUND,
    asking_errors.AnswerTooLate: HTTPStatus.GATEWAY_TIMEOUT,
    library_errors.DocumentChanged: HTTPStatus.PRECONDITION_FAILED,
    library_errors.RevisionConflict: HTTPStatus.CONFLICT,
    library_errors.LibraryError: HTTPStatus.UNPROCESSABLE_ENTITY,
    release_errors.ReleaseNotFound: HTTPStatus.NOT_FOUND,
    release_errors.RunNotFound: HTTPStatus.NOT_FOUND,
    release_errors.RolloutNotFound: HTTPStatus.NOT_FOUND,
    release_errors.TrainedModelNotFound: HTTPStatus.NOT_FOUND,
    release_errors.TrackerUnreachable: HTTPStatus.SERVICE_UNAVAILABLE,
    release_errors.TrackerRejected: HTTPStatus.SERVICE_UNAVAILABLE,
    release_errors.ReleaseError: HTTPStatus.CONFLICT,
    drift_errors.DriftReportNotFound: HTTPStatus.NOT_FOUND,
    drift_errors.DriftError: HTTPStatus.SERVICE_UNAVAILABLE,
    manual_errors.DocumentNotFound: HTTPStatus.NOT_FOUND,
    manual_errors.UnreadableFile: HTTPStatus.GONE,
    storage_errors.GenerationNotFound: HTTPStatus.NOT_FOUND,
    storage_errors.GenerationInUse: HTTPStatus.CONFLICT,
    storage_errors.EmptyIndex: HTTPStatus.CONFLICT,
    root.Overloaded: HTTPStatus.SERVICE_UNAVAILABLE,
    manual_errors.FileTooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    manual_errors.UnsupportedFormat: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    manual_errors.ParseError: HTTPStatus.UNPROCESSABLE_ENTITY,
    root.InvalidQuestion: HTTPStatus.UNPROCESSABLE_ENTITY,
    idempotency.KeyUnsuitable: HTTPStatus.UNPROCESSABLE_ENTITY,
    idempotency.KeyReused: HTTPStatus.UNPROCESSABLE_ENTITY,
    idempotency.KeyAtWork: HTTPStatus.CONFLICT,
    storage_errors.DiskFull: HTTPStatus.INSUFFICIENT_STORAGE,
    storage_errors.StorageError: HTTPStatus.SERVICE_UNAVAILABLE,
    model_errors.ModelUnavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    model_errors.LanguageModelError: HTTPStatus.SERVICE_UNAVAILABLE,
}
"""By the nearest class of the error tree; what is in no branch of it is a failure of ours: 500."""


_LATER = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT})
"""What may succeed if it is sent again."""


class FieldProblem(BaseModel):
    """One thing that is wrong in a request."""

    where: str = Field(examples=["body.question"])
    message: str = Field(examples=["Field required"])


class Problem(BaseModel):
    """Why a request failed and what to do about it (RFC 9457)."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "type": "urn:paillasse:error:document_not_found",
                "title": "Not Found",
                "status": 404,
                "detail": "There is no document 5f0c.",
                "code": "document_not_found",
                "hint": "`paillasse documents list` shows what is there.",
                "request_id": "01JD3V7Q",
            }
        }
    )

    type: str
    title: str
    status: int
    detail: str = ""
    code: str
    """Stable and machine-readable."""
    hint: str = ""
    """What to do."""
    request_id: str = ""
    """Names this request in the log."""
    errors: list[FieldProblem] = []
    """Of a request that does not follow the schema."""


_log = logging.getLogger(__name__)


def register(app: FastAPI) -> None:
    """Answer every error of this application with a problem."""
    app.add_exception_handler(PaillasseError, _ours)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)


def told(error: PaillasseError) -> Problem:
    """What a client is told of an error that ended its request, whatever the protocol.

    Of a failure on our side it is told only the kind, for the message may name hosts and paths: the log has that.
    """
    status = status_of(error)
    if status < HTTPStatus.INTERNAL_SERVER_ERROR:
        # It may name a file, whose bytes may be no text.
        return _problem(status, error.code, "\n".join(map(printable, str(error).split("\n"))), error.hint)
    _log.error("%s: %s", error.code, error)
    said = (type(error).__doc__ or "").partition("\n")[0]
    return _problem(status, error.code, said, "Try again in a moment; the log of the server says more.")


def status_of(error: PaillasseError) -> HTTPStatus:
    """The status of the nearest class that has one."""
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), HTTPStatus.INTERNAL_SERVER_ERROR)


def response_of(problem: Problem, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """The problem as a response."""
    return JSONResponse(problem.model_dump(exclude_defaults=True), problem.status, headers, MEDIA_TYPE)


def headers_of(error: PaillasseError) -> dict[str, str]:
    """What goes with its status: how to sign in, or when to try again."""
    status = status_of(error)
    if status is HTTPStatus.UNAUTHORIZED:
        return {"WWW-Authenticate": "Bearer"}
    if status in _LATER:
        seconds: object = getattr(error, "retry_after", None)
        return {"Retry-After": str(round(seconds) if isinstance(seconds, int | float) else RETRY_SECONDS)}
    return {}


def documented(*statuses: HTTPStatus) -> dict[int | str, dict[str, Any]]:
    """The problems that a route may answer with, for OpenAPI."""
    return {status.value: _documented(status) for status in statuses}


def expected(methods: Collection[str], path: str, *, guarded: bool) -> dict[int | str, dict[str, Any]]:
    """Those that follow from what sort of route it is."""
    return documented(*_expected(methods, path, guarded=guarded))


def _expected(methods: Collection[str], path: str, *, guarded: bool) -> Iterator[HTTPStatus]:
    if not {"PATCH", "POST", "PUT"}.isdisjoint(methods):
        yield from (HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    if guarded:
        yield from (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
        if "POST" in methods:
            yield HTTPStatus.CONFLICT  # an idempotency key at work
    if "{" in path:
        yield HTTPStatus.NOT_FOUND
    yield HTTPStatus.UNPROCESSABLE_ENTITY
    yield HTTPStatus.SERVICE_UNAVAILABLE


def _documented(status: HTTPStatus) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{Problem.__name__}"}
    return {"description": status.phrase, "content": {MEDIA_TYPE: {"schema": schema}}}


def schemas() -> dict[str, Any]:
    """What `documented` refers to, for the components of OpenAPI."""
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    return schema.pop("$defs") | {Problem.__name__: schema}


def _problem(status: HTTPStatus, code: str, detail: str = "", hint: str = "", **more: Any) -> Problem:
    return Problem(
        type=f"urn:paillasse:error:{code}",
        title=status.phrase,
        status=status,
        detail=detail,
        code=code,
        hint=hint,
        request_id=request_id.get(),
        **more,
    )


async def _ours(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, PaillasseError)  # noqa: S101 - registered for it alone
    return response_of(told(error), headers_of(error))


async def _invalid(_: Request, error: Exception) -> JSONResponse:
    """What was sent is not repeated: it may be a password."""
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for it alone
    wrong = [FieldProblem(where=".".join(map(str, e["loc"])), message=e["msg"]) for e in error.errors()]
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return response_of(
        _problem(
            status,
            "invalid_request",
            "The request does not follow the schema.",
            "`errors` says where; /api/docs shows what a request holds.",
            errors=wrong,
        )
    )


async def _http(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for it alone
    status = HTTPStatus(error.status_code)
    return response_of(_problem(status, status.name.lower(), error.detail), error.headers)


def defect(error: Exception) -> JSONResponse:
    """What nobody foresaw: the log has it, the client gets the number to ask for."""
    _log.error("A request failed.", exc_info=error)
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    hint = "This is a defect: please report it with `request_id`."
    return response_of(_problem(status, "internal_error", "Something failed here.", hint))
