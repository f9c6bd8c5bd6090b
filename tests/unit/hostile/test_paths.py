"""What stands under a name may be no file, or not for long: a typed failure each, and never a wait."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from memory_services import memory_services
from paillasse.cli.manuals.ingest import find_files
from paillasse.composition.bootstrap import Services
from paillasse.ingestion.verdicts import Verdict
from paillasse.protocols.progress import Progress
from pdf_files import drawn_pdf

NOBODY = 65534


@pytest.fixture
def services(tmp_path: Path) -> Services:
    return memory_services(tmp_path / "home")


def silent(_stage: str, _done: int, _total: int) -> None: ...


async def ingest(services: Services, path: Path, progress: Progress = silent) -> Verdict:
    return await services.pipeline.ingest(path, "default", progress)


def manual(path: Path, text: str = "Wipe the rotor every week.") -> Path:
    return drawn_pdf(path, lambda canvas: canvas.drawString(50, 200, text))


async def test_a_link_is_the_file_it_leads_to(services: Services, tmp_path: Path) -> None:
    link = tmp_path / "link.pdf"
    link.symlink_to(manual(tmp_path / "a.pdf"))
    verdict = await ingest(services, link)
    link.unlink()
    assert verdict.state == "ingested"
    assert not services.stores.files.path(verdict.sha256).is_symlink()


def looping(path: Path) -> None:
    path.symlink_to(path.with_suffix(".other"))
    path.with_suffix(".other").symlink_to(path)


NO_FILES: dict[str, Callable[[Path], object]] = {
    "absent": lambda path: None,
    "folder": Path.mkdir,
    "pipe": os.mkfifo,
    "link to nothing": lambda path: path.symlink_to(path.with_name("nowhere")),
    "link to itself": looping,
    "link to a device without end": lambda path: path.symlink_to("/dev/zero"),
    "link to what cannot be read": lambda path: path.symlink_to("/proc/self/mem"),
}


@pytest.mark.parametrize("make", NO_FILES.values(), ids=NO_FILES)
async def test_what_is_no_file_is_named_at_once(
    services: Services, tmp_path: Path, make: Callable[[Path], object]
) -> None:
    path = tmp_path / "a.pdf"
    make(path)
    verdict = await ingest(services, path)
    assert (verdict.state, verdict.error) == ("failed", "unreadable_file")
    assert "a.pdf" in verdict.message
    assert verdict.hint


async def test_a_name_that_no_system_takes(services: Services, tmp_path: Path) -> None:
    path = tmp_path / ("a" * 300 + ".pdf")
    assert find_files([path]) == [path]
    assert (await ingest(services, path)).error == "unreadable_file"


@pytest.mark.parametrize(
    "name",
    [
        "n" * 251 + ".pdf",
        "two\nlines\r\tand tabs.pdf",
        "-rf --help.pdf",
        "\u202egnp.exe\u2066 \u200b.pdf",
        "e\u0301tuve \U0001f9ea 离心机 جهاز.pdf",
        "%s {0} ${HOME} `id` $(id) ; rm -rf ~.pdf",
        "'; DROP TABLE documents; --.pdf",
        "no text \udce9\udcff.pdf",
        " .pdf",
    ],
)
async def test_odd_names_are_names(services: Services, tmp_path: Path, name: str) -> None:
    path = manual(tmp_path / name)
    assert find_files([tmp_path]) == [path]
    verdict = await ingest(services, path)
    assert (verdict.state, verdict.path) == ("ingested", str(path))
    assert [d.filename for d in await services.documents.list()] == [name]
    assert verdict.title.strip()


@contextmanager
def unprivileged() -> Iterator[None]:
    """Root may read everything: be somebody else for a while."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.skipif(sys.platform != "linux", reason="changes the effective user")
async def test_a_file_of_somebody_else_is_named(services: Services, tmp_path: Path) -> None:
    path = manual(tmp_path / "a.pdf")
    path.chmod(0)
    with unprivileged():
        verdict = await ingest(services, path)
    assert (verdict.state, verdict.error) == ("failed", "unreadable_file")
    assert "Permission denied" in verdict.message


@pytest.mark.parametrize("known", [False, True], ids=["new", "stored before"])
async def test_a_file_that_changes_while_it_is_read_is_not_stored(
    services: Services, tmp_path: Path, known: bool
) -> None:
    path = manual(tmp_path / "a.pdf")
    if known:  # in another collection: its copy lies there already
        await services.pipeline.ingest(path, "other", silent)

    def change(_stage: str, done: int, _total: int) -> None:
        if done == 0:
            path.write_bytes(manual(tmp_path / "b.pdf", "Never wipe the rotor.").read_bytes())

    verdict = await ingest(services, path, change)
    assert (verdict.state, verdict.error) == ("failed", "unreadable_file")
    assert "changed" in verdict.message
    assert [d.collection for d in await services.documents.list()] == ["other"] * known
    again = await ingest(services, path)
    assert again.state == "ingested"


async def test_a_file_that_vanishes_while_it_is_read_is_named(services: Services, tmp_path: Path) -> None:
    path = manual(tmp_path / "a.pdf")
    verdict = await ingest(services, path, lambda *_: path.unlink(missing_ok=True))
    assert (verdict.state, verdict.error) == ("failed", "unreadable_file")
    assert await services.documents.list() == []


async def test_a_file_that_grows_while_it_is_read_is_not_stored(services: Services, tmp_path: Path) -> None:
    path = manual(tmp_path / "a.pdf")

    def grow(_stage: str, done: int, _total: int) -> None:
        if done == 0:
            with path.open("ab") as file:
                file.write(b"% more\n")

    assert (await ingest(services, path, grow)).error == "unreadable_file"
    assert list(services.stores.files.hashes()) == []
