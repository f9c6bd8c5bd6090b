"""Settings → identity provider."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from paillasse.adapters.oidc.exchange import is_private
from paillasse.adapters.oidc.provider import OidcProvider, Registration
from paillasse.errors.root import InvalidConfiguration
from paillasse.settings import Settings


def open_identity_provider(settings: Settings, callback: str, clock: Callable[[], datetime]) -> OidcProvider:
    """The provider that is configured; nothing is sent yet.

    Args:
        settings: with `oidc_issuer`.
        callback: path here that the provider sends browsers back to.
        clock: dates what was fetched, and judges tokens.

    Raises:
        InvalidConfiguration: something is missing, or would be sent in the clear.
    """
    for name, address in (("OIDC_ISSUER", settings.oidc_issuer), ("PUBLIC_URL", settings.public_url)):
        if not is_private(address):
            raise InvalidConfiguration(
                f"PAILLASSE_{name} is {address!r}.",
                hint="Signing in at an identity provider takes addresses that begin with https://.",
            )
    if not settings.oidc_client_id:
        raise InvalidConfiguration(
            "PAILLASSE_OIDC_CLIENT_ID is not set.",
            hint="Set it to the id that the identity provider gave this service.",
        )
    redirect_uri = settings.public_url.rstrip("/") + callback
    registration = Registration(settings.oidc_client_id, settings.oidc_client_secret.get_secret_value(), redirect_uri)
    return OidcProvider(settings.oidc_issuer, registration, settings.oidc_seconds, clock)
