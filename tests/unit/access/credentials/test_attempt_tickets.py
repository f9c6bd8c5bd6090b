from __future__ import annotations

from datetime import UTC, datetime, timedelta

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from access_stores import Clock, user
from paillasse.access.credentials.access_tokens import AccessTokens
from paillasse.access.credentials.attempt_tickets import TICKET_LIFE, AttemptTickets
from paillasse.access.errors import NotSignedIn, SignInRefused
from paillasse.access.types import SignInAttempt

SECRET = b"0123456789abcdefghijklmnopqrstuv"
ATTEMPT = SignInAttempt("state", "nonce", "verifier", "/ask?q=1")


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime.now(UTC))


@pytest.fixture
def tickets(clock: Clock) -> AttemptTickets:
    return AttemptTickets(SECRET, clock)


def test_an_attempt_comes_back_as_it_was(tickets: AttemptTickets) -> None:
    assert tickets.open(tickets.seal(ATTEMPT)) == ATTEMPT


def test_a_ticket_ends(clock: Clock, tickets: AttemptTickets) -> None:
    clock.now -= TICKET_LIFE - timedelta(seconds=30)
    ticket = tickets.seal(ATTEMPT)
    assert tickets.open(ticket) == ATTEMPT
    clock.pass_by(seconds=-31)
    with pytest.raises(SignInRefused):
        tickets.open(tickets.seal(ATTEMPT))


def test_neither_token_passes_for_the_other(clock: Clock, tickets: AttemptTickets) -> None:
    tokens = AccessTokens(SECRET, clock)
    with pytest.raises(SignInRefused):
        tickets.open(tokens.issue(user("ada")))
    with pytest.raises(NotSignedIn):
        tokens.verify(tickets.seal(ATTEMPT))


def test_forged_tickets(clock: Clock, tickets: AttemptTickets) -> None:
    claims = {"aud": "paillasse-sign-in", "exp": clock() + TICKET_LIFE, "state": "", "nonce": "", "verifier": ""}
    claims["destination"] = "/"
    assert tickets.open(jwt.encode(claims, SECRET, "HS256")).destination == "/"
    for forged in (
        jwt.encode(claims, SECRET[::-1], "HS256"),
        jwt.encode(claims, "", "none"),
        jwt.encode({**claims, "aud": "paillasse-api"}, SECRET, "HS256"),
        jwt.encode({name: claims[name] for name in claims if name != "exp"}, SECRET, "HS256"),
        jwt.encode({name: claims[name] for name in claims if name != "nonce"}, SECRET, "HS256"),
        tickets.seal(ATTEMPT)[:-2],
    ):
        with pytest.raises(SignInRefused):
            tickets.open(forged)


@given(st.text())
def test_anything_else_is_no_ticket(text: str) -> None:
    with pytest.raises(SignInRefused):
        AttemptTickets(SECRET, lambda: datetime.now(UTC)).open(text)
