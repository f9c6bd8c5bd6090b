"""`paillasse restore`: an archive becomes a home again, in an empty place.

The whole archive is checked before anything is touched. Files are laid down beside their places, the database is filled
in one transaction, the files are moved in, and the commit is what makes everything exist. What the index lacks after
that is made from the database: so an archive of a laptop becomes a home with servers, and the other way round.
"""

from __future__ import annotations

import errno
import os
import shutil
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from paillasse.backups.backup import index_engine
from paillasse.backups.manifest import Manifest
from paillasse.backups.reading import Archive, opened
from paillasse.backups.steps import step
from paillasse.composition.index import open_generations
from paillasse.composition.startup import open_beside, open_home
from paillasse.errors.backups import ArchiveTooNew, IndexIncomplete, PlaceNotEmpty
from paillasse.errors.root import PaillasseError
from paillasse.errors.storage import DiskFull, StorageError
from paillasse.ingestion.reconciliation import ReconcileReport
from paillasse.pipeline_config import PipelineConfig
from paillasse.protocols.progress import Progress
from paillasse.settings import Settings
from paillasse.storage.session import HEAD, Database
from paillasse.storage.snapshots.loading import loading

_STAGING = "restoring"
"""Folder in the home where files lie until they are moved in."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What is there now."""

    manifest: Manifest
    report: ReconcileReport
    """Of the generation that answers, once what the index lacked was made."""


async def restore(settings: Settings, source: Path, progress: Progress) -> Restored:
    """Fill an empty home and database from an archive.

    Args:
        settings: of the place to restore to.
        source: the archive.
        progress: counts files under the stage names "verify" and "files", and tables under "database".

    Raises:
        ArchiveDamaged, ArchiveRefused, ArchiveTooNew: it cannot be trusted, or not be read; nothing was touched.
        DiskFull: no space; the place is as empty as it was.
        HomeInUse: another process holds the home.
        IndexIncomplete: all is restored but the index.
        PlaceNotEmpty: there is something already.
        StorageError: something cannot be read or written; the place is as empty as it was.
        UnreadableFile: the archive cannot be opened.
    """
    with opened(source) as archive:
        manifest = archive.manifest
        if manifest.schema > HEAD:
            raise ArchiveTooNew(f"The archive has the schema {manifest.schema}; this version knows {HEAD}.")
        configs = _configs(manifest)
        await archive.verify(progress)
        _require_room(settings.home, archive.size)
        await _require_empty(settings)
        async with open_home(settings) as url:
            await _fill(settings, url, archive, progress)
            report = await _complete(settings, url, manifest, configs)
    return Restored(manifest, report)


def _configs(manifest: Manifest) -> list[PipelineConfig]:
    """Of every generation whose configuration was kept, last that of the one that answers, or the shipped one."""
    names = sorted(manifest.generations, key=lambda name: (name == manifest.live, name))
    kept = [manifest.generations[name] for name in names if manifest.generations[name]]
    configs = [PipelineConfig.parse(text, "An index generation of the archive") for text in kept]
    return configs if manifest.live else [*configs, PipelineConfig()]


def _require_room(home: Path, size: int) -> None:
    there = next(folder for folder in (home, *home.absolute().parents) if folder.exists())
    free = shutil.disk_usage(there).free
    if free < size:
        raise DiskFull(
            f"The archive unpacks to {size >> 20} MiB; {free >> 20} MiB are free at {there}.",
            hint="Nothing was touched. Free some space, or choose another place with --home.",
        )


async def _require_empty(settings: Settings) -> None:
    """The database is looked at when it is open."""
    for path in (settings.files_dir, settings.uploads_dir, settings.index_dir):
        if path.is_dir() and any(path.iterdir()):
            raise PlaceNotEmpty(f"There is something in {path} already.")
    for path in (settings.glossary_path, settings.prices_path):
        if path.exists():
            raise PlaceNotEmpty(f"{path} is there already.")
    generations = await open_generations(settings)
    try:
        if await generations.configurations():
            raise PlaceNotEmpty("The index server holds index generations already.")
    finally:
        await generations.close()


