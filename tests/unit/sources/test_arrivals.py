from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from types import SimpleNamespace

import pytest

from jobs_bench import Bench
from object_stores import TOKEN, object_store, subscription
from paillasse.adapters.manual_sources.announcements import Announcements
from paillasse.adapters.manual_sources.google_storage import GoogleStorage
from paillasse.errors.root import InvalidConfiguration
from paillasse.errors.sources import SourceError, SourceNotFound, SourceRejected, SourceUnreachable
from paillasse.errors.storage import StorageError
from paillasse.settings import Settings
from paillasse.sources import arrivals as module
from paillasse.sources.arrivals import Arrivals, beside

NAME = "projects/p/subscriptions/s"


async def shown() -> str:
    return TOKEN


@pytest.fixture
async def world(tmp_path):
    """A bucket, what is said of it, and who listens."""
    with object_store("google") as objects, subscription() as told:
        source = GoogleStorage("manuals", "lab/", shown, objects.url)
        announcements = Announcements(NAME, shown, told.url)
        board = Bench(tmp_path).board
        yield SimpleNamespace(
            objects=objects, told=told, board=board, listener=Arrivals(announcements, source, board, "lab")
        )
        await announcements.close()
        await source.close()


def arrives(world, name, content=b"# Rotor\n\nWipe it.", **announced):
    world.objects.put(name, content)
    world.told.announce(name, world.objects.versions[name], **announced)


async def test_a_manual_that_arrives_becomes_a_job(world):
    arrives(world, "lab/deep/rotor.md")

    assert await world.listener.take() == 1
    [job] = await world.board.list()
    assert (job.filename, job.collection, job.owner) == ("rotor.md", "lab", "command-line")
    assert world.told.messages == {}


@pytest.mark.parametrize(
    ("name", "announced"),
    [
        ("lab/rotor.md", {"kind": "OBJECT_DELETE"}),
        ("lab/rotor.md", {"bucket": "another"}),
        ("elsewhere/rotor.md", {}),
        ("lab/rotor.xlsx", {}),
        ("lab/empty.md", {"content": b""}),
        ("lab/picture.pdf", {"content": b"\x89PNG\r\n\x1a\n" + b"x" * 2000}),
    ],
)
async def test_what_is_no_manual_of_ours_is_acknowledged_and_left(world, name, announced):
    arrives(world, name, **announced)

    assert await world.listener.take() == 0
    assert await world.board.list() == []
    assert world.told.messages == {}


async def test_a_manual_that_was_replaced_meanwhile_is_left_to_its_next_announcement(world):
    arrives(world, "lab/rotor.md", b"# Old")
    arrives(world, "lab/rotor.md", b"# New")

    assert await world.listener.take() == 1
    assert len(await world.board.list()) == 1


async def test_what_cannot_be_fetched_now_comes_again(world):
    arrives(world, "lab/rotor.md")
    world.objects.fails_with = 503

    with pytest.raises(SourceUnreachable):
        await world.listener.take()
    assert len(world.told.messages) == 1
    assert await world.board.list() == []

    world.objects.fails_with = 0
    assert await world.listener.take() == 1


@pytest.mark.parametrize(
    ("name", "token", "error"),
    [("projects/p/subscriptions/none", TOKEN, SourceNotFound), (NAME, "another", SourceRejected)],
)
async def test_a_subscription_that_cannot_be_read_says_why(world, name, token, error):
    async def given() -> str:
        return token

    announcements = Announcements(name, given, world.told.url)
    with pytest.raises(error, match="subscriptions"):
        await announcements.pull()
    await announcements.close()


async def test_a_server_that_is_away_or_no_pub_sub(world, monkeypatch):
    gone = Announcements(NAME, shown, "http://127.0.0.1:9")
    with pytest.raises(SourceUnreachable):
        await gone.pull()

    async def answered(*_):
        return b"<html>"

    monkeypatch.setattr(gone, "_post", answered)
    with pytest.raises(SourceError, match="not one of"):
        await gone.pull()
    await gone.close()


async def test_failures_are_logged_and_tried_again(world, monkeypatch, caplog):
    monkeypatch.setattr(module, "_AGAIN_SECONDS", 0)
    arrives(world, "lab/rotor.md")
    failing = [SourceUnreachable("away"), StorageError("full")]
    take, made = world.listener.take, asyncio.Event()

    async def fails_first():
        if failing:
            raise failing.pop()
        await take()
        made.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(world.listener, "take", fails_first)
    listening = asyncio.create_task(world.listener.listen())
    await asyncio.wait_for(made.wait(), 10)
    listening.cancel()
    await asyncio.wait({listening})

    assert "away" in caplog.text
    assert "full" in caplog.text
    assert len(await world.board.list()) == 1


async def test_a_worker_listens_beside_its_work(world, monkeypatch):
    @asynccontextmanager
    async def opened(_settings, board):
        assert board is world.board
        yield world.listener

    async def works():
        while not await world.board.list():  # noqa: ASYNC110 - the board tells nobody
            await asyncio.sleep(0.01)
        raise StorageError("the work ended")

    monkeypatch.setattr(module, "open_arrivals", opened)
    arrives(world, "lab/rotor.md")
    settings = Settings(_env_file=None, arrivals_subscription=NAME, arrivals_url="gs://manuals/lab/")

    with pytest.raises(StorageError, match="the work ended"):
        await beside(works(), settings, world.board)


async def test_a_subscription_without_a_bucket_is_refused(world):
    async def works():
        await asyncio.Event().wait()

    with pytest.raises(InvalidConfiguration, match="ARRIVALS_URL"):
        await beside(works(), Settings(_env_file=None, arrivals_subscription=NAME), world.board)


async def test_the_settings_open_the_bucket_and_its_subscription(world):
    settings = Settings(_env_file=None, arrivals_subscription=NAME, arrivals_url="gs://manuals/lab/")

    async with module.open_arrivals(settings, world.board) as opened:
        assert isinstance(opened, Arrivals)
