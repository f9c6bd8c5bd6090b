"""Where a browser keeps its refresh token: a cookie that scripts cannot read and other sites cannot have sent."""

from __future__ import annotations

from fastapi import Request, Response

from paillasse.access.credentials.rotation import REFRESH_LIFE
from paillasse.access.errors import NotSignedIn
from paillasse.access.types import TokenPair
from paillasse.api.schemas.accounts import Tokens
from paillasse.service import Service

NAME = "paillasse_refresh"
PATH = "/api/v1/auth"


def hand_over(request: Request, response: Response, pair: TokenPair, *, in_cookie: bool) -> Tokens:
    """The tokens as the client wants them: the refresh token in the body, or as a cookie."""
    if in_cookie:
        response.set_cookie(
            NAME,
            pair.refresh_token,
            max_age=int(REFRESH_LIFE.total_seconds()),
            path=PATH,
            secure=over_tls(request),
            httponly=True,
            samesite="strict",
        )
    response.headers["Cache-Control"] = "no-store"
    return Tokens.of(pair, in_cookie=in_cookie)


def over_tls(request: Request) -> bool:
    """Whether browsers reach this server over TLS, at a proxy in front of it perhaps."""
    service: Service = request.app.state.service
    return "https" in {request.url.scheme, service.settings.public_url.partition(":")[0]}


def presented(request: Request, in_body: str) -> tuple[str, bool]:
    """The refresh token of a request, and whether it was in the cookie.

    Raises:
        NotSignedIn: there is none.
    """
    if in_body:
        return in_body, False
    kept = request.cookies.get(NAME, "")
    if not kept:
        raise NotSignedIn("There is no refresh token.")
    return kept, True


def forget(response: Response) -> None:
    """Remove the cookie."""
    response.delete_cookie(NAME, path=PATH)
