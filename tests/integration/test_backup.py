"""A home that answers is backed up and restored into an empty place, and answers the same."""

from __future__ import annotations

import asyncio
import errno
import hashlib
import shutil
import zipfile
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
import pytest_asyncio
from psycopg import sql

from access_stores import PASSWORD
from backup_bench import MANUAL, answer, at, essence, silent
from jobs_bench import blocks
from paillasse.access.types import COMMAND_LINE, Role
from paillasse.adapters.embedded_postgres import EmbeddedPostgres
from paillasse.backups import restoring
from paillasse.backups.backup import back_up
from paillasse.backups.manifest import NAME, Manifest, Member
from paillasse.backups.restoring import Restored, restore
from paillasse.composition.startup import answering_now, open_access, open_board, open_home, open_services
from paillasse.composition.worker import join_jobs
from paillasse.errors.backups import (
    ArchiveTooNew,
    IndexIncomplete,
    NothingToBackUp,
    PlaceNotEmpty,
)
from paillasse.errors.models import ModelUnavailable
from paillasse.errors.storage import DiskFull, HomeInUse, StorageError
from paillasse.monitoring.metrics import WorkerMetrics
from paillasse.pipeline_config import PipelineConfig, Released, RetrievalConfig
from paillasse.settings import Settings
from paillasse.types.answers import Outcome
from paillasse.types.jobs import JobState

RELEASED = Released(release="3", config=PipelineConfig(retrieval=RetrievalConfig(pool=30)))
GLOSSARY = "domain\tfr\ten\nlab\tnacelle\tswing bucket\n"


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest_asyncio.fixture(scope="module")
async def archive(settle: Callable[[Path], Path]) -> AsyncIterator[Path]:
    """Of a home with a manual, a user, a glossary and a job that nobody has begun; its answer lies beside it."""
    with TemporaryDirectory(prefix="paillasse-test-") as directory:
        settings = at(settle(Path(directory) / "home"))
        async with open_services(settings, None) as services:
            assert (await services.pipeline.ingest(MANUAL, "default", silent)).state == "ingested"
            await services.generations.make_live(services.generation, RELEASED.kept)
        async with open_access(settings) as access:
            await access.accounts.create(COMMAND_LINE, "ada", "ada@example.org", PASSWORD, Role.EXPERT)
        async with open_board(settings) as board:
            job = await board.submit(blocks(b"# Autoclave\n\nOpen the lid."), "lid.md", "default", "ada")
        (settings.files_dir / f"{'0' * 64}.pdf").write_bytes(b"of no document")
        (settings.uploads_dir / "0.part").mkdir()
        settings.glossary_path.write_text(GLOSSARY)
        path = Path(directory) / "backup.zip"
        manifest = await back_up(settings, path, silent)
        assert (manifest.rows("documents"), manifest.rows("users"), manifest.lacking) == (1, 1, ())
        assert [m.name for m in manifest.members if m.name.startswith("uploads/")] == [f"uploads/{job.id}/lid.md"]
        yield path


@pytest.fixture
def settings(empty_home: Path, settle: Callable[[Path], Path]) -> Settings:
    """Of a place to restore to: a database, and nothing in it."""
    return at(settle(empty_home / "new"))


@pytest.fixture
async def other_database(postgres: EmbeddedPostgres) -> AsyncIterator[str]:
    """The URL of a new database on a server that is not of the home."""
    name = sql.Identifier("restored")
    async with await psycopg.AsyncConnection.connect(postgres.url, autocommit=True) as connection:
        await connection.execute(sql.SQL("CREATE DATABASE {}").format(name))
        yield postgres.url.replace("/postgres?", "/restored?")
        await connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


def rewritten(archive: Path, target: Path, change: Callable[[Manifest], Manifest], **contents: bytes) -> Path:
    """The archive with another manifest and other contents of tables, the hashes fitting."""
    with zipfile.ZipFile(archive) as source, zipfile.ZipFile(target, "w") as copy:
        manifest = Manifest.parse(source.read(NAME))
        members: list[Member] = []
        for member in manifest.members:
            content = contents.get(member.name.removeprefix("database/"), source.read(member.name))
            copy.writestr(member.name, content)
            members.append(Member(member.name, len(content), hashlib.sha256(content).hexdigest()))
        copy.writestr(NAME, change(replace(manifest, members=tuple(members))).to_json())
    return target