async def _fill(settings: Settings, url: str, archive: Archive, progress: Progress) -> None:
    """Database and files, or neither."""
    staging = settings.home / _STAGING
    placed: list[Path] = []
    database = await Database.open(url)
    try:
        async with loading(database, archive.manifest.schema) as load:
            await _lay_down(archive, staging, _wanted(archive, settings), progress)
            for number, table in enumerate(archive.manifest.tables):
                progress("database", number, len(archive.manifest.tables))
                await load.table(table.name, table.columns, archive.blocks(f"database/{table.name}"))
            progress("database", len(archive.manifest.tables), len(archive.manifest.tables))
            _move_in(staging, settings.home, placed)
    except BaseException:
        for path in placed:
            _remove(path)
        raise
    finally:
        shutil.rmtree(staging, ignore_errors=True)
        await database.close()


def _wanted(archive: Archive, settings: Settings) -> list[str]:
    """Members that become files; the index only where the same engine reads it."""
    names = [*archive.names("files"), *archive.names("uploads")]
    if _index_fits(settings, archive.manifest):
        names += archive.names("index")
    return [*names, *(m.name for m in archive.manifest.members if "/" not in m.name)]


def _index_fits(settings: Settings, manifest: Manifest) -> bool:
    return settings.index_at_home and manifest.engine == index_engine()


async def _lay_down(archive: Archive, staging: Path, names: list[str], progress: Progress) -> None:
    try:
        await step(_clear, staging)
        for number, name in enumerate(names):
            progress("files", number, len(names))
            await step(_lay_down_one, archive, name, staging / name)
        await step(_sync_folders, staging)
    except OSError as error:
        raise _own_error(error, staging) from error
    progress("files", len(names), len(names))


def _clear(staging: Path) -> None:
    shutil.rmtree(staging, ignore_errors=True)  # of a restore that was killed
    staging.mkdir(parents=True, mode=0o700)


def _lay_down_one(archive: Archive, name: str, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        for block in archive.blocks(name):
            file.write(block)
        file.flush()
        os.fsync(file.fileno())


def _sync_folders(staging: Path) -> None:
    for folder in (path for path in staging.rglob("*") if path.is_dir()):
        _sync_directory(folder)


def _move_in(staging: Path, home: Path, placed: list[Path]) -> None:
    """Move each folder and file to its place, and note it; an empty folder that is there gives way."""
    try:
        for path in sorted(staging.iterdir()):
            path.rename(home / path.name)
            placed.append(home / path.name)
        _sync_directory(home)
    except OSError as error:
        raise _own_error(error, home) from error


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _own_error(error: OSError, place: Path) -> StorageError:
    kind = DiskFull if error.errno in {errno.ENOSPC, errno.EDQUOT} else StorageError
    return kind(f"Cannot restore to {place}: {error.strerror}.", hint="The place is as empty as it was; try again.")


def _sync_directory(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


async def _complete(settings: Settings, url: str, manifest: Manifest, configs: list[PipelineConfig]) -> ReconcileReport:
    """Make what the index lacks of each generation, and have the former one answer; what the last one says."""
    *others, answering = configs
    try:
        if not _index_fits(settings, manifest):
            for config in others:
                await _mend(settings, url, manifest, config)
        return await _mend(settings, url, manifest, answering)
    except PaillasseError as error:
        raise IndexIncomplete(
            f"Database and files are restored, but not the index: {error}",
            hint=f"{error.hint} Then run `paillasse reconcile`.".strip(),
        ) from error


async def _mend(settings: Settings, url: str, manifest: Manifest, config: PipelineConfig) -> ReconcileReport:
    async with AsyncExitStack() as stack:
        services = await open_beside(stack, settings, config, url)
        report = await services.reconcile(repair=True)
        if services.generation == manifest.live:
            await services.generations.make_live(manifest.live, manifest.release)
        return report
