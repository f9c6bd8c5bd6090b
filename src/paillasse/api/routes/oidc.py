"""Signing in at an identity provider: a browser goes there and comes back."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import RedirectResponse

from paillasse.access.credentials.attempt_tickets import TICKET_LIFE
from paillasse.access.errors import NoIdentityProvider
from paillasse.access.federation.sign_in import FederatedSignIn
from paillasse.api.deps import Address, ServiceOf
from paillasse.api.policy import PUBLIC, allows, router
from paillasse.api.problems import documented
from paillasse.api.session_cookie import PATH, hand_over, over_tls
from paillasse.service import Service

_TICKET = "paillasse_sign_in"

_PATH = f"{PATH}/oidc"
_REFUSALS = documented(HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT, HTTPStatus.TOO_MANY_REQUESTS)

router = router("Sign-in", prefix=_PATH)

Destination = Annotated[str, Query(alias="next", description="Path here to go on at.", examples=["/ask"])]


@router.get("/start", status_code=HTTPStatus.SEE_OTHER, response_class=RedirectResponse, responses=_REFUSALS)
@allows(PUBLIC)
async def start(request: Request, service: ServiceOf, destination: Destination = "/") -> RedirectResponse:
    """Send the browser to the identity provider. It keeps a cookie until it comes back, for ten minutes at most."""
    url, ticket = await _federated(service).begin(destination)
    response = RedirectResponse(url, HTTPStatus.SEE_OTHER)
    response.set_cookie(
        _TICKET,
        ticket,
        max_age=int(TICKET_LIFE.total_seconds()),
        path=_PATH,
        secure=over_tls(request),
        httponly=True,
        samesite="lax",  # it has to come along when the provider sends the browser back
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@router.get("/callback", status_code=HTTPStatus.SEE_OTHER, response_class=RedirectResponse, responses=_REFUSALS)
@allows(PUBLIC)
async def callback(request: Request, service: ServiceOf, address: Address) -> RedirectResponse:
    """Where the identity provider sends the browser back to: starts a session, whose refresh token is a cookie."""
    ticket = request.cookies.get(_TICKET, "")
    pair, destination = await _federated(service).finish(ticket, request.query_params, address)
    response = RedirectResponse(destination, HTTPStatus.SEE_OTHER)
    hand_over(request, response, pair, in_cookie=True)
    response.delete_cookie(_TICKET, path=_PATH)
    return response


def _federated(service: Service) -> FederatedSignIn:
    if service.access.federated is None:
        raise NoIdentityProvider("No identity provider is configured.")
    return service.access.federated
