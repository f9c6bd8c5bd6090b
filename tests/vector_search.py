"""Vertex AI Vector Search on this machine, as far as an index of passages needs it.

It speaks the REST API as its documentation says: what is too much, malformed or unknown is refused with Google's
errors, 64-bit numbers are text, zeros are left out of answers, an empty list restricts nothing, one unknown id spoils a
look-up, and what was written shows only a few requests later.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from local_http import QuietHandler, serving
from paillasse.adapters.vertex_search.connection import VectorSearch

ENDPOINT = "projects/p/locations/europe-west1/indexEndpoints/7"
INDEX = "projects/1/locations/europe-west1/indexes/8"
PLACE = f"{ENDPOINT}/deployedIndexes/paillasse"
_MOST = 1000

Json = dict[str, Any]


class Refused(Exception):
    """An answer that is an error."""

    def __init__(self, status: int, name: str) -> None:
        super().__init__(name)
        self.status, self.name = status, name


@dataclass
class Service:
    """What it holds, and how it behaves."""

    dimensions: int
    lag: int = 1
    """How many questions it answers as before, after a write."""
    negated: bool = False
    """Whether products are given as distances: with the sign turned."""
    token: str = "token-1"  # noqa: S105 - of this server
    """The one that is accepted."""
    fails: list[int] = field(default_factory=list[int])
    """Statuses of the next answers."""
    pauses: int = 0
    """How often somebody waited."""
    asked: list[str] = field(default_factory=list[str])
    """What was asked for, in order."""
    measure: str = "DOT_PRODUCT_DISTANCE"
    update: str = "STREAM_UPDATE"
    domain: str = "7.europe-west1-1.vdb.vertexai.goog"
    url: str = ""
    shown: dict[str, Json] = field(default_factory=dict[str, Json])
    _pending: list[tuple[int, Callable[[], object]]] = field(default_factory=list[tuple[int, Callable[[], object]]])

    def answer(self, path: str, authorization: str, body: Json) -> Json:
        """To one request."""
        if self.fails:
            raise Refused(self.fails.pop(0), "UNAVAILABLE")
        if authorization != f"Bearer {self.token}":
            raise Refused(401, "UNAUTHENTICATED")
        name, _, verb = path.removeprefix("/v1/").partition(":")
        told: dict[tuple[str, str], Callable[[Json], Json]] = {
            (ENDPOINT, ""): self._endpoint,
            (INDEX, ""): self._index,
            (INDEX, "upsertDatapoints"): self._upsert,
            (INDEX, "removeDatapoints"): self._remove,
            (ENDPOINT, "findNeighbors"): self._find,
            (ENDPOINT, "readIndexDatapoints"): self._read,
        }
        self.asked.append(verb or "get")
        if (name, verb) not in told:
            raise Refused(404, "NOT_FOUND")
        return told[name, verb](body)

    def _endpoint(self, _: Json) -> Json:
        deployed = {"id": "paillasse", "index": INDEX, "dedicatedResources": {"minReplicaCount": 1}}
        return {"name": ENDPOINT, "deployedIndexes": [deployed], "publicEndpointDomainName": self.domain}

    def _index(self, _: Json) -> Json:
        config = {"dimensions": self.dimensions, "distanceMeasureType": self.measure, "featureNormType": "UNIT_L2_NORM"}
        return {"name": INDEX, "metadata": {"config": config}, "indexUpdateMethod": self.update}

    def _upsert(self, body: Json) -> Json:
        given = body["datapoints"]
        _require(0 < len(given) <= _MOST)
        for each in given:
            self._require_whole(each)
            self._later(partial(self.shown.__setitem__, each["datapointId"], each))
        return {}

    def _remove(self, body: Json) -> Json:
        _require(0 < len(body["datapointIds"]) <= _MOST)
        for each in body["datapointIds"]:
            self._later(partial(self.shown.pop, each, None))
        return {}

    def _read(self, body: Json) -> Json:
        self._require_deployed(body)
        _require(0 < len(body["ids"]) <= _MOST)
        if not self.shown.keys() >= set(body["ids"]):
            raise Refused(404, "NOT_FOUND")
        return {"datapoints": [self.shown[each] for each in body["ids"]]}

    def _find(self, body: Json) -> Json:
        self._require_deployed(body)
        [query] = body["queries"]
        asked, count = query["datapoint"], query["neighborCount"]
        name = "distance" if "featureVector" in asked else "sparseDistance"
        product = self._dense(asked) if name == "distance" else _sparse(asked)
        _require_restricts(asked)
        scored = [(each, product(each)) for each in self.shown.values() if _matches(each, asked)]
        best = sorted(((each, score) for each, score in scored if score is not None), key=lambda pair: -pair[1])[:count]
        neighbors = [
            {"datapoint": {"datapointId": each["datapointId"]}, **({name: -s if self.negated else s} if s else {})}
            for each, s in best
        ]
        return {"nearestNeighbors": [{"neighbors": neighbors} if neighbors else {}]}

    def _require_deployed(self, body: Json) -> None:
        if body.get("deployedIndexId") != "paillasse":
            raise Refused(404, "NOT_FOUND")
        self._pending = [(left - 1, apply) for left, apply in self._pending]
        for left, apply in self._pending:
            if left < 0:
                apply()
        self._pending = [(left, apply) for left, apply in self._pending if left >= 0]

    def _require_whole(self, point: Json) -> None:
        _require(bool(point["datapointId"]) and len(point["featureVector"]) == self.dimensions)
        sparse = point["sparseEmbedding"]  # all points of an index have one, or none has
        _require(0 < len(sparse["values"]) == len(set(sparse["dimensions"])))
        _require(all(isinstance(each, str) and 0 <= int(each) < 2**63 for each in sparse["dimensions"]))
        _require_restricts(point)
        for number in point["numericRestricts"]:
            _require(number.keys() == {"namespace", "valueInt"} and isinstance(number["valueInt"], str))

    def _dense(self, asked: Json) -> Callable[[Json], float | None]:
        _require(len(asked["featureVector"]) == self.dimensions)
        wanted = _unit(asked["featureVector"])
        return lambda each: sum(a * b for a, b in zip(wanted, _unit(each["featureVector"]), strict=True))

    def _later(self, apply: Callable[[], object]) -> None:
        self._pending.append((self.lag, apply))


def _sparse(asked: Json) -> Callable[[Json], float | None]:
    vector = _weights(asked)

    def product(each: Json) -> float | None:
        common = vector.keys() & (held := _weights(each)).keys()
        return sum(vector[term] * held[term] for term in common) if common else None

    return product


def _weights(point: Json) -> dict[str, float]:
    return dict(zip(point["sparseEmbedding"]["dimensions"], point["sparseEmbedding"]["values"], strict=True))


def _unit(vector: list[float]) -> list[float]:
    return [number / (math.hypot(*vector) or 1.0) for number in vector]


def _matches(point: Json, asked: Json) -> bool:
    held = {each["namespace"]: set(each["allowList"]) for each in point["restricts"]}
    wanted = [each for each in asked.get("restricts", []) if each["allowList"]]
    return all(held.get(each["namespace"], set()) & set(each["allowList"]) for each in wanted)


def _require_restricts(point: Json) -> None:
    names = [each["namespace"] for each in point.get("restricts", [])]
    _require(len(names) == len(set(names)))


def _require(good: bool) -> None:
    if not good:
        raise Refused(400, "INVALID_ARGUMENT")


def connected(service: Service) -> VectorSearch:
    """A connection to it that waits for nothing."""

    async def token(*, fresh: bool = False) -> str:
        return service.token if fresh else "token-1"

    async def pause(_: float) -> None:
        service.pauses += 1

    return VectorSearch(PLACE, token, service.url, pause)


@contextmanager
def vector_search(dimensions: int = 3) -> Iterator[Service]:
    """An empty index at its `url`, which also gives out tokens at `/token`."""
    service = Service(dimensions)

    class Handler(QuietHandler):
        def do_GET(self) -> None:  # noqa: N802 - the name is the base class's
            self._answer({})

        def do_POST(self) -> None:  # noqa: N802 - the same
            content = self.rfile.read(int(self.headers["Content-Length"]))
            if self.path == "/token":
                self._send(200, {"access_token": service.token, "expires_in": 3600, "token_type": "Bearer"})
            else:
                self._answer(json.loads(content))

        def _answer(self, body: Json) -> None:
            try:
                self._send(200, service.answer(self.path, self.headers["Authorization"], body))
            except Refused as error:
                told = {"code": error.status, "message": "secret words of the server", "status": error.name}
                self._send(error.status, {"error": told})

        def _send(self, status: int, body: Json) -> None:
            content = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    with serving(Handler) as service.url:
        yield service
