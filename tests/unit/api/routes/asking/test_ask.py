from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator
from dataclasses import replace
from typing import Any

import httpx
import pytest

from asking_bench import CENTRIFUGE, SECRET, Answering, scripted
from memory_services import add
from paillasse.asking.errors import AnswerTooLate, AskingSuspended
from paillasse.asking.protocols import Event
from paillasse.errors.root import Overloaded
from paillasse.errors.storage import IndexUnreachable
from paillasse.pipeline_config import AnsweringConfig, PipelineConfig
from paillasse.types.answers import Claim, ClaimAccepted
from paillasse.types.questions import Query
from service_bench import ServiceBench

SEAL = {"question": "How do I change the lid seal of the Rotorix 400?"}
STREAM = {"Accept": "text/event-stream"}


@pytest.fixture
async def bench(bench: ServiceBench) -> ServiceBench:
    await bench.user("ann")
    await bench.user("eve", collections=("service",))
    await add(bench.services, [CENTRIFUGE.content(), SECRET.content()])
    live: Any = bench.service.live
    live.services = replace(bench.services, config=PipelineConfig(answering=AnsweringConfig(min_confidence=0)))
    return bench


async def ask(
    bench: ServiceBench, user: str = "ann", headers: dict[str, str] | None = None, **more: Any
) -> httpx.Response:
    async with bench.client(user, **(headers or {})) as client:
        return await client.post("/api/v1/ask", json={**SEAL, **more})


def events_of(response: httpx.Response) -> list[tuple[str, Any]]:
    assert response.headers["content-type"].startswith("text/event-stream")
    blocks = [dict(line.split(": ", 1) for line in block.split("\n")) for block in response.text.split("\n\n") if block]
    return [(block["event"], json.loads(block["data"])) for block in blocks]


async def test_an_answer_is_given_and_kept(bench: ServiceBench) -> None:
    response = await ask(bench)
    assert response.status_code == 200
    told = response.json()
    assert [claim["text"] for claim in told["answer"]["claims"]][:1] == ["1. Open the lid."]
    assert {citation["document_id"] for citation in told["answer"]["citations"]} == {CENTRIFUGE.id}
    assert (response.headers["x-ratelimit-limit"], response.headers["x-ratelimit-remaining"]) == ("10", "9")
    async with bench.client("ann") as client:
        kept = (await client.get(f"/api/v1/exchanges/{told['exchange_id']}")).json()
    assert kept["conversation_id"] == told["conversation_id"]
    assert kept["release"] == told["release"] != ""
    assert kept["response"]["claims"] == told["answer"]["claims"]
    again = (await ask(bench, conversation_id=told["conversation_id"])).json()
    assert again["conversation_id"] == told["conversation_id"]


async def test_each_sentence_comes_once_it_was_checked(bench: ServiceBench) -> None:
    whole = (await ask(bench)).json()
    response = await ask(bench, headers=STREAM)
    *claims, (name, told) = events_of(response)
    assert [kind for kind, _ in claims] == ["claim"] * 3
    assert [event["claim"] for _, event in claims] == whole["answer"]["claims"]
    assert claims[0][1]["warnings"][0]["text"] == "WARNING: pull the mains plug first."
    assert (name, told["answer"]["claims"]) == ("answer", whole["answer"]["claims"])
    assert told["exchange_id"] != whole["exchange_id"]
    assert response.headers["x-ratelimit-remaining"] == "8"


async def test_nobody_is_answered_from_collections_of_others(bench: ServiceBench) -> None:
    for _ in range(2):
        for user, document in (("ann", CENTRIFUGE.id), ("eve", SECRET.id)):
            told = (await ask(bench, user)).json()
            assert {citation["document_id"] for citation in told["answer"]["citations"]} == {document}
    foreign = await ask(bench, document_ids=[SECRET.id])
    unknown = await ask(bench, document_ids=["nobody"])
    assert (foreign.status_code, foreign.json()["code"]) == (404, "document_not_found")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "document_not_found")
    mine = (await ask(bench)).json()["conversation_id"]
    for conversation in (mine, "5e2d1c70-93b5-4f7b-8f55-6f1f0a9d3c22"):
        response = await ask(bench, "eve", conversation_id=conversation)
        assert (response.status_code, response.json()["code"]) == (404, "history_not_found")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"question": "???"}, 422, "invalid_question"),
        ({"question": ""}, 422, "invalid_request"),
        ({"question": "x" * 4001}, 422, "invalid_request"),
        ({"equipment": "x" * 201}, 422, "invalid_request"),
        ({"conversation_id": "not one"}, 422, "invalid_request"),
        ({"document_ids": []}, 422, "invalid_request"),
    ],
)
async def test_what_is_no_question_is_said_so(
    bench: ServiceBench, body: dict[str, Any], status: int, code: str
) -> None:
    response = await ask(bench, **body)
    assert (response.status_code, response.json()["code"]) == (status, code)


