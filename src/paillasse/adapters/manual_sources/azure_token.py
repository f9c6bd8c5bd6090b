"""Access tokens for Azure Storage: of a managed identity, or of whom `az login` signed in."""

from __future__ import annotations

import asyncio
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from paillasse.errors.sources import SourceRejected

_SCOPE = "https://storage.azure.com/.default"


class AzureToken:
    """Gives a token that is valid now; the library keeps it, and fetches the next one before it ends."""

    def __init__(self) -> None:
        if find_spec("azure") is None or find_spec("azure.identity") is None:
            raise SourceRejected(
                "Azure needs the package azure-identity, which is not installed.", hint="Install `paillasse[azure]`."
            )
        self._credential: Any = None

    async def __call__(self) -> str:
        """The token.

        Raises:
            SourceRejected: there is no identity, or Azure does not accept it.
        """
        return await asyncio.to_thread(self._token)

    def _token(self) -> str:
        identity: Any = import_module("azure.identity")
        errors: Any = import_module("azure.core.exceptions")
        if self._credential is None:
            self._credential = identity.DefaultAzureCredential(exclude_interactive_browser_credential=True)
        try:
            return self._credential.get_token(_SCOPE).token
        except errors.ClientAuthenticationError as error:
            raise SourceRejected("There is no Azure identity that works.") from error
