"""Where the server of a home is, and the key that lets commands in: a file in the home that it keeps while it runs.

Only who may read the home may read the file, and it is believed only where nobody else may have written it.
"""

from __future__ import annotations

import json
import os
import stat
import tempfile
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from paillasse.errors.storage import StorageError

_NAME = "server.json"


@dataclass(frozen=True, slots=True)
class Announcement:
    """A server that runs on this machine."""

    url: str
    pid: int
    key: str
    """Its `access.credentials.local_key`."""


@contextmanager
def announced(home: Path, url: str, key: str) -> Generator[None]:
    """Keep the file while the block runs; it is there complete or not at all.

    Args:
        home: of the server.
        url: that reaches it from this machine.
        key: for commands.

    Raises:
        StorageError: it cannot be written.
    """
    path = home / _NAME
    ours = Announcement(url, os.getpid(), key)
    try:
        descriptor, fresh = tempfile.mkstemp(dir=home, prefix=_NAME)  # readable by its owner alone
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(asdict(ours), file)
        Path(fresh).replace(path)
    except OSError as error:
        raise StorageError(f"Cannot write {path}: {error.strerror}.") from error
    try:
        yield
    finally:
        if find_server(home) == ours:
            with suppress(FileNotFoundError):
                path.unlink()


def find_server(home: Path) -> Announcement | None:
    """The server that announced itself in this home and holds it; None where there is none to be believed.

    One that was killed leaves its file behind: only who has the lock of the home is meant.
    """
    try:
        descriptor = os.open(home / _NAME, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
        with os.fdopen(descriptor, encoding="utf-8") as file:
            about = os.fstat(file.fileno())
            if about.st_uid != os.geteuid() or stat.S_IMODE(about.st_mode) & 0o077:
                return None
            found = Announcement(**json.load(file))
        holder = (home / "lock").read_text(encoding="ascii").strip()
    except (OSError, ValueError, TypeError):
        return None
    return found if holder == str(found.pid) else None
