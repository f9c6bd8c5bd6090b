"""The title of a manual: from the file's properties, the cover, or the file name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from paillasse.ingestion.identity.wording import GENERIC, name_tokens, telling
from paillasse.text import fold
from paillasse.types import BlockKind, Page

_JUNK = re.compile(
    r"\.(?:docx?|book|pub|pdf|indd|fm|pptx?|qxd|odt|rtf|txt|p65)\b|^microsoft |^layout ?\d|^untitled|^document ?\d*$|"
    r"^sans nom|^sans titre|document title|^title$|^slide ?\d|^\W*$",
    re.IGNORECASE,
)
_MAX_WORDS = 16


def guess_title(given: str, pages: Sequence[Page], filename: str) -> tuple[str, float]:
    """Title and confidence.

    The file name is the witness: a candidate is believed as far as it shares words with it, or, where the name tells
    nothing, with the text of the first pages.
    """
    from_name = title_from_name(filename, pages)
    name = set(telling(from_name))
    opening = Counter(telling(" ".join(word.text for page in pages[:4] for word in page.words)))
    spoken = {token for token in name if opening[token] or _said(pages, token)}
    informative = len([t for t in name if len(t) >= 3 and t.isalpha()]) >= 2 and bool(spoken)
    best, best_score = from_name, (0.5 if informative else 0.1)
    for candidate, prior in ((cover_title(pages), 0.25), (_clean(given), 0.3)):
        tokens = set(telling(candidate))
        if not tokens or _JUNK.search(candidate):
            continue
        shared = len(tokens & name) / len(name) if name and informative else 0.0
        printed = sum(bool(opening[token]) for token in tokens) / len(tokens)
        score = prior + (0.6 * shared if informative else 0.4) * printed
        if score >= best_score:
            best, best_score = candidate, score
    return best, round(min(best_score + 0.1, 0.95), 2)


def _clean(text: str) -> str:
    return " ".join(text.split())


def cover_title(pages: Sequence[Page]) -> str:
    """The largest text of the first page that has any, in reading order; empty without one."""
    page = next((page for page in pages[:3] if page.words), None)
    if page is None:
        return ""
    lines = [
        (
            page.words[block.span.start].size,
            _clean(" ".join(w.text for w in page.words[block.span.start : block.span.end])),
        )
        for block in page.blocks
        if block.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH)
    ]
    lines = [
        (size, text) for size, text in lines if len(text.split()) <= _MAX_WORDS and re.search(r"[^\W\d_]{2}", text)
    ]
    if not lines:
        return ""
    largest = max(size for size, _ in lines)
    title: list[str] = []
    for size, text in lines:
        if size >= 0.6 * largest and len(" ".join([*title, text]).split()) <= _MAX_WORDS and text not in title:
            title.append(text)
    return " ".join(title)


def title_from_name(filename: str, pages: Sequence[Page] = ()) -> str:
    """File name as a phrase, each word spelt as the manual spells it ("victor" → "VICTOR")."""
    tokens = name_tokens(filename)
    spelling = spellings({fold(token) for token in tokens}, (w.text for page in pages for w in page.words))
    words = [spelling.get(fold(token), token) for token in tokens]
    phrase = " ".join(words)
    return phrase[:1].upper() + phrase[1:] if phrase[:1].islower() and words[0] == tokens[0] else phrase


def spellings(wanted: set[str], words: Iterable[str]) -> dict[str, str]:
    """The most frequent spelling of each folded word among printed ones."""
    counts: dict[str, Counter[str]] = {}
    for word in words:
        bare = re.sub(r"^\W+|[\W]+$|[’']s$", "", word)
        key = fold(bare)
        if key in wanted and key not in GENERIC:
            counts.setdefault(key, Counter())[bare] += 1
    return {key: max(found, key=lambda w: (found[w], w)) for key, found in counts.items()}


def _said(pages: Sequence[Page], token: str) -> bool:
    return any(token in fold(word.text) for page in pages for word in page.words)
