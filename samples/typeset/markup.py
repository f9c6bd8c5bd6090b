"""The small markup that the sample manuals are written in.

A header of `key: value` lines ends with `---`. Then, line by line:

    # Chapter        ## Section        ### Subsection        (`#*` without a number, `#A` an annex)
    1. step          a) sub-step       - bullet
    !WARNING [title] the lines below it, up to an empty line
    @table k=v … | caption      rows `cell | cell` up to `@end`; the first row is the header
    @figure name k=v | caption  one label per line up to `@end`
    @scan                       lines of a page that exists only as a picture, up to `@end`
    @front @body @toc @columns @single @page

Anything else is a paragraph, up to an empty line. `**bold**` and `//italic//` work everywhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Node:
    """One piece of a manual."""

    kind: str
    text: str = ""
    level: int = 0
    marker: str = ""
    options: dict[str, str] = field(default_factory=dict)
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
    """A manual as written: what its cover and footers say, and its body."""

    header: dict[str, str]
    nodes: tuple[Node, ...]


_HEADING = re.compile(r"(#{1,3})([*A]?) (.+)")
_ITEM = re.compile(r"(\d+\.|[a-z]\)|-) (.+)")
_BLOCK = re.compile(r"@(table|figure|scan)\b([^|]*)(?:\|(.*))?")
_COMMAND = re.compile(r"@(front|body|toc|columns|single|page)$")
_WARNING = re.compile(r"!([A-Z]+) ?(.*)")


def parse(text: str) -> Source:
    """Read a manual; raises ValueError when a block is not closed."""
    head, _, body = text.partition("\n---\n")
    header = dict(re.split(r":\s*", line, maxsplit=1) for line in head.splitlines() if line.strip())
    return Source(header, tuple(_nodes(body.splitlines())))


def _nodes(lines: list[str]) -> list[Node]:
    nodes: list[Node] = []
    at = 0
    while at < len(lines):
        line = lines[at].strip()
        if not line:
            at += 1
            continue
        if block := _BLOCK.match(line):
            end = _find_end(lines, at)
            nodes.append(_block(block, lines[at + 1 : end]))
            at = end + 1
        elif single := _single(line):
            nodes.append(single)
            at += 1
        else:
            end = next((i for i in range(at, len(lines)) if not lines[i].strip()), len(lines))
            nodes.append(_paragraph([part.strip() for part in lines[at:end]]))
            at = end
    return nodes


def _find_end(lines: list[str], start: int) -> int:
    for at in range(start, len(lines)):
        if lines[at].strip() == "@end":
            return at
    raise ValueError(f"no @end for: {lines[start]}")


def _block(match: re.Match[str], lines: list[str]) -> Node:
    words = match[2].split()
    options = dict(word.split("=", 1) for word in words if "=" in word)
    name = next((word for word in words if "=" not in word), "")
    kept = tuple(line.strip() for line in lines if line.strip() or match[1] == "scan")
    return Node(match[1], (match[3] or "").strip(), marker=name, options=options, lines=kept)


def _single(line: str) -> Node | None:
    if heading := _HEADING.match(line):
        return Node("heading", heading[3], level=len(heading[1]), marker=heading[2])
    if command := _COMMAND.match(line):
        return Node(command[1])
    if item := _ITEM.match(line):
        kind = {"-": "bullet", ")": "substep", ".": "step"}[item[1][-1]]
        return Node(kind, item[2], marker=item[1])
    return None


def _paragraph(lines: list[str]) -> Node:
    if warning := _WARNING.match(lines[0]):
        return Node("warning", " ".join(lines[1:]), marker=warning[1], options={"title": warning[2]})
    return Node("paragraph", " ".join(lines))
