from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from paillasse.backups import backup, restoring
from paillasse.backups.manifest import Manifest, Member, Table
from paillasse.backups.restoring import Restored
from paillasse.errors.storage import HomeInUse
from paillasse.ingestion.reconciliation import ReconcileReport

TABLES = (Table("users", ("id",), 2), Table("documents", ("id",), 3))
MEMBERS = (Member("files/a.pdf", 1, ""), Member("database/users", 4, ""))


def manifest(*lacking: str) -> Manifest:
    return Manifest("0.1.0", datetime(2026, 11, 21, 8, tzinfo=UTC), "0005", TABLES, MEMBERS, lacking=lacking)


@pytest.mark.parametrize("lacking", [(), ("0f",)])
def test_a_backup_says_what_is_in_it(
    run: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, lacking: tuple[str, ...]
) -> None:
    (tmp_path / "a.zip").write_bytes(bytes(1_500_000))

    async def back_up(_settings: Any, _target: Path, progress: Any) -> Manifest:
        progress("files", 1, 2)
        progress("files", 2, 2)
        return manifest(*lacking)

    monkeypatch.setattr(backup, "back_up", back_up)
    done = run("backup", tmp_path / "a.zip")
    assert done.code == 0
    assert "(1.5 MB): 1 manuals, 2 users, 5 rows." in " ".join(done.out.split())
    assert ("1 documents are not there" in " ".join(done.err.split())) == bool(lacking)


def test_a_home_in_use_says_what_to_do(run: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    async def back_up(*_: Any) -> Manifest:
        raise HomeInUse("The home is in use.")

    monkeypatch.setattr(backup, "back_up", back_up)
    done = run("backup", tmp_path / "a.zip")
    assert done.code == 1
    assert "Stop the server" in done.err
    assert "PAILLASSE_DATABASE_URL" in done.err


@pytest.mark.parametrize(("gone", "code"), [((), 0), (("d1",), 1)])
def test_a_restore_ends_with_the_proof(
    run: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, gone: tuple[str, ...], code: int
) -> None:
    async def restore(*_: Any) -> Restored:
        return Restored(manifest(), ReconcileReport({}, {}, (), gone))

    monkeypatch.setattr(restoring, "restore", restore)
    done = run("restore", tmp_path / "a.zip")
    assert done.code == code
    assert "of 2026-11-21 08:00 UTC" in " ".join(done.out.split())
    assert f"{len(gone)} differences" in done.out
