import pytest

from paillasse.types.pages import BlockKind, Box
from typeset import COLUMN, PROSE, Sheet, blocks, cells, read

XS = [50.0, 120.0, 300.0, 500.0]


def only_table(page):
    assert len(page.tables) == 1
    return page.tables[0]


def ruled(*rows, xs=XS, top=200.0, step=40.0, **options):
    ys = [top + step * k for k in range(len(rows) + 1)]
    return Sheet().grid(xs, ys).cells(xs, ys, *rows, **options)


CODES = (
    ["Code", "Meaning", "Remedy"],
    ["E-01", "Lid open", "Close the lid\nand restart"],
    ["E-02", "No water", "Fill"],
)


def test_ruled_table_row_by_row():
    page = read(ruled(*CODES).text(50, 60, *PROSE))[0]
    table = only_table(page)
    assert cells(page, table) == [
        ["Code", "Meaning", "Remedy"],
        ["E-01", "Lid open", "Close the lid and restart"],
        ["E-02", "No water", "Fill"],
    ]
    assert (table.ruled, table.header_rows, table.header) == (True, 1, ("Code", "Meaning", "Remedy"))
    block = next(b for b in page.blocks if b.kind is BlockKind.TABLE)
    assert block.table == 0
    assert block.span.start == table.rows[0][0].start
    assert block.span.end == table.rows[-1][-1].end


def test_bold_first_row_is_the_header():
    table = only_table(read(ruled(["Alpha", "Beta", "Gamma"], *CODES[1:], bold_first=True))[0])
    assert table.header == ("Alpha", "Beta", "Gamma")


def test_data_from_the_first_row_on_has_no_header():
    table = only_table(read(ruled(*CODES[1:], ["E-03", "Too hot", "Wait"]))[0])
    assert (table.header_rows, table.header) == (0, ())


def test_header_over_numbers():
    table = only_table(read(ruled(["Zone", "Low", "High"], ["North", "12", "18"], ["South", "9", "11"]))[0])
    assert table.header_rows == 1


def test_title_row_above_the_header():
    rows = (["Overview of all codes", "", ""], *CODES)
    sheet = ruled(*rows, xs=XS)
    sheet.rules = [r for r in sheet.rules if r.x0 != r.x1 or r.x0 in (XS[0], XS[-1])]
    sheet.rules += [Box(x, 240, x, 360) for x in XS[1:3]]
    table = only_table(read(sheet)[0])
    assert (table.header_rows, table.header) == (2, ("Code", "Meaning", "Remedy"))


def test_cell_merged_over_two_rows_keeps_its_text_once():
    sheet = ruled(*CODES)
    sheet.rules = [r for r in sheet.rules if not (r.y0 == r.y1 == 280)] + [Box(120, 280, 500, 280)]
    sheet.words = [w for w in sheet.words if w.text != "E-02"]
    page = read(sheet)[0]
    assert [row[0] for row in cells(page, only_table(page))] == ["Code", "E-01", ""]


def test_a_frame_inside_the_cells_of_the_titles_makes_no_columns():
    sheet = ruled(*CODES)
    for left, right in ((50, 120), (120, 300), (300, 500)):
        sheet.rules += [Box(x, 200, x, 240) for x in (left + 2.5, right - 2.5)]
        sheet.rules += [Box(x, 201, x, 239) for x in (left + 7, right - 7)]
    page = read(sheet)[0]
    assert only_table(page).header == ("Code", "Meaning", "Remedy")
    assert cells(page, only_table(page))[2] == ["E-02", "No water", "Fill"]


def test_columns_that_are_filled_by_turns_stay_apart():
    page = read(ruled(["Part", "Daily", "Weekly"], ["Lamp", "x", ""], ["Belt", "", "x"]))[0]
    assert cells(page, only_table(page))[1:] == [["Lamp", "x", ""], ["Belt", "", "x"]]


def test_rulings_that_run_past_the_table_are_its_own():
    sheet = ruled(*CODES, ["E-03", "Too hot", "Wait"])
    frames = [Box(x, *ys) for x in (50, 500) for ys in ((200, x, 238), (244, x, 360))]
    sheet.rules = [*frames, *(Box(50, y, 500, y) for y in (200, 238, 244, 360))]
    sheet.rules += [*(Box(x, 195, x, 392) for x in XS[1:3]), *(Box(40, y, 516, y) for y in (280, 320))]
    page = read(sheet.line(53, 372, "If nothing helps, please call the service of the manufacturer."))[0]
    assert [row[0] for row in cells(page, only_table(page))] == ["Code", "E-01", "E-02", "E-03"]


def test_rows_without_rulings_between_them():
    sheet = Sheet().grid([50.0, 150.0, 400.0], [100.0, 120.0, 220.0])
    sheet.line(53, 103, "Part").line(153, 103, "Number")
    for k, part in enumerate(("Belt", "Fuse", "Lamp", "Door")):
        sheet.line(53, 123 + 20 * k, part).line(153, 123 + 20 * k, f"77-{k}")
    page = read(sheet)[0]
    assert cells(page, only_table(page))[1:] == [["Belt", "77-0"], ["Fuse", "77-1"], ["Lamp", "77-2"], ["Door", "77-3"]]


