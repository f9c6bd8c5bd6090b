from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from paillasse.adapters.oidc.exchange import is_private
from paillasse.adapters.oidc.opening import open_identity_provider
from paillasse.errors.root import InvalidConfiguration
from paillasse.settings import Settings

GOOD: dict[str, Any] = {
    "oidc_issuer": "https://id.example.org/realms/lab",
    "oidc_client_id": "paillasse",
    "public_url": "https://manuals.example.org",
}


def opened(**changes: Any) -> object:
    where = Settings(_env_file=None, **{**GOOD, **changes})
    return open_identity_provider(where, "/callback", lambda: datetime.now(UTC))


def test_a_complete_configuration() -> None:
    assert opened()
    assert opened(public_url="http://localhost:8080", oidc_issuer="http://[::1]:9000")


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"public_url": ""}, "PUBLIC_URL"),
        ({"public_url": "http://manuals.example.org"}, "PUBLIC_URL"),
        ({"oidc_issuer": "http://id.example.org"}, "OIDC_ISSUER"),
        ({"oidc_issuer": "id.example.org"}, "OIDC_ISSUER"),
        ({"oidc_client_id": ""}, "OIDC_CLIENT_ID"),
    ],
)
def test_what_is_missing_or_in_the_clear_is_named(changes: dict[str, str], name: str) -> None:
    with pytest.raises(InvalidConfiguration, match=name):
        opened(**changes)


@pytest.mark.parametrize(
    "url", ["https://a\x00b/", "https:///path", "", "ftp://localhost/", "http://localhost.evil.org/"]
)
def test_addresses_that_are_not_private(url: str) -> None:
    assert not is_private(url)
