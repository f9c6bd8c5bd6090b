from __future__ import annotations

import pytest
from lxml import etree

from paillasse.adapters.reading_copy.sources.numbering import number_paragraphs
from word_files import WORD, paragraph


def level(depth: int, form: str, text: str, start: int = 1) -> str:
    parts = {"start": start, "numFmt": form, "lvlText": text}
    return f'<w:lvl w:ilvl="{depth}">' + "".join(f'<w:{k} w:val="{v}"/>' for k, v in parts.items()) + "</w:lvl>"


def root(name: str, content: str) -> etree._Element:
    return etree.fromstring(f'<w:{name} xmlns:w="{WORD}">{content}</w:{name}>')


def numbered(body: str, lists: str, styles: str = "") -> list[str]:
    document = root("body", body)
    number_paragraphs(document, root("numbering", lists), root("styles", styles) if styles else None)
    paragraphs = document.iter(f"{{{WORD}}}p")
    return ["".join(t.text or "" for t in p.iter(f"{{{WORD}}}t")) for p in paragraphs]


OUTLINE = (
    f'<w:abstractNum w:abstractNumId="5">{level(0, "decimal", "%1.")}{level(1, "lowerLetter", "%1.%2)")}'
    f'{level(2, "bullet", "•")}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num>'
)


def test_levels_count_and_restart() -> None:
    places = [(1, 0), (1, 1), (1, 1), None, (1, 1), (1, 0), (1, 1), (1, 2)]
    body = "".join(paragraph("x", place) for place in places)
    assert numbered(body, OUTLINE) == ["1. x", "1.a) x", "1.b) x", "x", "1.c) x", "2. x", "2.a) x", "x"]


def test_a_list_started_anew_counts_from_where_it_says() -> None:
    again = (
        '<w:num w:numId="2"><w:abstractNumId w:val="5"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/>'
        '</w:lvlOverride></w:num><w:num w:numId="3"><w:abstractNumId w:val="5"/></w:num>'
    )
    body = "".join(paragraph("x", (number, 0)) for number in (1, 2, 2, 3))
    assert numbered(body, OUTLINE + again) == ["1. x", "4. x", "5. x", "2. x"]


def test_a_list_with_levels_of_its_own() -> None:
    own = (
        '<w:num w:numId="2"><w:abstractNumId w:val="5"/><w:lvlOverride w:ilvl="0">'
        f"{level(0, 'upperRoman', 'Step %1:', 3)}</w:lvlOverride></w:num>"
    )
    assert numbered(paragraph("x", (2, 0)) * 2, OUTLINE + own) == ["Step III: x", "Step IV: x"]


def test_numbers_by_style_also_where_the_style_inherits_them() -> None:
    styles = (
        '<w:style w:styleId="A"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="B"><w:basedOn w:val="A"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="C"><w:basedOn w:val="C"/></w:style>'
    )
    body = "".join(f'<w:p><w:pPr><w:pStyle w:val="{s}"/></w:pPr><w:r><w:t>x</w:t></w:r></w:p>' for s in "ABC")
    out = (
        '<w:p><w:pPr><w:pStyle w:val="A"/><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr><w:r><w:t>x</w:t></w:r></w:p>'
    )
    assert numbered(body + out, OUTLINE, styles) == ["1. x", "1.a) x", "x", "x"]


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("upperLetter", "B"),
        ("lowerRoman", "ii"),
        ("decimalZero", "02"),
        ("ordinalText", "2"),
        ("none", ""),
    ],
)
def test_forms_of_numbers(form: str, shown: str) -> None:
    lists = (
        f'<w:abstractNum w:abstractNumId="5">{level(0, form, "%1")}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num>'
    )
    assert numbered(paragraph("x", (1, 0)) * 2, lists)[1] == f"{shown} x".strip()


def test_letters_after_z_and_numbers_no_roman_can_write() -> None:
    for form, start, shown in (("lowerLetter", 28, "bb"), ("upperRoman", 4000, "4000"), ("lowerLetter", 0, "0")):
        lists = (
            f'<w:abstractNum w:abstractNumId="5">{level(0, form, "%1", start)}</w:abstractNum>'
            '<w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num>'
        )
        assert numbered(paragraph("x", (1, 0)), lists) == [f"{shown} x"]


def test_lists_that_are_not_defined_and_levels_out_of_bounds() -> None:
    assert numbered(paragraph("x", (7, 0)) + paragraph("x", (1, 44)), OUTLINE) == ["x", "x"]


def test_a_text_box_is_counted_once() -> None:
    box = (
        '<m:AlternateContent xmlns:m="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<m:Choice>{paragraph('x', (1, 0))}</m:Choice><m:Fallback>{paragraph('x', (1, 0))}</m:Fallback>"
        "</m:AlternateContent>"
    )
    assert numbered(box + paragraph("x", (1, 0)), OUTLINE) == ["x", "1. x", "2. x"]
