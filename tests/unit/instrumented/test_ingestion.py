from __future__ import annotations

from pathlib import Path

import pytest

from paillasse.errors.models import EmbedderUnreachable
from paillasse.ingestion.verdicts import Verdict
from paillasse.instrumented.ingestion import MeasuredIngestion
from paillasse.monitoring.metrics import WorkerMetrics
from paillasse.protocols.progress import Progress

PATH = Path("pump.pdf")


class Scripted:
    def __init__(self, ended: Verdict | Exception) -> None:
        self.ended = ended

    async def ingest(self, path: Path, collection: str, progress: Progress) -> Verdict:
        assert (path, collection) == (PATH, "default")
        progress("parse", 1, 3)
        if isinstance(self.ended, Exception):
            raise self.ended
        return self.ended


async def run(ended: Verdict | Exception, metrics: WorkerMetrics) -> list[tuple[str, int, int]]:
    told: list[tuple[str, int, int]] = []
    ingestion = MeasuredIngestion(Scripted(ended), metrics.ingestion)
    assert await ingestion.ingest(PATH, "default", lambda *step: told.append(step)) is ended
    return told


async def test_a_document_is_counted_with_its_pages_and_stages() -> None:
    metrics = WorkerMetrics()
    value = metrics.registry.get_sample_value
    assert value("paillasse_ingestion_progress_timestamp_seconds") == 0
    told = await run(Verdict("pump.pdf", "ingested", pages=12, chunks=40, stages={"parse": 2.5}), metrics)
    assert told == [("parse", 1, 3)]
    assert value("paillasse_ingestion_files_total", {"result": "ingested"}) == 1
    assert value("paillasse_ingestion_pages_total") == 12
    assert value("paillasse_ingestion_passages_total") == 40
    assert value("paillasse_ingestion_stage_seconds_sum", {"stage": "parse"}) == 2.5
    assert (value("paillasse_ingestion_progress_timestamp_seconds") or 0) > 1e9
    assert value("paillasse_ingestion_files_open") == 0


async def test_a_file_that_is_no_document_is_counted_by_its_error() -> None:
    metrics = WorkerMetrics()
    await run(Verdict("pump.pdf", "failed", error="damaged_pdf", stages={"parse": 2.5}), metrics)
    await run(Verdict("pump.pdf", "unchanged", pages=12), metrics)
    value = metrics.registry.get_sample_value
    assert value("paillasse_ingestion_files_total", {"result": "failed"}) == 1
    assert value("paillasse_ingestion_errors_total", {"code": "damaged_pdf"}) == 1
    assert value("paillasse_ingestion_files_total", {"result": "unchanged"}) == 1
    assert value("paillasse_ingestion_pages_total") == 0


async def test_a_file_that_is_taken_up_again_is_counted_as_broken_off() -> None:
    metrics = WorkerMetrics()
    with pytest.raises(EmbedderUnreachable):
        await run(EmbedderUnreachable("gone"), metrics)
    value = metrics.registry.get_sample_value
    assert value("paillasse_ingestion_files_total", {"result": "broken_off"}) == 1
    assert value("paillasse_ingestion_errors_total", {"code": "embedder_unreachable"}) == 1
    assert value("paillasse_ingestion_files_open") == 0


async def test_a_defect_is_counted_too() -> None:
    metrics = WorkerMetrics()
    with pytest.raises(ZeroDivisionError):
        await run(ZeroDivisionError(), metrics)
    assert metrics.registry.get_sample_value("paillasse_ingestion_errors_total", {"code": "defect"}) == 1
    assert metrics.registry.get_sample_value("paillasse_ingestion_files_total", {"result": "failed"}) == 1
