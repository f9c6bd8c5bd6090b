from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from access_stores import SECRET
from paillasse.access.credentials.signing import SHORTEST, configured_secret, kept_secret
from paillasse.composition.accounts import signing_secret
from paillasse.errors.root import InvalidConfiguration
from paillasse.errors.storage import StorageError
from paillasse.settings import Settings


@pytest.mark.parametrize("weak", ["", "secret", "x" * 64, "changeme" * 8, SECRET[: SHORTEST - 1]])
def test_weak_secrets_are_refused(weak: str) -> None:
    with pytest.raises(InvalidConfiguration) as refused:
        configured_secret(weak)
    assert "openssl rand" in refused.value.hint
    assert not weak or weak not in str(refused.value)


def test_a_secret_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "home" / "jwt_secret"
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(kept_secret, [path] * 8))
    assert made == {kept_secret(path)}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]
    assert configured_secret(made.pop().decode())
    assert kept_secret(tmp_path / "other") not in made


def test_a_secret_that_others_may_read_is_no_secret(tmp_path: Path) -> None:
    path = tmp_path / "jwt_secret"
    kept_secret(path)
    path.chmod(0o640)
    with pytest.raises(InvalidConfiguration, match="Others may read"):
        kept_secret(path)


def test_a_secret_that_was_cut_short(tmp_path: Path) -> None:
    path = tmp_path / "jwt_secret"
    kept_secret(path)
    path.write_text("abc")
    with pytest.raises(InvalidConfiguration, match="cut short"):
        kept_secret(path)


def test_a_place_that_cannot_hold_one(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError):
        kept_secret(tmp_path / "file" / "jwt_secret")


def test_only_an_embedded_home_makes_its_own(tmp_path: Path) -> None:
    def settings(**more: str) -> Settings:
        return Settings(home=tmp_path, _env_file=None, **more)  # type: ignore[arg-type]

    assert signing_secret(settings()) == kept_secret(tmp_path / "jwt_secret")
    assert signing_secret(settings(jwt_secret=SECRET)) == SECRET.encode()
    with pytest.raises(InvalidConfiguration, match="not set"):
        signing_secret(settings(database_url="postgresql://db/paillasse"))
    with pytest.raises(InvalidConfiguration, match="weak"):
        signing_secret(settings(jwt_secret="weak"))  # noqa: S106 - that is the point
