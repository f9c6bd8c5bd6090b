"""An OpenID Connect provider on this machine, and what goes wrong with one."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, unquote_plus, urlencode, urlsplit

import httpx
import jwt
from joserfc.jwk import ECKey, RSAKey

from local_http import QuietHandler, serving

CLIENT_ID = "paillasse-test"
CLIENT_SECRET = "not: a/real secret"  # noqa: S105 - of a provider that lives for one test

Claims = dict[str, Any]


@cache
def _first_key() -> RSAKey:
    """Making one takes a tenth of a second."""
    return RSAKey.generate_key(2048, {"kid": "one"})


@dataclass
class Provider:
    """What the provider says next."""

    url: str = ""
    key: RSAKey | ECKey = field(default_factory=_first_key)
    published: list[dict[str, Any]] | None = None
    """Keys it publishes, where those are others than the public half of `key`."""
    secret: str = CLIENT_SECRET
    discovery: dict[str, Any] = field(default_factory=dict[str, Any])
    """Changes to the discovery document."""
    person: Claims = field(default_factory=lambda: {"sub": "42", "preferred_username": "ada"})
    change: Callable[[Claims], Claims] = lambda claims: claims
    header: dict[str, Any] = field(default_factory=dict[str, Any])
    sign: Callable[[Claims], str] | None = None
    """Makes the ID token another way."""
    status: dict[str, int] = field(default_factory=dict[str, int])
    """Path → HTTP status it fails with."""
    raw: dict[str, bytes] = field(default_factory=dict[str, bytes])
    """Path → what it says instead."""
    slow: dict[str, float] = field(default_factory=dict[str, float])
    """Path → seconds between any two bytes of its answer."""
    asked: list[str] = field(default_factory=list[str])
    codes: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])
    closing: threading.Event = field(default_factory=threading.Event)

    def id_token(self, nonce: str) -> str:
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT_ID, "iat": now, "exp": now + 300, "nonce": nonce, **self.person}
        claims = self.change(claims)
        if self.sign is not None:
            return self.sign(claims)
        name = "ES256" if isinstance(self.key, ECKey) else "RS256"
        algorithm, key = jwt.get_algorithm_by_name(name), self.key.private_key
        header = {"alg": name, "kid": self.key.kid, **self.header}
        return compact(
            {k: v for k, v in header.items() if v is not None}, claims, lambda text: algorithm.sign(text, key)
        )

    def rotate(self, kid: str) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": kid})

    def document(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize?tenant=lab",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
            **self.discovery,
        }

    def keys(self) -> dict[str, Any]:
        return {"keys": [self.key.as_dict(private=False)] if self.published is None else self.published}

    def authorise(self, query: dict[str, str]) -> str:
        """Let the person pass, and the address that the browser is sent back to."""
        code = secrets.token_urlsafe(16)
        self.codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def redeem(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        if authorization.startswith("Basic "):
            plain = base64.b64decode(authorization.removeprefix("Basic ")).decode()
            client = [unquote_plus(part) for part in plain.split(":")]
        else:
            client = [form.get("client_id", ""), form.get("client_secret", "")]
        if client != [CLIENT_ID, self.secret]:
            return 401, {"error": "invalid_client"}
        query = self.codes.pop(form.get("code", ""), None)
        if query is None or form.get("redirect_uri") != query["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if (query["code_challenge_method"], query["code_challenge"]) != ("S256", _base64(digest)):
            return 400, {"error": "invalid_grant"}
        return 200, {"access_token": "opaque", "token_type": "Bearer", "id_token": self.id_token(query["nonce"])}


class _Handler(QuietHandler):
    provider: Provider

    def do_GET(self) -> None:  # noqa: N802 - the name is the base class's
        parts = urlsplit(self.path)
        self.provider.asked.append(parts.path)
        if parts.path == "/authorize":
            self._answer(302, {}, location=self.provider.authorise(dict(parse_qsl(parts.query))))
        elif parts.path == "/keys":
            self._answer(200, self.provider.keys())
        elif parts.path == "/.well-known/openid-configuration":
            self._answer(200, self.provider.document())
        else:
            self._answer(404, {})

    def do_POST(self) -> None:  # noqa: N802 - the name is the base class's
        self.provider.asked.append(self.path)
        form = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        self._answer(*self.provider.redeem(form, self.headers.get("Authorization", "")))

    def _answer(self, status: int, body: dict[str, Any], location: str = "") -> None:
        provider, path = self.provider, urlsplit(self.path).path
        content = provider.raw.get(path, json.dumps(body).encode())
        self.send_response(provider.status.get(path, status))
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        pause = provider.slow.get(path)
        if pause is None:
            self.wfile.write(content)
            return
        for byte in content:
            if provider.closing.wait(pause):
                return
            self.wfile.write(bytes([byte]))


@contextmanager
def identity_provider() -> Iterator[Provider]:
    """Serve until the block ends."""
    provider = Provider()
    with serving(type("Handler", (_Handler,), {"provider": provider})) as url:
        provider.url = url
        try:
            yield provider
        finally:
            provider.closing.set()


def compact(header: dict[str, Any], claims: Claims, sign: Callable[[bytes], bytes]) -> str:
    """A token with whatever header, signed whichever way."""
    parts = [_base64(json.dumps(part).encode()) for part in (header, claims)]
    return ".".join([*parts, _base64(sign(".".join(parts).encode()))])


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def signed_in(url: str) -> dict[str, str]:
    """Go where a browser is sent, and the query that it is sent back with."""
    answer = httpx.get(url, verify=False)  # noqa: S501 - of this machine; reading whom to trust takes longer
    assert answer.status_code == 302, answer.text
    return dict(parse_qsl(urlsplit(answer.headers["Location"]).query))