async def test_who_has_no_manuals_is_told_so(bench: ServiceBench) -> None:
    await bench.user("new", collections=())
    refused = (await ask(bench, "new")).json()
    assert (refused["code"], "member of no collection" in refused["detail"]) == ("empty_index", True)
    assert "administrator" in refused["hint"]
    [(name, problem)] = events_of(await ask(bench, "new", STREAM))
    assert (name, problem["code"], problem["status"]) == ("error", "empty_index", 409)


async def test_so_many_questions_in_a_minute(bench: ServiceBench) -> None:
    for headers in (None, STREAM) * 5:
        assert (await ask(bench, headers=headers)).status_code == 200
    for headers in (None, STREAM):
        refused = await ask(bench, headers=headers)
        assert (refused.status_code, refused.json()["code"]) == (429, "too_many_questions")
        assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert (await ask(bench, "eve")).status_code == 200


def answering(bench: ServiceBench, error: Exception | None, ended: list[str]) -> Any:
    async def script(_: Query) -> AsyncGenerator[Event]:
        try:
            yield ClaimAccepted(Claim("Open the lid.", ()), ())
            if error is not None:
                raise error
            await asyncio.Event().wait()
        finally:
            ended.append("ended")

    return script


async def put_in_place(bench: ServiceBench, error: Exception | None) -> list[str]:
    ended: list[str] = []
    live: Any = bench.service.live
    live.services = Answering(live.services)
    await scripted(_Now(live.services), answering(bench, error, ended))  # pyright: ignore[reportArgumentType]
    return ended


class _Now:
    def __init__(self, now: Answering) -> None:
        self.now = now


@pytest.mark.parametrize(
    ("error", "status", "wait"),
    [
        (Overloaded("full", retry_after=5), 503, "5"),
        (AskingSuspended("away", retry_after=3), 503, "3"),
        (IndexUnreachable("away"), 503, "5"),
        (AnswerTooLate("late"), 504, "5"),
    ],
)
async def test_what_fails_on_the_way_is_a_problem(
    bench: ServiceBench, error: Exception, status: int, wait: str
) -> None:
    await put_in_place(bench, error)
    response = await ask(bench)
    assert (response.status_code, response.headers["retry-after"]) == (status, wait)
    (first, _), (last, problem) = events_of(await ask(bench, headers=STREAM))
    assert (first, last, problem) == ("claim", "error", response.json() | {"request_id": problem["request_id"]})


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
async def test_the_work_stops_when_the_client_leaves(bench: ServiceBench, accept: str) -> None:
    ended = await put_in_place(bench, None)
    body = json.dumps(SEAL).encode()
    headers = {"authorization": f"Bearer {bench.tokens['ann']}", "accept": accept, "content-type": "application/json"}
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "method": "POST",
        "path": "/api/v1/ask",
        "raw_path": b"/api/v1/ask",
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "client": ("192.0.2.1", 1),
        "server": ("service.test", 80),
        "scheme": "http",
        "root_path": "",
    }
    came = asyncio.Queue[dict[str, Any]]()
    sent: list[dict[str, Any]] = []
    came.put_nowait({"type": "http.request", "body": body, "more_body": False})
    left = asyncio.get_running_loop().call_later(0.2, came.put_nowait, {"type": "http.disconnect"})

    async def send(message: Any) -> None:
        sent.append(message)

    async with asyncio.timeout(5):
        await bench.app(scope, came.get, send)
    left.cancel()
    assert ended == ["ended"]
    assert sent[0]["status"] == (499 if accept == "application/json" else 200)


async def test_what_is_silent_for_long_is_kept_open(bench: ServiceBench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("paillasse.api.routes.asking.streaming._PING_SECONDS", 0.01)

    async def slow(_: Query) -> AsyncGenerator[Event]:
        await asyncio.sleep(0.1)
        raise Overloaded("full", retry_after=5)
        yield ClaimAccepted(Claim("", ()), ())

    live: Any = bench.service.live
    live.services = Answering(live.services)
    await scripted(_Now(live.services), slow)  # pyright: ignore[reportArgumentType]
    response = await ask(bench, headers=STREAM)
    assert response.text.startswith(": ping\n\n: ping\n\n")
    assert "event: error" in response.text


async def test_a_question_can_be_for_some_collections_alone(bench: ServiceBench) -> None:
    told = (await ask(bench, collections=["default", "service"])).json()
    assert {citation["document_id"] for citation in told["answer"]["citations"]} == {CENTRIFUGE.id}
    foreign, unknown = await ask(bench, collections=["service"]), await ask(bench, collections=["nowhere"])
    assert (foreign.status_code, foreign.json()["code"]) == (unknown.status_code, unknown.json()["code"])
    assert foreign.json()["code"] == "empty_index"
