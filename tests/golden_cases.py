"""Golden cases made by hand, and manuals that they are about."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from exchanges import at
from paillasse.errors.manuals import DocumentNotFound
from paillasse.history.types import KeptCase
from paillasse.types.documents import Document, Metadata
from paillasse.types.golden_case import GoldenCase
from paillasse.types.questions import Scope
from sample_content import content


def manual(name: str, collection: str = "lab", languages: tuple[str, ...] = ("en",)) -> Document:
    """A manual of twenty pages."""
    about = Metadata(f"Manual {name}", language=languages[0], languages=languages)
    made = content(name, collection=collection).document
    return replace(made, id=name, filename=f"{name}.pdf", metadata=about, page_count=20)


def kept(name: str, minutes: float = 0, collections: tuple[str, ...] = ("lab",), **more: Any) -> KeptCase:
    """A case that Eve accepted so long after `exchanges.NOW`."""
    told = {"id": name, "language": "en", "question": f"{name}?", "documents": [{"file": "d1.pdf", "pages": [9, 10]}]}
    told |= {"must_contain": [["lamp"]], "kind": "feedback", "answerable": True, "cross_lingual": False, **more}
    return KeptCase(GoldenCase.model_validate(told), collections, "eve", at(minutes))


class Shelf:
    """`history.protocols.Manuals`."""

    def __init__(self, *manuals: Document) -> None:
        self.manuals = {each.id: each for each in manuals}

    async def get(self, scope: Scope, document_id: str) -> Document:
        found = self.manuals.get(document_id)
        if found is None or found.collection not in scope.collections:
            raise DocumentNotFound(f"There is no document {document_id}.")
        return found
