"""The application: every router, and what stands around all of them."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from paillasse.api import problems
from paillasse.api.observing import Observed
from paillasse.api.routes import (
    account,
    administration,
    auth,
    documentation,
    drift,
    health,
    mcp,
    models,
    oidc,
    releases,
    rollout,
    system,
)
from paillasse.api.routes.asking import ask, predictions
from paillasse.api.routes.history import conversations, exchanges, feedback, golden_cases, usage
from paillasse.api.routes.jobs import jobs, uploads
from paillasse.api.routes.jobs.streams import Streams
from paillasse.api.routes.library import documents, lookup, pages, revisions
from paillasse.api.routes.openai import chat
from paillasse.api.web_app import BUILT, WebApp
from paillasse.service import Service

_LONGEST_BODY = 1 << 20
"""Bytes of a request; routes that take files have a limit of their own."""

_DESCRIPTION = """\
Answers questions from the manuals of laboratory equipment, every sentence with its quote and page.

Sign in with `POST /api/v1/auth/sign-in`, press **Authorize** and paste the access token. A machine takes an API key
(`POST /api/v1/me/keys`) instead. Errors are problem details (RFC 9457) with a stable `code` and a `hint`.
"""


_ROUTES = (
    *(documentation, health, auth, oidc, account, administration, system),
    *(ask, predictions, chat, mcp),
    *(conversations, exchanges, feedback, golden_cases, usage),
    *(uploads, jobs, documents, pages, revisions, lookup),
    *(releases, rollout, models, drift),
)


def create_app(service: Service, stopping: Callable[[], bool] = lambda: False, web: Path = BUILT) -> FastAPI:
    """The API over an open service, which the caller closes, and the web app beside it.

    Args:
        service: what it answers with.
        stopping: whether the server was told to stop: streams end then by themselves.
        web: folder of the built web app.
    """
    app = described_app()
    app.router.default = WebApp(web)
    app.state.service = service
    app.state.streams = Streams(stopping)
    app.add_middleware(Observed, metrics=service.metrics, spans=service.spans)
    return app


def described_app() -> FastAPI:
    """The routes and their documentation alone: nothing can be asked of it."""
    app = FastAPI(
        title="Paillasse",
        summary="Cited, verified answers from the manuals of your laboratory equipment.",
        description=_DESCRIPTION,
        version=version("paillasse"),
        docs_url=None,
        redoc_url=None,
        openapi_url=documentation.SCHEMA,
        max_body_size=_LONGEST_BODY,
        redirect_slashes=False,
    )
    problems.register(app)
    for module in _ROUTES:
        app.include_router(module.router)
    documentation.mount_assets(app)
    _describe(app)
    return app


def _describe(app: FastAPI) -> None:
    """Tell OpenAPI how to sign in and what a problem is; which routes ask for it, they say themselves."""

    def openapi() -> dict[str, object]:
        if not app.openapi_schema:
            schema = get_openapi(
                title=app.title,
                version=app.version,
                summary=app.summary,
                description=app.description,
                routes=app.routes,
            )
            bearer = {"type": "http", "scheme": "bearer", "description": "Access token or API key."}
            components = schema.setdefault("components", {})
            components["securitySchemes"] = {"bearer": bearer}
            components.setdefault("schemas", {}).update(problems.schemas())
            app.openapi_schema = schema
        return app.openapi_schema

    app.openapi = openapi
