"""What a document says in its pictures: first whole pages without text of their own, then pictures on pages of text."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path

from paillasse.errors.manuals import OcrUnavailable
from paillasse.ingestion.scans.legibility import illegible_pages
from paillasse.ingestion.scans.pictures import read_pictures, requests_of
from paillasse.ingestion.scans.reading import read_illegible
from paillasse.pipeline_config import ParsingConfig
from paillasse.protocols.progress import Progress
from paillasse.protocols.reading import PageReader, PictureReader
from paillasse.types.pages import RawDocument

Stage = Callable[[str], AbstractContextManager[None]]
"""Times what is done inside it under a name."""


@dataclass(frozen=True, slots=True)
class Unread:
    """What was left, and why."""

    why: OcrUnavailable | None = None
    pages: bool = False
    """True when there were pages to be read."""
    pictures: int = 0


@dataclass(frozen=True, slots=True)
class PictureReaders:
    """Who reads whole pages, and who pictures on pages."""

    pages: PageReader
    pictures: PictureReader


async def read_from_pictures(
    raw: RawDocument, path: Path, readers: PictureReaders, config: ParsingConfig, stage: Stage, progress: Progress
) -> tuple[RawDocument, Unread]:
    """The document with what its pictures say, as far as the configuration wants it and there is something to read."""
    unread = Unread()
    if config.ocr == "auto" and illegible_pages(raw):
        with stage("ocr"):
            try:
                raw = await read_illegible(raw, path, readers.pages, progress)
            except OcrUnavailable as error:
                unread = Unread(error, pages=True)
    if config.pictures == "auto" and (wanted := requests_of(raw)):
        with stage("pictures"):
            try:
                raw = await read_pictures(raw, wanted, path, readers.pictures, progress)
            except OcrUnavailable as error:
                unread = replace(unread, why=error, pictures=len(wanted))
    return raw, unread
