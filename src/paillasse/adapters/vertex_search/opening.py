"""From settings to a deployed index."""

from __future__ import annotations

from paillasse.adapters.embedding.remote.google_token import GoogleToken
from paillasse.adapters.vertex_search.connection import Token, VectorSearch
from paillasse.errors.models import EmbedderUnreachable, ModelUnavailable
from paillasse.errors.root import InvalidConfiguration
from paillasse.errors.storage import IndexRejected, IndexUnreachable
from paillasse.settings import Settings


def connect(settings: Settings) -> VectorSearch:
    """The deployed index of the settings; nothing is sent yet.

    Raises:
        InvalidConfiguration: the setting names none, or what fetches credentials is not installed.
    """
    return VectorSearch(settings.vector_search, _google_token(), settings.google_url)


def _google_token() -> Token:
    """Google's credentials, whose failures are told as those of an index."""
    try:
        token = GoogleToken()
    except ModelUnavailable as error:
        raise InvalidConfiguration(str(error), hint="Install `paillasse[vertexai]`.") from error

    async def shown(*, fresh: bool = False) -> str:
        try:
            return await token(fresh=fresh)
        except EmbedderUnreachable as error:
            raise IndexUnreachable(str(error), hint=error.hint) from error
        except ModelUnavailable as error:
            raise IndexRejected(str(error), hint=error.hint) from error

    return shown
