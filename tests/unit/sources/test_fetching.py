from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from object_stores import TOKEN, Objects, object_store
from paillasse.adapters.manual_sources.google_storage import GoogleStorage
from paillasse.ingestion.verdicts import Verdict
from paillasse.protocols.manual_sources import RemoteManual
from paillasse.protocols.progress import Progress
from paillasse.sources.fetching import Fetching, FetchJournal


@pytest.fixture
def objects():
    with object_store("google") as objects:
        yield objects


@pytest.fixture
async def source(objects: Objects) -> AsyncIterator[GoogleStorage]:
    async def shown() -> str:
        return TOKEN

    source = GoogleStorage("manuals", "lab/", shown, objects.url)
    yield source
    await source.close()


class Reads:
    """A pipeline that remembers what it was given; files that hold `bad` fail."""

    def __init__(self) -> None:
        self.given: list[tuple[str, bytes]] = []
        self.folders: list[Path] = []

    async def ingest(self, path: Path, collection: str, progress: Progress) -> Verdict:
        assert collection == "default"
        content = path.read_bytes()  # noqa: ASYNC240 - a few bytes
        self.given.append((path.name, content))
        self.folders.append(path.parent)
        progress("parse", 1, 1)
        return Verdict(str(path), "failed" if b"bad" in content else "ingested", sha256="ab")


async def taken(source: GoogleStorage, home: Path, *, max_bytes: int = 100) -> tuple[dict[str, Verdict], Reads]:
    """What one run makes of a source, by address."""
    fetching = Fetching([(source, FetchJournal(home, source.address, "default"))], max_bytes)
    reads = Reads()
    pipeline = fetching.through(reads)
    steps: list[tuple[str, int, int]] = []
    paths = await fetching.paths()
    verdicts = [await pipeline.ingest(path, "default", lambda *step: steps.append(step)) for path in paths]
    assert [verdict.path for verdict in verdicts] == [str(path) for path in paths]
    if reads.given:
        assert steps[0][0] == "fetch"
        assert steps[-1] == ("parse", 1, 1)
    return {fetching.address(path): verdict for path, verdict in zip(paths, verdicts, strict=True)}, reads


async def test_manuals_are_fetched_under_their_own_names_and_nothing_is_left(
    objects: Objects, source: GoogleStorage, tmp_path: Path
) -> None:
    for name in ("lab/a.pdf", "lab/deep/a.pdf", "lab/deep//a.pdf", "lab/notes.xlsx", "lab/~$a.docx", "elsewhere.pdf"):
        objects.put(name, name.encode())

    verdicts, reads = await taken(source, tmp_path)

    assert {address: verdict.state for address, verdict in verdicts.items()} == {
        "gs://manuals/lab/a.pdf": "ingested",
        "gs://manuals/lab/deep/a.pdf": "ingested",
        "gs://manuals/lab/deep//a.pdf": "ingested",
    }
    assert sorted(reads.given) == [
        ("a.pdf", b"lab/a.pdf"),
        ("a.pdf", b"lab/deep//a.pdf"),
        ("a.pdf", b"lab/deep/a.pdf"),
    ]
    assert not any(folder.exists() for folder in reads.folders)


async def test_what_was_taken_is_not_fetched_again_until_it_changes(
    objects: Objects, source: GoogleStorage, tmp_path: Path
) -> None:
    objects.put("lab/a.pdf", b"one")
    objects.put("lab/b.pdf", b"two")
    await taken(source, tmp_path)
    objects.put("lab/b.pdf", b"three")
    objects.read.clear()

    verdicts, _ = await taken(source, tmp_path)

    assert [verdict.state for verdict in verdicts.values()] == ["unchanged", "ingested"]
    assert objects.read == ["lab/b.pdf"]


async def test_another_collection_takes_its_own(objects: Objects, source: GoogleStorage, tmp_path: Path) -> None:
    objects.put("lab/a.pdf", b"one")
    await taken(source, tmp_path)

    assert FetchJournal(tmp_path, source.address, "default").versions() != {}
    assert FetchJournal(tmp_path, source.address, "other").versions() == {}
    assert FetchJournal(tmp_path, "gs://other", "default").versions() == {}


async def test_what_failed_is_tried_again(objects: Objects, source: GoogleStorage, tmp_path: Path) -> None:
    objects.put("lab/a.pdf", b"bad")

    first, _ = await taken(source, tmp_path)
    second, reads = await taken(source, tmp_path)

    assert [verdict.state for verdict in (*first.values(), *second.values())] == ["failed", "failed"]
    assert reads.given == [("a.pdf", b"bad")]


async def test_a_manual_that_is_too_large_is_not_fetched(
    objects: Objects, source: GoogleStorage, tmp_path: Path
) -> None:
    objects.put("lab/a.pdf", b"x" * (1 << 20 | 1))
    objects.put("lab/b.pdf", b"x")

    verdicts, _ = await taken(source, tmp_path, max_bytes=1 << 20)

    large, small = verdicts.values()
    assert (large.state, large.error, small.state) == ("failed", "file_too_large", "ingested")
    assert "1 MiB" in large.message
    assert objects.read == ["lab/b.pdf"]


async def test_a_manual_that_cannot_be_fetched_does_not_stop_the_others(
    objects: Objects, source: GoogleStorage, tmp_path: Path
) -> None:
    objects.put("lab/a.pdf", b"one")
    objects.cut_short = True

    verdicts, reads = await taken(source, tmp_path)

    assert [(verdict.state, verdict.error) for verdict in verdicts.values()] == [("failed", "source_unreachable")]
    assert reads.given == []


async def test_other_files_go_through_as_they_are(source: GoogleStorage, tmp_path: Path) -> None:
    path = tmp_path / "own.pdf"
    path.write_bytes(b"%PDF-")
    reads = Reads()

    await (
        Fetching([(source, FetchJournal(tmp_path, "", ""))], 100)
        .through(reads)
        .ingest(path, "default", lambda *_: None)
    )

    assert reads.folders == [tmp_path]


def test_a_journal_survives_a_line_that_was_cut(tmp_path: Path) -> None:
    journal = FetchJournal(tmp_path / "new", "gs://b", "default")
    journal.note(RemoteManual("é\n.pdf", "1", 1))
    [path] = (tmp_path / "new").iterdir()
    with path.open("a") as file:
        file.write('["cut')
    journal.note(RemoteManual("b.pdf", "2", 1))

    assert journal.versions() == {"é\n.pdf": "1", "b.pdf": "2"}
