"""One POST of JSON to an embedding server, its failures told apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from importlib import import_module
from time import time
from typing import Any

from paillasse.errors.models import (
    EmbedderBusy,
    EmbedderNonsense,
    EmbedderRejected,
    EmbedderUnreachable,
    ModelUnavailable,
)
from paillasse.errors.root import InvalidConfiguration

_CONNECT_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent."""

    url: str
    body: Mapping[str, object]
    headers: Mapping[str, str]


class Connection:
    """Keeps connections open between requests.

    No message repeats what a server said: that may hold a key.

    Args:
        seconds: longest wait for an answer.
    """

    def __init__(self, seconds: float) -> None:
        self._httpx: Any = import_module("httpx")  # loaded only where an embedding server is configured
        self._seconds = seconds
        self._client: Any = self._httpx.AsyncClient(timeout=self._httpx.Timeout(seconds, connect=_CONNECT_SECONDS))

    async def post(self, request: Request) -> bytes:
        """The body of the answer.

        Raises:
            EmbedderBusy: the server asks to wait.
            EmbedderRejected: it does not accept the key, the model or the texts.
            EmbedderUnreachable: no answer in time, or a failure on the server's side.
            InvalidConfiguration: the address is none.
        """
        try:
            answer = await self._client.post(request.url, json=request.body, headers=request.headers)
        except self._httpx.TimeoutException as error:
            raise EmbedderUnreachable(
                f"The embedding server at {request.url} did not answer within {self._seconds:g} s.",
                hint="Give it more time with PAILLASSE_EMBEDDING_SECONDS, or less to do with embedder.batch_size.",
            ) from error
        except (self._httpx.InvalidURL, self._httpx.UnsupportedProtocol) as error:
            raise InvalidConfiguration(
                f"{request.url!r} is no address of an embedding server.",
                hint="An address begins with http:// or https://: look at the settings (PAILLASSE_…_URL).",
            ) from error
        except self._httpx.TransportError as error:
            raise EmbedderUnreachable(f"The embedding server at {request.url} cannot be reached.") from error
        except self._httpx.DecodingError as error:
            raise EmbedderNonsense(f"What the embedding server at {request.url} sent cannot be decoded.") from error
        if answer.status_code != 200:
            raise _failure(request.url, answer.status_code, answer.headers)
        return answer.content

    async def close(self) -> None:
        """Close every connection."""
        await self._client.aclose()


def _failure(url: str, status: int, headers: Mapping[str, str]) -> ModelUnavailable:
    told = f"(HTTP {status} from {url})"
    if status == 429:
        return EmbedderBusy(f"The embedding server asks to wait {told}.", retry_after=_seconds_to_wait(headers))
    if status in (408, 425) or status >= 500:
        wait = _seconds_to_wait(headers)
        return EmbedderUnreachable(f"The embedding server failed {told}.", retry_after=wait)
    if status in (401, 403):
        return EmbedderRejected(
            f"The embedding server does not accept the key {told}.", hint="Check the key in the settings."
        )
    if status == 404:
        return EmbedderRejected(
            f"The embedding server knows neither this address nor this model {told}.",
            hint="Check `embedder.name` in the pipeline configuration and the address in the settings; "
            "with Ollama, `ollama pull` fetches a model.",
        )
    return EmbedderRejected(f"The embedding server does not accept the request {told}.")


def _seconds_to_wait(headers: Mapping[str, str]) -> float | None:
    """What `Retry-After` says, a number of seconds or a date (RFC 9110, 10.2.3); None when it says nothing."""
    told = headers.get("retry-after", "")
    try:
        return max(0.0, float(told) if told.isdigit() else parsedate_to_datetime(told).timestamp() - time())
    except ValueError:
        return None
