from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from joserfc.jwk import ECKey, OctKey, RSAKey

from access_stores import Clock
from identity_provider import CLIENT_ID, CLIENT_SECRET, Provider, compact, identity_provider, signed_in
from paillasse.access.errors import IdentityProviderError, IdentityProviderUnavailable, SignInRefused
from paillasse.access.types import SignInAttempt
from paillasse.adapters.oidc.provider import OidcProvider, Registration

ATTEMPT = SignInAttempt("state", "nonce", "v" * 43, "/")
HERE = "http://localhost:8080/api/v1/auth/oidc/callback"
DISCOVERY = "/.well-known/openid-configuration"
PATIENCE = 20.0
"""Seconds: a busy machine is no provider that is down."""


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime.now(UTC))


@pytest.fixture
def provider() -> Iterator[Provider]:
    with identity_provider() as running:
        yield running


@pytest.fixture
def oidc(provider: Provider, clock: Clock) -> OidcProvider:
    return OidcProvider(provider.url, Registration(CLIENT_ID, CLIENT_SECRET, HERE), PATIENCE, clock)


async def claims_of(oidc: OidcProvider, attempt: SignInAttempt = ATTEMPT) -> Any:
    back = signed_in(await oidc.authorization_url(attempt))
    return await oidc.redeem(attempt, back["code"])


async def test_the_address_asks_for_a_code_with_a_challenge(provider: Provider, oidc: OidcProvider) -> None:
    parts = urlsplit(await oidc.authorization_url(ATTEMPT))
    challenge = base64.urlsafe_b64encode(hashlib.sha256(b"v" * 43).digest()).rstrip(b"=").decode()
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{provider.url}/authorize"
    assert dict(parse_qsl(parts.query)) == {
        "tenant": "lab",
        "response_type": "code",
        "client_id": CLIENT_ID,
        "redirect_uri": HERE,
        "scope": "openid profile email",
        "state": "state",
        "nonce": "nonce",
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }


@pytest.mark.parametrize("key", [RSAKey.generate_key(2048, {"kid": "r"}), ECKey.generate_key("P-256", {"kid": "e"})])
async def test_a_good_token(provider: Provider, oidc: OidcProvider, key: RSAKey | ECKey) -> None:
    provider.key = key
    claims = await claims_of(oidc)
    assert (claims["iss"], claims["sub"], claims["preferred_username"]) == (provider.url, "42", "ada")


async def test_what_is_published_is_kept_for_an_hour(provider: Provider, oidc: OidcProvider, clock: Clock) -> None:
    await claims_of(oidc)
    await claims_of(oidc)
    assert (provider.asked.count(DISCOVERY), provider.asked.count("/keys")) == (1, 1)
    clock.pass_by(minutes=61)
    provider.change = lambda claims: {**claims, "iat": claims["iat"] + 3660, "exp": claims["exp"] + 3660}
    await claims_of(oidc)
    assert (provider.asked.count(DISCOVERY), provider.asked.count("/keys")) == (2, 2)


@pytest.mark.parametrize("kid", ["two", "one"])
async def test_a_new_key_is_fetched_when_it_is_met(provider: Provider, oidc: OidcProvider, kid: str) -> None:
    await claims_of(oidc)
    provider.rotate(kid)
    await claims_of(oidc)
    assert provider.asked.count("/keys") == 2


async def test_a_key_that_was_withdrawn_is_good_no_longer(provider: Provider, oidc: OidcProvider, clock: Clock) -> None:
    await claims_of(oidc)
    provider.published = [RSAKey.generate_key(2048, {"kid": "two"}).as_dict(private=False)]
    clock.pass_by(minutes=61)
    provider.change = lambda claims: {**claims, "iat": claims["iat"] + 3660, "exp": claims["exp"] + 3660}
    with pytest.raises(SignInRefused):
        await claims_of(oidc)


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://other.example.org"},
        {"aud": "another-service"},
        {"aud": []},
        {"aud": ["another-service", "third"], "azp": CLIENT_ID},
        {"aud": [CLIENT_ID, "another-service"]},
        {"aud": [CLIENT_ID, "another-service"], "azp": "another-service"},
        {"azp": "another-service"},
        {"nonce": "of another attempt"},
        {"nonce": None},
        {"exp": 1},
        {"exp": float("nan")},
        {"exp": "tomorrow"},
        {"iat": 4_000_000_000},
        {"nbf": 4_000_000_000},
        {"sub": 42},
        {"sub": None},
        {"at_hash": "of another access token"},
    ],
)
async def test_claims_that_are_not_for_us(provider: Provider, oidc: OidcProvider, changes: dict[str, Any]) -> None:
    provider.change = lambda claims: {**claims, **changes}
    with pytest.raises(SignInRefused):
        await claims_of(oidc)


