from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from contextlib import aclosing
from pathlib import Path
from typing import Any, cast

import pytest

from paillasse.errors.storage import DiskFull
from paillasse.ingestion.pipeline import IngestionPipeline
from paillasse.ingestion.several import AT_ONCE, ingest_files
from paillasse.ingestion.verdicts import Verdict
from paillasse.protocols.progress import Progress

FILES = [Path(f"{letter}.pdf") for letter in "abcde"]


class Pipeline:
    """Takes a turn of the loop per letter until `z`; notes what is at hand."""

    def __init__(self, failing: str = "") -> None:
        self.failing = failing
        self.at_hand: set[str] = set()
        self.most = 0
        self.intervals: set[float] = set()
        self.left: list[str] = []

    async def ingest(self, path: Path, collection: str, progress: Progress) -> Verdict:
        self.at_hand.add(path.name)
        self.most = max(self.most, len(self.at_hand))
        self.intervals.add(sys.getswitchinterval())
        progress("parse", 1, 1)
        try:
            for _ in range(ord("z") - ord(path.name[0])):
                await asyncio.sleep(0)
            if path.name == self.failing:
                raise DiskFull("no space")
        except asyncio.CancelledError:
            self.left.append(path.name)
            raise
        finally:
            self.at_hand.remove(path.name)
        return Verdict(str(path), "ingested", title=collection)


async def ingest(pipeline: Pipeline, files: Sequence[Path] = FILES) -> list[Verdict]:
    begun: list[Path] = []

    def begin(path: Path) -> Any:
        begun.append(path)
        return lambda *_step: None

    made = cast("IngestionPipeline", pipeline)
    verdicts = [verdict async for verdict in ingest_files(made, files, "lab", begin)]
    assert begun == list(files)
    return verdicts


async def test_every_file_gets_its_verdict_two_at_a_time() -> None:
    pipeline = Pipeline()
    verdicts = await ingest(pipeline)

    assert sorted(verdict.path for verdict in verdicts) == [str(path) for path in FILES]
    assert {verdict.title for verdict in verdicts} == {"lab"}
    assert pipeline.most == AT_ONCE


async def test_no_file_is_no_verdict() -> None:
    assert await ingest(Pipeline(), []) == []


async def test_turns_are_short_only_while_files_are_at_hand() -> None:
    before, pipeline = sys.getswitchinterval(), Pipeline()
    await ingest(pipeline)

    assert max(pipeline.intervals) < before
    assert sys.getswitchinterval() == before


async def test_a_failing_store_ends_the_run_and_leaves_no_file_at_hand() -> None:
    before, pipeline = sys.getswitchinterval(), Pipeline("e.pdf")
    with pytest.raises(DiskFull):
        await ingest(pipeline, [FILES[0], FILES[4], FILES[1]])

    assert not pipeline.at_hand
    assert pipeline.left == ["a.pdf"]
    assert sys.getswitchinterval() == before


async def test_who_stops_listening_leaves_no_file_at_hand() -> None:
    pipeline = Pipeline()
    made = cast("IngestionPipeline", pipeline)
    async with aclosing(ingest_files(made, FILES, "lab", lambda _path: lambda *_step: None)) as verdicts:
        async for _verdict in verdicts:
            break

    assert not pipeline.at_hand
