"""Where Paillasse runs: paths and limits. Nothing here changes how it answers."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Read from `PAILLASSE_*` environment variables and a `.env` file in the working directory."""

    model_config = SettingsConfigDict(env_prefix="PAILLASSE_", env_file=".env", extra="ignore", frozen=True)

    home: Path = Field(default=Path.home() / ".paillasse", description="All state lives here.")
    database_url: str = Field(default="", description="PostgreSQL by URL; empty starts the embedded server.")
    max_file_mb: int = Field(default=200, ge=1, description="Largest file accepted, in MiB.")
    max_pages: int = Field(default=10_000, ge=1, description="Most pages accepted in one file.")
    parser_memory_mb: int = Field(default=1024, ge=128, description="Memory cap of the parser process, in MiB.")
    parser_seconds: int = Field(default=30, ge=1, description="Wall-clock cap for a batch of pages, in seconds.")
    threads: int = Field(default=0, ge=0, description="Threads for embedding; 0 uses every core.")

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
    def glossary_path(self) -> Path:
        """The user's own glossary entries, added to the one that ships."""
        return self.home / "glossary.tsv"
