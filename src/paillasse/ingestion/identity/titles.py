"""The title of a manual: from the file's properties, the cover, or the file name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from paillasse.ingestion.identity.wording import GENERIC, name_tokens, telling
from paillasse.language.text import code_key, fold
from paillasse.types.pages import BlockKind, Page

_JUNK = re.compile(
    r"\.(?:docx?|book|pub|pdf|indd|fm|pptx?|qxd|odt|rtf|txt|p65)\b|^microsoft |^layout ?\d|^untitled|^document ?\d*$|"
    r"^sans nom|^sans titre|document title|^title$|^slide ?\d|^\W*$",
    re.IGNORECASE,
)
_MAX_WORDS = 16
_TITLE_SIZE = 0.7
"""Lines of a title are at least this large, compared with its largest."""
_GLUED = re.compile(r"^([A-Za-z]{3,})(\d{2,}\w*)$")
"""A name and a number written together, as file names do."""


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
    first = next(k for k, (size, _) in enumerate(lines) if size == largest)
    start = end = first
    while start and lines[start - 1][0] >= _TITLE_SIZE * largest:
        start -= 1
    while end < len(lines) and lines[end][0] >= _TITLE_SIZE * largest:
        end += 1
    title = " ".join(dict.fromkeys(text for _, text in lines[start:end]))
    return title if len(title.split()) <= _MAX_WORDS else lines[first][1]


def title_from_name(filename: str, pages: Sequence[Page] = ()) -> str:
    """File name as a phrase, spelt as in the manual: "pe300" → "pE-300", "victor1420" → "VICTOR 1420"."""
    tokens = [part for token in name_tokens(filename) for part in _GLUED.sub(r"\1 \2", token).split()]
    spelt = spellings({code_key(token) for token in (*tokens, *name_tokens(filename))}, pages)
    words: list[str] = []
    for token in name_tokens(filename):
        parts = _GLUED.sub(r"\1 \2", token).split()
        whole = spelt.get(code_key(token))
        glued = whole is not None or not all(code_key(part) in spelt for part in parts)
        words += [whole or as_model(token)] if glued else [spelt[code_key(part)] for part in parts]
    phrase = " ".join(words)
    return phrase[:1].upper() + phrase[1:] if words and words[0] == name_tokens(filename)[0] else phrase


def as_model(token: str) -> str:
    """A word of a file name with letters and digits in capitals, as models are: "cxr100" → "CXR100"."""
    return token.upper() if re.match(r"^[a-z]+\d+[a-z]?$", token) else token


def spellings(wanted: set[str], pages: Sequence[Page]) -> dict[str, str]:
    """The most frequent printed form of each name, by its normalised key: see `paillasse.language.text.code_key`.

    Looks at the first thirty pages, at single words and at up to three in a row ("kl1500lcd" → "KL 1500 LCD").
    """
    counts: dict[str, Counter[str]] = {}
    lengths = {len(key) for key in wanted}
    for page in pages[:30]:
        bare = [re.sub(r"^\W+|[®™©]|\W+$|[’']s$", "", word.text) for word in page.words]
        keys = [code_key(word) for word in bare]
        for k, key in enumerate(keys):
            for n in (1, 2, 3):
                joined = "".join(keys[k : k + n]) if n > 1 else key
                if key and len(joined) in lengths and joined in wanted and joined not in GENERIC:
                    counts.setdefault(joined, Counter())[" ".join(filter(None, bare[k : k + n]))] += 1
    return {key: max(found, key=lambda w: (found[w], w)) for key, found in counts.items()}


def _said(pages: Sequence[Page], token: str) -> bool:
    return any(token in fold(word.text) for page in pages for word in page.words)
