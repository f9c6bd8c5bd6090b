"""Archives: whole or absent when written, and not trusted when read."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paillasse.backups.manifest import NAME, Manifest, Member, is_allowed
from paillasse.backups.reading import opened
from paillasse.backups.writing import ArchiveWriter, written
from paillasse.errors.backups import ArchiveDamaged, ArchiveRefused, ArchiveTooNew
from paillasse.errors.manuals import UnreadableFile
from paillasse.errors.storage import DiskFull, StorageError

FILE = f"files/{'a' * 64}.pdf"


def silent(_stage: str, _done: int, _total: int) -> None:
    """Progress that nobody looks at."""


def manifest(members: list[Member], **more: Any) -> Manifest:
    return Manifest("0.1.0", datetime(2026, 11, 21, tzinfo=UTC), "0004", (), tuple(members), **more)


def finished(archive: ArchiveWriter) -> None:
    archive.finish(manifest(archive.members))


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def made(path: Path, **members: bytes) -> Path:
    with written(path) as archive:
        for name, content in members.items():
            with archive.member(name.replace("__", "/")) as write:
                write(content)
        finished(archive)
    return path


def forged(path: Path, *entries: tuple[zipfile.ZipInfo | str, bytes], listed: list[Member] | None = None) -> Path:
    """An archive that no backup wrote, with a manifest that fits it."""
    with zipfile.ZipFile(path, "w") as archive:
        for entry, content in entries:
            archive.writestr(entry, content)
        found = [Member(i.filename, i.file_size, "") for i in archive.infolist()]
        archive.writestr(NAME, manifest(found if listed is None else listed).to_json())
    return path


async def test_what_was_written_is_read(tmp_path: Path) -> None:
    (tmp_path / "manual").write_bytes(b"%PDF-" + bytes(3 << 20))
    with written(tmp_path / "a.zip") as archive:
        with archive.member("database/users") as write:
            write(b"1\tada\n")
            write(b"2\tbob\n")
        archive.add(FILE, tmp_path / "manual", packed=False)
        with pytest.raises(FileNotFoundError):
            archive.add("glossary.tsv", tmp_path / "none")
        finished(archive)
    assert stat.S_IMODE((tmp_path / "a.zip").stat().st_mode) == 0o600
    assert names(tmp_path) == {"a.zip", "manual"}
    seen: list[int] = []
    with opened(tmp_path / "a.zip") as read:
        await read.verify(lambda _stage, done, _total: seen.append(done))
        assert b"".join(read.blocks("database/users")) == b"1\tada\n2\tbob\n"
        assert read.names("files") == [FILE]
        assert read.size == 12 + 5 + (3 << 20)
    assert seen == [0, 1, 2]


def test_no_half_archive_is_left_and_none_is_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.zip"
    with pytest.raises(TypeError), written(target) as archive, archive.member("database/users") as write:
        write("no bytes")  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []
    target.write_text("of yesterday")
    with pytest.raises(StorageError, match="exists already"), written(target):
        pass
    assert target.read_text() == "of yesterday"
    with pytest.raises(StorageError, match="No such file"), written(tmp_path / "none" / "a.zip"):
        pass

    def no_space(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", no_space)
    with pytest.raises(DiskFull, match="No space left"):
        made(tmp_path / "b.zip", database__users=b"1")
    assert list(tmp_path.iterdir()) == [target]


def test_a_disk_that_fills_while_it_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def mkstemp(**_: Any) -> tuple[int, str]:
        return os.open("/dev/full", os.O_WRONLY), str(tmp_path / "a.zip.part")

    monkeypatch.setattr("paillasse.backups.writing.tempfile.mkstemp", mkstemp)
    with pytest.raises(DiskFull):
        made(tmp_path / "a.zip", **{FILE: bytes(1 << 20)})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "name",
    [
        "../outside",
        "files/../../outside",
        "/etc/passwd",
        "index/../jwt_secret",
        "index//a",
        "index/./a",
        "jwt_secret",
        "files/short.pdf",
        "lock",
        "uploads/x/y",
        "database/Users; DROP",
        "postgres/PG_VERSION",
        "index/a\\..\\b",
        "index/a\x01",
    ],
)
def test_names_that_no_backup_uses(tmp_path: Path, name: str) -> None:
    assert not is_allowed(name)
    with pytest.raises(ArchiveRefused), opened(forged(tmp_path / "a.zip", (name, b"x"))):
        pass


@given(st.text(max_size=40), st.sampled_from(["", "index/", "files/", "uploads/", "database/"]))
def test_an_allowed_name_stays_below_the_home(rest: str, folder: str) -> None:
    name = folder + rest
    if is_allowed(name):
        path = Path(os.path.normpath(Path("/srv/lab") / name))
        assert path.is_relative_to("/srv/lab/")
        assert path.relative_to("/srv/lab").as_posix() == name


def test_links_folders_and_two_of_a_name(tmp_path: Path) -> None:
    link = zipfile.ZipInfo(FILE)
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    squeezed = zipfile.ZipInfo(FILE)
    squeezed.compress_type = zipfile.ZIP_LZMA
    for number, entries in enumerate([[(link, b"/etc/passwd")], [(FILE + "/", b"")], [(squeezed, b"x")]]):
        with pytest.raises(ArchiveRefused, match="no plain file"), opened(forged(tmp_path / f"{number}.zip", *entries)):
            pass
    with pytest.warns(UserWarning, match="Duplicate"):
        twice = forged(tmp_path / "twice.zip", (FILE, b"a"), (FILE, b"b"))
    with pytest.raises(ArchiveRefused, match="same name"), opened(twice):
        pass


def test_what_the_manifest_does_not_say(tmp_path: Path) -> None:
    for number, listed in enumerate([[], [Member(FILE, 2, "")], [Member(FILE, 1, ""), Member("prices.toml", 1, "")]]):
        path = forged(tmp_path / f"{number}.zip", (FILE, b"x"), listed=listed)
        with pytest.raises(ArchiveDamaged, match="manifest says"), opened(path):
            pass


async def test_altered_cut_short_or_something_else(tmp_path: Path) -> None:
    whole = made(tmp_path / "a.zip", database__users=bytes(range(256)) * 64)
    content = whole.read_bytes()
    for number, damaged in enumerate([content[:-30], content[: len(content) // 2], b"", b"%PDF-1.7 a manual"]):
        (tmp_path / str(number)).write_bytes(damaged)
        with pytest.raises(ArchiveDamaged), opened(tmp_path / str(number)):
            pass
    altered = bytearray(content)
    altered[200] ^= 0xFF
    (tmp_path / "altered").write_bytes(altered)
    with opened(tmp_path / "altered") as archive, pytest.raises(ArchiveDamaged):
        await archive.verify(silent)
    with (
        opened(forged(tmp_path / "other.zip", (FILE, b"x"))) as archive,
        pytest.raises(ArchiveDamaged, match="not what"),
    ):
        await archive.verify(silent)
    with pytest.raises(UnreadableFile), opened(tmp_path / "none"):
        pass


async def test_a_bomb_gives_no_more_than_it_says(tmp_path: Path) -> None:
    """The table of contents says one byte; what is packed are 64 MiB."""
    path = forged(tmp_path / "a.zip", (FILE, b""))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(FILE, bytes(64 << 20))
        archive.getinfo(FILE).file_size = 1
        digest = hashlib.sha256(b"\0").hexdigest()
        archive.writestr(NAME, manifest([Member(FILE, 1, digest)]).to_json())
    with opened(path) as read, pytest.raises(ArchiveDamaged):
        await read.verify(silent)


@pytest.mark.parametrize("text", [b"", b"[]", b"{}", b'{"format": 1}', b"\xff", b"[" * 100_000])
def test_no_manifest(text: bytes) -> None:
    with pytest.raises((ArchiveDamaged, ArchiveTooNew)):
        Manifest.parse(text)


def test_a_manifest_from_the_future(tmp_path: Path) -> None:
    newer = manifest([], format=2).to_json()
    with pytest.raises(ArchiveTooNew):
        Manifest.parse(newer)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("files/x", b"")
    with pytest.raises(ArchiveRefused), opened(tmp_path / "a.zip"):
        pass
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr(FILE, b"")
    with pytest.raises(ArchiveDamaged, match="no manifest"), opened(tmp_path / "b.zip"):
        pass
