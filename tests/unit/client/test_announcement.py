from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from paillasse.adapters.home_lock import HomeLock
from paillasse.client.announcement import Announcement, announced, find_server
from paillasse.errors.storage import StorageError

URL, KEY = "http://127.0.0.1:8000", "pll_secret"
OURS = Announcement(URL, os.getpid(), KEY)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """One that this process holds."""
    HomeLock(tmp_path).release()
    return tmp_path


def test_the_file_is_there_while_the_server_runs_and_for_its_owner_alone(home: Path) -> None:
    assert find_server(home) is None
    with announced(home, URL, KEY):
        assert find_server(home) == OURS
        assert (home / "server.json").stat().st_mode & 0o777 == 0o600
    assert find_server(home) is None
    assert sorted(path.name for path in home.iterdir()) == ["lock"]


def test_it_goes_when_the_server_fails(home: Path) -> None:
    with pytest.raises(ValueError, match="failed"), announced(home, URL, KEY):
        raise ValueError("failed")
    assert find_server(home) is None


def test_the_file_of_a_later_server_stays(home: Path) -> None:
    with announced(home, URL, KEY):
        (home / "server.json").write_text(json.dumps({"url": URL, "pid": os.getpid(), "key": "another"}))
    assert find_server(home) == Announcement(URL, os.getpid(), "another")


def test_a_server_that_was_killed_is_not_meant(home: Path) -> None:
    with announced(home, URL, KEY):
        (home / "lock").write_text("1\n")
        assert find_server(home) is None
        (home / "lock").unlink()
        assert find_server(home) is None


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o606, 0o777])
def test_a_file_that_others_may_read_or_write_is_not_believed(home: Path, mode: int) -> None:
    with announced(home, URL, KEY):
        (home / "server.json").chmod(mode)
        assert find_server(home) is None


def test_a_link_is_not_followed(home: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "server.json"
    with announced(home, URL, KEY):
        (home / "server.json").rename(elsewhere)
        (home / "server.json").symlink_to(elsewhere)
        assert find_server(home) is None


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", "{}", '{"url": "u", "pid": 1}', '{"url": 1, "x": 2}', "\udcff"]
)
def test_nonsense_is_no_server(home: Path, text: str) -> None:
    path = home / "server.json"
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8", errors="surrogateescape")
    assert find_server(home) is None


def test_a_home_that_cannot_be_written(tmp_path: Path) -> None:
    missing: Any = announced(tmp_path / "missing", URL, KEY)
    with pytest.raises(StorageError, match="No such file"):
        missing.__enter__()
