"""Access tokens for Vertex AI, by Google's application default credentials."""

from __future__ import annotations

import asyncio
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from paillasse.errors.models import EmbedderRejected, EmbedderUnreachable, ModelUnavailable

_SCOPE = "https://www.googleapis.com/auth/cloud-platform"


class GoogleToken:
    """Gives a token that is valid now, and asks for a new one shortly before it is not."""

    def __init__(self) -> None:
        if find_spec("google") is None or find_spec("google.auth") is None or find_spec("requests") is None:
            raise ModelUnavailable(
                "Google Cloud needs the package google-auth, which is not installed.",
                hint="Install `paillasse[vertexai]`, or choose another `embedder.provider`.",
            )
        self._credentials: Any = None

    async def __call__(self, *, fresh: bool = False) -> str:
        """The token; another one than before where `fresh` is wanted, since that was not accepted.

        Raises:
            EmbedderRejected: there are no credentials, or Google does not accept them.
            EmbedderUnreachable: Google cannot be reached.
        """
        return await asyncio.to_thread(self._token, fresh=fresh)

    def _token(self, *, fresh: bool) -> str:
        auth: Any = import_module("google.auth")
        errors: Any = import_module("google.auth.exceptions")
        transport: Any = import_module("google.auth.transport.requests")
        try:
            if self._credentials is None:
                self._credentials, _ = auth.default(scopes=[_SCOPE])
            if fresh or not self._credentials.valid:
                self._credentials.refresh(transport.Request())
        except errors.TransportError as error:
            raise EmbedderUnreachable("Google, which gives the access token, cannot be reached.") from error
        except errors.GoogleAuthError as error:
            raise EmbedderRejected(
                "There are no Google credentials that work.",
                hint="Run `gcloud auth application-default login`, or set GOOGLE_APPLICATION_CREDENTIALS.",
            ) from error
        return self._credentials.token
