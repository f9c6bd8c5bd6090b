import pytest

from paillasse.types.pages import BlockKind, OutlineEntry
from typeset import PROSE, Sheet, blocks, read


def headings(*sheets, outline=()):
    return [
        (" ".join(w.text for w in page.words[b.span.start : b.span.end]), b.level)
        for page in read(*sheets, outline=outline)
        for b in page.blocks
        if b.kind is BlockKind.HEADING
    ]


def sheet_of(*titles, size=10, bold=True):
    """Titles, each over a paragraph."""
    sheet = Sheet()
    for k, title in enumerate(titles):
        if isinstance(title, tuple):
            sheet.line(50, 60 + 100 * k, title[0], title[1], title[2])
        else:
            sheet.line(50, 60 + 100 * k, title, size, bold)
        sheet.text(50, 85 + 100 * k, *PROSE)
    return sheet


def test_numbering_gives_the_level():
    sheet = sheet_of("3 Operation", "3.2 Settings", "3.2.1 Speed of the rotor", "Annexe B")
    assert headings(sheet) == [
        ("3 Operation", 1),
        ("3.2 Settings", 2),
        ("3.2.1 Speed of the rotor", 3),
        ("Annexe B", 1),
    ]


def test_size_gives_the_level():
    sheet = sheet_of(("Operation", 18, True), ("Settings", 14, True), ("Speed", 10, True), ("Timer", 10, True))
    assert headings(sheet) == [("Operation", 1), ("Settings", 2), ("Speed", 3), ("Timer", 3)]


def test_outline_finds_headings_set_like_text_and_gives_levels():
    outline = (OutlineEntry("Part", 1, 1, None), OutlineEntry("1. Care", 2, 1, 160.0), OutlineEntry("Lost", 2, 1, None))
    sheet = sheet_of(("Part", 14, True), ("Care", 10, False))
    assert headings(sheet, outline=outline) == [("Part", 1), ("Care", 2)]


def test_bookmark_names_the_most_conspicuous_of_equal_texts():
    sheet = sheet_of(("Safety", 16, True)).line(50, 300, "Safety", 10, False)
    assert headings(sheet, outline=(OutlineEntry("Safety", 3, 1, None),)) == [("Safety", 3)]


def test_outline_of_one_level_does_not_flatten_sizes():
    outline = tuple(OutlineEntry(title, 1, 1, None) for title in ("Operation", "Settings"))
    sheet = sheet_of(("Operation", 18, True), ("Settings", 13, True))
    assert headings(sheet, outline=outline) == [("Operation", 1), ("Settings", 2)]


def test_numbered_styles_agree_with_the_outline():
    outline = (
        OutlineEntry("Manual", 1, 1, None),
        OutlineEntry("1 Use", 2, 1, None),
        OutlineEntry("1.1 Start", 3, 1, None),
    )
    sheet = sheet_of(("1 Use", 14, True), ("1.1 Start", 12, True), ("1.2 Stop", 12, True))
    assert headings(sheet, outline=outline) == [("1 Use", 2), ("1.1 Start", 3), ("1.2 Stop", 3)]


def test_cover_does_not_push_levels_down():
    cover = Sheet().line(50, 100, "ACME", 40, True).line(50, 200, "Model seven", 30, True).line(50, 300, "Manual", 24)
    rest = [Sheet().text(50, 40, *PROSE, f"{name} end.") for name in ("North", "South", "East", "West")]
    for k, sheet in enumerate(rest):
        sheet.line(50, 120 + 30 * k, "Operation", 14, True).text(50, 145 + 30 * k, *PROSE)
        sheet.line(50, 220 + 30 * k, "Settings", 12, True).text(50, 245 + 30 * k, *PROSE)
    found = headings(cover, *rest)
    assert found[-2:] == [("Operation", 1), ("Settings", 2)]


