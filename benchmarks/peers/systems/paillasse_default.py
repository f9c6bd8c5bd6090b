"""Paillasse with its defaults, through the same services as its commands; `paillasse-text` without reading scans."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from benchmarks.peers.trial import Found, Question, run
from paillasse.answering.answerer import Answerer
from paillasse.composition.startup import open_services
from paillasse.ingestion.several import ingest_files
from paillasse.pipeline_config import ParsingConfig, PipelineConfig
from paillasse.settings import Settings
from paillasse.types.questions import Query, Scope

COLLECTION = "default"
TEXT_ONLY = "paillasse-text"


class Paillasse:
    """One loop for the whole trial: what it opens belongs to it."""

    def __init__(self, home: Path) -> None:
        self._loop = asyncio.Runner()
        self._stack = AsyncExitStack()
        reading = "off" if sys.argv[-1] == TEXT_ONLY else "auto"
        parsing = ParsingConfig(ocr=reading, pictures=reading)
        opening = open_services(Settings(home=home), PipelineConfig(parsing=parsing))
        self._services = self._loop.run(self._stack.enter_async_context(opening))
        self._answerer: Answerer | None = None

    def ingest(self, files: Sequence[Path]) -> int:
        """As `paillasse ingest`, the merging of the index included."""
        return self._loop.run(self._ingest(files))

    def search(self, question: Question) -> Found:
        """As `paillasse ask`; retrieval is understanding the question and ranking, the rest of it the answer."""
        answer = self._loop.run(self._answer(question))
        pages: Any = answer.trace["pages"]
        spent = answer.timings_ms
        stages = {"retrieval": spent["understand"] + spent["retrieve"], "answer": spent["total"]}
        return Found([(page["file"], page["page"]) for page in pages], stages)

    def save(self) -> None:
        """Everything is on disk; stop the database."""
        self._loop.run(self._stack.aclose())
        self._loop.close()

    async def _ingest(self, files: Sequence[Path]) -> int:
        ingested = ingest_files(self._services.pipeline, files, COLLECTION, lambda _path: _no_progress)
        chunks = sum([verdict.chunks async for verdict in ingested])
        await self._services.index.optimize()
        return chunks

    async def _answer(self, question: Question) -> Any:
        if self._answerer is None:
            self._answerer = await self._services.answerer(Scope((COLLECTION,)))
        return await self._answerer.answer(Query(question.text, equipment=question.equipment))


def _no_progress(_stage: str, _done: int, _total: int) -> None:
    pass


if __name__ == "__main__":
    run(Paillasse)
