from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from access_stores import PASSWORD
from paillasse.access.errors import NotSignedIn, WrongCredentials
from paillasse.access.types import Role
from paillasse.asking.errors import AnswerTooLate
from paillasse.client.connection import Call, Connection
from paillasse.client.errors import RequestRefused, ServerTooSlow, ServerUnreachable, UnexpectedAnswer
from service_bench import BASE, ServiceBench

ME = Call("GET", "/api/v1/me")


@pytest.fixture
def bench(tmp_path: Path) -> ServiceBench:
    return ServiceBench(tmp_path)


@pytest.fixture
async def http(bench: ServiceBench) -> AsyncIterator[httpx.AsyncClient]:
    async with bench.client() as client:
        yield client


def answering(handler: Callable[[httpx.Request], httpx.Response]) -> Connection:
    """A connection to a server that does what the handler says."""
    return Connection(httpx.AsyncClient(transport=httpx.MockTransport(handler), base_url=BASE), "")


async def test_signing_in_and_out(bench: ServiceBench, http: httpx.AsyncClient) -> None:
    await bench.user("marie")
    connection = Connection(http, "")
    with pytest.raises(NotSignedIn):
        await connection.send(ME)
    with pytest.raises(WrongCredentials):
        await connection.sign_in("marie", "wrong")
    await connection.sign_in("marie", PASSWORD)
    assert (await connection.send(ME))["username"] == "marie"
    await connection.sign_out()
    await connection.sign_out()
    with pytest.raises(NotSignedIn):
        await connection.send(ME)


async def test_an_access_token_is_replaced_before_it_ends(
    bench: ServiceBench, http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    await bench.user("marie")
    now = [1000.0]
    monkeypatch.setattr("paillasse.client.connection.time.monotonic", lambda: now[0])
    connection = Connection(http, "")
    await connection.sign_in("marie", PASSWORD)
    tokens = {connection._bearer}
    now[0] += 830
    await connection.send(ME)
    assert connection._bearer in tokens
    now[0] += 20
    answers = await asyncio.gather(*(connection.send(ME) for _ in range(5)))
    assert [answer["username"] for answer in answers] == ["marie"] * 5
    assert connection._bearer not in tokens


async def test_a_key_is_sent_as_it_is(bench: ServiceBench, http: httpx.AsyncClient) -> None:
    await bench.user("marie", Role.EXPERT)
    assert (await Connection(http, bench.tokens["marie"]).send(ME))["role"] == "expert"


async def test_what_is_none_is_left_out_of_the_query() -> None:
    seen: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(str(request.url.query, "ascii"))
        return httpx.Response(204)

    assert await answering(handler).send(Call("GET", "/x", {"a": "é&", "b": None, "c": ["1", "2"]})) is None
    assert seen == ["a=%C3%A9%26&c=1&c=2"]


async def test_requests_that_the_server_does_not_know(http: httpx.AsyncClient) -> None:
    with pytest.raises(RequestRefused):
        await Connection(http, "").send(Call("DELETE", "/api/v1/auth/sign-in"))
    with pytest.raises(RequestRefused, match=r"body\.name"):
        await Connection(http, "").send(Call("POST", "/api/v1/auth/sign-in", body={}))


@pytest.mark.parametrize(
    ("raised", "kind"),
    [
        (httpx.ConnectError("refused"), ServerUnreachable),
        (httpx.ReadTimeout("late"), ServerTooSlow),
        (httpx.RemoteProtocolError("garbage"), ServerUnreachable),
    ],
)
async def test_a_server_that_is_not_there(raised: Exception, kind: type[Exception]) -> None:
    def handler(_: httpx.Request) -> httpx.Response:
        raise raised

    connection = answering(handler)
    with pytest.raises(kind):
        await connection.send(ME)
    with pytest.raises(kind):
        await anext(connection.events(ME))


async def test_a_server_that_talks_nonsense() -> None:
    for response in (httpx.Response(200, text="<html>"), httpx.Response(302, headers={"Location": "/"})):
        with pytest.raises(UnexpectedAnswer):
            await answering(lambda _, said=response: said).send(ME)
    with pytest.raises(UnexpectedAnswer):
        await answering(lambda _: httpx.Response(200, json={"access_token": "a"})).sign_in("marie", PASSWORD)
    with pytest.raises(UnexpectedAnswer, match="stream"):
        await anext(answering(lambda _: httpx.Response(200, json={})).events(ME))


def stream(*events: tuple[str, Any]) -> httpx.Response:
    text = "".join(f"event: {name}\ndata: {json.dumps(value)}\n\n" for name, value in events)
    return httpx.Response(200, text=text, headers={"Content-Type": "text/event-stream; charset=utf-8"})


async def test_events_come_one_by_one_and_a_problem_among_them_is_raised() -> None:
    problem = {"code": AnswerTooLate.code, "detail": "There was no answer within 60 seconds."}
    connection = answering(lambda _: stream(("claim", {"n": 1}), ("ping", None), ("error", problem)))
    events = connection.events(ME)
    assert [await anext(events), await anext(events)] == [("claim", {"n": 1}), ("ping", None)]
    with pytest.raises(AnswerTooLate, match="60"):
        await anext(events)


async def test_a_stream_that_is_refused_names_why(http: httpx.AsyncClient) -> None:
    with pytest.raises(NotSignedIn):
        await anext(Connection(http, "").events(ME))


async def test_a_stream_that_is_left_is_closed() -> None:
    closed: list[bool] = []

    class Endless(httpx.AsyncByteStream):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            while True:
                yield b'event: claim\ndata: {"n": 1}\n\n'

        async def aclose(self) -> None:
            closed.append(True)

    headers = {"Content-Type": "text/event-stream"}
    events = answering(lambda _: httpx.Response(200, stream=Endless(), headers=headers)).events(ME)
    assert await anext(events) == ("claim", {"n": 1})
    await events.aclose()
    assert closed == [True]
