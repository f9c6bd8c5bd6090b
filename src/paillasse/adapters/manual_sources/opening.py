"""From an address to a source."""

from __future__ import annotations

import re

from paillasse.adapters.embedding.remote.google_token import GoogleToken
from paillasse.adapters.manual_sources.announcements import Announcements
from paillasse.adapters.manual_sources.azure_blob import AzureBlob
from paillasse.adapters.manual_sources.azure_token import AzureToken
from paillasse.adapters.manual_sources.connection import Token
from paillasse.adapters.manual_sources.google_storage import GoogleStorage
from paillasse.errors.models import EmbedderUnreachable, ModelUnavailable
from paillasse.errors.sources import SourceAddressWrong, SourceRejected, SourceUnreachable
from paillasse.protocols.manual_sources import ManualSource

_GOOGLE = re.compile(r"gs://([a-z0-9][a-z0-9._-]{1,220}[a-z0-9])(?:/(.*))?", re.DOTALL)
_AZURE = re.compile(r"az://([a-z0-9]{3,24})/([a-z0-9$][a-z0-9-]{2,62})(?:/(.*))?", re.DOTALL)


def open_source(address: str) -> ManualSource:
    """The source at `gs://BUCKET/PREFIX` or `az://ACCOUNT/CONTAINER/PREFIX`; nothing is sent yet.

    Raises:
        SourceAddressWrong: it is neither.
        SourceRejected: what fetches credentials is not installed.
    """
    if google := _GOOGLE.fullmatch(address):
        return GoogleStorage(google[1], google[2] or "", _google_token())
    if azure := _AZURE.fullmatch(address):
        return AzureBlob(azure[1], azure[2], azure[3] or "", AzureToken())
    raise SourceAddressWrong(f"{address!r} is no address of a bucket or container.")


def open_announcements(subscription: str) -> Announcements:
    """What is announced in a Pub/Sub subscription; nothing is sent yet.

    Raises:
        SourceRejected: what fetches credentials is not installed.
    """
    return Announcements(subscription, _google_token())


def _google_token() -> Token:
    """Google's credentials, whose failures are told as those of a source."""
    try:
        token = GoogleToken()
    except ModelUnavailable as error:
        raise SourceRejected(str(error), hint="Install `paillasse[vertexai]`.") from error

    async def shown() -> str:
        try:
            return await token()
        except EmbedderUnreachable as error:
            raise SourceUnreachable(str(error)) from error
        except ModelUnavailable as error:
            raise SourceRejected(str(error)) from error

    return shown