def test_large_labels_of_one_page_are_the_deepest():
    rest = [Sheet().text(50, 40, *PROSE, f"{name} end.") for name in ("North", "South", "East", "West")]
    for k, sheet in enumerate(rest):
        sheet.line(50, 120 + 30 * k, "Operation", 14, True).text(50, 145 + 30 * k, *PROSE)
        sheet.line(50, 220 + 30 * k, "Settings", 12, True).text(50, 245 + 30 * k, *PROSE)
    drawing = Sheet().line(80, 100, "Connector", 26).text(50, 300, *PROSE)
    assert ("Connector", 3) in headings(*rest, drawing)


def test_capitals_alone_on_a_line():
    assert headings(sheet_of("DAILY CARE", bold=False)) == [("DAILY CARE", 1)]


@pytest.mark.parametrize(
    ("text", "bold", "size"),
    [
        ("Note: keep the cover closed", True, 10),
        ("WARNING: keep the cover closed", True, 10),
        ("Figure 3: The rotor", True, 10),
        ("The rotor must be cleaned.", True, 10),
        ("Setup .......... 12", True, 12),
        ("12-34/56", True, 14),
        ("when the lid is open,", True, 10),
        ("Plain words set like the text around them", False, 10),
    ],
)
def test_no_heading(text, bold, size):
    assert headings(sheet_of((text, size, bold))) == []


def test_contents_have_no_headings():
    sheet = Sheet().line(50, 40, "Contents", 16, True)
    for k in range(8):
        sheet.line(50, 80 + 14 * k, f"{k + 1}. Chapter title {'.' * 30} {k + 3}", 12, True)
    assert headings(sheet) == []


def test_bold_numbered_lines_in_a_row_are_steps():
    sheet = Sheet().text(50, 60, *PROSE)
    for k in range(3):
        sheet.line(50, 140 + 14 * k, f"{k + 1}. Press the key", bold=True)
    page = read(sheet)[0]
    assert blocks(page, BlockKind.STEP) == ["1. Press the key", "2. Press the key", "3. Press the key"]


def test_bold_numbered_line_alone_is_a_heading():
    assert headings(sheet_of("1. Unpacking")) == [("1. Unpacking", 1)]


def test_warnings_chapter_is_a_heading():
    assert headings(sheet_of("Warnings and cautions")) == [("Warnings and cautions", 1)]


def test_empty_document():
    assert headings(Sheet()) == []


def test_unnumbered_title_stands_below_the_numbered_one_before_it():
    sheets = []
    for n in range(1, 9):
        sheet = Sheet().line(50, 60 + 9 * n, f"{n}.1 Part {'abcdefgh'[n - 1] * 3}", 12, True)
        sheets.append(sheet.text(50, 90 + 9 * n, *PROSE))
    for sheet in sheets[3:5]:
        sheet.line(50, 300, "HANDLE WITH CARE", 16).text(50, 330, *PROSE)
    found = headings(*sheets)
    assert [level for text, level in found if text == "HANDLE WITH CARE"] == [3, 3]
    assert {level for text, level in found if text != "HANDLE WITH CARE"} == {2}


def test_outline_keeps_labels_of_drawings_from_being_headings():
    titles = ["Start", "Stop", "Pause", "Clean", "Store", "Pack", "Ship", "Scrap"]
    outline = tuple(OutlineEntry(title, 1, 1 + k, None) for k, title in enumerate(titles))
    sheets = [
        Sheet().line(50, 60 + 9 * k, title, 14, True).text(50, 90 + 9 * k, *PROSE) for k, title in enumerate(titles)
    ]
    sheets[2].line(300, 400, "Jumper", 12)
    assert [text for text, _ in headings(*sheets, outline=outline)] == titles


def test_title_of_two_lines_is_one_heading():
    sheet = Sheet().line(50, 60, "Downloading the App and", 14, True).line(50, 77, "Connecting to a Logger", 14, True)
    assert headings(sheet.text(50, 110, *PROSE)) == [("Downloading the App and Connecting to a Logger", 1)]
