"""Which blocks are headings, and of which level.

Evidence: the outline of the file, section numbers, type larger than the body's, bold or capital lines standing alone.
Levels come from the outline, else from the numbering, else from the rank of the type style among the heading styles.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median_low

from rapidfuzz import fuzz

from paillasse.ingestion.blocks.paragraphs import Draft
from paillasse.ingestion.layout import markers
from paillasse.language.text import fold
from paillasse.types.pages import BlockKind, OutlineEntry

_MAX_WORDS = 16
_MAX_LEVEL = 6
_ENOUGH_BOOKMARKS = 8
_NOTE = re.compile(r"^\W*(?:notes?|nb|n\.b|remarques?|tip|astuce|hint|example|exemple)\b", re.IGNORECASE)
_NUMBERING = re.compile(
    r"^(?:(?:chapter|chapitre|section|appendix|annexe)\s+)?[\divxa-z]{0,4}(?:[.\-]\d+)*[.):]?\s+", re.IGNORECASE
)
_LETTERS = re.compile(r"[^\W\d_]")

_Style = tuple[float, bool, bool]


@dataclass(slots=True)
class _Found:
    page: int
    draft: Draft
    style: _Style
    outline: int
    depth: int


def body_size(pages: Sequence[Sequence[Draft]]) -> float:
    """Font size of most of the running text, in points; 10 for a document without any."""
    sizes: Counter[float] = Counter()
    for drafts in pages:
        for draft in drafts:
            if draft.table is None and not draft.picture:
                for line in draft.lines:
                    sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def mark_headings(pages: Sequence[tuple[int, list[Draft]]], outline: Sequence[OutlineEntry]) -> None:
    """Turn drafts that are headings into such, with their levels; pages are (number, blocks in reading order)."""
    body = body_size([drafts for _, drafts in pages])
    entries: dict[int, list[OutlineEntry]] = defaultdict(list)
    for entry in outline:
        entries[entry.page].append(entry)
    found: list[_Found] = []
    for number, drafts in pages:
        if _is_contents(drafts):
            continue
        bookmarks = _bookmarks(drafts, entries.get(number, ()))
        for k, draft in enumerate(drafts):
            if not _candidate(draft):
                continue
            level = bookmarks.get(k, 0)
            depth = markers.section_depth(draft.text.split()[:3])
            if level or _looks_like_heading(drafts, k, body, depth):
                found.append(_Found(number, draft, _style(draft), level, depth))
    found = _agreeing(found)
    _forget_flat_outline(found)
    _set_levels(found)


def _bookmarks(drafts: Sequence[Draft], entries: Sequence[OutlineEntry]) -> dict[int, int]:
    """Level of the bookmark each block is the title of: of several alike, the most conspicuous one."""
    best: dict[int, tuple[float, int]] = {}
    for k, draft in enumerate(drafts):
        if not entries or not _candidate(draft):
            continue
        text = _plain(draft.text)
        for e, entry in enumerate(entries):
            title = _plain(entry.title)
            if title and text and (title == text or fuzz.ratio(title, text) >= 90):
                weight = draft.size + draft.bold
                if e not in best or weight > best[e][0]:
                    best[e] = (weight, k)
                break
    return {k: max(entries[e].level, 1) for e, (_, k) in best.items()}


def _agreeing(found: list[_Found]) -> list[_Found]:
    """Where an outline names the headings, larger type alone makes none: it may be the label of a drawing."""
    styles = {item.style[:2] for item in found if item.outline}
    if sum(item.outline > 0 for item in found) < _ENOUGH_BOOKMARKS:
        return found
    return [f for f in found if f.outline or f.depth or f.draft.bold or f.style[:2] in styles]


def _forget_flat_outline(found: Sequence[_Found]) -> None:
    """An outline of one level over headings of several sizes says where headings are, not how deep."""
    levels = {item.outline for item in found if item.outline}
    sizes = {item.style[0] for item in found if item.outline}
    if len(levels) == 1 and len(sizes) > 1:
        for item in found:
            item.outline = 0


def _is_contents(drafts: Sequence[Draft]) -> bool:
    """A page of contents: many lines that end with a page number, most of them after dots."""
    lines = [line.text for draft in drafts for line in draft.lines]
    leaders = sum(markers.leader(text) for text in lines)
    return leaders >= 4 and leaders >= 0.25 * len(lines)


def _candidate(draft: Draft) -> bool:
    if draft.kind not in (BlockKind.PARAGRAPH, BlockKind.STEP) or draft.picture or len(draft.lines) > 3:
        return False
    text = draft.text
    letters = len(_LETTERS.findall(text))
    if len(draft.words) > _MAX_WORDS or letters < max(3, 0.5 * len(text.replace(" ", ""))) or markers.leader(text):
        return False
    return not _NOTE.match(text) and not _is_signal(text)


def _is_signal(text: str) -> bool:
    found = markers.signal(text)
    return found is not None and (found[1].isupper() or bool(found[2]) or len(text.split()) <= 2)


def _plain(text: str) -> str:
    """Words of a title, folded, without its section number and the chapter or page number some set at its end."""
    return " ".join(re.findall(r"\w+", re.sub(r"\s+\d+$", "", fold(_NUMBERING.sub("", text)))))


def _caps(text: str) -> bool:
    letters = _LETTERS.findall(text)
    return len(letters) >= 4 and sum(c.isupper() for c in letters) >= 0.9 * len(letters)


def _style(draft: Draft) -> _Style:
    return round(draft.size * 2) / 2, draft.bold, _caps(draft.text)


def _looks_like_heading(drafts: Sequence[Draft], k: int, body: float, depth: int) -> bool:
    draft = drafts[k]
    text = draft.text
    large = draft.size >= 1.15 * body
    if text.endswith((",", ";")) or (text.endswith(".") and not (large and len(draft.words) <= 6)):
        return False
    if draft.kind is BlockKind.STEP and (_in_series(drafts, k) or not (draft.bold or large)):
        return False
    if large:
        return True
    strong = draft.bold or _caps(text)
    if depth >= 2 and draft.size >= 0.9 * body:
        return strong or (len(draft.lines) == 1 and len(draft.words) <= 10 and text.split()[1][:1].isupper())
    return strong and draft.size >= 0.9 * body and len(draft.lines) <= 2 and _introduces(drafts, k)


def _in_series(drafts: Sequence[Draft], k: int) -> bool:
    """A numbered line beside the line with the next or the previous number is a step."""
    number = re.sub(r"\D", "", drafts[k].marker)
    if not number:
        return False
    near = {re.sub(r"\D", "", other.marker) for other in (*drafts[max(k - 1, 0) : k], *drafts[k + 1 : k + 2])}
    return str(int(number) - 1) in near or str(int(number) + 1) in near


def _introduces(drafts: Sequence[Draft], k: int) -> bool:
    """Something of another kind follows: plain text, a list, a table."""
    if k + 1 >= len(drafts):
        return False
    draft, after = drafts[k], drafts[k + 1]
    if after.table is not None or after.picture or after.kind in (BlockKind.STEP, BlockKind.BULLET, BlockKind.CAPTION):
        return True
    return not after.bold if draft.bold else not _caps(after.text)


def _set_levels(found: Sequence[_Found]) -> None:
    """In an ordered document a heading that only its type makes one stands below the last with a number or bookmark."""
    if sum(item.outline > 0 for item in found) >= _ENOUGH_BOOKMARKS:
        for item in found:
            item.depth = item.depth if item.outline else 0
    shifts = [f.outline - f.depth for f in found if f.outline and f.depth]
    shift = median_low(shifts) if shifts else 0
    ranks = _style_levels(found, shift)
    certain = [_known_level(item, shift) for item in found]
    anchored = {item.style for item, level in zip(found, certain, strict=True) if level}
    ordered = sum(map(bool, certain)) >= _ENOUGH_BOOKMARKS
    current = 0
    for item, known in zip(found, certain, strict=True):
        level = known or ranks[item.style]
        if not known and ordered and current and item.style not in anchored:
            level = max(level, current + 1)
        current = known or current
        item.draft.kind = BlockKind.HEADING
        item.draft.marker = ""
        item.draft.level = min(max(level, 1), _MAX_LEVEL)


def _known_level(item: _Found, shift: int) -> int:
    """Level by bookmark or number, 0 when only the type speaks."""
    return item.outline or (item.depth + shift if item.depth else 0)


def _style_levels(found: Sequence[_Found], shift: int) -> dict[_Style, int]:
    """Level of each type style: that of its numbered or bookmarked headings, else one below the next larger style.

    Styles of a single page do not push the others down: those of the cover take the level of the next smaller style,
    those of another page, often labels of a drawing, the deepest.
    """
    known: dict[_Style, list[int]] = defaultdict(list)
    uses = Counter(item.style for item in found)
    for item in found:
        level = _known_level(item, shift)
        known[item.style] += [level] if level else []
    pages: dict[_Style, set[int]] = defaultdict(set)
    for item in found:
        pages[item.style].add(item.page)
    levels: dict[_Style, int] = {}
    last, last_style = 0, None
    covers: list[_Style] = []
    rare: list[_Style] = []
    for style in sorted(known, reverse=True):
        anchored = len(known[style]) >= 0.3 * uses[style]
        if not anchored and len(pages[style]) < 2 and len(found) > 8:
            (covers if max(pages[style]) <= 2 else rare).append(style)
            continue
        if anchored:
            last = median_low(known[style])
        elif last_style is None or style[0] < last_style[0] - 0.4 or style[1:] != last_style[1:]:
            last = min(last + 1, _MAX_LEVEL)
        levels[style] = last
        last_style = style
        levels.update(dict.fromkeys(covers, last))
        covers.clear()
    deepest = min(max(levels.values(), default=0) + 1, _MAX_LEVEL)
    return {**levels, **dict.fromkeys(covers + rare, deepest)}
