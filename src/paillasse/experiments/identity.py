"""What makes a run what it is: the same configuration, code, questions and manuals are not tried twice."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

import paillasse
from paillasse.protocols.stores import CatalogueEntry
from paillasse.types.golden_case import GoldenCase

_PACKAGE = Path(paillasse.__file__).parent
_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Identity:
    """Hashes of all that a result depends on, the machine and its load left aside."""

    config: str
    release: str
    """Of configuration, version and glossary: `Services.release`."""
    generation: str
    code: str
    dataset: str
    reviewed: str
    """Of the golden cases that came of feedback."""
    documents: str
    judge: str = ""
    """Of what the figures of a judge depend on; empty without one."""

    @property
    def tags(self) -> dict[str, str]:
        """What a run is found by."""
        return {**asdict(self), "key": self.key}

    @property
    def key(self) -> str:
        """Of all of them."""
        parts = (self.release, self.generation, self.code, self.dataset, self.reviewed, self.documents, self.judge)
        return digest(parts)


def dataset_hash(cases: Iterable[GoldenCase]) -> str:
    """Of the cases, whatever their order."""
    return digest(sorted(case.model_dump_json() for case in cases))


def documents_hash(documents: Sequence[CatalogueEntry]) -> str:
    """Of the current documents: their files, names and collections."""
    return digest(sorted(f"{d.sha256} {d.collection} {d.filename}" for d in documents if d.current))


def code_hash() -> str:
    """Of the program's own modules."""
    files = sorted(_PACKAGE.rglob("*.py"))
    return digest(f"{file.relative_to(_PACKAGE)} {hashlib.sha256(file.read_bytes()).hexdigest()}" for file in files)


def code_version() -> str:
    """The version of the package, and what git calls its checkout where it is one."""
    checkout, described = _PACKAGE.parents[1], ""
    git = shutil.which("git")
    if git and (checkout / ".git").exists():
        command = (git, "-C", str(checkout), "describe", "--always", "--dirty")
        described = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()  # noqa: S603 - fixed
    return " ".join(filter(None, (version("paillasse"), described)))


def digest(parts: Iterable[str]) -> str:
    """First 12 hexadecimal digits of the sha256 of the parts."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(hashlib.sha256(part.encode("utf-8", "surrogatepass")).digest())
    return whole.hexdigest()[:_DIGITS]