async def test_it_answers_the_same(archive: Path, empty_home: Path) -> None:
    former = at(archive.parent / "home")
    with zipfile.ZipFile(archive) as members:
        assert not [name for name in members.namelist() if "jwt" in name or "0" * 64 in name or ".part" in name]
    settings = at(empty_home / "new")
    restored = await restore(settings, archive, silent)
    assert (restored.report.differences, restored.report.repaired) == (0, 0)
    assert await answering_now(settings) == RELEASED
    answered = await answer(settings)
    assert answered.outcome is Outcome.ANSWERED
    assert essence(answered) == essence(await answer(former))
    assert settings.glossary_path.read_text() == GLOSSARY
    assert not settings.jwt_secret_path.exists()
    async with open_access(settings) as access:
        pair = await access.sessions.sign_in("ada", PASSWORD, "192.0.2.7")
        assert (await access.identify(pair.access_token)).role is Role.EXPERT
        numbers = [entry.number for entry in await access.audit.list(10)]
        assert numbers == sorted(set(numbers), reverse=True)
    async with open_board(settings) as board:
        (job,) = await board.list()
    assert (settings.uploads_dir / job.id / "lid.md").read_bytes() == b"# Autoclave\n\nOpen the lid."
    with pytest.raises(PlaceNotEmpty, match=r"files already"):
        await restore(settings, archive, silent)


async def test_jobs_that_were_waiting_are_done(archive: Path, settings: Settings) -> None:
    await restore(settings, archive, silent)
    async with open_services(settings, None) as services:
        jobs = join_jobs(services, WorkerMetrics().ingestion)
        async with jobs.queue.connect() as queue:
            await jobs.upkeep.give_back(queue, 0.0)
        ((job, ticket),) = (await jobs.runner._store.unfinished()).items()
        await jobs.runner.perform(job.id, ticket)
        assert (await jobs.board.get(job.id)).state is JobState.DONE


async def test_into_a_database_by_url_and_out_of_it(
    archive: Path, empty_home: Path, other_database: str, settle: Callable[[Path], Path]
) -> None:
    settings = at(empty_home / "new", database_url=other_database, jwt_secret="s" * 40)
    restored = await restore(settings, archive, silent)
    assert restored.report.differences == 0
    answered = await answer(settings)
    manifest = await back_up(settings, empty_home / "again.zip", silent)
    assert {t.name: t.rows for t in manifest.tables} == {t.name: t.rows for t in restored.manifest.tables}
    back = at(settle(empty_home / "back"))
    await restore(back, empty_home / "again.zip", silent)
    assert essence(await answer(back)) == essence(answered)
    with pytest.raises(PlaceNotEmpty, match="The database has something"):
        await restore(at(empty_home / "third", database_url=other_database), archive, silent)
    assert not (empty_home / "third" / "files").exists()


async def test_an_index_of_another_engine_is_made_anew(
    archive: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restoring, "index_engine", lambda: "qdrant-edge 99")
    restored = await restore(settings, archive, silent)
    assert restored.report.differences == 0
    assert restored.report.repaired > 20
    assert essence(await answer(settings)) == essence(await answer(at(archive.parent / "home")))


