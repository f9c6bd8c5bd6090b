"""What is sent to each API, and what becomes of every way in which a server can fail; over real HTTP."""

import json
import socket
import time
from email.utils import formatdate

import numpy as np
import pytest

from embedding_server import DIMENSION, KEY, Misbehaviour, embedding_server
from google_account import service_account
from paillasse.adapters.embedding.opening import open_embedder
from paillasse.errors.models import (
    EmbedderBusy,
    EmbedderNonsense,
    EmbedderRejected,
    EmbedderUnreachable,
    ModelUnavailable,
)
from paillasse.errors.root import InvalidConfiguration
from paillasse.pipeline_config import EmbedderConfig
from paillasse.settings import Settings

GIVEN = {"name": "m-1", "dimension": DIMENSION, "max_tokens": 300, "languages": ("en",), "batch_size": 2}
OTHERS = {
    "ollama": {},
    "openai": {"openai_key": KEY},
    "azure": {"azure_key": KEY, "azure_api_version": "v"},
    "gemini": {"google_key": KEY},
    "vertexai": {"google_project": "p", "google_region": "r"},
}
URL_FIELD = {"ollama": "ollama_url", "openai": "openai_url", "azure": "azure_url"}


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    with embedding_server() as server, pytest.MonkeyPatch.context() as environment:
        account = service_account(tmp_path_factory.mktemp("account"), f"{server.url}/token")
        environment.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(account))
        yield server


@pytest.fixture
def server(running):
    running.requests.clear()
    running.next.clear()
    return running


@pytest.fixture
async def opened():
    """Opens embedders and closes them."""
    found = []

    def open_one(provider, settings, **given):
        found.append(open_embedder(EmbedderConfig(provider=provider, **(GIVEN | given)), settings))
        return found[-1]

    yield open_one
    for embedder in found:
        await embedder.close()


def settings_of(provider, server, **given):
    field = URL_FIELD.get(provider, "google_url")
    return Settings(_env_file=None, **{field: f"{server.url}/", **OTHERS[provider], **given})


async def ask(opened, server, provider="openai", texts=("one", "two", "three"), **given):
    return await opened(provider, settings_of(provider, server), **given).embed(list(texts))


@pytest.mark.parametrize(
    ("provider", "path", "body"),
    [
        ("ollama", "/api/embed", {"model": "m-1", "input": ["one"], "truncate": False}),
        ("openai", "/embeddings", {"model": "m-1", "input": ["one"], "encoding_format": "float"}),
        (
            "azure",
            "/openai/deployments/m-1/embeddings?api-version=v",
            {"model": "m-1", "input": ["one"], "encoding_format": "float"},
        ),
        (
            "gemini",
            "/v1beta/models/m-1:batchEmbedContents",
            {
                "requests": [
                    {
                        "model": "models/m-1",
                        "content": {"parts": [{"text": "one"}]},
                        "taskType": "RETRIEVAL_DOCUMENT",
                    }
                ]
            },
        ),
        (
            "vertexai",
            "/v1/projects/p/locations/r/publishers/google/models/m-1:predict",
            {
                "instances": [{"content": "one", "task_type": "RETRIEVAL_DOCUMENT"}],
                "parameters": {"autoTruncate": False},
            },
        ),
    ],
)
async def test_each_api_gets_what_it_asks_for(opened, server, provider, path, body):
    await ask(opened, server, provider, ["one"])

    assert [(sent, content) for sent, _, content in server.requests] == [(path, body)]


@pytest.mark.parametrize("provider", ["gemini", "vertexai"])
async def test_a_question_is_another_task(opened, server, provider):
    await opened(provider, settings_of(provider, server)).embed_query("one")

    [(_, _, body)] = server.requests
    [entry] = body.get("requests") or body["instances"]
    assert (entry.get("taskType") or entry["task_type"]) == "RETRIEVAL_QUERY"


@pytest.mark.parametrize("provider", list(OTHERS))
async def test_shorter_vectors_are_asked_for(opened, server, provider):
    vectors = await ask(opened, server, provider, dimension=16, shorten=True)

    assert vectors.shape == (3, 16)


