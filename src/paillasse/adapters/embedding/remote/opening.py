"""From configuration and settings to an embedding server."""

from __future__ import annotations

from collections.abc import Callable

from paillasse.adapters.embedding.prefixes import Prefixes, encodable
from paillasse.adapters.embedding.remote.apis import AzureOpenAI, EmbeddingApi, Gemini, Ollama, OpenAI, Target, VertexAI
from paillasse.adapters.embedding.remote.connection import Connection
from paillasse.adapters.embedding.remote.embedder import RemoteEmbedder, Traits
from paillasse.adapters.embedding.remote.google_token import GoogleToken
from paillasse.adapters.embedding.remote.token_estimate import estimated_tokens
from paillasse.errors.models import ModelUnavailable
from paillasse.errors.root import InvalidConfiguration
from paillasse.pipeline_config import EmbedderConfig
from paillasse.settings import Settings

_GEMINI = "https://generativelanguage.googleapis.com"
_TOLD = ("name", "dimension", "max_tokens", "languages")


def open_remote(config: EmbedderConfig, settings: Settings) -> RemoteEmbedder:
    """An embedder by a server. Nothing is sent yet: a server that is down is found out by the first text.

    Raises:
        InvalidConfiguration: something that nobody can ask the server is not configured, or an address is missing.
        ModelUnavailable: a package or the tokenizer's file is missing.
    """
    missing = [f"embedder.{field}" for field in _TOLD if not getattr(config, field)]
    if missing or config.folder is not None:
        raise InvalidConfiguration(
            f"The embedder of the provider `{config.provider}` needs {', '.join(missing) or 'no folder'}.",
            hint="docs/how-to/choose-an-embedder.md has an example for every provider.",
        )
    traits = Traits(
        name=f"{config.provider}/{config.name}",
        dimension=config.dimension,
        max_tokens=config.max_tokens,
        languages=config.languages,
        prefixes=Prefixes(config.query_prefix or "", config.passage_prefix or ""),
        batch_size=config.batch_size,
        count=_counter(config),
    )
    return RemoteEmbedder(traits, _api(config, settings), Connection(settings.embedding_seconds))


def _counter(config: EmbedderConfig) -> Callable[[str], int]:
    if config.tokenizer is None:
        return estimated_tokens
    from paillasse.adapters.embedding.model_folder import read_tokenizer  # noqa: PLC0415 - not without a tokenizer

    try:
        tokenizer = read_tokenizer(config.tokenizer)
    except (OSError, ValueError) as error:
        raise ModelUnavailable(
            f"The tokenizer {config.tokenizer} cannot be read: {error}",
            hint="`embedder.tokenizer` is the tokenizer.json of the model; without it tokens are estimated.",
        ) from error
    return lambda text: len(tokenizer.encode(encodable(text)).ids)


def _api(config: EmbedderConfig, settings: Settings) -> EmbeddingApi:
    if config.provider == "ollama":
        return Ollama(_target(config, settings, settings.ollama_url))
    if config.provider == "openai":
        return OpenAI(_target(config, settings, settings.openai_url))
    if config.provider == "azure":
        return AzureOpenAI(_target(config, settings, settings.azure_url), settings.azure_api_version)
    if config.provider == "gemini":
        return Gemini(_target(config, settings, settings.google_url or _GEMINI))
    region, project = settings.google_region, settings.google_project
    if not project:
        raise InvalidConfiguration("Vertex AI needs a Google Cloud project.", hint="Set PAILLASSE_GOOGLE_PROJECT.")
    host = f"https://{region}-aiplatform.googleapis.com" if region != "global" else "https://aiplatform.googleapis.com"
    return VertexAI(_target(config, settings, settings.google_url or host), project, region, GoogleToken())


def _target(config: EmbedderConfig, settings: Settings, url: str) -> Target:
    """The provider's address and key; another address never gets the provider's key."""
    keys = {"openai": settings.openai_key, "azure": settings.azure_key, "gemini": settings.google_key}
    key = settings.embedding_key
    if not settings.embedding_url and not key.get_secret_value():
        key = keys.get(config.provider, key)
    address = (settings.embedding_url or url).rstrip("/")
    if not address:
        raise InvalidConfiguration(
            f"The embedder of the provider `{config.provider}` has no address.",
            hint="Set PAILLASSE_EMBEDDING_URL, or PAILLASSE_AZURE_URL for Azure.",
        )
    try:
        key.get_secret_value().encode("ascii")
    except UnicodeEncodeError:
        raise InvalidConfiguration("The key of the embedding server holds a character that no key has.") from None
    return Target(address, key, config.name, config.dimension if config.shorten else None)
