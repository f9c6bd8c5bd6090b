"""From configuration and settings to a language model; each provider's SDK is imported only when it is the one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING

from pydantic import SecretStr

from paillasse.adapters.language_models.chat_model import ChatModel
from paillasse.errors.root import InvalidConfiguration
from paillasse.pipeline_config import ModelConfig
from paillasse.protocols.language_model import LanguageModel
from paillasse.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_google_genai import ChatGoogleGenerativeAI

_Opened = tuple["BaseChatModel", Callable[[], Awaitable[None]]]
"""The model, and what closes its connections."""
_PROMPT_TOKENS = 2000
"""For what is sent beside the lines: rules, the question, a conversation."""


def open_language_model(config: ModelConfig, settings: Settings, name: str) -> LanguageModel:
    """The model `name` of the configured provider. No request is sent yet; takes a second or two, mostly imports.

    Raises:
        InvalidConfiguration: an extra that is not installed, or a setting that is missing.
        ModelUnavailable: a local model that cannot be loaded.
    """
    try:
        if config.provider == "huggingface":
            from paillasse.adapters.language_models.huggingface import open_local_model  # noqa: PLC0415 - half a minute

            return open_local_model(config, name)
        chat, close = _PROVIDERS[config.provider](config, settings, name)
    except ImportError as error:
        extra = "huggingface" if config.provider == "huggingface" else "llm"
        raise InvalidConfiguration(
            f"{config.provider} needs the Python package {error.name}.",
            hint=f"Install the extra: `uv sync --inexact --extra {extra}` or `pip install 'paillasse[{extra}]'`.",
        ) from error
    return ChatModel(chat, f"{config.provider}/{name}", close, tools=config.output == "tool_calls")


def _ollama(config: ModelConfig, settings: Settings, name: str) -> _Opened:
    from httpx import AsyncHTTPTransport  # noqa: PLC0415 - only for who uses it
    from langchain_ollama import ChatOllama  # noqa: PLC0415 - only for who uses it

    transport = AsyncHTTPTransport()
    chat = ChatOllama(
        model=name,
        base_url=settings.ollama_url,
        temperature=config.temperature,
        top_p=config.top_p,
        top_k=config.top_k,
        num_predict=config.max_output_tokens,
        # Ollama drops the beginning of what does not fit its window, 4,096 tokens by default, and does not say so.
        num_ctx=config.context_tokens + config.max_output_tokens + _PROMPT_TOKENS,
        client_kwargs={"timeout": config.total_seconds},
        async_client_kwargs={"transport": transport},
    )
    return chat, transport.aclose


def _openai(config: ModelConfig, settings: Settings, name: str) -> _Opened:
    from httpx import AsyncClient  # noqa: PLC0415 - only for who uses it
    from langchain_openai import ChatOpenAI  # noqa: PLC0415 - only for who uses it

    http = AsyncClient()
    chat = ChatOpenAI(
        model=name,
        base_url=settings.openai_url,
        api_key=settings.openai_key if settings.openai_key.get_secret_value() else SecretStr("none"),
        temperature=config.temperature,
        top_p=config.top_p,
        # OpenAI itself has no such choice; servers that speak its API (vLLM, OpenRouter) take it in the body.
        extra_body={"top_k": config.top_k} if config.top_k else None,
        max_completion_tokens=config.max_output_tokens,
        timeout=config.total_seconds,
        max_retries=0,
        stream_usage=True,
        http_async_client=http,
    )
    return chat, http.aclose


def _azure(config: ModelConfig, settings: Settings, name: str) -> _Opened:
    from httpx import AsyncClient  # noqa: PLC0415 - only for who uses it
    from langchain_openai import AzureChatOpenAI  # noqa: PLC0415 - only for who uses it

    _need(settings.azure_url, "PAILLASSE_AZURE_URL", "azure")
    _need(settings.azure_key.get_secret_value(), "PAILLASSE_AZURE_KEY", "azure")
    if config.top_k:
        raise InvalidConfiguration("Azure OpenAI has no top_k.", hint="Remove model.top_k, or take model.top_p.")
    http = AsyncClient()
    chat = AzureChatOpenAI(
        azure_deployment=name,
        azure_endpoint=settings.azure_url,
        api_key=settings.azure_key,
        api_version=settings.azure_api_version,
        temperature=config.temperature,
        top_p=config.top_p,
        max_completion_tokens=config.max_output_tokens,
        timeout=config.total_seconds,
        max_retries=0,
        stream_usage=True,
        http_async_client=http,
    )
    return chat, http.aclose


def _gemini(config: ModelConfig, settings: Settings, name: str) -> _Opened:
    from langchain_google_genai import ChatGoogleGenerativeAI  # noqa: PLC0415 - only for who uses it

    _need(settings.google_key.get_secret_value(), "PAILLASSE_GOOGLE_KEY", "gemini")
    _speak_httpx()
    chat = ChatGoogleGenerativeAI(
        model=name,
        api_key=settings.google_key,
        vertexai=False,
        temperature=config.temperature,
        top_p=config.top_p,
        top_k=config.top_k,
        max_tokens=config.max_output_tokens,
        base_url=settings.google_url or None,
        timeout=config.total_seconds,
        max_retries=1,  # the first try counts
    )
    return chat, partial(_close_google, chat)


def _vertexai(config: ModelConfig, settings: Settings, name: str) -> _Opened:
    from langchain_google_genai import ChatGoogleGenerativeAI  # noqa: PLC0415 - only for who uses it

    _need(settings.google_project, "PAILLASSE_GOOGLE_PROJECT", "vertexai")
    _speak_httpx()
    chat = ChatGoogleGenerativeAI(
        model=name,
        vertexai=True,
        project=settings.google_project,
        location=settings.google_region,
        temperature=config.temperature,
        top_p=config.top_p,
        top_k=config.top_k,
        max_tokens=config.max_output_tokens,
        base_url=settings.google_url or None,
        timeout=config.total_seconds,
        max_retries=1,
    )
    return chat, partial(_close_google, chat)


def _speak_httpx() -> None:
    """Google's SDK takes aiohttp where another package brought it: a second client, which fails in other ways.

    Its option to have httpx all the same does not pass through LangChain, or gives up proxies of the environment.
    """
    from google.genai import _api_client  # noqa: PLC0415  # pyright: ignore[reportPrivateUsage]

    _api_client.has_aiohttp = False


async def _close_google(chat: ChatGoogleGenerativeAI) -> None:
    if chat.client is not None:
        await chat.client.aio.aclose()


def _need(value: str, variable: str, provider: str) -> None:
    if not value:
        raise InvalidConfiguration(
            f"{provider} needs the setting {variable}.", hint=f"Set {variable} in the environment or in `.env`."
        )


_PROVIDERS: dict[str, Callable[[ModelConfig, Settings, str], _Opened]] = {
    "ollama": _ollama,
    "openai": _openai,
    "azure": _azure,
    "gemini": _gemini,
    "vertexai": _vertexai,
}
