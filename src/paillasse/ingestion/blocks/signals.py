"""Safety warnings: a signal word in front of a text, above it, beside it, or in its own drawn box."""

from __future__ import annotations

from collections.abc import Sequence

from paillasse.ingestion.blocks.paragraphs import Draft
from paillasse.ingestion.layout import markers
from paillasse.types.pages import BlockKind, WarningLevel, Word

_PLURALS = ("WARNINGS", "CAUTIONS", "AVERTISSEMENTS", "PRÉCAUTIONS")


def mark_warnings(words: Sequence[Word], drafts: list[Draft]) -> list[Draft]:
    """The blocks of a page with each warning made one block, whatever paragraphs it has."""
    marked: list[Draft] = []
    k = 0
    while k < len(drafts):
        level = _level(words, drafts[k])
        if level is None or _is_definition(words, drafts, k):
            marked.append(drafts[k])
            k += 1
            continue
        end = _end(drafts, k)
        first = drafts[k]
        marked.append(
            Draft(
                BlockKind.WARNING,
                [i for draft in drafts[k:end] for i in draft.words],
                [line for draft in drafts[k:end] for line in draft.lines],
                first.column,
                first.frame,
                warning=level,
            )
        )
        k = end
    return marked


def _level(words: Sequence[Word], draft: Draft) -> WarningLevel | None:
    """The level a block announces: by a lone signal word, a signal word with punctuation, or one in capitals."""
    if draft.picture or draft.kind in (BlockKind.HEADING, BlockKind.CAPTION) or not draft.words:
        return None
    if draft.table is not None and (len(draft.table.rows) > 2 or len(draft.table.rows[0]) > 2):
        return None
    text = " ".join(words[i].text for i in draft.words[:8])
    found = markers.signal(text)
    if found is None:
        return None
    level, printed, punctuation = found
    plural = printed.upper() in _PLURALS
    alone = len(draft.words) <= len(printed.split()) + 1 and len(text) <= len(printed) + 4
    if alone and not plural:
        announced = printed.isupper() or draft.bold or bool(punctuation)
    else:
        announced = any(c in punctuation for c in ":!–—-") or (printed.isupper() and not plural)
    return level if announced else None


def _is_definition(words: Sequence[Word], drafts: Sequence[Draft], k: int) -> bool:
    """A lone signal word beside another one, or before a phrase: a list of what the words mean."""
    near = [other for other in (k - 1, k + 1) if 0 <= other < len(drafts)]
    lone = [len(drafts[at].words) <= 3 and _level(words, drafts[at]) is not None for at in (k, *near)]
    phrase = k + 1 < len(drafts) and drafts[k + 1].text[:1].islower()
    return lone[0] and (any(lone[1:]) or phrase)


def _end(drafts: Sequence[Draft], k: int) -> int:
    """Index after the last block of the warning that starts at `k`."""
    first = drafts[k]
    end = k + 1
    if first.frame:
        while end < len(drafts) and drafts[end].frame == first.frame:
            end += 1
        if end > k + 1 or len(first.words) > 3:
            return end
    if end < len(drafts) and _belongs(first, drafts[end]):
        end += 1
    if drafts[end - 1].lines and drafts[end - 1].text.endswith(":"):
        while end < len(drafts) and drafts[end].kind is BlockKind.BULLET:
            end += 1
    while end < len(drafts) and _hangs(first, drafts[end - 1], drafts[end]):
        end += 1
    return end


def _hangs(first: Draft, above: Draft, draft: Draft) -> bool:
    """A further paragraph of a warning: set as deep as the text beside the signal word."""
    if not _may_follow(draft) or not first.lines or not above.lines or len(first.lines) < 2:
        return False
    hang = first.lines[-1].box.x0
    same_run = draft.column == first.column and draft.lines[0].box.y0 - above.lines[-1].box.y1 < 1.5 * draft.size
    return hang > first.lines[0].box.x0 + 6 and abs(draft.lines[0].box.x0 - hang) < 4 and same_run


def _belongs(first: Draft, draft: Draft) -> bool:
    """The block below a lone signal word, or below one with the hazard in a single line: what to do."""
    if len(first.words) <= 3:
        return _may_follow(draft) or _is_bold_lead(first, draft)
    one_row = bool(first.lines) and first.lines[-1].box.y0 - first.lines[0].box.y0 < first.size
    headline = one_row and len(first.words) <= 14 and (first.bold or first.text.endswith("!"))
    return headline and _may_follow(draft) and not draft.bold


def _is_bold_lead(first: Draft, draft: Draft) -> bool:
    """The warning itself in bold type, taken for a heading."""
    return draft.kind is BlockKind.HEADING and len(draft.words) > 4 and draft.size <= first.size


def _may_follow(draft: Draft) -> bool:
    return draft.table is None and not draft.picture and draft.kind in (BlockKind.PARAGRAPH, BlockKind.BULLET)
