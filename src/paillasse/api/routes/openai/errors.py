"""Errors as clients of OpenAI's API expect them."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from paillasse.api.policy import GuardedRoute
from paillasse.api.problems import headers_of, status_of, told
from paillasse.api.schemas.openai import ErrorOut
from paillasse.errors.root import PaillasseError

_TYPES = {
    HTTPStatus.UNAUTHORIZED: "authentication_error",
    HTTPStatus.FORBIDDEN: "permission_error",
    HTTPStatus.TOO_MANY_REQUESTS: "rate_limit_error",
}
_ERRORS = (
    HTTPStatus.BAD_REQUEST,
    *_TYPES,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.CONFLICT,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.GATEWAY_TIMEOUT,
)


class OpenAiRoute(GuardedRoute):
    """A guarded route whose errors are OpenAI's."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        errors = {status.value: {"model": ErrorOut, "description": status.phrase} for status in _ERRORS}
        super().__init__(path, endpoint, **{**options, "responses": {**errors, **(options.get("responses") or {})}})

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The guarded one, inside."""
        handle = super().get_route_handler()

        async def translated(request: Request) -> Response:
            try:
                return await handle(request)
            except PaillasseError as error:
                return JSONResponse(error_body(error), status_of(error), headers_of(error))
            except RequestValidationError as error:
                wrong = error.errors()[0]
                where = ".".join(map(str, wrong["loc"][1:]))
                return JSONResponse(
                    _body("invalid_request_error", f"{where}: {wrong['msg']}", "invalid_request", where),
                    HTTPStatus.BAD_REQUEST,
                )
            except HTTPException as error:
                if error.status_code != HTTPStatus.BAD_REQUEST:
                    raise  # too long: that is answered before anybody may
                return JSONResponse(_body("invalid_request_error", error.detail, "bad_request"), error.status_code)

        return translated


def error_body(error: PaillasseError) -> dict[str, Any]:
    """What the client is told."""
    problem = told(error)
    status = HTTPStatus(problem.status)
    ours = status >= HTTPStatus.INTERNAL_SERVER_ERROR
    kind = "server_error" if ours else _TYPES.get(status, "invalid_request_error")
    return _body(kind, f"{problem.detail} {problem.hint}".strip(), problem.code)


def _body(kind: str, message: str, code: str, parameter: str | None = None) -> dict[str, Any]:
    return {"error": {"message": message, "type": kind, "param": parameter, "code": code}}
