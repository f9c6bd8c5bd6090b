from paillasse.ingestion.layout.labels import page_labels
from paillasse.types.pages import BlockKind
from typeset import PROSE, Sheet, blocks, read


def body(n):
    """Prose that differs from page to page by more than numbers."""
    return [f"{chr(96 + n) * 3} {line}" for line in PROSE]


def pages(count, head=None, foot=None):
    sheets = []
    for n in range(1, count + 1):
        sheet = Sheet(n)
        if head:
            sheet.line(50, 30, head(n), 9)
        sheet.text(50, 90, *body(n))
        if foot:
            sheet.line(290, 810, foot(n), 9)
        sheets.append(sheet)
    return sheets


def furniture(page):
    return blocks(page, BlockKind.FURNITURE)


def test_repeated_header_and_counting_footer_are_furniture():
    for page in read(*pages(6, head=lambda n: "Acme pump manual", foot=lambda n: f"Page {n} of 6")):
        assert furniture(page) == ["Acme pump manual", f"Page {page.number} of 6"]
        assert page.blocks[-1].kind is BlockKind.FURNITURE


def test_odd_and_even_headers():
    sheets = pages(8, head=lambda n: "Acme pump" if n % 2 else "Service manual")
    assert [furniture(p)[0] for p in read(*sheets)] == ["Acme pump", "Service manual"] * 4


def test_body_is_kept():
    for page in read(*pages(6, head=lambda n: "Acme pump")):
        assert blocks(page, BlockKind.PARAGRAPH) == [" ".join(body(page.number))]


def test_text_outside_of_which_nothing_repeats_is_kept():
    sheets = pages(6)
    for n, sheet in enumerate(sheets):
        sheet.line(50, 20, f"{'abcdef'[n] * 5} only here", 9).line(50, 40, "Always the same", 9)
    assert all(furniture(p) == [] for p in read(*sheets))


def test_text_that_is_the_same_on_every_page_is_still_the_text():
    for page in read(*[Sheet(n).line(50, 90, f"Run part {n} for 10 minutes.", 11) for n in range(1, 6)]):
        assert blocks(page, BlockKind.PARAGRAPH) == [f"Run part {page.number} for 10 minutes."]


def test_a_page_that_holds_nothing_else_keeps_its_header_as_furniture():
    sheets = pages(6, head=lambda n: "Acme pump")
    sheets.append(Sheet(7).line(50, 30, "Acme pump", 9))
    assert furniture(read(*sheets)[6]) == ["Acme pump"]


def test_two_pages_prove_nothing():
    assert all(furniture(p) == [] for p in read(*pages(2, head=lambda n: "Acme pump")))


def test_repeated_table_head_close_to_its_rows_is_kept():
    sheets = [Sheet(n).line(50, 90, "Step\tAction", 10).text(50, 101, *body(n)) for n in range(1, 12)]
    for sheet in sheets[4:]:
        sheet.words = [w for w in sheet.words if w.text not in ("Step", "Action")]
    assert furniture(read(*sheets)[0]) == []


def test_running_title_of_the_section_is_furniture():
    names = ["Installation", "Installation", "Operation", "Operation", "Cleaning", "Cleaning", "Storage", "Storage"]
    sheets = []
    for n, name in enumerate(names, start=1):
        sheet = Sheet(n).text(50, 120, *body(n))
        sheet.line(50, 90, name, 18) if n % 2 else sheet.line(60, 30, name, 9)
        sheets.append(sheet)
    sheets[0].line(60, 30, "Installation", 9)
    found = read(*sheets)
    assert furniture(found[1]) == ["Installation"]
    assert furniture(found[7]) == ["Storage"]
    assert blocks(found[6], BlockKind.HEADING) == ["Storage"]


def test_printed_labels_count_with_the_pages():
    sheets = pages(10, foot=lambda n: ["i", "ii", "iii", "iv"][n - 1] if n < 5 else str(n - 4))
    assert [p.label for p in read(*sheets)] == ["i", "ii", "iii", "iv", "1", "2", "3", "4", "5", "6"]


def test_chapter_labels():
    sheets = pages(6, foot=lambda n: f"2-{n}" if n < 4 else f"3-{n - 3}")
    assert [p.label for p in read(*sheets)] == ["2-1", "2-2", "2-3", "3-1", "3-2", "3-3"]


def test_label_of_the_file_wins_unless_it_only_repeats_the_number():
    assert page_labels({1: "iv", 2: "v"}, {}) == {1: "iv", 2: "v"}
    assert page_labels({1: "1", 2: "2", 3: "3"}, {1: ["A-1"], 2: ["A-2"], 3: ["A-3"]}) == {1: "A-1", 2: "A-2", 3: "A-3"}


def test_number_that_does_not_count_is_no_label():
    labels = page_labels(dict.fromkeys((1, 2, 3), ""), {1: ["Rev 7"], 2: ["Rev 7"], 3: ["Rev 7"]})
    assert labels == {1: "1", 2: "2", 3: "3"}


def test_page_without_a_printed_number_counts_along():
    furnished = {n: [f"Page {n - 2}"] for n in range(3, 12) if n != 6}
    labels = page_labels(dict.fromkeys(range(1, 12), ""), furnished)
    assert labels[6] == "4"
    assert labels[1] == "1"


def test_words_of_roman_letters_alone_are_not_numbers():
    assert page_labels({1: "", 2: "", 3: ""}, {1: ["mild"], 2: ["mild"], 3: ["civil"]}) == {1: "1", 2: "2", 3: "3"}


def test_section_numbers_at_the_top_do_not_count_with_the_pages():
    sheets = pages(8)
    for n, sheet in enumerate(sheets, start=1):
        sheet.line(50, 60, f"5.2.{n}\tTurning {'abcdefgh'[n - 1] * 4} on", 12, True)
    assert all(furniture(p) == [] for p in read(*sheets))


def test_number_between_dashes_counts():
    sheets = pages(4, foot=lambda n: f"- {n + 10} -")
    assert [p.label for p in read(*sheets)] == ["11", "12", "13", "14"]
