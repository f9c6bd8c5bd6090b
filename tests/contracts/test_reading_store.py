"""The store of what was read in pictures."""

from __future__ import annotations

import errno
import logging
import os
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paillasse.adapters.readings import folder
from paillasse.adapters.readings.folder import ReadingFolder

A, B = "a" * 64, "b" * 64


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "home" / "readings"


def entries(directory: Path) -> list[Path]:
    return sorted(path for path in directory.rglob("*") if path.is_file())


def test_what_was_put_is_there_for_any_process_until_it_is_forgotten(directory: Path) -> None:
    store = ReadingFolder(directory)
    assert not directory.exists()
    assert store.get(A, "page 1") is None
    store.put(A, "page 1", b"old")
    store.put(A, "page 1", b"one")
    store.put(A, "page 2", b"")
    store.put(B, "page 1", b"other")
    again = ReadingFolder(directory)
    assert [again.get(A, "page 1"), again.get(A, "page 2"), again.get(B, "page 1")] == [b"one", b"", b"other"]
    again.forget(A)
    again.forget(A)
    assert [store.get(A, "page 1"), store.get(A, "page 2"), store.get(B, "page 1")] == [None, None, b"other"]
    again.forget(B)
    assert list(directory.iterdir()) == []


def test_nobody_else_reads_it(directory: Path) -> None:
    ReadingFolder(directory).put(A, "page 1", b"text of a manual")
    (entry,) = entries(directory)
    assert (entry.stat().st_mode & 0o077, entry.parent.stat().st_mode & 0o077) == (0, 0)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=60), data=st.data())
def test_an_entry_that_was_damaged_or_cut_is_not_there(directory: Path, body: bytes, data: st.DataObject) -> None:
    store = ReadingFolder(directory)
    store.put(A, "page 1", body)
    (entry,) = entries(directory)
    whole = entry.read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    changed = bytes([whole[place] ^ data.draw(st.integers(1, 255))])
    for damaged in (whole[:place] + changed + whole[place + 1 :], whole[:place], whole + b"\0"):
        entry.write_bytes(damaged)
        assert store.get(A, "page 1") is None
    store.put(A, "page 1", body)
    assert store.get(A, "page 1") == body


def test_what_is_no_entry_of_ours_is_not_there(directory: Path, tmp_path: Path) -> None:
    store = ReadingFolder(directory)
    store.put(A, "page 1", b"one")
    (entry,) = entries(directory)
    store.put(A, "page 2", b"two")
    (other,) = set(entries(directory)) - {entry}
    other.write_bytes(entry.read_bytes())
    assert store.get(A, "page 2") is None
    moved = tmp_path / "moved"
    entry.rename(moved)
    entry.symlink_to(moved)
    assert store.get(A, "page 1") is None
    entry.unlink()
    os.mkfifo(entry)
    assert store.get(A, "page 1") is None
    entry.unlink()
    with entry.open("wb") as file:
        file.truncate(1 << 40)
    assert store.get(A, "page 1") is None


def test_a_full_disk_is_said_once_and_no_error(
    directory: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    store = ReadingFolder(directory)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch, caplog.at_level(logging.WARNING):
        patch.setattr(os, "fsync", full)
        store.put(A, "page 1", b"one")
        store.put(A, "page 2", b"two")
    assert [record.getMessage() for record in caplog.records] == [
        "What is read of scans is not kept for another attempt: [Errno 28] No space left on device"
    ]
    assert entries(directory) == []
    store.put(A, "page 3", b"three")
    assert [store.get(A, "page 1"), store.get(A, "page 3")] == [None, b"three"]


def test_a_home_that_cannot_be_written_is_no_error(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "readings").write_text("a file")
    store = ReadingFolder(tmp_path / "readings")
    with caplog.at_level(logging.WARNING):
        store.put(A, "page 1", b"one")
    store.forget(A)
    assert (store.get(A, "page 1"), len(caplog.records)) == (None, 1)


def test_it_is_bounded(directory: Path, caplog: pytest.LogCaptureFixture) -> None:
    store = ReadingFolder(directory, most_bytes=1000)
    with caplog.at_level(logging.WARNING):
        for number in range(6):
            store.put(A, f"page {number}", bytes(300))
    assert sum(path.stat().st_size for path in entries(directory)) <= 1000
    assert [store.get(A, f"page {number}") is not None for number in range(6)] == [True] * 3 + [False] * 3
    assert len(caplog.records) == 1
    ReadingFolder(directory).forget(A)  # by another process
    store.put(B, "page 1", bytes(900))
    assert store.get(B, "page 1") == bytes(900)


def test_what_was_left_behind_goes_after_some_days(directory: Path) -> None:
    store = ReadingFolder(directory)
    store.put(A, "page 1", b"one")
    store.put(B, "page 1", b"other")
    long_ago = time.time() - folder._KEPT_SECONDS - 60
    os.utime(directory / A, (long_ago, long_ago))
    store.forget("c" * 64)
    assert [path.name for path in directory.iterdir()] == [B]
    os.utime(directory / B, (long_ago, long_ago))
    ReadingFolder(directory)
    assert list(directory.iterdir()) == []
