"""Why this answer: plain JSON values that a person can open."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Mapping, Sequence
from typing import cast

from paillasse.answering.checking.markup import inert
from paillasse.answering.generation import instructions
from paillasse.answering.models.consultation import Consultation
from paillasse.errors.models import LanguageModelError
from paillasse.protocols.answering import Context
from paillasse.retrieval.analysis import Understanding
from paillasse.retrieval.retriever import Retrieval
from paillasse.types.answers import Usage
from paillasse.types.documents import Document

_TOLD = {"temperature", "top_p", "top_k", "max_output_tokens", "context_tokens"}
"""What a model was asked with; what is the model's own choice is left out."""
_TRACED_HITS = 20
_TRACED_LINES = 40
"""Where nothing was sent."""


def search_trace(
    understood: Understanding, retrieval: Retrieval, documents: Mapping[str, Document]
) -> dict[str, object]:
    """What was understood, and what was found with which scores."""
    names = {d: document.filename for d, document in documents.items()}
    places = dict.fromkeys((names[h.chunk.document_id], page) for h in retrieval.hits for page in h.chunk.pages)
    return {
        "understood": {
            "text": inert(understood.text),
            "language": understood.language,
            "corrections": dict(understood.corrections),
            "codes": list(understood.codes),
            "equipment": [names[d] for d in understood.equipment.document_ids],
            "equipment_is_filter": understood.equipment.sure,
            "equipment_is_stranger": understood.stranger,
            "error_codes": list(understood.error_codes),
            "embedded_text": inert(understood.embedded_text),
        },
        "pages": [{"file": file, "page": page} for file, page in places],
        "hits": [
            {
                "chunk": h.chunk.id,
                "file": names[h.chunk.document_id],
                "pages": list(h.chunk.pages),
                "heading": " > ".join(h.chunk.heading_path),
                "language": h.chunk.language,
                "score": round(h.score, 4),
                "lanes": {lane: round(score, 4) for lane, score in h.lanes.items()},
            }
            for h in retrieval.hits[:_TRACED_HITS]
        ],
    }


def context_trace(
    context: Context, sent: Sequence[tuple[str, int]], documents: Mapping[str, Document]
) -> list[dict[str, object]]:
    """The lines that the answer was to be taken from, as a reader finds them.

    Args:
        context: hits and their lines, best first.
        sent: (chunk id, line index) of what a language model was given; empty where none was asked, and then the best
            lines are told.
        documents: by id.
    """
    scores = {(scored.chunk.id, scored.index): scored.score for scored in context.lines}
    chunks = {hit.chunk.id: hit.chunk for hit in context.hits}
    return [
        {
            "file": documents[chunk.document_id].filename,
            "page": next((span.page for span in chunk.lines[index].spans), chunk.pages[0]),
            "heading": " > ".join(chunk.heading_path),
            "text": inert(chunk.lines[index].text),
            "score": round(scores[chunk.id, index], 4) if (chunk.id, index) in scores else None,
        }
        for chunk_id, index in sent or list(scores)[:_TRACED_LINES]
        for chunk in [chunks[chunk_id]]
    ]


def model_trace(
    consultation: Consultation,
    usage: Sequence[Usage],
    failures: Sequence[LanguageModelError],
    notes: Mapping[str, object],
) -> dict[str, object]:
    """Which models were asked how, what they used, how they failed, and what they said."""
    config = consultation.config
    return {
        "name": consultation.writer.model.name,
        "judge": consultation.judge.model.name if consultation.judge else "",
        "parameters": config.model_dump(mode="json", include=_TOLD, exclude_none=True),
        "instructions": [p.reference for p in instructions.ALL],
        "usage": [dataclasses.asdict(u) for u in usage],
        "failures": [{"code": error.code, "message": str(error)} for error in failures],
        **{name: _inert(note) for name, note in notes.items()},
    }


def _inert(note: object) -> object:
    """What a model said, without what a reader's program might act on."""
    if isinstance(note, str):
        return inert(note)
    return [_inert(part) for part in cast("list[object]", note)] if isinstance(note, list) else note


class Laps:
    """Milliseconds by stage; a stage may run several times."""

    def __init__(self) -> None:
        self._first = self._last = time.perf_counter()
        self._laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        """End the stage that was running."""
        now = time.perf_counter()
        self._laps[name] = self._laps.get(name, 0.0) + (now - self._last) * 1000
        self._last = now

    def laps(self) -> dict[str, float]:
        """Every stage, and the total."""
        total = (time.perf_counter() - self._first) * 1000
        return {name: round(ms, 2) for name, ms in {**self._laps, "total": total}.items()}
