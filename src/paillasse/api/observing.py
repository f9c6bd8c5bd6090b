"""Around every request: an id, a line in the log, figures, a span, and headers that browsers obey."""

from __future__ import annotations

import logging
import re
import time
import uuid

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from paillasse.api.problems import defect
from paillasse.monitoring.logs import request_id
from paillasse.monitoring.metrics import Metrics
from paillasse.monitoring.spans import NO_SPANS, Kind, Span, Spans

_GIVEN = re.compile(r"[\w.-]{8,64}")
_QUIET = frozenset({"/livez", "/readyz", "/metrics"})
"""Asked every few seconds by machines: counted, not logged."""
_METHODS = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})
_UNKNOWN = "(none)"
"""What people make up is no label."""

_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}

_log = logging.getLogger("paillasse.access_log")


class Observed:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp, metrics: Metrics, spans: Spans) -> None:
        self._app = app
        self._metrics = metrics
        self._spans = spans

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and note how it went."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        spans = NO_SPANS if scope["path"] in _QUIET else self._spans
        with spans.open("request", Kind.SERVER, {}, Headers(scope=scope)) as span, span.current():
            await self._observed(scope, receive, send, span)

    async def _observed(self, scope: Scope, receive: Receive, send: Send, span: Span) -> None:
        given = Headers(scope=scope).get("x-request-id", "")
        chosen = given if _GIVEN.fullmatch(given) else uuid.uuid4().hex
        token = request_id.set(chosen)
        began, status = time.perf_counter(), 0

        async def send_on(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["X-Request-ID"] = chosen
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        self._metrics.requests_open.inc()
        try:
            await self._app(scope, receive, send_on)
        except Exception as error:  # noqa: BLE001 - a defect, whatever it is: logged, and told as one
            answer = defect(error)
            if not status:
                await answer(scope, receive, send_on)
        finally:
            self._metrics.requests_open.dec()
            self._note(scope, status, time.perf_counter() - began)
            _tell(span, scope, status)
            request_id.reset(token)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        """Status 0: the client left before there was a response."""
        route = route_of(scope)
        method = scope["method"] if scope["method"] in _METHODS else _UNKNOWN
        self._metrics.requests.labels(method, route, str(status)).inc()
        self._metrics.request_seconds.labels(method, route).observe(seconds)
        if route not in _QUIET:
            identity = scope.get("state", {}).get("identity")
            _log.info(
                "request",
                extra={
                    "method": method,
                    "route": route,
                    "status": status,
                    "ms": round(seconds * 1000, 1),
                    "user_id": identity.user_id if identity else "",
                },
            )


def _tell(span: Span, scope: Scope, status: int) -> None:
    """Of a request: what OpenTelemetry's conventions for HTTP have, and the id that the log has of it."""
    method, route = scope["method"] if scope["method"] in _METHODS else _UNKNOWN, route_of(scope)
    span.rename(f"{method} {route}")
    span.tell(
        {
            "http.request.method": method,
            "http.route": route,
            "http.response.status_code": status,
            "paillasse.request_id": request_id.get(),
        }
    )
    if status >= 500:
        span.failed(str(status))


def route_of(scope: Scope) -> str:
    """The pattern of the path, as in `/api/v1/jobs/{job_id}`; a fixed word where there is none."""
    path = getattr(scope.get("route"), "path", None)
    return path if isinstance(path, str) else _UNKNOWN
