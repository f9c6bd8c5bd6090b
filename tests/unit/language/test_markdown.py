"""Whatever a manual or a model says is shown, and nothing of it is fetched, followed or run."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from paillasse.language.markdown import plain

RENDERER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
ACTIVE = {"link_open", "image", "html_inline", "html_block", "fence", "code_block"}
HOSTILE = (
    "![x](https://evil.com/p.png)",
    "[click](javascript:alert(1))",
    "[a][b]",
    "[b]: https://evil.com",
    "<img src=x onerror=alert(1)>",
    "<https://evil.com>",
    "<mail@evil.com>",
    "https://evil.com/?q=secret",
    "www.evil.com",
    "sub.evil.com/x",
    "mail@evil.com",
    "`",
    "``",
    "\\",
    "\\[",
    "![",
    "](",
    ")",
    "\n\n",
    "&lt;img&gt;",
    "**",
    "~~~",
    "# ",
    "|",
)
pieces = st.sampled_from(HOSTILE) | st.text(max_size=12)


def tokens_of(text: str) -> list[Token]:
    found: list[Token] = []
    for block in RENDERER.parse(text):
        found += [block, *(block.children or ())]
    return found


def read(text: str) -> str:
    """What a reader sees."""
    return "".join(t.content for t in tokens_of(text) if t.type in {"text", "code_inline", "text_special"})


@settings(max_examples=500, deadline=None)
@given(
    st.lists(pieces, max_size=8), st.sampled_from(["", "[1] ", "- ", "text "]), st.sampled_from(["", " [1][2]", " [1]"])
)
def test_nothing_active_is_left(said: list[str], before: str, after: str) -> None:
    found = tokens_of(f"{before}{plain(''.join(said))}{after}\n\n[2] x: “{plain(' '.join(said))}” /documents/d/pages/1")
    assert not ACTIVE & {token.type for token in found}
    for token in found:
        if token.type == "text":
            assert "://" not in token.content
            assert "www." not in token.content.lower()
            assert not re.search(r"\bevil\.com\b", token.content)


@pytest.mark.parametrize("text", HOSTILE)
def test_each_of_them_alone_is_active_or_would_be_linked(text: str) -> None:
    """The renderer of this test sees what there is to see: without `plain` these are links, images and tags."""
    assert not ACTIVE & {token.type for token in tokens_of(plain(text))}


@given(st.text(st.sampled_from(list("ab .)(-+=#*_~<>[]!|&;\\:/w@\n\t\u200b$'\"")), max_size=30))
def test_it_is_one_line_of_text_wherever_it_begins(text: str) -> None:
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    found = tokens_of(plain(text))
    assert "".join(t.content for t in found if t.type in {"text", "code_inline", "text_special"}) == line
    assert {t.type for t in found} <= {
        *("paragraph_open", "paragraph_close", "inline", "text", "text_special", "code_inline")
    }


def test_the_renderer_would_see_them() -> None:
    seen = {token.type for text in HOSTILE[:6] for token in tokens_of(f"{text}\n\n[b]: https://evil.com")}
    assert {"link_open", "image", "html_block"} <= seen


@pytest.mark.parametrize("unit", ["a", "w", ".", "-a", "a.b", "aa.b.", "@a-a", "a@b.c.", "a-b@"])
def test_it_takes_no_longer_than_the_text_is_long(unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        began = time.process_time()
        plain(text)
        return time.process_time() - began

    assert min(seconds(32_000) for _ in range(3)) < 12 * min(seconds(8000) for _ in range(3)) + 0.01


@pytest.mark.parametrize("text", ["a@b.museum+c@d.museum", f"{'a' * 200}@b.museum", "a@b.museum.", "x.a@b.museum@c"])
def test_no_address_of_mail_is_left_outside_a_code_span(text: str) -> None:
    assert not re.search(r"\w\\@\w", plain(text))


@pytest.mark.parametrize(
    "text",
    [
        "1. Open the lid of the R416 at 20 °C (68 °F).",
        "Menu > Settings [F2] *RST and <Enter> | 5 % < x_1 # ~3!",
        "Write to service@ardec.example or see https://ardec.example/manual.",
        "C:\\Program Files\\Ardec",
    ],
)
def test_a_reader_sees_the_same_characters(text: str) -> None:
    assert read(f"x {plain(text)}") == f"x {text}"
