from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from paillasse.adapters.home_lock import HomeLock
from paillasse.errors.storage import DiskFull, HomeInUse, StorageError

HOLD = """
import sys, time
from pathlib import Path
from paillasse.adapters.home_lock import HomeLock
lock = HomeLock(Path(sys.argv[1]))
print("held", flush=True)
time.sleep(60)
"""


def test_the_second_owner_is_told_who_the_first_is(tmp_path: Path) -> None:
    home = tmp_path / "deep" / "home"
    lock = HomeLock(home)
    with pytest.raises(HomeInUse, match=f"process {os.getpid()}"):
        HomeLock(home)
    lock.release()
    HomeLock(home).release()


def test_a_killed_owner_holds_nothing(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLD, tmp_path], stdout=subprocess.PIPE) as owner:
        assert owner.stdout is not None
        assert owner.stdout.readline() == b"held\n"
        with pytest.raises(HomeInUse, match=f"process {owner.pid}"):
            HomeLock(tmp_path)
        owner.kill()
    HomeLock(tmp_path).release()


def test_only_the_owner_of_a_new_home_can_read_it(tmp_path: Path) -> None:
    HomeLock(tmp_path / "home").release()
    assert (tmp_path / "home").stat().st_mode & 0o077 == 0


def test_a_home_that_cannot_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="Not a directory"):
        HomeLock(tmp_path / "file" / "home")


def test_a_full_disk_is_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "open", fail)
    with pytest.raises(DiskFull):
        HomeLock(tmp_path)
