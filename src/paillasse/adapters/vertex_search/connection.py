"""Requests to Vertex AI Vector Search by its REST API, their failures told apart. No message repeats what it said.

An index is written and described at the address of the region, and asked at one of its own: the public domain of the
index endpoint it is deployed to. Endpoints without one, in a private network, speak gRPC only.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeVar

import httpx
from pydantic import BaseModel, ValidationError

from paillasse.adapters.vertex_search.answers import Datapoint, Deployment, Found, IndexDescription, Neighbor, Read
from paillasse.errors.root import InvalidConfiguration
from paillasse.errors.storage import IndexRejected, IndexUnreachable

_PLACE = re.compile(r"(projects/[^/]+/locations/([a-z0-9-]+)/indexEndpoints/[^/]+)/deployedIndexes/([A-Za-z]\w*)")
_CONNECT_SECONDS = 5.0
_HINT = (
    "Look at the index in the console of Vertex AI and at its quotas. "
    "Nothing is half stored: the same command goes on where it stopped."
)

Pause = Callable[[float], Awaitable[None]]
_Body = Mapping[str, object] | None
_Answer = TypeVar("_Answer", bound=BaseModel)


class _Patience(NamedTuple):
    seconds: float
    """Longest wait for an answer."""
    pauses: tuple[float, ...]
    """Seconds before each further attempt, where it fails at once; what hangs is not asked again."""


_ASKING = _Patience(10.0, (0.1, 0.4))
_WRITING = _Patience(60.0, (1.0, 2.0, 4.0, 8.0, 16.0))
"""Nobody waits for it, and a quota of writes a minute is a reason to wait."""


class Token(Protocol):
    """Gives an access token that is valid now; `fresh` where the last one was not accepted."""

    async def __call__(self, *, fresh: bool = False) -> str:
        """The token."""
        ...


@dataclass(frozen=True, slots=True)
class Described:
    """What has to be known of an index before it is used."""

    name: str
    """`projects/P/locations/R/indexes/I`."""
    dimension: int
    asked_at: str
    """Address of its endpoint."""


class VectorSearch:
    """One deployed index.

    Every method may raise:
        IndexUnreachable: no connection, no answer in time, or a failure on its side, also after further attempts.
        IndexRejected: the credentials do not suffice, or the request is not accepted.
        InvalidConfiguration: the index is none that passages can be kept in.

    Args:
        place: `projects/P/locations/R/indexEndpoints/E/deployedIndexes/D`.
        token: shown with each request.
        url: of a proxy that stands for all of it; empty asks Google.
        pause: waits for so many seconds.

    Raises:
        InvalidConfiguration: `place` is no such name.
    """

    def __init__(self, place: str, token: Token, url: str = "", pause: Pause = asyncio.sleep) -> None:
        parts = _PLACE.fullmatch(place)
        if parts is None:
            raise InvalidConfiguration(
                "PAILLASSE_VECTOR_SEARCH names no deployed index.",
                hint="It is written projects/P/locations/R/indexEndpoints/E/deployedIndexes/D.",
            )
        self._endpoint, region, self._deployed = parts.groups()
        self._proxy = url.rstrip("/")
        self._url = self._proxy or f"https://{region}-aiplatform.googleapis.com"
        self._token = token
        self.pause = pause
        self._client = httpx.AsyncClient()
        self._described: Described | None = None

    async def described(self) -> Described:
        """The index, which is looked up once."""
        if self._described is None:
            endpoint = await self._get(self._endpoint, Deployment)
            name = next((each.index for each in endpoint.deployedIndexes if each.id == self._deployed), "")
            if not name:
                raise InvalidConfiguration(f"No index {self._deployed} is deployed to {self._endpoint}.")
            if not (endpoint.publicEndpointDomainName or self._proxy):
                raise InvalidConfiguration(
                    f"{self._endpoint} has no public address: private ones speak gRPC only.",
                    hint="Make an index endpoint with a public address, which IAM guards.",
                )
            index = await self._get(name, IndexDescription)
            _require_usable(name, index)
            asked_at = self._proxy or f"https://{endpoint.publicEndpointDomainName}"
            self._described = Described(name, index.metadata.config.dimensions, asked_at)
        return self._described

    async def upsert(self, datapoints: Sequence[Mapping[str, object]]) -> None:
        """Add or replace datapoints, a thousand at most. They are kept at once, and shown a while later."""
        index = await self.described()
        await self._request(
            "POST", f"{self._url}/v1/{index.name}:upsertDatapoints", {"datapoints": datapoints}, _WRITING
        )

    async def remove(self, ids: Sequence[str]) -> None:
        """Remove datapoints, a thousand at most; unknown ids are no error. They are shown for a while yet."""
        index = await self.described()
        await self._request("POST", f"{self._url}/v1/{index.name}:removeDatapoints", {"datapointIds": ids}, _WRITING)

    async def find(self, datapoint: Mapping[str, object], count: int) -> list[Neighbor]:
        """The nearest neighbours within its restricts, nearest first."""
        asked = {"datapoint": datapoint, "neighborCount": count}
        answer = _parsed(await self._ask("findNeighbors", {"queries": [asked]}), Found)
        return [neighbor for nearest in answer.nearestNeighbors for neighbor in nearest.neighbors]

    async def read(self, ids: Sequence[str]) -> list[Datapoint] | None:
        """Datapoints by id, a thousand at most; None where one is not there: then the service gives none of them."""
        answer = await self._ask("readIndexDatapoints", {"ids": ids}, good=(200, 404))
        return None if answer.status_code == 404 else _parsed(answer, Read).datapoints

    async def ping(self) -> None:
        """Make sure that it answers: a search that finds nothing."""
        index = await self.described()
        nothing = [{"namespace": "generation", "allowList": ["none"]}]
        await self.find({"featureVector": [1.0] * index.dimension, "restricts": nothing}, 1)

    async def close(self) -> None:
        """Close every connection."""
        await self._client.aclose()

    async def _get(self, name: str, kind: type[_Answer]) -> _Answer:
        return _parsed(await self._request("GET", f"{self._url}/v1/{name}", None, _ASKING), kind)

    async def _ask(self, verb: str, body: Mapping[str, object], good: Sequence[int] = (200,)) -> httpx.Response:
        index = await self.described()
        asked = {"deployedIndexId": self._deployed, **body}
        return await self._request("POST", f"{index.asked_at}/v1/{self._endpoint}:{verb}", asked, _ASKING, good)

    async def _request(
        self, method: str, url: str, body: _Body, patience: _Patience, good: Sequence[int] = (200,)
    ) -> httpx.Response:
        for pause in patience.pauses:
            try:
                return await self._attempt(method, url, body, patience.seconds, good)
            except IndexUnreachable as error:
                if isinstance(error.__cause__, httpx.TimeoutException):
                    raise
                await self.pause(pause)
        return await self._attempt(method, url, body, patience.seconds, good)

    async def _attempt(self, method: str, url: str, body: _Body, seconds: float, good: Sequence[int]) -> httpx.Response:
        answer = await self._send(method, url, body, seconds)
        if answer.status_code == 401:  # a token may end before its time
            answer = await self._send(method, url, body, seconds, fresh=True)
        if answer.status_code not in good:
            raise _failure(answer.status_code)
        return answer

    async def _send(self, method: str, url: str, body: _Body, seconds: float, *, fresh: bool = False) -> httpx.Response:
        headers = {"Authorization": f"Bearer {await self._token(fresh=fresh)}"}
        wait = httpx.Timeout(seconds, connect=_CONNECT_SECONDS)
        try:
            return await self._client.request(method, url, json=body, headers=headers, timeout=wait)
        except httpx.TimeoutException as error:
            raise IndexUnreachable("Vertex AI Vector Search did not answer in time.", hint=_HINT) from error
        except httpx.HTTPError as error:
            raise IndexUnreachable("Vertex AI Vector Search cannot be reached.", hint=_HINT) from error


def _parsed(answer: httpx.Response, kind: type[_Answer]) -> _Answer:
    try:
        return kind.model_validate_json(answer.content)
    except ValidationError as error:
        raise IndexRejected("What was sent is no answer of Vertex AI Vector Search.", hint=_HINT) from error


def _failure(status: int) -> IndexUnreachable | IndexRejected:
    if status in (408, 429) or status >= 500:
        return IndexUnreachable(f"Vertex AI Vector Search failed (HTTP {status}).", hint=_HINT)
    if status in (401, 403):
        return IndexRejected(
            f"Vertex AI Vector Search does not accept the credentials (HTTP {status}).",
            hint="The service account needs aiplatform.indexEndpoints.get and queryVectors, and aiplatform.indexes.get "
            "and update.",
        )
    if status == 404:
        return IndexRejected("Vertex AI knows no such index or endpoint.", hint="Check PAILLASSE_VECTOR_SEARCH.")
    return IndexRejected(f"Vertex AI Vector Search does not accept the request (HTTP {status}).", hint=_HINT)


def _require_usable(name: str, index: IndexDescription) -> None:
    measure = index.metadata.config.distanceMeasureType
    if index.indexUpdateMethod != "STREAM_UPDATE" or measure != "DOT_PRODUCT_DISTANCE":
        raise InvalidConfiguration(
            f"The index {name} is updated by {index.indexUpdateMethod} and compares by {measure}.",
            hint="Make one with STREAM_UPDATE and DOT_PRODUCT_DISTANCE: deploy/terraform/gcp/vector_search.tf does.",
        )
