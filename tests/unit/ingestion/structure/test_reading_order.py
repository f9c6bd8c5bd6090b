from paillasse.types.pages import BlockKind, Box, Word
from typeset import COLUMN, PROSE, Sheet, blocks, read


def column(sheet, x, y, name, count=12, size=10):
    for k in range(count):
        sheet.line(x, y + 12 * k, f"{name}{k} lorem ipsum dolor sit amet", size)
    return sheet


def test_left_column_is_read_before_the_right_one():
    sheet = column(column(Sheet(), 320, 100, "right"), 50, 105, "left")
    words = [w.text for w in read(sheet)[0].words]
    assert words.index("left11") < words.index("right0")


def test_three_columns():
    sheet = column(column(column(Sheet(width=842), 560, 100, "c"), 50, 100, "a"), 305, 100, "b")
    words = [w.text for w in read(sheet)[0].words]
    assert words.index("a11") < words.index("b0") < words.index("b11") < words.index("c0")


def test_full_width_title_cuts_columns_into_bands():
    sheet = Sheet()
    column(column(sheet, 50, 100, "a", 6), 320, 100, "b", 6)
    sheet.line(50, 200, "A title that runs across both columns of the page from side to side", 12, bold=True)
    column(column(sheet, 50, 240, "c", 6), 320, 240, "d", 6)
    words = [w.text for w in read(sheet)[0].words]
    positions = [words.index(w) for w in ("a5", "b0", "title", "c0", "d0")]
    assert positions == sorted(positions)


def test_gutter_narrower_than_a_wide_space_is_found():
    sheet = Sheet(width=396)
    for k in range(10):
        sheet.line(24, 60 + 13 * k, "abcdefg hijklmn opqrst uvwx", 12)
        right = sheet.words[-1].box.x1 + 9
        sheet.line(right, 60 + 13 * k, f"R{k} defg hijkl mnopq rst", 12)
    words = [w.text for w in read(sheet)[0].words]
    assert words.index("uvwx", words.index("R0") - 1) < words.index("R0")
    assert words.count("abcdefg") == 10
    assert max(k for k, w in enumerate(words) if w == "abcdefg") < words.index("R0")


def test_titles_in_the_margin_come_before_the_text_beside_them():
    sheet = Sheet()
    sheet.line(40, 100, "Safety", bold=True).text(180, 100, *PROSE)
    sheet.line(40, 220, "Cleaning", bold=True).text(180, 220, *PROSE)
    words = [w.text for w in read(sheet)[0].words]
    assert words[0] == "Safety"
    assert words.index("Cleaning") == 1 + len(" ".join(PROSE).split())


def test_short_labels_are_read_with_their_explanations():
    sheet = Sheet()
    for k, label in enumerate(("Power", "Speed", "Timer", "Mode")):
        sheet.line(50, 100 + 40 * k, label)
        sheet.text(
            150, 100 + 40 * k, "Explains what the key does when the user presses", "it for longer than two seconds."
        )
    words = [w.text for w in read(sheet)[0].words]
    assert words.index("Power") < words.index("Explains") < words.index("Speed")


def test_title_below_a_small_group_is_read_after_the_group():
    sheet = Sheet()
    for k in range(4):
        sheet.line(50, 100 + 30 * k, f"hazard{k} of the left side").line(
            320, 100 + 30 * k, f"symbol{k} of the right side"
        )
    sheet.line(50, 240, "Intended use", bold=True).text(50, 260, *PROSE)
    words = [w.text for w in read(sheet)[0].words]
    assert words.index("symbol3") < words.index("Intended")


def test_sentence_goes_on_in_the_next_column():
    sheet = Sheet().text(50, 100, *COLUMN[:-1], "a mild detergent").text(320, 100, "and never with solvents.", *COLUMN)
    found = blocks(read(sheet)[0], BlockKind.PARAGRAPH)
    assert any("detergent and never with solvents." in text for text in found)


def test_sentence_goes_on_below_a_picture():
    sheet = Sheet().text(50, 100, *PROSE[:3]).picture(60, 150, 300, 250).text(50, 260, "so that nothing is spilt.")
    assert len(blocks(read(sheet)[0])) == 1


def test_superscript_stays_in_its_line():
    sheet = Sheet().line(50, 100, "Area of 12 cm")
    box = sheet.words[-1].box
    sheet.words.append(Word("2", Box(box.x1 + 0.5, 98, box.x1 + 4, 104), 6, False))
    sheet.line(box.x1 + 7, 100, "at most")
    assert blocks(read(sheet)[0]) == ["Area of 12 cm 2 at most"]


def test_vertical_words_come_last():
    sheet = Sheet().text(50, 100, *PROSE)
    sheet.words.insert(0, Word("CONFIDENTIAL", Box(20, 300, 30, 400), 10, False))
    sheet.words.insert(1, Word("COPY", Box(20, 410, 30, 450), 10, False))
    assert [w.text for w in read(sheet)[0].words][-2:] == ["CONFIDENTIAL", "COPY"]


def test_labels_on_a_picture_are_one_block():
    sheet = Sheet().text(50, 80, *PROSE).picture(50, 200, 400, 500)
    sheet.line(80, 230, "Lid").line(300, 300, "Rotor").line(120, 450, "Drain hose")
    found = blocks(read(sheet)[0])
    assert found[-1] == "Lid Rotor Drain hose"


def test_text_on_a_background_stays_text():
    sheet = Sheet().picture(40, 90, 560, 160).text(50, 100, *PROSE)
    assert blocks(read(sheet)[0]) == [" ".join(PROSE)]