async def test_an_index_that_cannot_be_made_is_said(
    archive: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:

    async def unavailable(*_: object) -> None:
        raise ModelUnavailable("no such model")

    monkeypatch.setattr(restoring, "open_beside", unavailable)
    with pytest.raises(IndexIncomplete, match="are restored, but not the index: no such model") as raised:
        await restore(settings, archive, silent)
    assert raised.value.hint.endswith("Then run `paillasse reconcile`.")
    assert (await answer(settings)).outcome is Outcome.ANSWERED


@pytest.mark.parametrize("table", ["documents", "audit_log"])
async def test_what_fails_in_the_middle_leaves_an_empty_place(
    archive: Path, empty_home: Path, settings: Settings, table: str
) -> None:
    broken = rewritten(archive, empty_home / "broken.zip", lambda manifest: manifest, **{table: b"no row\n"})
    with pytest.raises(StorageError, match="The database refused"):
        await restore(settings, broken, silent)
    assert names(settings.home) <= {"lock", "postgres", "postgres.log"}
    assert (await restore(settings, archive, silent)).report.differences == 0


async def test_what_fails_at_the_commit_takes_the_files_away(
    archive: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:

    async def refuse(_: object) -> None:
        assert settings.files_dir.is_dir()
        raise StorageError("The database refused: gone")

    monkeypatch.setattr("paillasse.storage.snapshots.loading._renumber", refuse)
    with pytest.raises(StorageError, match="gone"):
        await restore(settings, archive, silent)
    assert not settings.files_dir.exists()
    assert not settings.index_dir.exists()


async def test_a_disk_that_fills_leaves_an_empty_place(
    archive: Path, empty_home: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:

    def full(place: Path) -> None:
        if place in {settings.home / "restoring", settings.home}:
            raise OSError(errno.ENOSPC, "No space left on device")

    for moment in ("_sync_folders", "_sync_directory"):
        with monkeypatch.context() as patch:
            patch.setattr(restoring, moment, full)
            with pytest.raises(DiskFull, match="No space left") as raised:
                await restore(settings, archive, silent)
        assert "as empty as it was" in raised.value.hint
        assert names(settings.home) <= {"lock", "postgres", "postgres.log"}


async def test_archives_and_places_that_do_not_fit(
    archive: Path, empty_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = at(empty_home / "new")
    newer = rewritten(archive, empty_home / "newer.zip", lambda manifest: replace(manifest, schema="9999"))
    with pytest.raises(ArchiveTooNew):
        await restore(settings, newer, silent)
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(1, 1, 0))
        with pytest.raises(DiskFull, match="0 MiB are free"):
            await restore(settings, archive, silent)
    assert not settings.home.exists()
    with pytest.raises(NothingToBackUp):
        await back_up(settings, empty_home / "b.zip", silent)
    settings.home.mkdir()
    settings.glossary_path.write_text(GLOSSARY)
    with pytest.raises(PlaceNotEmpty, match=r"glossary\.tsv"):
        await restore(settings, archive, silent)


async def test_a_home_in_use(archive: Path, empty_home: Path) -> None:
    settings = at(archive.parent / "home")
    async with open_home(settings):
        with pytest.raises(HomeInUse):
            await back_up(settings, empty_home / "b.zip", silent)
    assert not (empty_home / "b.zip").exists()


async def test_a_file_that_is_gone_is_said(
    archive: Path, empty_home: Path, settings: Settings, settle: Callable[[Path], Path]
) -> None:
    await restore(settings, archive, silent)
    (gone,) = settings.files_dir.iterdir()
    gone.unlink()
    manifest = await back_up(settings, empty_home / "b.zip", silent)
    assert manifest.lacking == (gone.stem,)
    restored: Restored = await restore(at(settle(empty_home / "other")), empty_home / "b.zip", silent)
    assert restored.report.differences == 1


@pytest.mark.parametrize("stage", ["database", "files", "index"])
async def test_who_is_told_to_stop_leaves_nothing(
    archive: Path, empty_home: Path, settings: Settings, stage: str
) -> None:
    async def stopped(work: Callable[[Callable[[str, int, int], None]], Coroutine[object, object, object]]) -> None:
        def report(at: str, _done: int, _total: int) -> None:
            if at == stage:
                doing.cancel()

        doing = asyncio.create_task(work(report))
        with pytest.raises(asyncio.CancelledError):
            await doing

    await stopped(lambda report: back_up(at(archive.parent / "home"), empty_home / "b.zip", report))
    if stage != "index":  # which is laid down with the files
        await stopped(lambda report: restore(settings, archive, report))
        assert names(settings.home) <= {"lock", "postgres", "postgres.log"}
    assert names(empty_home) <= {"new"}
