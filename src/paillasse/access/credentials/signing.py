"""The secret that access tokens are signed with: a setting, or made once and kept in the home."""

from __future__ import annotations

import os
import secrets
import stat
import tempfile
from pathlib import Path

from paillasse.errors.root import InvalidConfiguration
from paillasse.errors.storage import StorageError

SHORTEST = 32
"""Bytes: as many as the hash of HS256 has (RFC 7518, section 3.2)."""
_FEWEST_DIFFERENT = 10
"""Different bytes: fewer come from a repeated word, hardly ever from 32 random characters."""
_MAKE_ONE = "Make one with `openssl rand -base64 48` and set PAILLASSE_JWT_SECRET to it, the same for every process."
_REMOVE = "Remove the file: another secret is made, and everybody signs in again."


def configured_secret(value: str) -> bytes:
    """The secret that was set.

    Raises:
        InvalidConfiguration: it is missing or weak.
    """
    secret = value.encode()
    if not secret:
        raise InvalidConfiguration("PAILLASSE_JWT_SECRET is not set.", hint=_MAKE_ONE)
    if len(secret) < SHORTEST or len(set(secret)) < _FEWEST_DIFFERENT:
        raise InvalidConfiguration(f"PAILLASSE_JWT_SECRET is weak: it needs {SHORTEST} random bytes.", hint=_MAKE_ONE)
    return secret


def kept_secret(path: Path) -> bytes:
    """The secret in this file, which is made when it is not there; only its owner may read it.

    Raises:
        InvalidConfiguration: others may read the file, or it was cut short.
        StorageError: it can be neither read nor written.
    """
    try:
        if not path.exists():
            _keep(path, secrets.token_urlsafe(48))
        mode, secret = path.stat().st_mode, path.read_bytes().strip()
    except OSError as error:
        raise StorageError(f"Cannot keep a secret in {path}: {error.strerror}.") from error
    if stat.S_IMODE(mode) & 0o077:
        raise InvalidConfiguration(f"Others may read {path}.", hint=_REMOVE)
    if len(secret) < SHORTEST:
        raise InvalidConfiguration(f"{path} was cut short.", hint=_REMOVE)
    return secret


def _keep(path: Path, secret: str) -> None:
    """Write it beside the place and move it in, unless another process was faster: it is there complete or not."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, fresh = tempfile.mkstemp(dir=path.parent, prefix=path.name)  # readable by its owner alone
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secret + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.link(fresh, path)
    except FileExistsError:
        return
    finally:
        Path(fresh).unlink()