async def test_prefixes_tell_a_question_from_a_passage(opened, server):
    embedder = opened("openai", settings_of("openai", server), query_prefix="query: ", passage_prefix="passage: ")
    await embedder.embed(["one"])
    await embedder.embed_query("two")

    assert server.texts() == ["passage: one", "query: two"]
    plain = opened("openai", settings_of("openai", server))
    assert embedder.count_tokens("one") == plain.count_tokens("passage: one") > plain.count_tokens("query: one")


async def test_texts_go_in_batches_and_come_back_in_order(opened, server):
    texts = ["one", "two", "three", "four", "five"]
    together = await ask(opened, server, texts=texts)
    assert [len(body["input"]) for _, _, body in server.requests] == [2, 2, 1]

    alone = [await ask(opened, server, texts=[text]) for text in texts]
    np.testing.assert_allclose(together, np.concatenate(alone), atol=1e-6)


async def test_nothing_is_sent_for_nothing_nor_before_a_text_too_long_is_found(opened, server):
    await ask(opened, server, texts=[])
    with pytest.raises(ValueError, match="over the limit of 300"):
        await ask(opened, server, texts=["one", "two", "x " * 400])

    assert server.requests == []


def test_the_name_holds_whatever_decides_a_vector(opened):
    settings = Settings(_env_file=None, google_project="p", azure_url="http://a")
    names = [
        opened(provider, settings, **given).name
        for provider, given in [
            ("openai", {}),
            ("ollama", {}),
            ("gemini", {}),
            ("openai", {"name": "m-2"}),
            ("openai", {"dimension": 32}),
            ("openai", {"query_prefix": "q"}),
            ("openai", {"passage_prefix": "q"}),
        ]
    ]

    assert len(set(names)) == len(names)
    other_place = Settings(_env_file=None, embedding_url="http://elsewhere", embedding_key="k", embedding_seconds=9)
    assert opened("openai", other_place, batch_size=9, max_tokens=9).name == names[0]


async def test_the_providers_key_never_goes_to_another_address(opened, server):
    settings = Settings(_env_file=None, openai_key="secret", embedding_url=server.url)
    with pytest.raises(EmbedderRejected):
        await opened("openai", settings).embed(["one"])

    [(_, headers, _)] = server.requests
    assert "authorization" not in headers


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        (Misbehaviour(401), EmbedderRejected),
        (Misbehaviour(403), EmbedderRejected),
        (Misbehaviour(404), EmbedderRejected),
        (Misbehaviour(400), EmbedderRejected),
        (Misbehaviour(413), EmbedderRejected),
        (Misbehaviour(307, {"location": "http://127.0.0.1:9/"}), EmbedderRejected),
        (Misbehaviour(429), EmbedderBusy),
        (Misbehaviour(500), EmbedderUnreachable),
        (Misbehaviour(503), EmbedderUnreachable),
        (Misbehaviour(drop=True), EmbedderUnreachable),
        (Misbehaviour(body=b"<html>"), EmbedderNonsense),
        (Misbehaviour(body=b'{"error": "no"}'), EmbedderNonsense),
        (Misbehaviour(body=b"not packed", headers={"content-encoding": "gzip"}), EmbedderNonsense),
    ],
)
@pytest.mark.parametrize("provider", ["ollama", "openai", "gemini", "vertexai"])
async def test_every_failure_is_told_apart_and_no_message_repeats_a_key(opened, server, provider, wrong, error):
    server.next.append(wrong)

    with pytest.raises(ModelUnavailable) as caught:
        await ask(opened, server, provider)
    assert type(caught.value) is error
    assert KEY not in f"{caught.value} {caught.value.hint}"
    assert caught.value.hint
    assert len(server.requests) == 1


def of_openai(*rows):
    data = [{"index": i, "embedding": row} for i, row in rows]
    return Misbehaviour(body=json.dumps({"data": data}).encode())


