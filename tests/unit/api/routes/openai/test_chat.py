from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import httpx
import pytest

from asking_bench import CENTRIFUGE, SECRET
from memory_services import add
from paillasse.pipeline_config import AnsweringConfig, PipelineConfig
from service_bench import ServiceBench

IMAGE = {"type": "image_url", "image_url": {"url": "https://evil.com/x.png"}}
SEAL = "How do I change the lid seal of the Rotorix 400?"


@pytest.fixture
async def bench(bench: ServiceBench) -> ServiceBench:
    await bench.user("ann")
    await bench.user("eve", collections=("service",))
    await add(bench.services, [CENTRIFUGE.content(), SECRET.content()])
    live: Any = bench.service.live
    live.services = replace(bench.services, config=PipelineConfig(answering=AnsweringConfig(min_confidence=0)))
    return bench


def said(*texts: str) -> list[dict[str, Any]]:
    """Messages of both sides in turn, the user's first."""
    return [{"role": ("user", "assistant")[n % 2], "content": text} for n, text in enumerate(texts)]


async def chat(bench: ServiceBench, user: str = "ann", **more: Any) -> httpx.Response:
    async with bench.client(user) as client:
        return await client.post(
            "/v1/chat/completions", json={"model": "paillasse", "messages": said(SEAL), "temperature": 0, **more}
        )


def chunks_of(response: httpx.Response) -> list[Any]:
    lines = [line.removeprefix("data: ") for line in response.text.split("\n\n") if line]
    assert lines.pop() == "[DONE]"
    return [json.loads(line) for line in lines]


async def test_the_model_is_the_manuals(bench: ServiceBench) -> None:
    async with bench.client("ann") as client:
        [model] = (await client.get("/v1/models")).json()["data"]
    assert (model["id"], model["object"]) == ("paillasse", "model")


async def test_an_answer_is_a_message_with_footnotes_and_is_kept(bench: ServiceBench) -> None:
    response = await chat(bench)
    told = response.json()
    [choice] = told["choices"]
    assert choice["finish_reason"] == "stop"
    assert choice["message"]["content"].startswith("⚠ **WARNING: pull the mains plug first.**\n\n1. Open the lid. [1]")
    notes = choice["message"]["annotations"]
    assert {note["url_citation"]["url"] for note in notes} == {f"/documents/{CENTRIFUGE.id}/pages/1"}
    assert told["usage"] == {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}
    assert response.headers["x-ratelimit-remaining"] == "9"
    async with bench.client("ann") as client:
        kept = await client.get(f"/api/v1/exchanges/{told['id'].removeprefix('chatcmpl-')}")
    assert kept.json()["query"] == SEAL


async def test_a_stream_says_the_same(bench: ServiceBench) -> None:
    whole = (await chat(bench)).json()
    *chunks, counted = chunks_of(await chat(bench, stream=True, stream_options={"include_usage": True}))
    deltas = [chunk["choices"][0]["delta"] for chunk in chunks]
    assert deltas[0] == {"role": "assistant", "content": ""}
    assert len(deltas) == 6  # three sentences, what follows them, the end
    message = whole["choices"][0]["message"]
    assert "".join(delta.get("content", "") for delta in deltas) == message["content"]
    assert deltas[-2]["annotations"] == message["annotations"]
    assert [chunk["choices"][0]["finish_reason"] for chunk in chunks] == [None] * 5 + ["stop"]
    assert (counted["choices"], counted["usage"]["total_tokens"]) == ([], 0)
    assert len({chunk["id"] for chunk in (*chunks, counted)}) == 1
    assert "usage" not in chunks_of(await chat(bench, stream=True))[-1]


async def test_earlier_messages_are_the_turns_of_one_conversation(
    bench: ServiceBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []
    query = bench.service.questions.dialogue.query

    async def watched(question: Any, reader: Any) -> Any:
        asked.append(question)
        return await query(question, reader)

    monkeypatch.setattr(bench.service.questions.dialogue, "query", watched)
    first = (await chat(bench)).json()["choices"][0]["message"]["content"]
    system = {"role": "system", "content": "You are a pirate."}
    messages = [system, *said(SEAL, first, "And then?", "Then nothing.")]
    parts = [{"type": "text", "text": "How do I open"}, {"type": "text", "text": "the lid?"}]
    assert (await chat(bench, messages=[*messages, {"role": "user", "content": parts}])).status_code == 200
    opening, following = asked
    assert opening.turns == ()
    assert following.text == "How do I open\nthe lid?"
    assert [turn.question for turn in following.turns] == [SEAL, "And then?"]
    assert "lid" in following.turns[0].answer
    assert "/documents/" not in following.turns[0].answer
    assert following.conversation_id == opening.conversation_id
    assert (await chat(bench, "eve")).status_code == 200
    assert asked[-1].conversation_id != opening.conversation_id


async def test_everybody_is_answered_from_his_own_manuals(bench: ServiceBench) -> None:
    for user, mine, other in (("ann", CENTRIFUGE.id, SECRET.id), ("eve", SECRET.id, CENTRIFUGE.id)):
        for stream in (False, True):
            text = (await chat(bench, user, stream=stream)).text
            assert mine in text
            assert other not in text


@pytest.mark.parametrize(
    ("body", "status", "kind", "code"),
    [
        ({"model": "gpt-9"}, 404, "invalid_request_error", "model_not_found"),
        ({"messages": []}, 400, "invalid_request_error", "invalid_request"),
        ({"messages": [{"role": "user", "content": [IMAGE]}]}, 400, "invalid_request_error", "invalid_request"),
        ({"messages": said(SEAL, "answer")}, 422, "invalid_request_error", "invalid_question"),
        ({"messages": [{"role": "system", "content": "x"}]}, 422, "invalid_request_error", "invalid_question"),
        ({"messages": said("???")}, 422, "invalid_request_error", "invalid_question"),
    ],
)
async def test_errors_are_openais(bench: ServiceBench, body: dict[str, Any], status: int, kind: str, code: str) -> None:
    response = await chat(bench, **body)
    error = response.json()["error"]
    assert (response.status_code, error["type"], error["code"]) == (status, kind, code)
    assert error["message"]


async def test_so_are_those_of_who_may_not_ask_and_of_streams(bench: ServiceBench) -> None:
    async with bench.client() as stranger:
        response = await stranger.post("/v1/chat/completions", content=b"{")
    assert (response.status_code, response.json()["error"]["type"]) == (401, "authentication_error")
    await bench.user("new", collections=())
    refused = chunks_of(await chat(bench, "new", stream=True))[-1]
    assert refused["error"]["code"] == "empty_index"
    for _ in range(10):
        last = await chat(bench)
    last = await chat(bench)
    assert (last.status_code, last.json()["error"]["type"]) == (429, "rate_limit_error")
    assert int(last.headers["retry-after"]) >= 1
