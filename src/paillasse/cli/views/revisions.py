"""What changed between two revisions, as a page in a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from paillasse.language.text import printable
from paillasse.library.revisions.diff import Comparison, LineChange, SectionChange, SectionChangeKind

_MARKS = {
    SectionChangeKind.ADDED: ("+", "green"),
    SectionChangeKind.REMOVED: ("-", "red"),
    SectionChangeKind.CHANGED: ("~", "yellow"),
}


def comparison_view(comparison: Comparison) -> RenderableType:
    """Section by section: changed ones with their lines, the others by title."""
    count = len(comparison.changes)
    summary = Text(f"{count} sections changed, {comparison.unchanged} say the same.", style="dim")
    return Group(*(line for change in comparison.changes for line in _section(change)), summary)


def _section(change: SectionChange) -> Iterator[Text]:
    mark, style = _MARKS[change.kind]
    title = " > ".join(change.new_path or change.old_path) or "Before the first heading"
    pages = " → ".join(filter(None, (_pages(change.old_pages), _pages(change.new_pages))))
    yield Text.assemble((f"{mark} {printable(title)}", f"bold {style}"), (f"  {pages}", "dim"))
    if change.kind is SectionChangeKind.CHANGED:
        for line in change.lines:
            yield from _line(line)


def _line(change: LineChange) -> Iterator[Text]:
    weight = "bold " if change.numbers else ""
    if change.old:
        yield Text(f"    - {printable(change.old.text)}", style=f"{weight}red")
    if change.new:
        yield Text(f"    + {printable(change.new.text)}", style=f"{weight}green")


def _pages(pages: tuple[int, ...]) -> str:
    if not pages:
        return ""
    return f"p. {pages[0]}" if len(pages) == 1 else f"pp. {pages[0]}-{pages[-1]}"
