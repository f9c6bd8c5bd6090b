"""Lines of a column to paragraphs, list items and captions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from paillasse.ingestion.layout import markers
from paillasse.ingestion.layout.flow import Column, Flow, PictureText
from paillasse.ingestion.layout.lines import Piece
from paillasse.ingestion.tables.cells import TableDraft
from paillasse.types.pages import BlockKind, Box, WarningLevel, Word

_SENTENCE_END = (".", "!", "?", ":", ";")
_OPEN = frozenset(
    "and or of the to for in on with by from a an et ou de du des la le les un une à en pour sur avec par und oder der "
    "die das e il y el".split()
)
"""A line that ends with one of these is not the last of its paragraph or title."""


@dataclass(slots=True)
class Draft:
    """A block in the making; `words` are indexes of words of the raw page."""

    kind: BlockKind
    words: list[int]
    lines: list[Piece]
    column: int
    """Number of the column on its page: a paragraph may go on in the next one."""
    frame: int = 0
    table: TableDraft | None = None
    picture: Box | None = None
    """Of the figure whose words these are; None for running text."""
    marker: str = ""
    level: int = 0
    warning: WarningLevel | None = None

    @property
    def text(self) -> str:
        """Its lines, joined by spaces."""
        return " ".join(line.text for line in self.lines)

    @property
    def size(self) -> float:
        """Font size of its first line in points."""
        return self.lines[0].size if self.lines else 0.0

    @property
    def bold(self) -> bool:
        """True when every line is bold."""
        return bool(self.lines) and all(line.bold for line in self.lines)

    @property
    def box(self) -> Box:
        """Around its lines, or its table."""
        if self.table is not None:
            return self.table.box
        return Box(
            min(line.box.x0 for line in self.lines),
            self.lines[0].box.y0,
            max(line.box.x1 for line in self.lines),
            self.lines[-1].box.y1,
        )


def leading_of(flows: Iterable[Flow]) -> float:
    """Distance between the baselines of running text, in font sizes: the most common of the document."""
    ratios: Counter[float] = Counter()
    for flow in flows:
        for part in flow.parts:
            if isinstance(part, Column):
                for above, line in pairwise(part.lines):
                    ratio = (line.box.y1 - above.box.y1) / max(line.size, 1.0)
                    if 0.9 <= ratio <= 2.2 and abs(above.size - line.size) < 0.5:
                        ratios[round(ratio * 20) / 20] += 1
    return ratios.most_common(1)[0][0] if ratios else 1.2


def page_drafts(words: Sequence[Word], flow: Flow, leading: float) -> list[Draft]:
    """Blocks of a page in reading order, headings and warnings not told apart yet."""
    drafts: list[Draft] = []
    for number, part in enumerate(flow.parts):
        if isinstance(part, TableDraft):
            drafts.append(Draft(BlockKind.TABLE, part.words, [], number, table=part))
        elif isinstance(part, PictureText):
            found = [i for piece in part.pieces for i in piece.words]
            drafts.append(Draft(BlockKind.FIGURE, found, part.pieces, number, picture=part.box))
        else:
            drafts += [_draft(words, lines, number, part.frame) for lines in _paragraphs(words, part.lines, leading)]
    return _joined(drafts, flow.figures)


def _draft(words: Sequence[Word], lines: list[Piece], column: int, frame: int) -> Draft:
    indexes = [i for line in lines for i in line.words]
    draft = Draft(BlockKind.PARAGRAPH, indexes, lines, column, frame)
    first = [words[i].text for i in indexes[:3]]
    count = markers.step_marker(first) or _bare_number(words, indexes)
    if markers.bullet(first[0]) and len(indexes) > 1:
        draft.kind, draft.marker = BlockKind.BULLET, first[0]
    elif count and len(indexes) > count:
        draft.kind, draft.marker = BlockKind.STEP, " ".join(first[:count])
    elif markers.caption(draft.text) and len(indexes) <= 60:
        draft.kind = BlockKind.CAPTION
    return draft


def _bare_number(words: Sequence[Word], indexes: Sequence[int]) -> int:
    """1 when the text starts with a number set apart by white: "1   Open the lid"."""
    if len(indexes) < 3 or not words[indexes[0]].text.isdecimal() or len(words[indexes[0]].text) > 2:
        return 0
    number, after = words[indexes[0]], words[indexes[1]]
    return int(after.box.x0 - number.box.x1 > 0.7 * number.size and after.text[:1].isupper())


def _paragraphs(words: Sequence[Word], lines: list[Piece], leading: float) -> list[list[Piece]]:
    right = max(line.box.x1 for line in lines)
    groups = [[lines[0]]]
    for above, line in pairwise(lines):
        if _breaks(words, groups[-1], line, leading, right):
            groups.append([line])
        else:
            groups[-1].append(line)
        del above
    return groups


def _breaks(words: Sequence[Word], group: list[Piece], line: Piece, leading: float, right: float) -> bool:
    """True when `line` starts a new block below `group`."""
    above = group[-1]
    size = max(above.size, line.size)
    if line.box.y1 - above.box.y1 > (leading + 0.35) * size or abs(above.size - line.size) > max(0.08 * size, 0.7):
        return True
    if markers.leader(above.text) or _starts_item(words, group, line) or _weight_changes(words, above, line):
        return True
    if markers.caption(line.text) and above.text.endswith(_SENTENCE_END):
        return True
    return _ends_early(words, above, line, right) or _indent_changes(group, line)


def _starts_item(words: Sequence[Word], group: list[Piece], line: Piece) -> bool:
    texts = [words[i].text for i in line.words[:3]]
    if markers.signal(line.text) is not None and line.text.split()[0].isupper():
        return True
    if len(texts) < 2:
        return False
    if markers.bullet(texts[0]):
        dash = texts[0] in "-–—−*o"
        return not dash or markers.bullet(words[group[0].words[0]].text) or group[-1].text.endswith(_SENTENCE_END)
    count = markers.step_marker(texts)
    if count and count < len(texts) and texts[count][:1].islower() and not group[-1].text.endswith(_SENTENCE_END):
        return markers.step_marker(group[0].text.split()[:3]) > 0
    return bool(count or _bare_number(words, line.words)) or (
        markers.section_depth(texts) >= 2 and group[-1].text.endswith(_SENTENCE_END)
    )


def _weight_changes(words: Sequence[Word], above: Piece, line: Piece) -> bool:
    """A line all in bold next to a line without any."""
    weights = [
        {words[i].bold for i in piece.words if any(c.isalnum() for c in words[i].text)} for piece in (above, line)
    ]
    return len(weights[0]) == 1 and len(weights[1]) == 1 and weights[0] != weights[1]


def _ends_early(words: Sequence[Word], above: Piece, line: Piece, right: float) -> bool:
    """The first word of `line` would have fitted on the line above: the paragraph was over."""
    if above.text.rsplit(maxsplit=1)[-1].lower() in _OPEN:
        return False
    first = words[line.words[0]]
    room = right - above.box.x1 - 0.3 * line.size
    if first.box.x1 - first.box.x0 > room:
        return False
    ended = above.text.endswith(_SENTENCE_END)
    return (ended and room > 2 * line.size) or (not line.text[:1].islower() and room > 0.35 * (right - above.box.x0))


def _indent_changes(group: list[Piece], line: Piece) -> bool:
    above = group[-1]
    shift = line.box.x0 - above.box.x0
    if shift > 0.8 * line.size:
        return len(group) > 1 or (above.text.endswith(_SENTENCE_END) and not _is_item(group))
    return shift < -0.8 * line.size and len(group) > 1 and above.text.endswith(_SENTENCE_END)


def _is_item(group: list[Piece]) -> bool:
    texts = group[0].text.split()[:3]
    return markers.bullet(texts[0]) or markers.step_marker(texts) > 0


def _joined(drafts: list[Draft], figures: Sequence[Box]) -> list[Draft]:
    """A sentence that goes on in the next column, or below a picture, is one block."""
    joined: list[Draft] = []
    for draft in drafts:
        last = joined[-1] if joined else None
        if last is not None and last.frame == draft.frame and goes_on(last, draft) and _parted(last, draft, figures):
            last.words += draft.words
            last.lines += draft.lines
            last.column = draft.column
        else:
            joined.append(draft)
    return joined


def _parted(last: Draft, draft: Draft, figures: Sequence[Box]) -> bool:
    above, line = last.lines[-1].box, draft.lines[0].box
    return last.column != draft.column or any(
        box.y0 >= above.y0 and box.y1 <= line.y1 and box.x0 < line.x1 and box.x1 > line.x0 for box in figures
    )


def goes_on(last: Draft, draft: Draft) -> bool:
    """True when `draft` is the rest of the sentence that `last` leaves open."""
    if last.table or draft.table or last.picture or draft.picture or draft.kind is not BlockKind.PARAGRAPH:
        return False
    if last.kind not in (BlockKind.PARAGRAPH, BlockKind.STEP, BlockKind.BULLET) or len(last.words) < 4:
        return False
    if abs(last.lines[-1].size - draft.size) > 0.7 or last.bold != draft.bold:
        return False
    return not last.text.rstrip("\"')»”").endswith(_SENTENCE_END) and draft.text[:1].islower()
