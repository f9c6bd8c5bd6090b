"""Where experiments and releases are kept; MLflow itself is opened in the contract suite."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from paillasse.adapters.tracking import opening
from paillasse.adapters.tracking.opening import is_kept, open_tracker
from paillasse.errors.root import InvalidConfiguration
from paillasse.errors.storage import StorageError
from paillasse.settings import Settings


def at(home: Path, **more: str) -> Settings:
    return Settings(_env_file=None, home=home, **more)  # type: ignore[arg-type]


def test_a_home_without_releases_is_known_without_opening_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    assert not is_kept(at(tmp_path))
    assert is_kept(at(tmp_path, mlflow_uri="http://mlflow.example"))
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "http://mlflow.example")
    assert is_kept(at(tmp_path))
    monkeypatch.delenv("MLFLOW_TRACKING_URI")
    (tmp_path / "mlflow").mkdir()
    (tmp_path / "mlflow" / "mlflow.db").touch()
    assert is_kept(at(tmp_path))


def test_without_mlflow_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "find_spec", lambda _: None)
    with pytest.raises(InvalidConfiguration, match="MLflow") as error:
        open_tracker(at(tmp_path))
    assert "paillasse[releases]" in error.value.hint


def test_a_folder_that_cannot_be_made_is_an_error_of_the_store(tmp_path: Path) -> None:
    (tmp_path / "mlflow").touch()
    with pytest.raises(StorageError, match=r"mlflow\.db"):
        open_tracker(at(tmp_path))


def test_neither_the_commands_nor_the_server_import_mlflow() -> None:
    told = (
        "import sys, paillasse.cli.main, paillasse.service, paillasse.generations.live; print('mlflow' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
