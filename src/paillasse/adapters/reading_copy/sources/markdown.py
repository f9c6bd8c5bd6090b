"""Markdown (CommonMark with tables) as a manuscript, by way of HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from html import escape
from importlib import import_module
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from paillasse.adapters.reading_copy.manuscript import Heading, Manuscript
from paillasse.adapters.reading_copy.sources.html import read_html

html_tags: Any = import_module("lxml.html.defs").tags
"""The package ships no types: it is imported as `Any`."""
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_ALERT = re.compile(r"^([ >]*>[ ]*)\[!(\w+)\][ ]*$", re.MULTILINE)
"""How some hosts of code mark a warning in a quotation."""


def read_markdown(text: str, name: str) -> Manuscript:
    """The text of a Markdown file; the block of `key: value` lines some put at its top names title, author and date."""
    front = _FRONT_MATTER.match(text)
    told = _values(front.group(1)) if front else {}
    body = _ALERT.sub(lambda m: f"{m.group(1)}**{m.group(2).upper()}**\\", text[front.end() if front else 0 :])
    parser = MarkdownIt("commonmark", {"maxNesting": 100}).enable(["table", "strikethrough"])
    parser.add_render_rule("html_inline", _inline)
    manuscript = read_html(f"<body>{parser.render(body)}</body>", name)
    title, blocks = told.get("title", ""), manuscript.blocks
    printed = escape(title, quote=False)
    if title and not any(isinstance(block, Heading) and block.markup == printed for block in blocks):
        blocks = (Heading(printed, 0), *blocks)
    created = re.match(r"(\d{4})-(\d\d)-(\d\d)", told.get("date", ""))
    return replace(
        manuscript,
        blocks=blocks,
        title=title or manuscript.title,
        author=told.get("author", "") or manuscript.author,
        created="".join(created.groups()) if created else manuscript.created,
    )


def _values(front: str) -> dict[str, str]:
    pairs = re.findall(r"^(\w+):[ \t]*(.+?)[ \t]*$", front, re.MULTILINE)
    return {key.lower(): value.strip("\"'") for key, value in pairs}


def _inline(_renderer: object, tokens: Sequence[Token], at: int, *_more: object) -> str:
    """Tags of HTML as they are; what only looks like one (`<CR>`, `<value>`) as the text it is."""
    text = tokens[at].content
    tag = re.match(r"</?([a-zA-Z][a-zA-Z0-9]*)", text)
    return text if tag is None or tag.group(1).lower() in html_tags else escape(text)
