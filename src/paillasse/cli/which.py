"""Which document is meant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from paillasse.errors.manuals import AmbiguousDocument, DocumentNotFound


class Named(Protocol):
    """Anything that stands for a document."""

    @property
    def id(self) -> str:
        """Its id."""
        ...

    @property
    def filename(self) -> str:
        """The name of its file."""
        ...


Document = TypeVar("Document", bound=Named)


def meant(documents: Sequence[Document], which: str) -> Document:
    """The document meant by an id, the start of one, or a file name.

    Raises:
        DocumentNotFound: none is.
        AmbiguousDocument: several are.
    """
    exact = [d for d in documents if which in (d.id, d.filename)]
    matching = exact or [d for d in documents if which and d.id.startswith(which)]
    if not matching:
        raise DocumentNotFound(f"No document “{which}”.")
    if len(matching) > 1:
        ids = ", ".join(d.id[:13] for d in matching)
        raise AmbiguousDocument(f"“{which}” fits {len(matching)} documents: {ids}.")
    return matching[0]
