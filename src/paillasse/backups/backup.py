"""`paillasse backup`: everything a home keeps, as it is at one moment, in one archive.

The database is read in one transaction, and decides what else belongs to the backup: the files of its documents, and
those of jobs that are under way. An index in the home is copied as it stands on disk, for the home is held meanwhile;
one on a server is not, since `restore` makes it from the database.
"""

from __future__ import annotations

from contextlib import aclosing, suppress
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from paillasse.backups.manifest import Manifest, Table
from paillasse.backups.steps import step
from paillasse.backups.writing import ArchiveWriter, written
from paillasse.composition.index import open_generations
from paillasse.composition.startup import open_home
from paillasse.errors.backups import NothingToBackUp
from paillasse.protocols.progress import Progress
from paillasse.settings import Settings
from paillasse.storage.session import HEAD, Database
from paillasse.storage.snapshots.dumping import Snapshot, snapshot

_HALF = frozenset({".new", ".dropped"})
"""End the names of what is being made or removed in the folder of the index."""


def index_engine() -> str:
    """What reads and writes an index in the home, with its version: another one may not read it."""
    return f"qdrant-edge {version('qdrant-edge-py')}"


async def back_up(settings: Settings, target: Path, progress: Progress) -> Manifest:
    """Write an archive of the home and its database.

    Where database or index are embedded, the home is held meanwhile: nothing else can run on it. Where both are
    servers, people may go on; documents removed in that moment may lack their file: see `Manifest.lacking`.

    Args:
        settings: of the home.
        target: where the archive will be; only its owner may read it.
        progress: counts tables under the stage name "database", and files under "files" and "index".

    Returns:
        What the archive holds.

    Raises:
        DiskFull: no space for the archive; nothing is left of it.
        HomeInUse: another process holds the home.
        NothingToBackUp: there is no home.
        StorageError: something cannot be read or written.
    """
    if not (settings.database_url or settings.postgres_dir.exists()):
        raise NothingToBackUp(f"There is no home in {settings.home}.")
    async with open_home(settings) as url:
        database = await Database.open(url)
        try:
            with written(target) as archive:
                async with snapshot(database) as taken:
                    tables = await _add_tables(archive, taken, progress)
                    files, jobs = await taken.files(), await taken.uploads()
                lacking = await _add_files(archive, settings, files, progress)
                await _add_uploads(archive, settings, jobs)
                manifest = await _manifest(archive, settings, tables, lacking, progress)
                archive.finish(manifest)
        finally:
            await database.close()
    return manifest


async def _add_tables(archive: ArchiveWriter, taken: Snapshot, progress: Progress) -> tuple[Table, ...]:
    done: list[Table] = []
    for number, (name, columns) in enumerate(taken.tables.items()):
        progress("database", number, len(taken.tables))
        rows = 0
        async with aclosing(taken.rows(name)) as blocks:
            with archive.member(f"database/{name}") as write:
                async for block in blocks:
                    rows += block.count(b"\n")  # one ends each row, and none is within one
                    await step(write, block)
        done.append(Table(name, columns, rows))
    progress("database", len(done), len(done))
    return tuple(done)


async def _add_files(
    archive: ArchiveWriter, settings: Settings, hashes: list[str], progress: Progress
) -> tuple[str, ...]:
    """Copy the originals; those that are not there."""
    lacking: list[str] = []
    for number, sha256 in enumerate(hashes):
        progress("files", number, len(hashes))
        name = f"{sha256}.pdf"
        try:
            await step(archive.add, f"files/{name}", settings.files_dir / name, packed=False)
        except FileNotFoundError:
            lacking.append(sha256)
    progress("files", len(hashes), len(hashes))
    for path in (settings.glossary_path, settings.prices_path):
        with suppress(FileNotFoundError):
            await step(archive.add, path.name, path)
    return tuple(lacking)


async def _add_uploads(archive: ArchiveWriter, settings: Settings, jobs: list[str]) -> None:
    for job in jobs:
        for path in await step(list, (settings.uploads_dir / job).glob("*")):
            with suppress(FileNotFoundError):  # the job has ended since
                await step(archive.add, f"uploads/{job}/{path.name}", path, packed=False)


async def _manifest(
    archive: ArchiveWriter, settings: Settings, tables: tuple[Table, ...], lacking: tuple[str, ...], progress: Progress
) -> Manifest:
    """Copy an index that is in the home, and say what the archive holds."""
    generations = await open_generations(settings)
    try:
        configurations, live = await generations.configurations(), await generations.live()
        release = await generations.release()
    finally:
        await generations.close()
    if settings.index_at_home:
        await _add_index(archive, settings.index_dir, progress)
    return Manifest(
        paillasse=version("paillasse"),
        created_at=datetime.now(UTC),
        schema=HEAD,
        tables=tables,
        members=tuple(archive.members),
        engine=index_engine() if settings.index_at_home else "",
        generations=configurations,
        live=live,
        release=release,
        lacking=lacking,
    )


async def _add_index(archive: ArchiveWriter, directory: Path, progress: Progress) -> None:
    files = await step(_index_files, directory)
    for number, path in enumerate(files):
        progress("index", number, len(files))
        await step(archive.add, f"index/{path.relative_to(directory)}", path)
    progress("index", len(files), len(files))


def _index_files(directory: Path) -> list[Path]:
    whole = (entry for entry in directory.glob("*") if entry.suffix not in _HALF)
    return sorted(path for entry in whole for path in (entry, *entry.rglob("*")) if path.is_file())
