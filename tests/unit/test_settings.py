from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from paillasse.errors.root import InvalidConfiguration
from paillasse.settings import Settings


def test_everything_lives_in_the_home(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    places = (
        settings.postgres_dir,
        settings.index_dir,
        settings.files_dir,
        settings.glossary_path,
        settings.prices_path,
        settings.jwt_secret_path,
    )
    assert len(set(places)) == len(places)
    assert {place.parent for place in places} == {tmp_path}


def test_environment_and_dotenv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PAILLASSE_HOME", raising=False)
    assert Settings().home == Path.home() / ".paillasse"
    (tmp_path / ".env").write_text("PAILLASSE_MAX_PAGES=5\nSOMETHING_ELSE=1\nPAILLASSE_THREADS=3\n")
    monkeypatch.setenv("PAILLASSE_THREADS", "2")
    assert (Settings().max_pages, Settings().threads) == (5, 2)


@pytest.mark.parametrize(("name", "value"), [("MAX_PAGES", "0"), ("MAX_FILE_MB", "many"), ("THREADS", "-1")])
def test_impossible_limits(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"PAILLASSE_{name}", value)
    with pytest.raises(ValidationError, match=name.lower()):
        Settings()


def test_keys_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_KEY", "AZURE_KEY", "GOOGLE_KEY", "JWT_SECRET"):
        monkeypatch.setenv(f"PAILLASSE_{name}", "sk-secret")
    settings = Settings()
    assert settings.openai_key.get_secret_value() == "sk-secret"
    assert "sk-secret" not in f"{settings!r} {settings} {settings.model_dump_json()}"


def test_secrets_come_from_files_that_the_environment_lacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "paillasse_jwt_secret").write_text("from a file\n")
    (tmp_path / "paillasse_database_url").write_text("postgresql://file\n")
    (tmp_path / "postgres_password").write_text("of somebody else")
    monkeypatch.setenv("PAILLASSE_SECRETS_DIR", str(tmp_path))
    monkeypatch.setenv("PAILLASSE_DATABASE_URL", "postgresql://environment")
    settings = Settings()
    assert settings.jwt_secret.get_secret_value() == "from a file"
    assert settings.database_url == "postgresql://environment"


def test_a_folder_of_secrets_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAILLASSE_SECRETS_DIR", str(tmp_path / "secrets"))
    with pytest.raises(InvalidConfiguration, match="no such folder"):
        Settings()
