from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta

import jwt
import pytest

from access_stores import PASSWORD, SECRET
from paillasse.access.types import COMMAND_LINE, Role
from service_bench import ServiceBench

COOKIE = "paillasse_refresh"


async def test_the_first_administrator_sets_up_the_server_once(bench: ServiceBench) -> None:
    body = {"token": await bench.access.accounts.setup_token(), "username": "ada", "email": "ada@example.org"}
    async with bench.client() as client:
        options = (await client.get("/api/v1/auth/options")).json()
        assert options == {"setup_needed": True, "identity_provider": None}
        assert (await client.post("/api/v1/auth/setup", json=body | {"password": "short"})).status_code == 422
        made = await client.post("/api/v1/auth/setup", json=body | {"password": PASSWORD})
        assert made.status_code == 201
        bearer = {"Authorization": f"Bearer {made.json()['access_token']}"}
        me = (await client.get("/api/v1/me", headers=bearer)).json()
        assert (me["username"], me["role"], me["collections"], me["by_key"]) == ("ada", "admin", ["default"], False)
        again = await client.post("/api/v1/auth/setup", json=body | {"username": "eve", "password": PASSWORD})
        assert (again.status_code, again.json()["code"]) == (403, "setup_refused")
        assert (await client.get("/api/v1/auth/options")).json()["setup_needed"] is False


async def test_signing_in_and_staying_signed_in(bench: ServiceBench) -> None:
    await bench.user("marie")
    async with bench.client() as client:
        first = (await client.post("/api/v1/auth/sign-in", json={"name": "MARIE", "password": PASSWORD})).json()
        second = await client.post("/api/v1/auth/refresh", json={"refresh_token": first["refresh_token"]})
        assert second.headers["cache-control"] == "no-store"
        assert "set-cookie" not in second.headers
        bearer = {"Authorization": f"Bearer {second.json()['access_token']}"}
        assert (await client.get("/api/v1/me", headers=bearer)).status_code == 200


async def test_a_browser_keeps_its_refresh_token_where_no_script_reads_it(bench: ServiceBench) -> None:
    await bench.user("marie")
    async with bench.client() as client:
        body = {"name": "marie", "password": PASSWORD, "in_cookie": True}
        response = await client.post("/api/v1/auth/sign-in", json=body)
        assert response.json()["refresh_token"] == ""
        cookie = response.headers["set-cookie"].lower()
        assert all(word in cookie for word in ("httponly", "samesite=strict", "path=/api/v1/auth"))
        first = client.cookies[COOKIE]
        assert (await client.post("/api/v1/auth/refresh", json={})).json()["refresh_token"] == ""
        assert client.cookies[COOKIE] != first
        assert (await client.post("/api/v1/auth/sign-out", json={})).status_code == 204
        assert COOKIE not in client.cookies
        assert (await client.post("/api/v1/auth/refresh", json={})).status_code == 401


async def test_over_tls_the_cookie_never_goes_without(bench: ServiceBench) -> None:
    await bench.user("marie")
    async with bench.client() as client:
        body = {"name": "marie", "password": PASSWORD, "in_cookie": True}
        response = await client.post("https://service.test/api/v1/auth/sign-in", json=body)
    assert "secure" in response.headers["set-cookie"].lower()


async def test_a_stolen_refresh_token_ends_the_session_of_the_thief_too(bench: ServiceBench) -> None:
    await bench.user("marie")
    async with bench.client() as client:
        stolen = (await client.post("/api/v1/auth/sign-in", json={"name": "marie", "password": PASSWORD})).json()
        new = (await client.post("/api/v1/auth/refresh", json={"refresh_token": stolen["refresh_token"]})).json()
        bench.clock.pass_by(minutes=5)
        reused = await client.post("/api/v1/auth/refresh", json={"refresh_token": stolen["refresh_token"]})
        assert (reused.status_code, reused.json()["code"]) == (401, "not_signed_in")
        dead = await client.post("/api/v1/auth/refresh", json={"refresh_token": new["refresh_token"]})
        assert dead.status_code == 401


