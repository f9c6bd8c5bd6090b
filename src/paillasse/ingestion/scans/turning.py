"""Pages of a scan that were set upright to be understood, turned back to what a reader sees."""

from __future__ import annotations

from dataclasses import replace

from paillasse.types.pages import Page, RawPage, Turn


def as_displayed(page: Page, turn: Turn | None) -> Page:
    """The page with its boxes where the file displays them; the same page when it was not turned."""
    if turn is None:
        return page
    return replace(
        page,
        width=turn.width,
        height=turn.height,
        words=tuple(word._replace(box=turn.displayed(word.box)) for word in page.words),
        tables=tuple(replace(table, box=turn.displayed(table.box)) for table in page.tables),
        figures=tuple(replace(figure, box=turn.displayed(figure.box)) for figure in page.figures),
    )


def with_reading(page: RawPage, reading: RawPage) -> RawPage:
    """A page with the words and rulings found on its picture; label and pictures stay, drawn rulings where level."""
    turn = reading.turn
    return replace(
        reading,
        label=page.label,
        rules=(*page.rules, *reading.rules) if turn is None else reading.rules,
        images=page.images if turn is None else tuple(map(turn.upright, page.images)),
    )
