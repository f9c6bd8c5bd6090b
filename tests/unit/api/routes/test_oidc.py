from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from identity_provider import CLIENT_ID, CLIENT_SECRET, Provider, identity_provider, signed_in
from paillasse.access.types import Role
from paillasse.composition.accounts import OIDC_CALLBACK
from service_bench import BASE, ServiceBench

START = "/api/v1/auth/oidc/start"


@pytest.fixture
def provider() -> Iterator[Provider]:
    with identity_provider() as running:
        yield running


@pytest.fixture
def bench(provider: Provider, tmp_path: Path) -> ServiceBench:
    client = {"oidc_client_id": CLIENT_ID, "oidc_client_secret": CLIENT_SECRET, "public_url": "https://service.test"}
    return ServiceBench(tmp_path, where={"oidc_issuer": provider.url, **client})


async def test_a_browser_goes_and_comes_back_signed_in(provider: Provider, bench: ServiceBench) -> None:
    async with bench.client() as browser:
        assert (await browser.get("/api/v1/auth/options")).json()["identity_provider"] == "127.0.0.1"
        away = await browser.get(START, params={"next": "/ask?q=1"})
        assert (away.status_code, away.headers["cache-control"]) == (303, "no-store")
        cookie = away.headers["set-cookie"].lower()
        assert all(word in cookie for word in ("httponly", "samesite=lax", "path=/api/v1/auth/oidc", "max-age=600"))
        back = signed_in(away.headers["location"])
        (query,) = provider.codes.values()
        assert query["redirect_uri"] == f"https://service.test{OIDC_CALLBACK}"
        home = await browser.get(OIDC_CALLBACK, params=back)
        assert (home.status_code, home.headers["location"]) == (303, "/ask?q=1")
        assert (home.headers["cache-control"], home.content) == ("no-store", b"")
        cookies = home.headers.get_list("set-cookie")
        assert [cookie.split("=")[0] for cookie in cookies] == ["paillasse_refresh", "paillasse_sign_in"]
        assert list(browser.cookies) == ["paillasse_refresh"]
        tokens = (await browser.post("/api/v1/auth/refresh", json={})).json()
        me = await browser.get("/api/v1/me", headers={"Authorization": f"Bearer {tokens['access_token']}"})
        assert (me.json()["username"], me.json()["role"], me.json()["collections"]) == ("ada", "technician", [])
        again = await browser.get(OIDC_CALLBACK, params=back)
        assert (again.status_code, again.json()["code"]) == (401, "sign_in_refused")


async def test_over_tls_the_cookie_never_goes_without(bench: ServiceBench) -> None:
    async with bench.client() as browser:
        away = await browser.get(f"https://service.test{START}")
    assert "secure" in away.headers["set-cookie"].lower()


async def test_the_answer_of_another_browser_signs_nobody_in(bench: ServiceBench) -> None:
    async with bench.client() as thief, bench.client() as victim:
        await victim.get(START)
        back = signed_in((await thief.get(START)).headers["location"])
        forced = await victim.get(OIDC_CALLBACK, params=back)
        assert (forced.status_code, forced.json()["code"]) == (401, "sign_in_refused")
        assert "set-cookie" not in forced.headers
    async with bench.client() as stranger:
        assert (await stranger.get(OIDC_CALLBACK, params=back)).status_code == 401


async def test_nobody_is_sent_elsewhere(bench: ServiceBench) -> None:
    async with bench.client() as browser:
        for target in ("//evil.example.org", "https://evil.example.org", "/\\evil.example.org", "/\r\nX: y", ""):
            refused = await browser.get(f"{BASE}{START}?{urlencode({'next': target})}")
            assert (refused.status_code, refused.json()["code"]) == (422, "unsuitable_destination")
            assert "location" not in refused.headers


async def test_a_provider_that_is_down(provider: Provider, bench: ServiceBench) -> None:
    provider.status = {"/.well-known/openid-configuration": 502}
    await bench.user("marie", Role.ADMIN)
    async with bench.client("marie") as browser:
        away = await browser.get(START)
        assert (away.status_code, away.json()["code"]) == (503, "identity_provider_unavailable")
        assert away.headers["retry-after"]
        assert provider.url not in away.text
        assert (await browser.get("/api/v1/me")).status_code == 200


async def test_a_person_who_was_refused(bench: ServiceBench) -> None:
    async with bench.client() as browser:
        back = signed_in((await browser.get(START)).headers["location"])
        answer = {"error": "access_denied", "error_description": "<script>", "state": back["state"]}
        refused = await browser.get(OIDC_CALLBACK, params=answer)
    assert (refused.status_code, refused.json()["code"]) == (401, "sign_in_refused")
    assert "script" not in refused.text


async def test_where_no_provider_is_configured(tmp_path: Path) -> None:
    async with ServiceBench(tmp_path).client() as browser:
        for path in (START, OIDC_CALLBACK):
            missing = await browser.get(path)
            assert (missing.status_code, missing.json()["code"]) == (404, "no_identity_provider")