async def test_wrong_passwords_are_counted_by_address(bench: ServiceBench) -> None:
    await bench.user("marie")
    async with bench.client() as client:
        body = {"name": "marie", "password": "wrong"}
        codes = [(await client.post("/api/v1/auth/sign-in", json=body)).status_code for _ in range(11)]
        assert codes == [401] * 10 + [429]
        held = await client.post("/api/v1/auth/sign-in", json=body)
        assert int(held.headers["retry-after"]) > 60
        unknown = await client.post("/api/v1/auth/sign-in", json={"name": "nobody", "password": "wrong"})
        assert (unknown.status_code, unknown.json()["detail"]) == (401, "The name or the password is wrong.")


async def test_changing_the_password_ends_the_other_sessions(bench: ServiceBench) -> None:
    await bench.user("marie")
    async with bench.client("marie") as client:
        wrong = await client.put("/api/v1/auth/password", json={"present": "wrong", "new": PASSWORD + "!"})
        assert (wrong.status_code, wrong.json()["code"]) == (401, "wrong_credentials")
        changed = await client.put("/api/v1/auth/password", json={"present": PASSWORD, "new": PASSWORD + "!"})
        assert changed.status_code == 200
        assert (await client.get("/api/v1/me")).status_code == 401
        bearer = {"Authorization": f"Bearer {changed.json()['access_token']}"}
        assert (await client.get("/api/v1/me", headers=bearer)).status_code == 200


def part(value: object) -> str:
    return urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


CLAIMS = {"iss": "paillasse", "aud": "paillasse-api", "role": "admin", "generation": 0, "jti": "1"}
"""What a good token says, but for whom and how long."""


@pytest.mark.parametrize(
    ("attack", "changes"),
    [
        ("none", {}),
        ("another secret", {}),
        ("another algorithm", {}),
        ("expired", {"exp": datetime.now(UTC) - timedelta(hours=1)}),
        ("another audience", {"aud": "another-service"}),
        ("another issuer", {"iss": "somebody"}),
        ("unknown user", {"sub": "nobody"}),
        ("an older generation", {"generation": -1}),
        ("no expiry", {"exp": None}),
    ],
)
async def test_forged_tokens(bench: ServiceBench, attack: str, changes: dict[str, object]) -> None:
    user_id = await bench.user("marie", Role.ADMIN)
    now = datetime.now(UTC)
    claims = CLAIMS | {"sub": user_id, "iat": now, "exp": now + timedelta(minutes=5)}
    good = jwt.encode(claims, SECRET, "HS256")
    claims = {name: value for name, value in (claims | changes).items() if value is not None}
    forged = {
        "none": f"{part({'alg': 'none', 'typ': 'JWT'})}.{good.split('.')[1]}.",
        "another secret": jwt.encode(claims, "another secret that is also long enough", "HS256"),
        "another algorithm": jwt.encode(claims, SECRET.ljust(64, "x"), "HS512"),
    }.get(attack) or jwt.encode(claims, SECRET, "HS256")
    async with bench.client() as client:
        assert (await client.get("/api/v1/me", headers={"Authorization": f"Bearer {good}"})).status_code == 200
        response = await client.get("/api/v1/me", headers={"Authorization": f"Bearer {forged}"})
    assert (response.status_code, response.json()["code"]) == (401, "not_signed_in")


async def test_a_refresh_token_is_no_access_token(bench: ServiceBench) -> None:
    await bench.user("marie")
    pair = await bench.access.sessions.sign_in("marie", PASSWORD, "")
    async with bench.client() as client:
        for token in (pair.refresh_token, f"plk_{pair.refresh_token}"):
            response = await client.get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})
            assert response.status_code == 401


async def test_a_suspended_user_stays_out(bench: ServiceBench) -> None:
    user_id = await bench.user("marie")
    pair = await bench.access.sessions.sign_in("marie", PASSWORD, "")
    await bench.access.accounts.suspend(COMMAND_LINE, user_id)
    async with bench.client() as client:
        wrong = await client.post("/api/v1/auth/sign-in", json={"name": "marie", "password": PASSWORD})
        assert (wrong.status_code, wrong.json()["code"]) == (401, "wrong_credentials")
        refreshed = await client.post("/api/v1/auth/refresh", json={"refresh_token": pair.refresh_token})
        assert refreshed.status_code == 401
