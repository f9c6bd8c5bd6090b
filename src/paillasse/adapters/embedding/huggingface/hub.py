"""Models from a hub: fetched once, then read from the disk."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from paillasse.errors.models import ModelUnavailable


def snapshot(repository: str, revision: str, cache: Path, patterns: Sequence[str]) -> Path:
    """The folder of a repository's files, fetched when they are not there yet.

    A branch stays where it was when it was fetched first: only what the configuration names decides the vectors, not
    the day. Address and token of the hub are those of huggingface_hub (`HF_ENDPOINT`, `HF_TOKEN`).

    Args:
        repository: `owner/name`.
        revision: branch, tag or commit; empty for the main branch.
        cache: folder of all snapshots.
        patterns: of the files wanted; others are not fetched.

    Raises:
        ModelUnavailable: it is not there and cannot be fetched.
    """
    hub: Any = import_module("huggingface_hub")  # only hub models wait for it

    def find(*, local: bool) -> Path:
        found = hub.snapshot_download(
            repository,
            revision=revision or None,
            cache_dir=cache,
            allow_patterns=list(patterns),
            local_files_only=local,
        )
        return Path(found)

    try:
        try:
            return find(local=True)
        except hub.errors.LocalEntryNotFoundError:  # nothing is there, or not all of it
            return find(local=False)
    except (OSError, ValueError) as error:
        at = f" at revision {revision}" if revision else ""
        raise ModelUnavailable(
            f"The model {repository}{at} cannot be fetched ({type(error).__name__}).",
            hint="Check the name (`owner/name`), the network, and HF_TOKEN where the model asks for one; "
            "or copy the model here and name its folder in `embedder.folder`.",
        ) from error
