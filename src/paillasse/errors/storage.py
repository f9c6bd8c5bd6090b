"""What goes wrong where things are kept.

PaillasseError
├── StorageError
│   ├── HomeInUse              another process holds the index
│   ├── HomeCorrupt
│   ├── DatabaseUnreachable    the database server is down, restarts, or has no connection left
│   ├── CacheUnreachable       the server of the cache is down: everything goes on without
│   ├── IndexUnreachable       the index server is down, fails or does not answer in time
│   ├── IndexRejected          it does not accept the key or the request, or is no index server
│   ├── GenerationInUse        an index generation that cannot be dropped
│   ├── GenerationNotFound
│   └── DiskFull
└── EmptyIndex
"""

from __future__ import annotations

from paillasse.errors.root import PaillasseError


class StorageError(PaillasseError):
    """The relational store or the index failed."""

    code = "storage_error"


class HomeInUse(StorageError):
    """Another process holds this home directory."""

    code = "home_in_use"
    hint = (
        "Wait for the other paillasse command to finish, or stop it where it is a server; or work in a copy of the "
        "directory, with --home."
    )


class HomeCorrupt(StorageError):
    """What is on disk cannot be opened."""

    code = "home_corrupt"
    hint = "Run `paillasse reconcile`; if that fails, move the directory away and ingest again."


class DatabaseUnreachable(StorageError):
    """The database server is down, restarts, or has no connection left; later it may."""

    code = "database_unreachable"
    hint = "Check that PostgreSQL runs and that PAILLASSE_DATABASE_URL is right; it is tried again by itself."


class CacheUnreachable(StorageError):
    """The server of the cache is down or does not answer in time; everything goes on without."""

    code = "cache_unreachable"
    hint = "Check that Redis runs and that PAILLASSE_REDIS_URL is right; it is tried again by itself."


class IndexUnreachable(StorageError):
    """The index server is down, failed, or did not answer in time; later it may."""

    code = "index_unreachable"
    hint = (
        "Check that the Qdrant server runs and that PAILLASSE_QDRANT_URL is right. "
        "Nothing is half stored: the same command goes on where it stopped."
    )


class IndexRejected(StorageError):
    """The index server does not accept the key or the request, or what answers is no index server."""

    code = "index_rejected"
    hint = "Check PAILLASSE_QDRANT_URL and PAILLASSE_QDRANT_KEY; the server has to be Qdrant 1.16 or newer."


class GenerationInUse(StorageError):
    """An index generation that answers questions, or that alone holds some documents."""

    code = "generation_in_use"
    hint = "Make another one live first: `paillasse index rebuild`."


class GenerationNotFound(StorageError):
    """No index generation of this name."""

    code = "generation_not_found"
    hint = "`paillasse index list` shows what is there."


class DiskFull(StorageError):
    """No space left; what was being written is absent, everything acknowledged is intact."""

    code = "disk_full"
    hint = "Free some space and run the same command again: it resumes."


class EmptyIndex(PaillasseError):
    """A question was asked before any manual was ingested."""

    code = "empty_index"
    hint = "Ingest a manual first: `paillasse ingest your.pdf`."
