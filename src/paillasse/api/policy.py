"""Who may call what. A route without a policy cannot be made, and a policy is asked before the body is read."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

from fastapi import APIRouter, Request, Response
from fastapi.routing import APIRoute

from paillasse.access.errors import NotSignedIn
from paillasse.access.membership import require
from paillasse.access.types import Identity, Role
from paillasse.api.once import HEADER, once
from paillasse.api.problems import expected
from paillasse.service import Service

PUBLIC = None
"""Anybody may call it, signed in or not: who he is is not looked at."""

Endpoint = TypeVar("Endpoint", bound=Callable[..., object])

_ATTRIBUTE = "paillasse_policy"


@dataclass(frozen=True, slots=True)
class Policy:
    """What it takes to call a route."""

    role: Role | None
    """The least role; None for anybody."""
    streams: bool = False
    """The endpoint reads the body itself, piece by piece: no idempotency key tells one body from another."""

    async def admit(self, request: Request) -> Identity | None:
        """Who is asking, when he may; None where nobody is asked.

        Raises:
            Forbidden: the role does not suffice.
            NotSignedIn: there is no token or API key, or it is not good.
        """
        if self.role is None:
            return None
        service: Service = request.app.state.service
        identity = await service.access.identify(bearer(request), request.client.host if request.client else "")
        require(identity, self.role)
        return identity


def allows(role: Role | None, *, streams: bool = False) -> Callable[[Endpoint], Endpoint]:
    """Say who may call an endpoint: this role and those above it, or `PUBLIC`. Stands under the route's decorator."""

    def mark(endpoint: Endpoint) -> Endpoint:
        setattr(endpoint, _ATTRIBUTE, Policy(role, streams))
        return endpoint

    return mark


def bearer(request: Request) -> str:
    """The access token or API key of a request.

    Raises:
        NotSignedIn: there is none.
    """
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise NotSignedIn("This needs an access token or an API key.", hint="Send `Authorization: Bearer …`.")
    return token.strip()


class GuardedRoute(APIRoute):
    """A route that asks its policy first and tells OpenAPI what follows from it."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        self.policy: Policy = getattr(endpoint, _ATTRIBUTE, None) or _missing(endpoint)
        guarded = self.policy.role is not None
        usual = expected(options.get("methods") or ("GET",), path, guarded=guarded)
        options["responses"] = usual | (options.get("responses") or {})
        if guarded:
            options["openapi_extra"] = {"security": [{"bearer": []}]} | (options.get("openapi_extra") or {})
        super().__init__(path, endpoint, **options)

    @property
    def _repeatable(self) -> bool:
        return "POST" in (self.methods or ()) and not self.policy.streams

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """FastAPI reads the body first and then asks dependencies: so this stands before both."""
        handle = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            request.state.identity = identity = await self.policy.admit(request)
            if identity is not None and self._repeatable and HEADER in request.headers:
                return await once(request, identity, handle)
            return await handle(request)

        return guarded


def router(tag: str, **options: Any) -> APIRouter:
    """A router of guarded routes, under one heading of the documentation."""
    return APIRouter(tags=[tag], route_class=GuardedRoute, **options)


def _missing(endpoint: Callable[..., Any]) -> Policy:
    raise TypeError(f"{endpoint.__module__}.{endpoint.__qualname__} says not who may call it: add @allows(…).")
