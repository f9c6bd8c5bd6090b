"""Around every request: an id, a line in the log, the figures of Prometheus, and headers that browsers obey."""

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

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and note how it went."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
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


def route_of(scope: Scope) -> str:
    """The pattern of the path, as in `/api/v1/jobs/{job_id}`; a fixed word where there is none."""
    path = getattr(scope.get("route"), "path", None)
    return path if isinstance(path, str) else _UNKNOWN