def test_horizontal_rules_only_and_prose_above_them():
    sheet = Sheet()
    sheet.rules = [Box(50, y, 500, y) for y in (90.0, 200.0, 220.0, 300.0)]
    sheet.text(50, 100, *PROSE)
    for k, row in enumerate((("Setting", "Range"), ("Speed", "0 to 9"), ("Time", "1 to 60"), ("Heat", "20 to 95"))):
        sheet.line(53, 204 + 22 * k, row[0]).line(300, 204 + 22 * k, row[1])
    page = read(sheet)[0]
    table = only_table(page)
    assert cells(page, table)[0] == ["Setting", "Range"]
    assert len(table.rows) == 4
    assert blocks(page, BlockKind.PARAGRAPH) == [" ".join(PROSE)]


def test_horizontal_rules_around_prose_are_no_table():
    sheet = Sheet()
    sheet.rules = [Box(50, y, 500, y) for y in (90.0, 160.0, 230.0)]
    sheet.text(50, 100, *PROSE).text(50, 170, *PROSE)
    assert read(sheet)[0].tables == ()


def test_aligned_columns_without_rulings():
    sheet = Sheet()
    for k, row in enumerate((("Weight", "12 kg", "26 lb"), ("Width", "40 cm", "16 in"), ("Depth", "50 cm", "20 in"))):
        for c, cell in enumerate(row):
            sheet.line(60 + 120 * c, 100 + 14 * k, cell)
    sheet.line(180, 128 + 11, "with feet", 10)
    page = read(sheet)[0]
    table = only_table(page)
    assert not table.ruled
    assert cells(page, table)[0] == ["Weight", "12 kg", "26 lb"]


def test_second_line_of_a_cell_joins_its_row():
    sheet = Sheet()
    for k, (name, text) in enumerate((("Supply", "230 V at 50 Hz"), ("Fuse", "two of 5 A"), ("Noise", "under 50 dB"))):
        sheet.line(60, 100 + 30 * k, name).line(200, 100 + 30 * k, text).line(200, 111 + 30 * k, "measured inside")
    page = read(sheet)[0]
    assert cells(page, only_table(page))[1] == ["Fuse", "two of 5 A measured inside"]


@pytest.mark.parametrize(
    "sheet",
    [
        pytest.param(Sheet().text(50, 100, *COLUMN).text(320, 100, *COLUMN), id="prose in columns"),
        pytest.param(
            Sheet().line(50, 100, "1.\tOpen").line(50, 114, "2.\tClose").line(50, 128, "3.\tWait"), id="numbered list"
        ),
        pytest.param(
            Sheet()
            .line(50, 100, "Setup ..........\t4")
            .line(50, 114, "Use ............\t9")
            .line(50, 128, "Care ...........\t12"),
            id="contents",
        ),
        pytest.param(Sheet().line(50, 100, "Left\tright").line(50, 114, "Up\tdown"), id="two rows"),
        pytest.param(
            Sheet().line(50, 100, "WARNING\tHot").line(50, 114, "CAUTION\tWet").line(50, 128, "DANGER\tHigh"),
            id="signal words",
        ),
        pytest.param(Sheet().grid([50.0, 500.0], [100.0, 200.0]).text(60, 110, *PROSE), id="frame"),
        pytest.param(Sheet().grid([50.0, 90.0, 500.0], [100.0, 180.0]).text(100, 110, *PROSE), id="icon and text"),
    ],
)
def test_what_is_no_table(sheet):
    assert read(sheet)[0].tables == ()


def test_arrow_in_a_cell_is_no_ruling():
    sheet = ruled(*CODES)
    sheet.rules.append(Box(200, 205, 200, 232))
    page = read(sheet)[0]
    assert len(only_table(page).rows[0]) == 3


def test_header_is_carried_to_the_next_page():
    first = ruled(*CODES).text(50, 60, *PROSE)
    second = ruled(["E-03", "Too hot", "Wait"], ["E-04", "Too cold", "Heat"], top=60.0)
    third = ruled(CODES[0], ["E-05", "Too wet", "Dry"], top=60.0)
    pages = read(first, second, third)
    tables = [only_table(page) for page in pages]
    assert [t.continues for t in tables] == [False, True, True]
    assert [t.header_rows for t in tables] == [1, 0, 1]
    assert {t.header for t in tables} == {("Code", "Meaning", "Remedy")}
    assert pages[1].blocks[0].continues


def test_table_of_another_width_does_not_go_on():
    first = ruled(*CODES)
    second = ruled(["E-03", "Too hot", "Wait"], ["E-04", "Too cold", "Heat"], xs=[50.0, 100.0, 200.0, 300.0], top=60.0)
    assert not read(first, second)[1].tables[0].continues


def test_drawing_of_many_strokes_is_a_figure():
    sheet = Sheet()
    sheet.rules = [Box(100, 100 + 10 * k, 300, 100 + 10 * k) for k in range(12)]
    sheet.rules += [Box(100 + 20 * k, 100, 100 + 20 * k, 210) for k in range(11)]
    sheet.line(60, 230, "Figure 4: Flow through the cell")
    page = read(sheet)[0]
    figure = page.figures[0]
    assert figure.box.y1 == 210
    assert figure.caption is not None
    assert page.words[figure.caption.start].text == "Figure"


def test_hatched_drawing_is_passed_over_quickly():
    sheet = Sheet().text(50, 60, *PROSE)
    sheet.rules = [Box(0, 100 + 0.5 * k, 500 + k, 100 + 0.5 * k) for k in range(0, 8000, 7)]
    sheet.rules += [Box(100 + 0.5 * k, 0, 100 + 0.5 * k, 900) for k in range(0, 8000, 7)]
    page = read(sheet)[0]
    assert page.tables == ()
    assert blocks(page) == [" ".join(PROSE)]
