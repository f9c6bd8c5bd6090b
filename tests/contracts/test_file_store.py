"""The store of original files."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path

import pytest

from paillasse.adapters.file_store import DiskFileStore
from paillasse.errors.manuals import UnreadableFile
from paillasse.errors.storage import DiskFull, StorageError

CONTENT = b"%PDF-1.7\n" + bytes(range(256)) * 9000
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "manuel été.pdf"
    path.write_bytes(CONTENT)
    return path


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "home" / "files"


def test_a_file_is_kept_under_its_hash(directory: Path, source: Path) -> None:
    store = DiskFileStore(directory)
    assert list(store.hashes()) == []
    store.put(source, SHA256)
    store.put(source, SHA256)
    assert store.path(SHA256) == directory / f"{SHA256}.pdf"
    assert store.path(SHA256).read_bytes() == CONTENT
    assert list(store.hashes()) == [SHA256]


def test_a_stored_file_outlives_its_source_and_the_store(directory: Path, source: Path) -> None:
    DiskFileStore(directory).put(source, SHA256)
    source.unlink()
    again = DiskFileStore(directory)
    assert again.path(SHA256).read_bytes() == CONTENT


def test_deleting_is_done_once_and_asked_as_often_as_one_likes(directory: Path, source: Path) -> None:
    store = DiskFileStore(directory)
    store.put(source, SHA256)
    store.delete(SHA256)
    store.delete(SHA256)
    assert list(store.hashes()) == []


def test_content_that_changed_is_refused_also_where_a_copy_is_known(directory: Path, source: Path) -> None:
    store = DiskFileStore(directory)
    store.put(source, SHA256)
    store.put(source, SHA256)
    source.write_bytes(CONTENT + b"more")
    with pytest.raises(UnreadableFile, match="changed"):
        store.put(source, SHA256)
    assert store.path(SHA256).read_bytes() == CONTENT


def test_content_that_changed_since_it_was_hashed_is_refused(directory: Path, source: Path) -> None:
    store = DiskFileStore(directory)
    source.write_bytes(CONTENT + b"more")
    with pytest.raises(UnreadableFile, match="changed"):
        store.put(source, SHA256)
    assert list(directory.iterdir()) == []


def test_a_source_that_is_gone_is_said_so(directory: Path, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="No such file"):
        DiskFileStore(directory).put(tmp_path / "none.pdf", SHA256)
    assert list(directory.iterdir()) == []


@pytest.mark.parametrize(
    ("code", "error"), [(errno.ENOSPC, DiskFull), (errno.EDQUOT, DiskFull), (errno.EIO, StorageError)]
)
def test_a_failed_write_leaves_nothing(
    directory: Path, source: Path, monkeypatch: pytest.MonkeyPatch, code: int, error: type[StorageError]
) -> None:
    store = DiskFileStore(directory)

    def fail(_: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(error) as raised:
        store.put(source, SHA256)
    assert type(raised.value) is error
    assert list(directory.iterdir()) == []


def test_half_a_copy_of_a_killed_process_is_cleared(directory: Path) -> None:
    directory.mkdir(parents=True)
    (directory / "tmpabc.part").write_bytes(b"half")
    (directory / "notes.txt").write_text("not ours")
    assert list(DiskFileStore(directory).hashes()) == []
    assert [entry.name for entry in directory.iterdir()] == ["notes.txt"]
