"""Signing in, staying signed in, and out again."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import Request, Response

from paillasse.access.types import Role
from paillasse.api.deps import Address, Caller, ServiceOf
from paillasse.api.policy import PUBLIC, allows, router
from paillasse.api.problems import documented
from paillasse.api.schemas.accounts import NewPassword, RefreshToken, Setup, SignIn, SignInOptions, Tokens
from paillasse.api.session_cookie import PATH, forget, hand_over, presented

router = router("Sign-in", prefix=PATH)


@router.get("/options")
@allows(PUBLIC)
async def options(service: ServiceOf) -> SignInOptions:
    """What a page to sign in on must know."""
    federated = service.access.federated
    return SignInOptions(
        setup_needed=await service.access.accounts.setup_needed(),
        identity_provider=federated.provider_name if federated else None,
    )


@router.post("/setup", status_code=HTTPStatus.CREATED, responses=documented(HTTPStatus.FORBIDDEN))
@allows(PUBLIC)
async def set_up(body: Setup, request: Request, response: Response, service: ServiceOf, address: Address) -> Tokens:
    """Make the first administrator, with the token that the server printed when it started, and sign him in."""
    accounts, sessions = service.access.accounts, service.access.sessions
    user = await accounts.set_up(body.token, body.username, body.email, body.password, address)
    return hand_over(request, response, await sessions.start(user), in_cookie=body.in_cookie)


@router.post("/sign-in", responses=documented(HTTPStatus.UNAUTHORIZED, HTTPStatus.TOO_MANY_REQUESTS))
@allows(PUBLIC)
async def sign_in(body: SignIn, request: Request, response: Response, service: ServiceOf, address: Address) -> Tokens:
    """Sign in with a password."""
    pair = await service.access.sessions.sign_in(body.name, body.password, address)
    return hand_over(request, response, pair, in_cookie=body.in_cookie)


@router.post("/refresh", responses=documented(HTTPStatus.UNAUTHORIZED))
@allows(PUBLIC)
async def refresh(
    body: RefreshToken, request: Request, response: Response, service: ServiceOf, address: Address
) -> Tokens:
    """A new pair for a refresh token, which is used up. One that comes twice ends the session."""
    token, in_cookie = presented(request, body.refresh_token)
    pair = await service.access.sessions.refresh(token, address)
    return hand_over(request, response, pair, in_cookie=in_cookie)


@router.post("/sign-out", status_code=HTTPStatus.NO_CONTENT, responses=documented(HTTPStatus.UNAUTHORIZED))
@allows(PUBLIC)
async def sign_out(
    body: RefreshToken, request: Request, response: Response, service: ServiceOf, address: Address
) -> None:
    """End the session that a refresh token belongs to."""
    token, _ = presented(request, body.refresh_token)
    await service.access.sessions.sign_out(token, address)
    forget(response)


@router.put("/password", responses=documented(HTTPStatus.TOO_MANY_REQUESTS))
@allows(Role.TECHNICIAN)
async def change_password(
    body: NewPassword, caller: Caller, request: Request, response: Response, service: ServiceOf, address: Address
) -> Tokens:
    """Replace one's own password. Every other session ends; this one goes on with the tokens returned."""
    pair = await service.access.sessions.change_password(caller, body.present, body.new, address)
    return hand_over(request, response, pair, in_cookie=body.in_cookie)
