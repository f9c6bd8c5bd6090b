"""What a document is about: guessed from its cover, its text and its file name, to be corrected by people."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from paillasse.ingestion.identity.editions import guess_date, guess_revision
from paillasse.ingestion.identity.machines import guess_machines
from paillasse.ingestion.identity.makers import guess_maker
from paillasse.ingestion.identity.titles import cover_title, guess_title
from paillasse.language.text import fold
from paillasse.types.documents import DocumentKind, Metadata
from paillasse.types.pages import BlockKind, Page, RawDocument

_PAGE_OF_TEXT = 900
"""Characters that make a page's worth of a language."""
_KINDS = (
    (DocumentKind.SOP, r"\bsops?\b|standard operating procedure|mode operatoire|procedure operatoire"),
    (DocumentKind.BULLETIN, r"\bbulletin\b|(?:service|technical|application) note|note (?:technique|de service)"),
    (DocumentKind.DATASHEET, r"data ?sheet|fiche technique|specification sheet|datenblatt"),
    (
        DocumentKind.SERVICE_MANUAL,
        r"(?:service|repair|maintenance) (?:manual|guide)|manuel (?:de service|technique|de maintenance|de reparation)",
    ),
    (
        DocumentKind.USER_MANUAL,
        r"user|operator|owner|operating|instruction|manual|manuel|guide|notice|mode d.emploi|utilisat|gebrauch",
    ),
)


def guess_metadata(raw: RawDocument, pages: Sequence[Page], filename: str) -> Metadata:
    """Metadata of a document with a confidence for each field guessed."""
    title, sure_title = guess_title(raw.properties.get("Title", ""), pages, filename)
    maker, sure_maker = guess_maker(pages, raw.properties.get("Author", ""), filename)
    machines, sure_machines = guess_machines(pages, title, maker, filename)
    kind, sure_kind = _kind(f"{filename} {title} {cover_title(pages)}", pages)
    revision, sure_revision = guess_revision(pages)
    effective, sure_date = guess_date(pages, raw.properties.get("CreationDate", ""))
    languages, share = _languages(pages)
    return Metadata(
        title=title,
        manufacturer=maker,
        equipment=machines,
        kind=kind,
        language=languages[0] if languages else "",
        languages=languages,
        revision=revision,
        effective_date=effective,
        confidence={
            "title": sure_title,
            "manufacturer": sure_maker,
            "equipment": sure_machines,
            "kind": sure_kind,
            "language": share,
            "revision": sure_revision,
            "effective_date": sure_date,
        },
    )


def _kind(told: str, pages: Sequence[Page]) -> tuple[DocumentKind, float]:
    opening = " ".join(word.text for page in pages[:2] for word in page.words)[:3000]
    for text, confidence in ((re.sub(r"[_\W]+", " ", fold(told)), 0.8), (fold(opening), 0.5)):
        for kind, pattern in _KINDS:
            if re.search(pattern, text):
                return kind, confidence
    return DocumentKind.OTHER, 0.0


def _languages(pages: Sequence[Page]) -> tuple[tuple[str, ...], float]:
    """Languages with a page's worth of text (the main one always), most frequent first; share of the main one."""
    letters: Counter[str] = Counter()
    for page in pages:
        for block in page.blocks:
            if block.language and block.kind not in (BlockKind.FIGURE, BlockKind.FURNITURE):
                letters[block.language] += sum(len(word.text) for word in page.words[block.span.start : block.span.end])
    ranked = letters.most_common()
    kept = tuple(language for k, (language, count) in enumerate(ranked) if k == 0 or count >= _PAGE_OF_TEXT)
    # Never quite sure: 1.0 is for what a person said.
    return kept, min(0.99, round(ranked[0][1] / letters.total(), 2)) if ranked else 0.0


def keep_corrections(guessed: Metadata, previous: Metadata) -> Metadata:
    """The guesses, with what a person had set of the same document (confidence 1.0) in their place."""
    certain = {name: 1.0 for name, sure in previous.confidence.items() if sure == 1.0}
    set_by_hand = {name: getattr(previous, name) for name in certain}
    if "language" in certain:
        set_by_hand["languages"] = tuple(dict.fromkeys((previous.language, *guessed.languages)))
    return replace(guessed, confidence={**guessed.confidence, **certain}, **set_by_hand)
