"""What was read of a file is kept until it is a document or will never be one."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingestion_bench import Bench, FullIndex
from paillasse.adapters.memory.embedder import HashEmbedder
from paillasse.errors.manuals import EncryptedPdf
from paillasse.errors.models import EmbedderRejected
from paillasse.errors.storage import DiskFull
from paillasse.ingestion.pipeline import document_id, file_sha256
from paillasse.protocols.retrieval import Vectors


class Refusing(HashEmbedder):
    async def embed(self, texts: object) -> Vectors:
        raise EmbedderRejected("no such model")


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def read(bench: Bench, path: Path) -> str:
    sha256 = file_sha256(path)
    bench.readings.put(sha256, "page 1", b"read")
    return sha256


async def test_a_document_needs_it_no_more(bench: Bench) -> None:
    path, other = bench.file("a.pdf"), bench.file("b.pdf", "b")
    sha256, others = read(bench, path), read(bench, other)
    assert (await bench.ingest(path)).state == "ingested"
    assert bench.readings.get(sha256, "page 1") is None
    assert bench.readings.get(others, "page 1") == b"read"


async def test_nor_does_one_whose_process_was_killed_just_after_it_was_stored(bench: Bench) -> None:
    path = bench.file("a.pdf")
    await bench.ingest(path)
    sha256 = read(bench, path)
    assert (await bench.ingest(path)).state == "unchanged"
    assert bench.readings.get(sha256, "page 1") is None


async def test_nor_a_file_that_will_never_be_a_document(bench: Bench) -> None:
    bench.parser.outcome = EncryptedPdf("a.pdf has a password.")
    path = bench.file("a.pdf")
    sha256 = read(bench, path)
    assert (await bench.ingest(path)).state == "failed"
    assert bench.readings.get(sha256, "page 1") is None


async def test_removing_a_document_removes_what_another_configuration_read(bench: Bench) -> None:
    path = bench.file("a.pdf")
    await bench.ingest(path)
    sha256 = read(bench, path)
    document = await bench.documents.get(document_id("default", sha256))
    await bench.pipeline().remove(document)
    assert bench.readings.get(sha256, "page 1") is None


async def test_it_outlasts_troubles_that_pass(bench: Bench) -> None:
    path, embedder = bench.file("a.pdf"), bench.embedder
    sha256 = read(bench, path)
    bench.embedder = Refusing()
    with pytest.raises(EmbedderRejected):
        await bench.ingest(path)
    bench.embedder, bench.index = embedder, FullIndex()
    with pytest.raises(DiskFull):
        await bench.ingest(path)
    assert bench.readings.get(sha256, "page 1") == b"read"
