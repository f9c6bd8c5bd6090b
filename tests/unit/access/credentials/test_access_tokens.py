from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from access_stores import SECRET, Clock, user
from paillasse.access.credentials.access_tokens import ACCESS_LIFE, AccessTokens
from paillasse.access.errors import NotSignedIn
from paillasse.access.types import Role

KEY = SECRET.encode()
ADA = user("ada", Role.EXPERT, token_generation=7)


def tokens(**ago: float) -> AccessTokens:
    return AccessTokens(KEY, Clock(datetime.now(UTC) - timedelta(**ago)))


def claims(**changed: Any) -> dict[str, Any]:
    """What a good token says, with changes; None leaves a claim out."""
    good = jwt.decode(tokens().issue(ADA), options={"verify_signature": False})
    return {name: value for name, value in {**good, **changed}.items() if value is not None}


def signed(payload: Mapping[str, Any], key: bytes = KEY, algorithm: str = "HS256", **headers: Any) -> str:
    return jwt.encode(dict(payload), key, algorithm=algorithm, headers=headers or None)


def unsigned(payload: Mapping[str, Any]) -> str:
    parts = ({"alg": "none", "typ": "JWT"}, payload)
    return ".".join(base64.urlsafe_b64encode(json.dumps(p).encode()).decode().rstrip("=") for p in parts) + "."


def test_what_a_token_says() -> None:
    said = claims()
    assert said.keys() == {"iss", "aud", "sub", "role", "generation", "jti", "iat", "exp"}
    assert (said["sub"], said["role"], said["generation"]) == ("ada", "expert", 7)
    assert said["exp"] - said["iat"] == ACCESS_LIFE.total_seconds() == 900
    assert claims()["jti"] != said["jti"]
    assert tokens().verify(signed(said)) == ("ada", 7)


def test_it_ends_after_a_quarter_of_an_hour() -> None:
    assert tokens().verify(tokens(minutes=15, seconds=15).issue(ADA))
    with pytest.raises(NotSignedIn):
        tokens().verify(tokens(minutes=15, seconds=40).issue(ADA))


@pytest.mark.parametrize(
    "token",
    [
        "",
        "a.b.c",
        "é" * 20,
        "\ud800",
        unsigned(claims()),
        unsigned(claims()) + "x",
        signed(claims(), b"another secret that is also long enough"),
        signed(claims(), KEY + b"0" * 32, "HS384"),
        signed(claims(), KEY + b"0" * 32, "HS512"),
        signed(claims(), KEY + b"0" * 32, "HS512", alg="HS256"),
        signed(claims(aud="another-api")),
        signed(claims(iss="another")),
        signed(claims(iat=datetime.now(UTC) + timedelta(days=1))),  # still to come when the whole suite has run
        signed(claims(nbf=datetime.now(UTC) + timedelta(days=1))),
        *(signed(claims(**{name: None})) for name in claims()),
    ],
)
def test_anything_else_is_refused(token: str) -> None:
    with pytest.raises(NotSignedIn):
        tokens().verify(token)


@given(st.text(max_size=200))
def test_no_text_is_a_token(text: str) -> None:
    with pytest.raises(NotSignedIn):
        tokens().verify(text)


@given(st.integers(min_value=0), st.sampled_from("AQgw_-9z"))
def test_no_token_survives_a_change(place: int, letter: str) -> None:
    good = tokens().issue(ADA)
    place %= good.rindex(".")  # the last letter of a signature has bits that do not count
    changed = good[:place] + letter + good[place + 1 :]
    if changed != good:
        with pytest.raises(NotSignedIn):
            tokens().verify(changed)
