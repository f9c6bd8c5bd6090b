"""The words read in pictures as blocks of their own, beside the running text and never inside it."""

from __future__ import annotations

from collections.abc import Sequence

from paillasse.ingestion.blocks.paragraphs import Draft
from paillasse.ingestion.layout.figures import caption_for
from paillasse.ingestion.layout.lines import find_pieces, overlap
from paillasse.types.pages import BlockKind, Box, PictureText, RawPage


def with_picture_texts(page: RawPage, drafts: list[Draft]) -> list[Draft]:
    """The blocks of a page with those of its pictures: each after its caption, else after what stands above it."""
    placed = list(drafts)
    for picture in page.picture_texts:
        labelled = next((draft for draft in placed if draft.picture == picture.box), None)
        new = _draft(page, picture)
        if labelled is not None:
            labelled.words += new.words
            labelled.lines += new.lines
        else:
            placed.insert(_place(picture.box, placed), new)
    return placed


def _draft(page: RawPage, picture: PictureText) -> Draft:
    lines = [piece for row in find_pieces(page.words, range(picture.start, picture.end)) for piece in row]
    words = [i for line in lines for i in line.words]
    return Draft(BlockKind.FIGURE, words, lines, column=0, picture=picture.box)


def _place(picture: Box, drafts: Sequence[Draft]) -> int:
    """Index at which the block of a picture is inserted."""
    captions = [k for k, draft in enumerate(drafts) if draft.kind is BlockKind.CAPTION]
    nearest = caption_for(picture, [drafts[k].box for k in captions])
    if nearest is not None:
        return captions[nearest] + 1
    above = [k for k, draft in enumerate(drafts) if _is_above(draft.box, picture)]
    return above[-1] + 1 if above else 0


def _is_above(box: Box, picture: Box) -> bool:
    return box.y0 < picture.y0 and overlap(box.x0, box.x1, picture.x0, picture.x1) > 0
