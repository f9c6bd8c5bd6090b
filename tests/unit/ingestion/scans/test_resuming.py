from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paillasse.adapters.readings.folder import ReadingFolder
from paillasse.errors.manuals import OcrUnavailable
from paillasse.ingestion.scans.resuming import KeptReadings, resuming
from paillasse.ingestion.scans.stages import PictureReaders
from paillasse.ingestion.scans.tally import Tally
from paillasse.protocols.reading import PageFound, PictureFound
from paillasse.types.pages import Box, PictureReading, PictureRequest, RawPage, TextSource, Turn, Word

numbers = st.floats(0, 2000)
boxes = st.builds(Box, numbers, numbers, numbers, numbers)
texts = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zs", "Zl", "Zp")), min_size=1, max_size=8)
words = st.lists(st.builds(Word, texts, boxes, numbers, st.booleans()), max_size=5).map(tuple)
shares = st.floats(0, 1)
pages = st.builds(
    RawPage,
    number=st.just(7),
    label=st.just(""),
    width=numbers,
    height=numbers,
    words=words,
    rules=st.lists(boxes, max_size=3).map(tuple),
    text_source=st.just(TextSource.OCR),
    confidence=shares,
    turn=st.none() | st.builds(Turn, st.floats(-360, 360), numbers, numbers),
)


class KilledError(Exception):
    """Stands for the end of a process."""


class Engine:
    """Reads pages and pictures until it is killed, and notes which."""

    def __init__(self, lives: int = 99) -> None:
        self.lives = lives
        self.asked: list[int] = []
        self.unreadable: set[int] = set()
        self.page = RawPage(1, "", 400, 300, (Word("w", Box(0, 0, 9, 9), 9, bold=False),), text_source=TextSource.OCR)
        self.picture = PictureReading(self.page.words, 0.9)

    def check(self) -> None: ...

    async def read(self, path: Path, wanted: Sequence[int | PictureRequest], found: PageFound | PictureFound) -> None:
        for index, one in enumerate(wanted):
            if self.lives == 0:
                raise KilledError
            self.lives -= 1
            number = one.page if isinstance(one, PictureRequest) else one
            self.asked.append(number)
            page = replace(self.page, number=number)
            reading = page if one == number else self.picture
            await found(number if one == number else index, None if number in self.unreadable else reading)


