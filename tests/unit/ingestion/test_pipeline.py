from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingestion_bench import Bench, FullIndex
from paillasse.adapters.memory.embedder import HashEmbedder
from paillasse.errors.manuals import EncryptedPdf, OcrUnavailable, UnreadableFile
from paillasse.errors.models import EmbedderRejected
from paillasse.errors.storage import DiskFull
from paillasse.ingestion import pipeline as module
from paillasse.ingestion.pipeline import document_id, file_sha256
from paillasse.pipeline_config import EmbedderConfig, ParsingConfig
from paillasse.protocols.retrieval import IndexPoint, Vectors
from paillasse.types.documents import ChunkKind, DocumentStatus
from paillasse.types.ingestion import IngestionState
from paillasse.types.pages import Box, PageTrouble, RawDocument, RawPage, TextSource
from typeset import PROSE, Sheet, document


async def test_a_file_becomes_a_document(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    path = bench.file("a.pdf")
    verdict = await bench.ingest(path)
    assert (verdict.state, verdict.path, verdict.pages, verdict.status) == ("ingested", str(path), 1, "ready")
    assert verdict.document_id == document_id("default", verdict.sha256)
    assert verdict.stages.keys() == {"parse", "structure", "embed", "store"}
    assert 0 <= max(verdict.stages.values()) <= verdict.seconds
    stored = await bench.documents.get(verdict.document_id)
    assert (stored.filename, stored.chunk_count, stored.page_count) == ("a.pdf", verdict.chunks, 1)
    ids = {chunk.id for chunk in bench.documents.contents[stored.id].chunks}
    assert await bench.index.chunk_ids() == {stored.id: ids}
    assert bench.files.path(verdict.sha256).read_text() == "a"
    record = await bench.journal.get("default", verdict.sha256)
    assert record is not None
    assert (record.state, record.document_id, record.chunks) == (IngestionState.DONE, stored.id, verdict.chunks)
    assert bench.steps == [("parse", 1, 1), ("embed", verdict.chunks, verdict.chunks)]


async def test_the_same_content_is_one_document_whatever_its_name(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    first = await bench.ingest(bench.file("a.pdf"))
    second = await bench.ingest(bench.file("b.pdf"))
    assert (second.state, second.document_id) == ("unchanged", first.document_id)
    assert bench.parser.asked == ["a.pdf"]
    assert len(bench.documents.contents) == 1


async def test_what_was_forgotten_is_read_again_once(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    path = bench.file("a.pdf")
    document = await bench.documents.get((await bench.ingest(path)).document_id)
    await bench.pipeline().forget(document)
    assert [(await bench.ingest(path)).state for _ in range(2)] == ["ingested", "unchanged"]
    assert (await bench.documents.get(document.id)).ingested_at > document.ingested_at


async def test_reading_again_goes_on_when_it_was_killed(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    path = bench.file("a.pdf")
    verdict = await bench.ingest(path)
    noted = await bench.journal.get("default", verdict.sha256)
    assert noted is not None
    begun = replace(noted, state=IngestionState.RUNNING, started_at=datetime.now(UTC))
    await bench.journal.record(replace(begun, config_hash="another"))  # of another configuration: no matter here
    assert (await bench.ingest(path)).state == "unchanged"
    await bench.journal.record(begun)
    assert [(await bench.ingest(path)).state for _ in range(2)] == ["ingested", "unchanged"]


async def test_a_superseded_document_read_again_stays_out_of_the_index(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    old, new = [(await bench.ingest(bench.file(f"{name}.pdf", name))).document_id for name in "ab"]
    assert await bench.documents.supersede(old, new)
    again = await bench.ingest(bench.file("a.pdf", "a"), max_tokens=64)
    assert (again.state, again.document_id) == ("ingested", old)
    assert not (await bench.documents.get(old)).current
    assert (await bench.index.chunk_ids()).keys() == {new}


async def test_another_model_embeds_the_same_file_again(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    path = bench.file("a.pdf")
    await bench.ingest(path)
    bench.embedder = HashEmbedder(dimension=32)
    assert (await bench.ingest(path)).state == "ingested"
    assert (await bench.ingest(path)).state == "unchanged"


async def test_an_embedder_that_fails_ends_the_run_and_leaves_what_was_there(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    path = bench.file("a.pdf")
    before = await bench.ingest(path)

    class Rejecting(HashEmbedder):
        async def embed(self, texts: Sequence[str]) -> Vectors:
            raise EmbedderRejected("wrong key")

    bench.embedder = Rejecting(dimension=32)
    with pytest.raises(EmbedderRejected):
        await bench.ingest(path)
    record = await bench.journal.get("default", before.sha256)
    assert record is not None
    assert (record.state, record.error_code) == (IngestionState.FAILED, "embedder_rejected")
    assert (await bench.documents.get(before.document_id)).chunk_count == before.chunks
    assert (await bench.index.chunk_ids()).keys() == {before.document_id}


async def test_passages_are_embedded_so_many_at_a_time(tmp_path: Path) -> None:
    bench, sizes = Bench(tmp_path, document(*[Sheet().text(50, 100, *PROSE)] * 5)), []

    class Counting(HashEmbedder):
        async def embed(self, texts: Sequence[str]) -> Vectors:
            sizes.append(len(texts))
            return await super().embed(texts)

    bench.embedder = Counting()
    bench.embedding = EmbedderConfig(batch_size=2)
    verdict = await bench.ingest(bench.file("a.pdf"), max_tokens=32)
    assert sum(sizes) == verdict.chunks > 2
    assert set(sizes[:-1]) == {2}


async def test_collections_are_apart_and_share_the_file(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    verdicts = [await bench.ingest(bench.file("a.pdf"), collection) for collection in ("one", "two")]
    assert [v.state for v in verdicts] == ["ingested", "ingested"]
    assert len({v.document_id for v in verdicts}) == 2
    assert list(bench.files.hashes()) == [verdicts[0].sha256]
    first, second = [await bench.documents.get(v.document_id) for v in verdicts]
    assert not await bench.pipeline().remove(first)
    assert await bench.index.chunk_ids() == {second.id: {c.id for c in bench.documents.contents[second.id].chunks}}
    assert bench.files.path(second.sha256).exists()
    assert await bench.pipeline().remove(second)
    assert list(bench.files.hashes()) == []
    assert bench.documents.contents == {}


async def test_another_index_configuration_ingests_again(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    path = bench.file("a.pdf")
    first = await bench.ingest(path)
    again = await bench.ingest(path, max_tokens=32)
    assert (again.state, again.document_id) == ("ingested", first.document_id)
    assert again.chunks > first.chunks
    assert {k: len(v) for k, v in (await bench.index.chunk_ids()).items()} == {first.document_id: again.chunks}


async def test_failures_are_verdicts_and_are_noted(tmp_path: Path) -> None:
    bench = Bench(tmp_path, EncryptedPdf("a.pdf asks for a password."))
    verdict = await bench.ingest(bench.file("a.pdf"))
    assert (verdict.state, verdict.error, verdict.hint) == ("failed", "encrypted_pdf", EncryptedPdf.hint)
    assert verdict.stages.keys() == {"parse"}
    record = await bench.journal.get("default", verdict.sha256)
    assert record is not None
    assert (record.state, record.error_code) == (IngestionState.FAILED, "encrypted_pdf")
    assert record.error_message == "a.pdf asks for a password."
    assert bench.documents.contents == {}
    bench.parser.outcome = document(Sheet().text(50, 100, *PROSE))
    assert (await bench.ingest(bench.folder / "a.pdf")).state == "ingested"
    record = await bench.journal.get("default", verdict.sha256)
    assert record is not None
    assert (record.state, record.error_code) == (IngestionState.DONE, "")


async def test_paths_that_are_no_files(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    os.mkfifo(tmp_path / "pipe.pdf")
    for path in (tmp_path / "missing.pdf", tmp_path, tmp_path / "pipe.pdf", Path("/dev/zero")):
        verdict = await bench.ingest(path)
        assert (verdict.state, verdict.error, verdict.sha256) == ("failed", "unreadable_file", "")
    assert bench.parser.asked == []
    assert await bench.journal.list() == []


async def test_a_defect_of_ours_fails_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Bench(tmp_path)

    def stumble(_: RawDocument) -> None:
        raise ZeroDivisionError("a page without width")

    monkeypatch.setattr(module, "analyse", stumble)
    verdict = await bench.ingest(bench.file("a.pdf"))
    assert (verdict.state, verdict.error) == ("failed", "parse_error")
    assert "ZeroDivisionError: a page without width" in verdict.message


async def test_a_store_that_fails_ends_the_run_and_leaves_no_document(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.index = FullIndex()
    path = bench.file("a.pdf")
    with pytest.raises(DiskFull):
        await bench.ingest(path)
    assert bench.documents.contents == {}
    record = await bench.journal.get("default", file_sha256(path))
    assert record is not None
    assert record.state is IngestionState.RUNNING


async def test_a_document_whose_verdict_was_lost_gets_it_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process was killed after the commit, before the journal was written."""
    bench = Bench(tmp_path)
    path = bench.file("a.pdf")
    record = bench.journal.record
    monkeypatch.setattr(bench.journal, "record", lambda e: record(e) if e.state is IngestionState.RUNNING else killed())

    async def killed() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await bench.ingest(path)
    monkeypatch.undo()
    verdict = await bench.ingest(path)
    assert verdict.state == "unchanged"
    noted = await bench.journal.get("default", verdict.sha256)
    assert noted is not None
    assert (noted.state, noted.document_id, noted.chunks) == (IngestionState.DONE, verdict.document_id, verdict.chunks)


async def test_a_document_with_too_many_pages_unread_needs_review(tmp_path: Path) -> None:
    read = document(Sheet().text(50, 100, *PROSE)).pages
    blank = (RawPage(2, "", 595, 842, (), failed=True),)
    verdict = await Bench(tmp_path, RawDocument(read + blank)).ingest(Bench(tmp_path).file("a.pdf"))
    assert verdict.status == DocumentStatus.NEEDS_REVIEW


def scan() -> RawDocument:
    return document(Sheet().text(50, 100, *PROSE), Sheet().picture(0, 0, 595, 842))


async def test_scanned_pages_are_read_and_the_report_says_so(tmp_path: Path) -> None:
    bench = Bench(tmp_path, scan())
    verdict = await bench.ingest(bench.file("a.pdf"))
    assert bench.reader.asked == [2]
    assert (verdict.status, verdict.message) == ("ready", "")
    assert "ocr" in verdict.stages
    assert ("ocr", 1, 1) in bench.steps
    pages = (await bench.documents.get(verdict.document_id)).coverage.pages
    assert [(p.text_source, p.confidence) for p in pages] == [(TextSource.TEXT_LAYER, 1.0), (TextSource.OCR, 0.9)]
    assert pages[1].characters == pages[0].characters


async def test_ocr_can_be_turned_off_and_makes_another_index(tmp_path: Path) -> None:
    bench = Bench(tmp_path, scan())
    path = bench.file("a.pdf")
    bench.parsing = ParsingConfig(ocr="off")
    verdict = await bench.ingest(path)
    assert bench.reader.asked == []
    document = await bench.documents.get(verdict.document_id)
    assert [p.trouble for p in document.coverage.pages] == [None, PageTrouble.NO_TEXT]
    bench.parsing = ParsingConfig()
    assert (await bench.ingest(path)).state == "ingested"
    assert bench.reader.asked == [2]


async def test_without_ocr_a_document_says_what_is_missing_and_is_read_once_it_is_there(tmp_path: Path) -> None:
    bench = Bench(tmp_path, scan())
    bench.reader.missing = True
    path = bench.file("a.pdf")
    verdict = await bench.ingest(path)
    assert (verdict.state, verdict.status) == ("ingested", "needs_review")
    assert (verdict.message, verdict.hint) == ("Scanned pages cannot be read.", OcrUnavailable.hint)
    document = await bench.documents.get(verdict.document_id)
    assert [p.trouble for p in document.coverage.pages] == [None, PageTrouble.OCR_MISSING]
    assert (await bench.ingest(path)).state == "unchanged"
    bench.reader.missing = False
    assert (await bench.ingest(path)).state == "ingested"
    assert (await bench.documents.get(verdict.document_id)).status == DocumentStatus.READY
    assert (await bench.ingest(path)).state == "unchanged"


def illustrated() -> RawDocument:
    return document(Sheet().text(50, 100, *PROSE).picture(50, 300, 350, 500))


async def test_pictures_on_pages_of_text_are_read_into_passages_of_their_own(tmp_path: Path) -> None:
    bench = Bench(tmp_path, illustrated())
    verdict = await bench.ingest(bench.file("a.pdf"))
    assert bench.pictures.asked == [(1, Box(50, 300, 350, 500))]
    assert "pictures" in verdict.stages
    assert ("pictures", 1, 1) in bench.steps
    content = bench.documents.contents[verdict.document_id]
    assert content.document.coverage.pictures_read == 1
    assert [(c.kind, c.text) for c in content.chunks if c.kind is ChunkKind.FIGURE] == [
        (ChunkKind.FIGURE, "CAL opens the calibration menu")
    ]


async def test_pictures_can_be_left_alone_which_makes_another_index(tmp_path: Path) -> None:
    bench = Bench(tmp_path, illustrated())
    path = bench.file("a.pdf")
    bench.parsing = ParsingConfig(pictures="off")
    verdict = await bench.ingest(path)
    assert (bench.pictures.asked, verdict.message) == ([], "")
    bench.parsing = ParsingConfig()
    assert (await bench.ingest(path)).state == "ingested"


async def test_pictures_left_for_want_of_a_program_are_read_once_it_is_there(tmp_path: Path) -> None:
    bench = Bench(tmp_path, illustrated())
    bench.reader.missing = True
    path = bench.file("a.pdf")
    verdict = await bench.ingest(path)
    assert (verdict.status, verdict.hint) == ("ready", OcrUnavailable.hint)
    assert (await bench.documents.get(verdict.document_id)).coverage.pictures_unread == 1
    assert (await bench.ingest(path)).state == "unchanged"
    bench.reader.missing = False
    assert (await bench.ingest(path)).state == "ingested"
    assert (await bench.documents.get(verdict.document_id)).coverage.pictures_unread == 0


async def test_points_say_what_is_filtered_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Bench(tmp_path)
    points: list[IndexPoint] = []
    verdict = await bench.ingest(bench.file("a.pdf"), "lab")
    upsert = bench.index.upsert

    async def noted(given: list[IndexPoint]) -> None:
        points.extend(given)
        await upsert(given)

    monkeypatch.setattr(bench.index, "upsert", noted)
    stored = await bench.documents.get(verdict.document_id)
    await bench.pipeline().reindex(stored, bench.documents.contents[stored.id].chunks, lambda *_: None)
    assert {(p.collection, p.document_id, p.kind) for p in points} == {("lab", stored.id, "prose")}
    assert all(p.terms and len(p.dense) == 64 for p in points)


def test_hashes(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"abc")
    assert file_sha256(path) == hashlib.sha256(b"abc").hexdigest()
    with pytest.raises(UnreadableFile, match="No such file"):
        file_sha256(tmp_path / "b")


async def test_corrections_outlive_another_configuration(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    path = bench.file("a.pdf")
    first = await bench.ingest(path)
    document = await bench.documents.get(first.document_id)
    by_hand = replace(
        document.metadata,
        title="Our name for it",
        language="fr",
        confidence={**document.metadata.confidence, "title": 1.0, "language": 1.0},
    )
    await bench.documents.correct(document.id, lambda _: by_hand)
    again = await bench.ingest(path, max_tokens=64)
    kept = (await bench.documents.get(again.document_id)).metadata
    assert (again.state, kept.title, kept.language, kept.languages[0]) == ("ingested", "Our name for it", "fr", "fr")
    assert kept.confidence["title"] == kept.confidence["language"] == 1.0
    assert kept.kind == document.metadata.kind


async def test_the_same_content_twice_at_once_is_read_once(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    pipeline = bench.pipeline()
    files = [bench.file("a.pdf"), bench.file("b.pdf"), bench.file("other.pdf", "b")]
    verdicts = await asyncio.gather(*(pipeline.ingest(file, "default", lambda *_step: None) for file in files))
    assert {verdicts[0].state, verdicts[1].state} == {"ingested", "unchanged"}  # whichever was hashed first
    assert verdicts[2].state == "ingested"
    assert len(bench.documents.contents) == 2


async def test_files_given_at_once_are_embedded_one_after_the_other(tmp_path: Path) -> None:
    at_once: list[int] = []

    class Watched(HashEmbedder):
        running = 0

        async def embed(self, texts: Sequence[str]) -> Vectors:
            self.running += 1
            at_once.append(self.running)
            await asyncio.sleep(0.01)
            self.running -= 1
            return await super().embed(texts)

    bench = Bench(tmp_path)
    bench.embedder = Watched()
    pipeline = bench.pipeline()
    files = [bench.file(f"{n}.pdf", str(n)) for n in range(4)]
    await asyncio.gather(*(pipeline.ingest(file, "default", lambda *_step: None) for file in files))
    assert at_once
    assert max(at_once) == 1
