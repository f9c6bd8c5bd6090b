"""Files on their way to being documents, counted and traced."""

from __future__ import annotations

from pathlib import Path

from paillasse.errors.root import PaillasseError
from paillasse.ingestion.verdicts import Verdict
from paillasse.jobs.runner import Ingestion
from paillasse.monitoring.ingestion import IngestionFigures
from paillasse.monitoring.spans import NO_SPANS, Kind, Spans
from paillasse.protocols.progress import Progress


class MeasuredIngestion:
    """`jobs.runner.Ingestion`."""

    def __init__(self, ingestion: Ingestion, figures: IngestionFigures, spans: Spans = NO_SPANS) -> None:
        self._ingestion = ingestion
        self._figures = figures
        self._spans = spans

    async def ingest(self, path: Path, collection: str, progress: Progress) -> Verdict:
        """As `IngestionPipeline.ingest`."""

        def came_forward(stage: str, done: int, total: int, /) -> None:
            self._figures.progressed.set_to_current_time()
            progress(stage, done, total)

        with self._figures.open.track_inprogress(), self._spans.open("ingest", Kind.INTERNAL, {}) as span:
            try:
                verdict = await self._ingestion.ingest(path, collection, came_forward)
            except PaillasseError as error:
                self._figures.ended("broken_off", error.code)
                raise
            except Exception:
                self._figures.ended("failed", "defect")
                raise
            span.tell({"paillasse.result": verdict.state, "paillasse.pages": verdict.pages})
            span.stages(verdict.stages)
            if verdict.error:
                span.failed(verdict.error)
        if verdict.state == "ingested":
            self._figures.ingested(verdict.pages, verdict.chunks, verdict.stages)
        else:
            self._figures.ended(verdict.state, verdict.error)
        return verdict
