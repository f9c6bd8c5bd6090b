from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from access_stores import Clock, access
from identity_provider import CLIENT_ID, CLIENT_SECRET, Provider, identity_provider, signed_in
from paillasse.access.credentials.limits import PER_ADDRESS
from paillasse.access.errors import (
    IdentityProviderUnavailable,
    NotSignedIn,
    SignInRefused,
    TooManyAttempts,
    UnsuitableDestination,
)
from paillasse.access.federation.sign_in import FederatedSignIn
from paillasse.access.types import COMMAND_LINE, Action
from paillasse.composition.accounts import Access, AccessStores

HOME = "192.0.2.7"


@pytest.fixture
def provider() -> Iterator[Provider]:
    with identity_provider() as running:
        yield running


@pytest.fixture
def everything(provider: Provider, stores: AccessStores, tmp_path: Path) -> Access:
    where: dict[str, Any] = {"oidc_issuer": provider.url, "public_url": "https://manuals.example.org/"}
    client = {"oidc_client_id": CLIENT_ID, "oidc_client_secret": CLIENT_SECRET}
    return access(stores, Clock(datetime.now(UTC)), tmp_path, **where, **client)


@pytest.fixture
def sign_in(everything: Access) -> FederatedSignIn:
    assert everything.federated is not None
    return everything.federated


async def test_from_the_first_click_to_a_session(
    provider: Provider, everything: Access, sign_in: FederatedSignIn
) -> None:
    url, ticket = await sign_in.begin("/ask?q=E-203#top")
    back = signed_in(url)
    (query,) = provider.codes.values()
    assert query["redirect_uri"] == "https://manuals.example.org/api/v1/auth/oidc/callback"
    pair, destination = await sign_in.finish(ticket, back, HOME)
    assert destination == "/ask?q=E-203#top"
    ada = await everything.sessions.authenticate(pair.access_token)
    assert ada.username == "ada"
    assert (await everything.sessions.refresh(pair.refresh_token, HOME)).access_token
    latest = (await everything.audit.list(1))[0]
    assert (latest.action, latest.actor, latest.network, latest.outcome) == (
        Action.SIGN_IN,
        ada.user_id,
        "192.0.2.0/24",
        "done",
    )


async def test_what_no_browser_of_ours_sends_is_not_written_down(
    provider: Provider, everything: Access, sign_in: FederatedSignIn
) -> None:
    for ticket in ("", "forged"):
        for _ in range(PER_ADDRESS + 1):
            with pytest.raises(SignInRefused):
                await sign_in.finish(ticket, {}, HOME)
    assert list(await everything.audit.list(9)) == []
    assert provider.asked == []


async def test_one_ticket_is_not_tried_without_end(
    provider: Provider, everything: Access, sign_in: FederatedSignIn
) -> None:
    url, ticket = await sign_in.begin("/")
    back = signed_in(url) | {"code": "guessed"}
    for _ in range(PER_ADDRESS):
        with pytest.raises(SignInRefused):
            await sign_in.finish(ticket, back, HOME)
    asked = len(provider.asked)
    for _ in range(3):
        with pytest.raises(TooManyAttempts):
            await sign_in.finish(ticket, back, HOME)
    assert len(provider.asked) == asked
    outcomes = [entry.outcome for entry in await everything.audit.list(PER_ADDRESS + 9)]
    assert outcomes == ["too_many_attempts"] + ["sign_in_refused"] * PER_ADDRESS
    url, ticket = await sign_in.begin("/")
    pair, _ = await sign_in.finish(ticket, signed_in(url), "198.51.100.1")
    assert pair.access_token


async def test_those_who_pass_do_not_count(everything: Access, sign_in: FederatedSignIn) -> None:
    for _ in range(PER_ADDRESS + 1):
        url, ticket = await sign_in.begin("/")
        pair, _ = await sign_in.finish(ticket, signed_in(url), HOME)
        assert pair.access_token


async def test_two_attempts_share_nothing(sign_in: FederatedSignIn) -> None:
    (one, _), (two, _) = await sign_in.begin("/"), await sign_in.begin("/")
    first, second = signed_in(one), signed_in(two)
    assert len({first["state"], second["state"]}) == 2
    assert min(len(first["state"]), len(second["state"])) >= 43


async def test_an_answer_counts_once(everything: Access, sign_in: FederatedSignIn) -> None:
    url, ticket = await sign_in.begin("/")
    back = signed_in(url)
    await sign_in.finish(ticket, back, HOME)
    with pytest.raises(SignInRefused):
        await sign_in.finish(ticket, back, HOME)
    latest = (await everything.audit.list(1))[0]
    assert (latest.actor, latest.target, latest.outcome) == ("", "", "sign_in_refused")


async def test_an_answer_belongs_to_the_browser_that_began(sign_in: FederatedSignIn) -> None:
    (url, _), (_, others) = await sign_in.begin("/"), await sign_in.begin("/")
    back = signed_in(url)
    for ticket in (others, "", "forged"):
        with pytest.raises(SignInRefused):
            await sign_in.finish(ticket, back, HOME)


@pytest.mark.parametrize(
    "changes",
    [
        {"state": ""},
        {"state": "é\udcff"},
        {"code": ""},
        {"code": "guessed"},
        {"error": "access_denied"},
        {"iss": "https://other.example.org"},
    ],
)
async def test_answers_that_do_not_pass(sign_in: FederatedSignIn, changes: dict[str, str]) -> None:
    url, ticket = await sign_in.begin("/")
    with pytest.raises(SignInRefused):
        await sign_in.finish(ticket, signed_in(url) | changes, HOME)


async def test_a_provider_that_names_itself_in_the_answer(provider: Provider, sign_in: FederatedSignIn) -> None:
    url, ticket = await sign_in.begin("/")
    pair, _ = await sign_in.finish(ticket, signed_in(url) | {"iss": provider.url}, HOME)
    assert pair.access_token


async def test_a_suspended_user_stays_out(everything: Access, sign_in: FederatedSignIn) -> None:
    url, ticket = await sign_in.begin("/")
    await sign_in.finish(ticket, signed_in(url), HOME)
    await everything.accounts.suspend(COMMAND_LINE, (await everything.accounts.find("ada")).id)
    url, ticket = await sign_in.begin("/")
    with pytest.raises(NotSignedIn):
        await sign_in.finish(ticket, signed_in(url), HOME)


async def test_a_provider_that_goes_away_meanwhile(provider: Provider, sign_in: FederatedSignIn) -> None:
    url, ticket = await sign_in.begin("/")
    back = signed_in(url)
    provider.status = {"/token": 503}
    with pytest.raises(IdentityProviderUnavailable):
        await sign_in.finish(ticket, back, HOME)


@pytest.mark.parametrize(
    "destination",
    [
        "",
        "ask",
        "//evil.example.org",
        "///evil.example.org",
        "/\\evil.example.org",
        "\\\\evil.example.org",
        "/\t/evil.example.org",
        "/\n/evil.example.org",
        "/ask\r\nSet-Cookie: a=b",
        "https://evil.example.org/",
        "javascript:alert(1)",
        " //evil.example.org",
        "/é",
        "/" + "x" * 1024,
    ],
)
async def test_nobody_is_sent_elsewhere(provider: Provider, sign_in: FederatedSignIn, destination: str) -> None:
    with pytest.raises(UnsuitableDestination):
        await sign_in.begin(destination)
    assert provider.asked == []