SOME = [0.5] * DIMENSION


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (of_openai((0, SOME)), "1 vectors for 2 texts"),
        (of_openai((0, SOME), (1, SOME), (2, SOME)), "3 vectors for 2 texts"),
        (of_openai((0, SOME), (0, SOME)), "not one of its API"),
        (of_openai((0, SOME), (1, SOME[:-1])), f"vectors of {DIMENSION - 1} numbers"),
        (of_openai((0, SOME), (1, [])), "vectors of 0 numbers"),
        (of_openai((0, SOME), (1, [float("nan"), *SOME[1:]])), "without a direction"),
        (of_openai((0, SOME), (1, [float("inf"), *SOME[1:]])), "without a direction"),
        (of_openai((0, SOME), (1, [0.0] * DIMENSION)), "without a direction"),
        (of_openai((0, SOME), (1, [None, *SOME[1:]])), "not one of its API"),
    ],
)
async def test_vectors_that_are_wrong_are_never_used(opened, server, wrong, said):
    server.next.append(wrong)

    with pytest.raises(EmbedderNonsense, match=said):
        await ask(opened, server, texts=["one", "two"])


async def test_huge_numbers_still_have_a_direction(opened, server):
    server.next.append(of_openai((0, [3e38, -3e38] * (DIMENSION // 2))))

    vectors = await ask(opened, server, texts=["one"])
    assert np.linalg.norm(vectors) == pytest.approx(1)


async def test_a_cut_text_is_found_out(opened, server):
    row = {"embeddings": {"values": SOME, "statistics": {"truncated": True}}}
    server.next.append(Misbehaviour(body=json.dumps({"predictions": [row]}).encode()))

    with pytest.raises(EmbedderNonsense):
        await ask(opened, server, "vertexai", ["one"])


@pytest.mark.parametrize(
    ("told", "seconds"),
    [("7", 7.0), ("in half a minute", 30.0), ("soon", None), ("", None), ("-3", None)],
)
async def test_how_long_to_wait_is_read(opened, server, told, seconds):
    date = formatdate(time.time() + 30, usegmt=True)
    server.next.append(Misbehaviour(429, {"retry-after": date if told == "in half a minute" else told}))

    with pytest.raises(EmbedderBusy) as caught:
        await ask(opened, server)
    assert caught.value.retry_after == (seconds if seconds is None else pytest.approx(seconds, abs=15))


async def test_a_server_that_is_silent_is_not_waited_for(opened, server):
    server.next.append(Misbehaviour(seconds=1.0))
    embedder = opened("openai", settings_of("openai", server, embedding_seconds=0.1))

    with pytest.raises(EmbedderUnreachable, match=r"within 0\.1 s"):
        await embedder.embed(["one"])


async def test_a_server_that_is_down_says_where_it_should_be(opened):
    with socket.socket() as taken:  # and not listening
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(EmbedderUnreachable, match=url):
            await opened("ollama", Settings(_env_file=None, ollama_url=url)).embed(["one"])


@pytest.mark.parametrize("url", ["localhost:11434", "ftp://x", "http://", "http://a b/"])
async def test_an_address_that_is_none_says_so(opened, url):
    with pytest.raises((InvalidConfiguration, EmbedderUnreachable), match="embedding server"):
        await opened("ollama", Settings(_env_file=None, ollama_url=url)).embed(["one"])


async def test_google_is_asked_for_a_token_once(opened, server, monkeypatch):
    embedder = opened("vertexai", settings_of("vertexai", server))
    await embedder.embed(["one", "two", "three"])
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", "nowhere")

    await embedder.embed(["four"])
    assert {headers["authorization"] for _, headers, _ in server.requests} == {f"Bearer {KEY}"}


async def test_missing_credentials_say_what_to_do(opened, server, monkeypatch, tmp_path):
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(tmp_path / "nowhere.json"))

    with pytest.raises(EmbedderRejected) as caught:
        await ask(opened, server, "vertexai")
    assert "gcloud auth" in caught.value.hint


async def test_google_out_of_reach_may_work_later(opened, server, monkeypatch, tmp_path):
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(service_account(tmp_path, "http://127.0.0.1:9/token")))

    with pytest.raises(EmbedderUnreachable):
        await ask(opened, server, "vertexai")
