"""Where Paillasse runs: paths and limits. Nothing here changes how it answers."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SecretsSettingsSource,
    SettingsConfigDict,
)

from paillasse.errors.root import InvalidConfiguration


class Settings(BaseSettings):
    """Read from `PAILLASSE_*` environment variables, a `.env` file in the working directory, and files of secrets.

    What the environment does not set is looked for in `PAILLASSE_SECRETS_DIR`, where orchestrators mount secrets: one
    file for each setting, `paillasse_jwt_secret`, say.

    Raises:
        InvalidConfiguration: `PAILLASSE_SECRETS_DIR` is no folder.
    """

    model_config = SettingsConfigDict(env_prefix="PAILLASSE_", env_file=".env", extra="ignore", frozen=True)

    home: Path = Field(default=Path.home() / ".paillasse", description="All state lives here.")
    database_url: str = Field(default="", description="PostgreSQL by URL; empty starts the embedded server.")
    qdrant_url: str = Field(default="", description="Qdrant server by URL; empty keeps the index in this process.")
    qdrant_key: SecretStr = Field(default=SecretStr(""), description="Its API key; empty where none is asked for.")
    qdrant_seconds: int = Field(
        default=10, ge=1, le=3600, description="Longest wait for one answer of the Qdrant server, in seconds."
    )
    vector_search: str = Field(
        default="",
        description="Index of Vertex AI Vector Search instead, "
        "`projects/P/locations/R/indexEndpoints/E/deployedIndexes/D`.",
    )
    max_file_mb: int = Field(default=200, ge=1, description="Largest file accepted, in MiB.")
    upload_seconds: int = Field(
        default=1800, ge=1, description="Longest time that sending one file may take, in seconds."
    )
    max_pages: int = Field(default=10_000, ge=1, description="Most pages accepted in one file.")
    parser_memory_mb: int = Field(default=512, ge=128, description="Memory cap of the parser process, in MiB.")
    parser_seconds: int = Field(default=30, ge=1, description="Wall-clock cap for a batch of pages, in seconds.")
    ocr_seconds: int = Field(default=120, ge=1, description="Wall-clock cap for reading one scanned page, in seconds.")
    page_pictures_mb: int = Field(
        default=512, ge=0, description="Disk space for pictures of pages that were drawn, in MiB; 0 keeps none."
    )
    threads: int = Field(default=0, ge=0, description="Threads for embedding, pages for OCR; 0 uses every core.")
    worker: bool = Field(
        default=True, description="Whether the server works on ingestion jobs itself; false leaves them to workers."
    )
    worker_grace_seconds: float = Field(
        default=20, ge=0, description="How long jobs at hand may go on when the worker is told to stop, in seconds."
    )
    worker_lease_seconds: float = Field(
        default=30, ge=1, description="A worker that is silent for so long loses its jobs to others, in seconds."
    )
    trusted_proxies: str = Field(
        default="127.0.0.1",
        description="Addresses of reverse proxies whose `X-Forwarded-For` is believed, separated by commas.",
    )
    drain_seconds: int = Field(
        default=20, ge=0, description="How long requests at hand may go on when the server is told to stop, in seconds."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="What the server logs, from this level on."
    )
    history_days: int = Field(
        default=365, ge=0, description="How long questions and answers are kept, in days; 0 keeps them for ever."
    )
    ollama_url: str = Field(default="http://localhost:11434", description="Ollama server.")
    openai_url: str = Field(
        default="https://api.openai.com/v1", description="OpenAI, or any server that speaks its API (vLLM, OpenRouter)."
    )
    openai_key: SecretStr = Field(default=SecretStr(""), description="Its key; empty where none is asked for.")
    azure_url: str = Field(default="", description="Azure OpenAI resource, `https://NAME.openai.azure.com`.")
    azure_key: SecretStr = Field(default=SecretStr(""), description="Its key.")
    azure_api_version: str = Field(default="2024-10-21", description="Version of its API.")
    google_key: SecretStr = Field(default=SecretStr(""), description="Gemini API key (Google AI Studio).")
    google_project: str = Field(default="", description="Google Cloud project, for Vertex AI.")
    google_region: str = Field(default="europe-west1", description="Region of Vertex AI.")
    google_url: str = Field(default="", description="Another address for Gemini or Vertex AI: a proxy.")
    embedding_url: str = Field(
        default="", description="Embedding server, where it is another than the provider's address above."
    )
    embedding_key: SecretStr = Field(
        default=SecretStr(""), description="Its key; the provider's key above is never sent to another address."
    )
    embedding_seconds: float = Field(
        default=60, gt=0, le=3600, description="Longest wait for one answer of the embedding server, in seconds."
    )

    answer_seconds: float = Field(
        default=60, gt=0, le=3600, description="Longest wait for an answer of the server, in seconds."
    )
    answers_at_once: int = Field(default=8, ge=1, description="Questions that a server process works on at once.")
    answer_cache_seconds: int = Field(
        default=3600, ge=0, description="How long an answer is kept for who asks the same, in seconds; 0 keeps none."
    )
    questions_per_minute: int = Field(
        default=10, ge=1, description="Questions of one user in any minute; six times as many from one address."
    )
    searches_per_minute: int = Field(
        default=60, ge=1, description="Searches for passages, counted in the same way beside the questions."
    )
    tokens_per_day: int = Field(
        default=0, ge=0, description="Tokens of language models in a day before an alert says so; 0: any number."
    )
    drift_hours: int = Field(
        default=24, ge=0, le=720, description="Hours between two checks of whether what is asked drifts; 0: none."
    )
    drift_retrains: bool = Field(
        default=False, description="Whether a drift has the escalation predictor trained again, and promoted if better."
    )
    judge: str = Field(
        default="",
        description="Language model that judges some of the answers, as in `ollama/qwen3:8b`; empty: none does.",
    )
    judged_share: float = Field(default=0.05, ge=0, le=1, description="Share of the answers that it judges.")
    arrivals_subscription: str = Field(
        default="",
        description="Pub/Sub subscription that tells workers of manuals in a bucket, `projects/P/subscriptions/S`.",
    )
    arrivals_url: str = Field(default="", description="That bucket, `gs://BUCKET/PREFIX`.")
    arrivals_collection: str = Field(default="default", description="Collection that these manuals become part of.")
    redis_url: str = Field(
        default="", description="Redis by URL, for answers and limits shared by several processes; empty: each its own."
    )
    mlflow_uri: str = Field(
        default="",
        description="MLflow server by URL, for experiments and releases; empty: `MLFLOW_TRACKING_URI`, or the home.",
    )
    jwt_secret: SecretStr = Field(
        default=SecretStr(""),
        description="Signs access tokens, at least 32 random bytes; without one, the embedded home keeps its own.",
    )
    server_url: str = Field(
        default="", description="Server that `paillasse mcp` asks; empty: that of the home, or the home itself."
    )
    api_key: SecretStr = Field(default=SecretStr(""), description="API key for that server.")
    public_url: str = Field(
        default="", description="Address that browsers reach the server at, as in `https://manuals.example.org`."
    )
    oidc_issuer: str = Field(
        default="", description="Identity provider that users may sign in at; empty: with a password only."
    )
    oidc_client_id: str = Field(default="", description="What it calls this service.")
    oidc_client_secret: SecretStr = Field(default=SecretStr(""), description="Its secret; empty for a public client.")
    oidc_seconds: float = Field(
        default=10, gt=0, le=60, description="Longest wait for one answer of the identity provider, in seconds."
    )
    oidc_role: Literal["technician", "expert"] = Field(
        default="technician", description="Role of whom the identity provider sends for the first time."
    )
    oidc_collections: str = Field(
        default="", description="Collections that they become members of, separated by commas; empty for none."
    )

    @classmethod
    def settings_customise_sources(  # noqa: D102 - pydantic-settings tells
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        told = init_settings, env_settings, dotenv_settings
        if not (folder := os.environ.get("PAILLASSE_SECRETS_DIR")):
            return told
        if not Path(folder).is_dir():
            raise InvalidConfiguration(
                f"PAILLASSE_SECRETS_DIR is {folder}, and there is no such folder.",
                hint="Mount the secrets there, or unset it.",
            )
        return *told, SecretsSettingsSource(settings_cls, secrets_dir=folder)

    @property
    def shared(self) -> bool:
        """Whether several processes may have this home: both what is embedded otherwise are servers."""
        return bool(self.database_url and not self.index_at_home)

    @property
    def index_at_home(self) -> bool:
        """Whether the index is embedded: a directory of this home."""
        return not (self.qdrant_url or self.vector_search)

    @property
    def postgres_dir(self) -> Path:
        """Data directory of the embedded PostgreSQL."""
        return self.home / "postgres"

    @property
    def index_dir(self) -> Path:
        """One sub-directory per index generation."""
        return self.home / "index"

    @property
    def files_dir(self) -> Path:
        """Original files, named by their sha256."""
        return self.home / "files"

    @property
    def uploads_dir(self) -> Path:
        """Files that were sent and are not documents yet, a folder for each job."""
        return self.home / "uploads"

    @property
    def fetched_dir(self) -> Path:
        """Which manuals were taken from buckets in the cloud, a file for each."""
        return self.home / "fetched"

    @property
    def readings_dir(self) -> Path:
        """What was read in pictures of files that are not documents yet, a folder for each."""
        return self.home / "readings"

    @property
    def page_pictures_dir(self) -> Path:
        """Pictures of pages; they can be drawn again."""
        return self.home / "page_pictures"

    @property
    def mlflow_dir(self) -> Path:
        """Experiments and releases: MLflow's database and its files."""
        return self.home / "mlflow"

    @property
    def gates_path(self) -> Path:
        """The user's own gates of releases, instead of those that ship."""
        return self.home / "gates.yaml"

    @property
    def experiments_dir(self) -> Path:
        """Answers of runs that are not finished yet."""
        return self.home / "experiments"

    @property
    def models_dir(self) -> Path:
        """Models fetched from a hub."""
        return self.home / "models"

    @property
    def jwt_secret_path(self) -> Path:
        """The secret that access tokens are signed with, where none is set."""
        return self.home / "jwt_secret"

    @property
    def glossary_path(self) -> Path:
        """The user's own glossary entries, added to the one that ships."""
        return self.home / "glossary.tsv"

    @property
    def prices_path(self) -> Path:
        """The user's own prices of language models, which replace those that ship."""
        return self.home / "prices.toml"
