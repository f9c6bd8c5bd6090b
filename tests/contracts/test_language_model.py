"""What every language model does, over real HTTP where it has a server."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from pydantic import SecretStr

from model_server import ModelServer, Reply, model_server
from paillasse.adapters.language_models.providers import open_language_model
from paillasse.errors.models import (
    LanguageModelBusy,
    LanguageModelError,
    LanguageModelRejected,
    LanguageModelTooSlow,
    LanguageModelUnreachable,
)
from paillasse.errors.root import InvalidConfiguration
from paillasse.pipeline_config import ModelConfig
from paillasse.protocols.language_model import LanguageModel, ModelPiece, ModelRequest
from paillasse.settings import Settings

KEY = "sk-very-secret"
PATHS = {
    "ollama": "/api/chat",
    "openai": "/v1/chat/completions",
    "azure": "/openai/deployments/m/chat/completions?api-version=2024-10-21",
    "gemini": "/v1beta/models/m:streamGenerateContent?alt=sse",
    "vertexai": "/v1beta1/projects/lab/locations/europe-west1/publishers/google/models/m:streamGenerateContent?alt=sse",
}
PROVIDERS = tuple(PATHS)
REQUEST = ModelRequest("Be brief.", "How are you?")

Open = Callable[..., LanguageModel]


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with model_server() as served:
        yield served


@pytest.fixture(params=PROVIDERS)
def provider(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "vertexai":
        from google.oauth2.credentials import Credentials  # noqa: PLC0415 - a second to import

        found = Credentials(token=KEY)
        monkeypatch.setattr("google.auth.default", lambda *_args, **_kwargs: (found, "lab"))
    return str(request.param)


@pytest_asyncio.fixture
async def opened(provider: str, server: ModelServer, tmp_path: Path) -> AsyncIterator[Open]:
    models: list[LanguageModel] = []

    def call(url: str = "", **fields: object) -> LanguageModel:
        config = ModelConfig.model_validate({"provider": provider, "name": "m", "total_seconds": 5, **fields})
        models.append(open_language_model(config, settings_for(url or server.url, tmp_path), "m"))
        return models[-1]

    yield call
    for model in models:
        await model.close()


def settings_for(url: str, home: Path) -> Settings:
    return Settings(
        _env_file=None,
        home=home,
        ollama_url=url,
        openai_url=f"{url}/v1",
        openai_key=SecretStr(KEY),
        azure_url=url,
        azure_key=SecretStr(KEY),
        google_url=url,
        google_key=SecretStr(KEY),
        google_project="lab",
    )


async def pieces_of(stream: AsyncIterator[ModelPiece]) -> list[ModelPiece]:
    return [piece async for piece in stream]


async def test_text_comes_in_pieces_with_its_count(opened: Open, server: ModelServer, provider: str) -> None:
    server.script = lambda _asked: Reply(["Fine, ", "merci ", "à vous."])
    model = opened(temperature=0.5, max_output_tokens=77)
    pieces = await pieces_of(model.stream(REQUEST))
    assert [p.text for p in pieces if p.text] == ["Fine, ", "merci ", "à vous."]
    assert [p.complete for p in pieces if p.complete is not None] == [True]
    assert (sum(p.input_tokens for p in pieces), sum(p.output_tokens for p in pieces)) == (100, 20)
    assert model.name == f"{provider}/m"
    [asked] = server.asked
    assert (asked.system, asked.user) == ("Be brief.", "How are you?")
    assert asked.path == PATHS[provider]
    assert (KEY in "".join(asked.headers.values())) is (provider != "ollama")
    assert "77" in json.dumps(asked.body)
    assert "0.5" in json.dumps(asked.body)


async def test_which_words_are_drawn_from_is_told_only_where_it_is_chosen(
    opened: Open, server: ModelServer, provider: str
) -> None:
    server.script = lambda _asked: Reply(["Fine."])
    chosen = {"top_p": 0.875, "top_k": 37}
    if provider == "azure":
        with pytest.raises(InvalidConfiguration, match="top_k"):
            opened(**chosen)
        chosen = {"top_p": 0.875}
    for fields in (chosen, {}):
        await pieces_of(opened(**fields).stream(REQUEST))
    told, silent = (json.dumps(asked.body) for asked in server.asked)
    assert "0.875" in told
    assert ("37" in told) is (provider != "azure")
    assert not re.search("top_?[pk]", silent, re.IGNORECASE)


async def test_a_reply_cut_at_its_longest_says_so(opened: Open, server: ModelServer) -> None:
    server.script = lambda _asked: Reply(["Fi"], finish="length")
    pieces = await pieces_of(opened().stream(REQUEST))
    assert [p.complete for p in pieces if p.complete is not None] == [False]


async def test_claims_as_calls_of_a_tool(opened: Open, server: ModelServer) -> None:
    stated = [{"claim": "Open it.", "lines": [1, 2]}, {"claim": "Close it.", "lines": [3]}]
    server.script = lambda _asked: Reply(calls=[("state_claim", s) for s in stated])
    model = opened(output="tool_calls")
    text = "".join(p.text for p in await pieces_of(model.stream(ModelRequest("s", "u", claims=True))))
    assert [json.loads(line) for line in text.splitlines()] == stated
    server.script = lambda _asked: Reply(calls=[("nothing_found", {})])
    text = "".join(p.text for p in await pieces_of(model.stream(ModelRequest("s", "u", claims=True))))
    assert json.loads(text) == {"none": True}
    assert "state_claim" in json.dumps(server.asked[-1].body)
    server.script = lambda _asked: Reply(["plain"])
    assert "".join([p.text async for p in model.stream(REQUEST)]) == "plain"
    assert "state_claim" not in json.dumps(server.asked[-1].body)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, LanguageModelRejected),
        (404, LanguageModelRejected),
        (429, LanguageModelBusy),
        (500, LanguageModelUnreachable),
        (504, LanguageModelTooSlow),
    ],
)
async def test_what_the_provider_refuses(
    opened: Open, server: ModelServer, status: int, kind: type[LanguageModelError]
) -> None:
    server.script = lambda _asked: Reply(status=status)
    with pytest.raises(kind) as failed:
        await pieces_of(opened().stream(REQUEST))
    assert len(server.asked) == 1  # whether to try again is not for the SDK to decide
    assert str(status) in str(failed.value)
    assert KEY not in f"{failed.value} {failed.value!r} {failed.value.hint}"
    assert failed.value.__suppress_context__


async def test_what_is_not_the_api(opened: Open, server: ModelServer) -> None:
    server.script = lambda _asked: Reply(malformed=True)
    try:
        pieces = await pieces_of(opened().stream(REQUEST))
    except LanguageModelError:
        return
    # Some SDKs pass over what they do not understand: then the reply is empty and never said to be complete.
    assert [p for p in pieces if p.text or p.complete] == []


async def test_a_connection_that_breaks(opened: Open, server: ModelServer) -> None:
    server.script = lambda _asked: Reply(["Fi", "ne"], drops_at=1)
    stream = opened().stream(REQUEST)
    assert (await anext(stream)).text == "Fi"
    with pytest.raises(LanguageModelUnreachable):
        await pieces_of(stream)


async def test_nobody_there(opened: Open) -> None:
    with pytest.raises(LanguageModelUnreachable):
        await pieces_of(opened("http://127.0.0.1:9").stream(REQUEST))


async def test_keys_are_not_shown(opened: Open) -> None:
    assert KEY not in repr(opened()) + repr(vars(opened()))
