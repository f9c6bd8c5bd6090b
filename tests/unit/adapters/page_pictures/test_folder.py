from __future__ import annotations

import os
from pathlib import Path

from paillasse.adapters.page_pictures.folder import PictureFolder

A, B = "a" * 64, "b" * 64


def age(directory: Path, name: str, seconds: int) -> None:
    os.utime(directory / name, (seconds, seconds))


def test_what_was_kept_is_there_until_forgotten(tmp_path: Path) -> None:
    folder = PictureFolder(tmp_path / "pictures", 1000)
    assert folder.get(A, 1, 600) is None
    folder.put(A, 1, 600, b"picture")
    folder.put(B, 1, 600, b"other")
    assert (folder.get(A, 1, 600), folder.get(A, 1, 601), folder.get(A, 2, 600)) == (b"picture", None, None)
    folder.forget(A)
    folder.forget(A)
    assert (folder.get(A, 1, 600), folder.get(B, 1, 600)) == (None, b"other")


def test_what_nobody_looked_at_for_longest_makes_room(tmp_path: Path) -> None:
    folder = PictureFolder(tmp_path, 100)
    for number in (1, 2, 3):
        folder.put(A, number, 600, b"x" * 30)
        age(tmp_path, f"{A}/{number}-600.webp", number)
    assert folder.get(A, 1, 600)  # looked at: now the youngest
    folder.put(A, 4, 600, b"x" * 30)
    assert [number for number in (1, 2, 3, 4) if folder.get(A, number, 600)] == [1, 4]


def test_what_was_there_before_counts(tmp_path: Path) -> None:
    PictureFolder(tmp_path, 100).put(A, 1, 600, b"x" * 90)
    age(tmp_path, f"{A}/1-600.webp", 1)
    folder = PictureFolder(tmp_path, 100)
    folder.put(A, 2, 600, b"x" * 30)
    assert (folder.get(A, 1, 600), folder.get(A, 2, 600)) == (None, b"x" * 30)


def test_no_space_keeps_nothing(tmp_path: Path) -> None:
    folder = PictureFolder(tmp_path, 0)
    folder.put(A, 1, 600, b"x")
    assert folder.get(A, 1, 600) is None


def test_what_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    folder = PictureFolder(tmp_path / "file", 100)
    folder.put(A, 1, 600, b"x")
    assert folder.get(A, 1, 600) is None