class Home:
    """A file, and what is kept of it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "scan.pdf"
        self.path.write_bytes(b"%PDF-1.7 a scan")
        self.store = ReadingFolder(folder / "readings")
        self.engine, self.version = "tesseract 5", 3
        self.steps: list[tuple[int, int]] = []

    def readers(self, engine: Engine) -> PictureReaders:
        plain = PictureReaders(engine, engine)  # pyright: ignore[reportArgumentType] - reads both
        return resuming(plain, KeptReadings(self.store, lambda: self.engine, self.version))

    async def pages(self, engine: Engine, *wanted: int) -> dict[int, RawPage | None]:
        tally = Tally[RawPage]("ocr", len(wanted), lambda _, done, total: self.steps.append((done, total)))
        await self.readers(engine).pages.read(self.path, wanted, tally)
        return tally.readings

    async def pictures(self, engine: Engine, *wanted: PictureRequest) -> dict[int, PictureReading | None]:
        tally = Tally[PictureReading]("pictures", len(wanted), lambda *_: None)
        await self.readers(engine).pictures.read(self.path, wanted, tally)
        return tally.readings

    async def killed_after(self, count: int, *wanted: int) -> None:
        with pytest.raises(KilledError):
            await self.pages(Engine(count), *wanted)

    async def asked(self, *wanted: int) -> list[int]:
        """What the next attempt asks the engine for."""
        engine = Engine()
        found = await self.pages(engine, *wanted)
        assert found == {number: replace(engine.page, number=number) for number in wanted}
        return engine.asked


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


async def test_the_next_attempt_goes_on_where_the_last_was_killed(home: Home) -> None:
    await home.killed_after(2, 3, 5, 8, 9)
    home.steps.clear()
    assert await home.asked(3, 5, 8, 9) == [8, 9]
    assert home.steps == [(done, 4) for done in range(5)]
    assert await home.asked(3, 5, 8, 9) == []
    home.readers(Engine()).pages.check()


async def test_the_same_content_under_another_name_is_known(home: Home) -> None:
    await home.killed_after(1, 1, 2)
    home.path = home.path.rename(home.path.with_name("copy.pdf"))
    assert await home.asked(1, 2) == [2]


async def test_what_another_engine_version_or_content_gave_is_not_used(home: Home) -> None:
    await home.killed_after(1, 1, 2)
    home.engine = "tesseract 6"
    assert await home.asked(1) == [1]
    home.version = 4
    assert await home.asked(1) == [1]
    home.path = home.path.rename(home.path.with_suffix(".md"))  # is drawn in another way
    assert await home.asked(1) == [1]
    home.path.write_bytes(b"%PDF-1.7 another scan")
    assert await home.asked(1) == [1]


async def test_what_could_not_be_read_is_tried_again(home: Home) -> None:
    engine = Engine()
    engine.unreadable = {2}
    assert (await home.pages(engine, 1, 2))[2] is None
    assert await home.asked(1, 2) == [2]
    picture = PictureRequest(2, Box(0, 0, 9, 9))
    assert await home.pictures(engine, picture) == {0: None}
    assert await home.pictures(Engine(), picture) == {0: engine.picture}


async def test_nothing_is_kept_of_a_file_that_is_gone(home: Home) -> None:
    kept = KeptReadings(home.store, lambda: home.engine, home.version).of(home.path)
    home.path.unlink()
    kept.keep("page 1", Engine().page)
    assert kept.get("page 1") is None


async def test_a_file_that_is_written_meanwhile_is_not_taken_for_what_it_was(home: Home) -> None:
    engine, before = Engine(), home.path.read_bytes()

    async def found(number: int, _: RawPage | None) -> None:
        if number == 1:
            home.path.write_bytes(b"%PDF-1.7 another scan")

    await home.readers(engine).pages.read(home.path, [1, 2], found)
    home.path.write_bytes(before)
    assert await home.asked(1, 2) == [2]


FORGED = {
    "no JSON": b"nope",
    "no page": b'{"kind": "page"}',
    "deep": b"[" * 100_000,
    "pickled": b"\x80\x04\x95",
}


@pytest.mark.parametrize("body", FORGED.values(), ids=FORGED)
async def test_what_somebody_else_wrote_is_read_again(home: Home, body: bytes) -> None:
    kept = KeptReadings(home.store, lambda: home.engine, home.version).of(home.path)
    home.store.put(kept.sha256, kept._full("page 1"), body)
    assert await home.asked(1) == [1]


async def test_a_page_that_says_it_is_another_is_read_again(home: Home) -> None:
    kept = KeptReadings(home.store, lambda: home.engine, home.version).of(home.path)
    kept.keep("page 1", replace(Engine().page, number=9))
    assert await home.asked(1) == [1]


async def test_without_an_engine_nothing_is_found(home: Home) -> None:
    def missing() -> str:
        raise OcrUnavailable("not installed")

    await home.asked(1)
    plain = PictureReaders(Engine(), Engine())  # pyright: ignore[reportArgumentType]
    with pytest.raises(OcrUnavailable):
        await resuming(plain, KeptReadings(home.store, missing, 3)).pages.read(home.path, [1], Tally("ocr", 1, print))


async def test_pictures_are_known_by_their_place_or_by_what_they_show(home: Home) -> None:
    def picture(page: int, top: float, key: str = "", language: str = "en") -> PictureRequest:
        return PictureRequest(page, Box(0, top, 9, 9), language, key)

    with pytest.raises(KilledError):
        await home.pictures(Engine(2), picture(1, 0), picture(2, 0, "a"), picture(3, 0))
    engine = Engine()
    wanted = (picture(1, 0), picture(1, 1), picture(4, 0, "a"), picture(5, 0, "a", "fr"), picture(3, 0))
    assert await home.pictures(engine, *wanted) == dict.fromkeys(range(5), engine.picture)
    assert engine.asked == [1, 5, 3]
    assert await home.pictures(Engine(0), *wanted) == dict.fromkeys(range(5), engine.picture)


@given(page=pages)
def test_a_page_is_what_it_was(page: RawPage, tmp_path_factory: pytest.TempPathFactory) -> None:
    home = Home(tmp_path_factory.mktemp("home"))
    kept = KeptReadings(home.store, lambda: "engine", 3).of(home.path)
    kept.keep("page 7", page)
    assert kept.get("page 7") == page


@given(reading=st.builds(PictureReading, words, shares))
async def test_a_picture_is_what_it_was(reading: PictureReading, tmp_path_factory: pytest.TempPathFactory) -> None:
    home, engine, wanted = Home(tmp_path_factory.mktemp("home")), Engine(), PictureRequest(1, Box(0, 0, 9, 9))
    engine.picture = reading
    await home.pictures(engine, wanted)
    assert await home.pictures(Engine(0), wanted) == {0: reading}
