from __future__ import annotations

from dataclasses import replace

from paillasse.library.revisions.sections import Heading, outline, sections
from paillasse.types.documents import Chunk, Line, LineKind
from paillasse.types.pages import Span
from sample_content import content

CHUNK = content().chunks[0]


def chunk(ordinal: int, section: int, path: tuple[str, ...], *lines: tuple[str, Span]) -> Chunk:
    told = tuple(Line(text, (span,)) for text, span in lines)
    return replace(CHUNK, id=f"c{ordinal}", ordinal=ordinal, section=section, heading_path=path, lines=told)


def test_lines_are_told_once_under_their_section_with_their_page() -> None:
    header, first, second = ("code meaning", Span(4, 0, 2)), ("E1 hot", Span(4, 2, 4)), ("E2 cold", Span(5, 0, 2))
    found = sections(
        [
            chunk(0, 1, ("Codes",), header, first),
            chunk(1, 1, ("Codes",), header, second),
            chunk(2, 2, ("Codes", "Others"), ("None.", Span(6, 0, 1))),
        ]
    )
    assert [(s.path, [line.text for line in s.lines], s.pages) for s in found] == [
        (("Codes",), ["code meaning", "E1 hot", "E2 cold"], (4, 5)),
        (("Codes", "Others"), ["None."], (6,)),
    ]


def test_words_inside_pictures_are_left_out() -> None:
    caption, label = Line("Figure 1", (Span(1, 0, 2),)), Line("0K", (Span(1, 2, 3),), LineKind.LABEL)
    [section] = sections([replace(CHUNK, lines=(caption, label))])
    assert [line.text for line in section.lines] == ["Figure 1"]


def test_a_section_of_titles_without_place_is_left_out() -> None:
    bare = replace(CHUNK, lines=(Line("code meaning", ()),))
    assert sections([bare]) == ()


def test_an_outline_names_each_heading_once_where_its_text_begins() -> None:
    here = ("x", Span(1, 0, 1))
    found = outline(
        [
            chunk(0, 0, (), here),
            chunk(1, 1, ("Use", "Rinsing"), ("x", Span(2, 0, 1))),
            chunk(2, 1, ("Use", "Rinsing"), ("x", Span(3, 0, 1))),
            chunk(3, 2, ("Use", "Drying"), ("x", Span(3, 0, 1))),
            chunk(4, 3, ("Use", "Drying"), ("x", Span(4, 0, 1))),
            chunk(5, 4, ("Care",), ("x", Span(5, 0, 1))),
            chunk(6, 5, ("Use",), ("x", Span(6, 0, 1))),
        ]
    )
    assert found == (
        Heading("Use", 1, 2),
        Heading("Rinsing", 2, 2),
        Heading("Drying", 2, 3),
        Heading("Drying", 2, 4),
        Heading("Care", 1, 5),
        Heading("Use", 1, 6),
    )
    assert outline([]) == ()
