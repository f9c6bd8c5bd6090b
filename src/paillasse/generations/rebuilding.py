"""Building an index generation from the stored files, beside the live one, and switching to it in one step.

Each document is read again into the generation of the services given, whole or not at all, as ingestion does it: a
rebuild that was stopped, or killed, goes on where it was. What answers meanwhile is not touched. When every document is
there, and the index proved to hold what the database says, the generation becomes the live one.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

from paillasse.composition.bootstrap import Services
from paillasse.errors.manuals import DocumentNotFound
from paillasse.errors.storage import GenerationInUse, GenerationNotFound, StorageError
from paillasse.ingestion.pipeline import file_sha256
from paillasse.ingestion.verdicts import Verdict
from paillasse.pipeline_config import Released
from paillasse.protocols.progress import Progress
from paillasse.protocols.stores import CatalogueEntry


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild did."""

    generation: str
    documents: int
    """Documents read again; the others were there."""
    failed: tuple[Verdict, ...]
    """Documents that could not be read: with any, the generation is not made live."""
    former: str
    """Name of the generation that was live before; empty when none was made live."""

    @property
    def live(self) -> bool:
        """True when the generation answers now."""
        return not self.failed


async def build(services: Services, progress: Progress) -> tuple[int, list[Verdict]]:
    """Complete the generation of these services beside the live one: how many documents were read, and which failed.

    With none that failed, the index holds what the database says. Safe to stop: the next call goes on.

    Raises:
        ModelUnavailable, StorageError: as `rebuild`.
    """
    done, failed = await _complete(services, progress)
    if not failed:
        await services.index.optimize()
        await _agree(services)
    return done, failed


async def rebuild(services: Services, progress: Progress, released: Released | None = None) -> Rebuilt:
    """Complete the generation of these services and make it live.

    Documents may be ingested, corrected and removed by others meanwhile. Safe to stop: the next call goes on.

    Args:
        services: of the configuration wanted; those that answer are others.
        progress: counts documents under the stage name "documents", and the stages of each.
        released: the release that answers over it from then on; None keeps the one that does, if it is live already.

    Raises:
        ModelUnavailable: the embedding server does not do its work.
        StorageError: the database or the index failed, or a stored file is not what it was.
    """
    generations, name = services.generations, services.generation
    former = await generations.live()
    told = released.kept if released else await generations.release() if former == name else ""
    done, failed = await build(services, progress)
    if not failed:
        await generations.make_live(name, told)
        late, failed = await _complete(services, progress)  # what came in at the last moment
        done += late
    return Rebuilt(name, done, tuple(failed), former)


async def drop(services: Services, name: str) -> None:
    """Remove a generation: what it says of the documents, and its index.

    Raises:
        GenerationNotFound: there is none of this name.
        GenerationInUse: it answers, or it alone holds some documents.
        StorageError: it could not be removed; the next call goes on.
    """
    documents, configurations = await services.documents.generations(), await services.generations.configurations()
    if name not in documents.keys() | configurations.keys():
        raise GenerationNotFound(f"There is no index generation {name}.")
    if name in (services.generation, await services.generations.live()):
        raise GenerationInUse(f"The index generation {name} answers questions.")
    others = set[str]().union(*(ids for key, ids in documents.items() if key != name))
    if alone := documents.get(name, set()) - others:
        raise GenerationInUse(f"{len(alone)} documents are in the index generation {name} alone.")
    await services.documents.drop_generation(name)
    await services.generations.drop(name)


async def _complete(services: Services, progress: Progress) -> tuple[int, list[Verdict]]:
    """Read what the generation lacks: how many documents, and those that could not be read."""
    done, failed = 0, dict[str, Verdict]()
    while missing := [d for d in await _elsewhere(services) if d.id not in failed]:
        for number, document in enumerate(missing):
            progress("documents", number, len(missing))
            verdict = await _read_again(services, document, progress)
            if await _is_removed(services, document):
                await services.pipeline.remove(document)
            elif verdict.state == "failed":
                failed[document.id] = verdict
            else:
                done += 1
        progress("documents", len(missing), len(missing))
    return done, list(failed.values())


async def _elsewhere(services: Services) -> list[CatalogueEntry]:
    """Superseded documents too: they can be looked at, and be current again."""
    return [d for d in await services.documents.catalogue() if d.generation != services.generation]


async def _read_again(services: Services, document: CatalogueEntry, progress: Progress) -> Verdict:
    """Ingest the stored file under the name it came with: that tells Markdown from text, and is what people know."""
    stored = services.stores.files.path(document.sha256)
    with TemporaryDirectory(prefix="paillasse-") as folder:
        path = Path(folder) / (PurePath(document.filename).name or stored.name)
        path.symlink_to(stored.absolute())
        if stored.exists() and await asyncio.to_thread(file_sha256, stored) != document.sha256:
            raise StorageError(
                f"The stored file of {document.filename} is not what it was.",
                hint="Remove the document and ingest the original again.",
            )
        return await services.pipeline.ingest(path, document.collection, progress)


async def _is_removed(services: Services, document: CatalogueEntry) -> bool:
    """True when somebody removed the document while it was read: no other generation has it any more."""
    holders = await services.documents.generations()
    return all(document.id not in ids for name, ids in holders.items() if name != services.generation)


async def _agree(services: Services) -> None:
    """Have the index hold exactly what the database says of this generation."""
    stored, indexed = await services.chunks.ids_by_document(), await services.index.chunk_ids()
    amiss = sorted(key for key in stored.keys() | indexed.keys() if stored.get(key) != indexed.get(key))
    await services.index.delete_documents(amiss)
    for document_id in amiss:
        if document_id in stored:
            try:
                await services.reindex(document_id)
            except DocumentNotFound:
                continue  # removed since
