"""OpenAI's own client against a running server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import openai
import pytest
import pytest_asyncio
from openai.types.chat import ChatCompletion

from asking_bench import CENTRIFUGE
from memory_services import add
from paillasse.pipeline_config import AnsweringConfig, PipelineConfig
from served import served
from service_bench import ServiceBench

SEAL: Any = [{"role": "user", "content": "How do I change the lid seal of the Rotorix 400?"}]


@pytest_asyncio.fixture
async def bench(tmp_path: Path) -> ServiceBench:
    made = ServiceBench(tmp_path)
    await made.user("ann")
    await add(made.services, [CENTRIFUGE.content()])
    live: Any = made.service.live
    live.services = replace(made.services, config=PipelineConfig(answering=AnsweringConfig(min_confidence=0)))
    return made


@pytest_asyncio.fixture
async def client(bench: ServiceBench) -> AsyncIterator[openai.AsyncOpenAI]:
    async with (
        served(bench.app) as url,
        openai.AsyncOpenAI(base_url=f"{url}/v1", api_key=bench.tokens["ann"], max_retries=0) as made,
    ):
        yield made


async def test_it_lists_asks_and_streams(client: openai.AsyncOpenAI) -> None:
    assert [model.id async for model in client.models.list()] == ["paillasse"]
    told = await client.chat.completions.create(model="paillasse", messages=SEAL)
    message = told.choices[0].message
    assert message.content
    assert "1. Open the lid. [1]" in message.content
    assert message.annotations
    assert message.annotations[0].url_citation.url == f"/documents/{CENTRIFUGE.id}/pages/1"
    assert told.usage
    assert told.usage.total_tokens == 0
    stream = await client.chat.completions.create(
        model="paillasse", messages=SEAL, stream=True, stream_options={"include_usage": True}
    )
    chunks = [chunk async for chunk in stream]
    assert "".join(c.choices[0].delta.content or "" for c in chunks if c.choices) == message.content
    assert chunks[-1].usage


async def test_errors_are_those_it_knows(client: openai.AsyncOpenAI) -> None:
    with pytest.raises(openai.NotFoundError, match="no such model"):
        await client.chat.completions.create(model="gpt-9", messages=SEAL)
    with pytest.raises(openai.BadRequestError):
        await client.chat.completions.create(model="paillasse", messages=[])
    with pytest.raises(openai.UnprocessableEntityError):
        await client.chat.completions.create(model="paillasse", messages=[{"role": "user", "content": "???"}])
    with pytest.raises(openai.AuthenticationError):
        await client.with_options(api_key="nobody").models.list()
    questions = (client.chat.completions.create(model="paillasse", messages=SEAL) for _ in range(10))
    answers = await asyncio.gather(*questions, return_exceptions=True)
    assert {type(answer) for answer in answers} == {openai.RateLimitError, ChatCompletion}


async def test_an_error_on_the_way_ends_the_stream(client: openai.AsyncOpenAI, bench: ServiceBench) -> None:
    await bench.user("new", collections=())
    other = client.with_options(api_key=bench.tokens["new"])
    stream = await other.chat.completions.create(model="paillasse", messages=SEAL, stream=True)
    with pytest.raises(openai.APIError, match="member of no collection"):
        _ = [chunk async for chunk in stream]