@pytest.mark.parametrize("name", ["iss", "aud", "sub", "exp", "iat", "nonce"])
async def test_claims_that_have_to_be_there(provider: Provider, oidc: OidcProvider, name: str) -> None:
    provider.change = lambda claims: {key: claims[key] for key in claims if key != name}
    with pytest.raises(SignInRefused):
        await claims_of(oidc)


async def test_several_audiences_with_this_service_as_the_authorised_party(
    provider: Provider, oidc: OidcProvider
) -> None:
    provider.change = lambda claims: {**claims, "aud": [CLIENT_ID, "another-service"], "azp": CLIENT_ID}
    assert (await claims_of(oidc))["sub"] == "42"


def hmac_signed(claims: dict[str, Any], secret: bytes) -> str:
    return compact({"alg": "HS256", "kid": "one"}, claims, lambda text: hmac.digest(secret, text, "sha256"))


async def test_a_token_that_nobody_signed(provider: Provider, oidc: OidcProvider) -> None:
    for algorithm in ("none", "None", "NONE", "nOnE", ""):
        provider.sign = lambda claims, alg=algorithm: compact({"alg": alg, "kid": "one"}, claims, lambda _: b"")
        with pytest.raises(SignInRefused):
            await claims_of(oidc)


async def test_a_token_signed_with_the_public_key_as_a_secret(provider: Provider, oidc: OidcProvider) -> None:
    assert isinstance(provider.key, RSAKey)
    public = provider.key.as_pem(private=False)
    document = json.dumps(provider.key.as_dict(private=False)).encode()
    for secret in (public, public.strip(), document, CLIENT_SECRET.encode()):
        provider.sign = lambda claims, key=secret: hmac_signed(claims, key)
        with pytest.raises(SignInRefused):
            await claims_of(oidc)


async def test_a_secret_key_that_the_provider_publishes(provider: Provider, oidc: OidcProvider) -> None:
    secret = OctKey.generate_key(256, {"kid": "one"})
    provider.published = [secret.as_dict(private=True)]
    provider.sign = lambda claims: hmac_signed(claims, secret.raw_value)
    with pytest.raises(SignInRefused):
        await claims_of(oidc)


async def test_a_token_signed_with_another_key(provider: Provider, oidc: OidcProvider) -> None:
    published = provider.key.as_dict(private=False)
    provider.rotate("one")
    for header in ({}, {"kid": None}, {"kid": "../one"}, {"kid": 7}, {"jwk": provider.key.as_dict(private=False)}):
        provider.published, provider.header = [published], header
        with pytest.raises(SignInRefused):
            await claims_of(oidc)
    assert isinstance(provider.key, RSAKey)
    provider.header = {"jku": f"{provider.url}/others", "x5u": f"{provider.url}/others", "kid": "others"}
    with pytest.raises(SignInRefused):
        await claims_of(oidc)
    assert "/others" not in provider.asked


async def test_a_header_that_asks_for_what_is_not_known(provider: Provider, oidc: OidcProvider) -> None:
    provider.header = {"crit": ["exp"], "exp": 4_000_000_000}
    with pytest.raises(SignInRefused):
        await claims_of(oidc)
    provider.header = {"x5t": "thumbprint", "ver": "1.0"}
    assert (await claims_of(oidc))["sub"] == "42"


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60) | st.text("abcA.=_-{}", max_size=60))
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_anything_else_is_no_token(provider: Provider, oidc: OidcProvider, text: str) -> None:
    provider.sign = lambda _claims: text
    with pytest.raises(SignInRefused):
        await claims_of(oidc)


