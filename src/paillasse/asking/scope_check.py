"""The last look before something leaves: does all of it come from what its reader may read?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from paillasse.asking.errors import OutOfScope
from paillasse.types.answers import Answer, ClaimAccepted
from paillasse.types.documents import Document
from paillasse.types.questions import Scope


def check_documents(documents: Iterable[Document], scope: Scope) -> None:
    """Let nothing pass that is outside the scope, whatever chose it.

    Raises:
        OutOfScope: a document is.
    """
    for document in documents:
        chosen = scope.document_ids is None or document.id in scope.document_ids
        if not chosen or document.collection not in scope.collections:
            raise OutOfScope(f"Document {document.id} is out of scope.")


def check_event(event: ClaimAccepted | Answer, documents: Mapping[str, Document], scope: Scope) -> None:
    """Look at every document that a claim cites, or that an answer cites, shows or offers.

    Args:
        event: what is about to leave.
        documents: all that are known, by id.
        scope: what its reader may read.

    Raises:
        OutOfScope: one of them is unknown or out of the scope.
    """
    named = {citation.document_id for citation in event.citations}
    if isinstance(event, Answer):
        named |= {passage.document_id for passage in event.nearest}
        named |= {candidate.document_id for candidate in event.candidates}
    unknown = named - documents.keys()
    if unknown:
        raise OutOfScope(f"Nobody knows document {min(unknown)}.")
    check_documents((documents[document_id] for document_id in named), scope)
