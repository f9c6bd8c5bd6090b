from __future__ import annotations

import errno
import hashlib
import os
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs_bench import blocks
from paillasse.adapters.reading_copy.formats import refuse_foreign
from paillasse.errors.jobs import UploadLost
from paillasse.errors.manuals import EmptyDocument, EncryptedDocument, FileTooLarge, UnsupportedFormat
from paillasse.errors.root import PaillasseError
from paillasse.errors.storage import DiskFull, StorageError
from paillasse.jobs import uploads as module
from paillasse.jobs.uploads import Uploads, safe_name

LIMIT = 1 << 20


@pytest.fixture
def uploads(tmp_path: Path) -> Uploads:
    return Uploads(tmp_path / "uploads", LIMIT, refuse_foreign)


def left(tmp_path: Path) -> list[str]:
    return [p.name for p in (tmp_path / "uploads").glob("*")]


@pytest.mark.parametrize("pieces", [[b"%PDF-1.7 ", b"x" * 5000], [b"%", b"PDF-", b"1"], [b"y" * 900 + b"%PDF-", b"z"]])
async def test_a_file_is_kept_as_it_was_sent(uploads: Uploads, pieces: list[bytes]) -> None:
    whole = b"".join(pieces)
    kept = await uploads.receive("j", blocks(*pieces), "Manuel d'été.pdf")
    assert (kept.size, kept.sha256) == (len(whole), hashlib.sha256(whole).hexdigest())
    assert kept.path == uploads.path("j")
    assert (kept.path.name, kept.path.read_bytes()) == ("Manuel d'été.pdf", whole)
    uploads.remove("j")
    uploads.remove("j")
    with pytest.raises(UploadLost):
        uploads.path("j")


@pytest.mark.parametrize(
    ("content", "name", "error"),
    [
        (b"", "a.pdf", EmptyDocument),
        (b"x" * (LIMIT + 1), "a.md", FileTooLarge),
        (b"\x89PNG....", "a.pdf", UnsupportedFormat),
        (b"MZ" + b"\0" * 5000, "a.md", UnsupportedFormat),
        (b"<html>Not found</html>", "a.pdf", UnsupportedFormat),
        (b"PK\x03\x04" + b"\0" * 5000, "a.PDF", UnsupportedFormat),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "a.docx", EncryptedDocument),
    ],
)
async def test_what_is_refused_leaves_nothing(
    uploads: Uploads, tmp_path: Path, content: bytes, name: str, error: type[PaillasseError]
) -> None:
    with pytest.raises(error):
        await uploads.receive("j", blocks(*(content[i : i + 4096] for i in range(0, len(content), 4096))), name)
    assert left(tmp_path) == []


async def test_no_more_is_read_than_the_limit(uploads: Uploads) -> None:
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        while True:
            read += 1
            yield b"# text\n" * 10_000

    with pytest.raises(FileTooLarge):
        await uploads.receive("j", endless(), "a.md")
    assert read == LIMIT // 70_000 + 1


async def test_a_sender_who_leaves_leaves_nothing(uploads: Uploads, tmp_path: Path) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield b"%PDF-1.7 " + b"x" * 5000
        raise ConnectionResetError

    with pytest.raises(StorageError):
        await uploads.receive("j", broken(), "a.pdf")
    assert left(tmp_path) == []


@pytest.mark.parametrize(
    ("number", "error"), [(errno.ENOSPC, DiskFull), (errno.EDQUOT, DiskFull), (errno.EIO, StorageError)]
)
async def test_a_full_disk_leaves_nothing(
    uploads: Uploads, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, error: type[StorageError]
) -> None:
    def full(*_: Any) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(module, "_sync", full)
    with pytest.raises(error) as raised:
        await uploads.receive("j", blocks(b"%PDF-1.7"), "a.pdf")
    assert type(raised.value) is error
    assert left(tmp_path) == []


async def test_a_really_full_disk(tmp_path: Path) -> None:
    """`/dev/full` answers every write as a full disk does."""
    full = Uploads(tmp_path / "uploads", LIMIT, refuse_foreign)
    real = Path.open

    def opened(path: Path, mode: str = "r", *more: Any, **others: Any) -> Any:
        return real(Path("/dev/full"), "wb", buffering=0) if mode == "xb" else real(path, mode, *more, **others)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "open", opened)
        with pytest.raises(DiskFull, match="No space left"):
            await full.receive("j", blocks(b"%PDF-1.7" + b"x" * 5000), "a.pdf")
    assert left(tmp_path) == []


async def test_only_what_nobody_needs_and_is_old_is_swept(uploads: Uploads, tmp_path: Path) -> None:
    uploads.sweep([], 0)
    for name in ("needed", "old", "young"):
        await uploads.receive(name, blocks(b"%PDF-1.7"), "a.pdf")
    long_ago = time.time() - 7200
    for path in [tmp_path / "uploads" / "old", uploads.path("old"), uploads.path("needed")]:
        os.utime(path, (long_ago, long_ago))
    (tmp_path / "uploads" / "half.part").mkdir()
    uploads.sweep(["needed"], time.time() - 3600)
    assert sorted(left(tmp_path)) == ["half.part", "needed", "young"]
    uploads.sweep(["needed"], time.time() + 1)
    assert left(tmp_path) == ["needed"]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Manuals\\pump.pdf", "pump.pdf"),
        ("a\0b.pdf", "a_b.pdf"),
        ("..", "upload"),
        ("", "upload"),
        ("  ", "upload"),
        ("/", "upload"),
        (".pdf", ".pdf"),
        ("é" * 300 + ".docx", "é" * 97 + ".docx"),
        ("\udce9.pdf", "_.pdf"),
    ],
)
def test_names_are_made_safe(sent: str, kept: str) -> None:
    assert safe_name(sent) == kept


@given(st.text(st.characters(codec=None)))
def test_any_name_becomes_one_that_can_be_written(name: str) -> None:
    safe = safe_name(name)
    assert 0 < len(os.fsencode(safe)) <= 200
    assert "/" not in safe
    assert safe not in {".", ".."}
    assert safe_name(safe) == safe