async def test_a_code_is_good_once_and_for_its_own_browser(provider: Provider, oidc: OidcProvider) -> None:
    back = signed_in(await oidc.authorization_url(ATTEMPT))
    await oidc.redeem(ATTEMPT, back["code"])
    with pytest.raises(SignInRefused):
        await oidc.redeem(ATTEMPT, back["code"])
    stolen = signed_in(await oidc.authorization_url(ATTEMPT))
    with pytest.raises(SignInRefused):
        await oidc.redeem(SignInAttempt("state", "nonce", "w" * 43, "/"), stolen["code"])


@pytest.mark.parametrize("methods", [["client_secret_post"], ["client_secret_basic", "client_secret_post"]])
async def test_the_secret_is_sent_as_the_provider_takes_it(
    provider: Provider, oidc: OidcProvider, methods: list[str]
) -> None:
    provider.discovery = {"token_endpoint_auth_methods_supported": methods}
    assert (await claims_of(oidc))["sub"] == "42"


async def test_a_public_client(provider: Provider, clock: Clock) -> None:
    provider.secret = ""
    oidc = OidcProvider(provider.url, Registration(CLIENT_ID, "", HERE), PATIENCE, clock)
    assert (await claims_of(oidc))["sub"] == "42"


async def test_a_wrong_secret_is_no_fault_of_who_signs_in(provider: Provider, oidc: OidcProvider) -> None:
    provider.secret = "another"  # noqa: S105 - see above
    with pytest.raises(IdentityProviderError, match="401") as caught:
        await claims_of(oidc)
    assert not isinstance(caught.value, IdentityProviderUnavailable)


async def test_a_provider_that_is_down(clock: Clock) -> None:
    with identity_provider() as gone:
        url = gone.url
    oidc = OidcProvider(url, Registration(CLIENT_ID, CLIENT_SECRET, HERE), PATIENCE, clock)
    with pytest.raises(IdentityProviderUnavailable):
        await oidc.authorization_url(ATTEMPT)


@pytest.mark.parametrize("path", [DISCOVERY, "/keys", "/token"])
async def test_a_provider_that_fails(provider: Provider, oidc: OidcProvider, path: str) -> None:
    for status in (408, 429, 500, 503):
        provider.status = {path: status}
        with pytest.raises(IdentityProviderUnavailable):
            await claims_of(oidc)
    provider.status = {}
    assert (await claims_of(oidc))["sub"] == "42"


@pytest.mark.parametrize("path", [DISCOVERY, "/keys", "/token"])
async def test_a_provider_that_is_slow(provider: Provider, clock: Clock, path: str) -> None:
    oidc = OidcProvider(provider.url, Registration(CLIENT_ID, CLIENT_SECRET, HERE), 0.5, clock)
    provider.slow = {path: 0.05}
    with pytest.raises(IdentityProviderUnavailable, match=r"within 0\.5 s"):
        await claims_of(oidc)


@pytest.mark.parametrize("path", [DISCOVERY, "/keys", "/token"])
@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'"text"', b"{}", b'{"keys": [{"kty": "RSA", "n": 1}]}'])
async def test_a_provider_that_talks_nonsense(provider: Provider, oidc: OidcProvider, path: str, body: bytes) -> None:
    provider.raw = {path: body}
    with pytest.raises(IdentityProviderError) as caught:
        await claims_of(oidc)
    assert not isinstance(caught.value, IdentityProviderUnavailable)


@pytest.mark.parametrize(
    "changes",
    [
        {"issuer": "https://other.example.org"},
        {"authorization_endpoint": "http://id.example.org/authorize"},
        {"token_endpoint": "http://id.example.org/token"},
        {"jwks_uri": "file:///etc/passwd"},
        {"jwks_uri": "https:///keys"},
        {"jwks_uri": None},
        {"token_endpoint": 7},
    ],
)
async def test_a_provider_that_cannot_be_trusted(
    provider: Provider, oidc: OidcProvider, changes: dict[str, Any]
) -> None:
    provider.discovery = changes
    with pytest.raises(IdentityProviderError):
        await claims_of(oidc)
    assert provider.asked == [DISCOVERY]


async def test_redirects_are_not_followed(provider: Provider, oidc: OidcProvider) -> None:
    provider.status = {DISCOVERY: 302}
    with pytest.raises(IdentityProviderError, match="302"):
        await oidc.authorization_url(ATTEMPT)
