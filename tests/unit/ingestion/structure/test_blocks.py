import pytest

from paillasse.types.pages import BlockKind, Box, WarningLevel
from typeset import PROSE, Sheet, blocks, read


def kinds(page):
    return [block.kind for block in page.blocks]


def warnings(sheet):
    page = read(sheet)[0]
    return [
        (b.warning, " ".join(w.text for w in page.words[b.span.start : b.span.end]))
        for b in page.blocks
        if b.kind is BlockKind.WARNING
    ]


def test_lines_of_a_paragraph_are_joined_and_a_gap_parts_paragraphs():
    sheet = Sheet().text(50, 100, *PROSE).text(50, 160, *PROSE)
    assert blocks(read(sheet)[0]) == [" ".join(PROSE)] * 2


def test_first_line_indent_starts_a_paragraph():
    sheet = Sheet().text(50, 100, *PROSE[:2], "result of the run.").line(66, 136, "Keep the cover closed while a run")
    assert len(blocks(read(sheet)[0])) == 2


def test_short_last_line_ends_a_paragraph():
    sheet = Sheet().text(50, 100, *PROSE[:2], "is done.", "Keep the cover closed while a measurement runs and")
    assert blocks(read(sheet)[0])[1].startswith("Keep")


def test_bold_lead_line_is_apart():
    sheet = Sheet().line(50, 100, "What to do first, and why:", bold=True).text(50, 112, *PROSE)
    assert len(blocks(read(sheet)[0])) == 2


@pytest.mark.parametrize(
    ("marker", "second"),
    [
        ("1.", "2."),
        ("1)", "2)"),
        ("a.", "b."),
        ("(i)", "(ii)"),
        ("Step 1", "Step 2"),
        ("Étape 1", "Étape 2"),
        ("①", "②"),
    ],
)
def test_steps_with_their_continuation_lines(marker, second):
    sheet = Sheet().line(50, 100, f"{marker} Lift the cover and take the rotor out of")
    sheet.line(66, 112, "its drive with both hands.").line(50, 124, f"{second} Clean the bowl.")
    page = read(sheet)[0]
    assert blocks(page, BlockKind.STEP)[0].endswith("with both hands.")
    assert [b.marker for b in page.blocks] == [marker, second]


def test_number_set_apart_is_a_step():
    sheet = Sheet().line(50, 100, "1\tOpen the lid now").line(50, 114, "2\tTake the rotor out")
    page = read(sheet)[0]
    assert [(b.kind, b.marker) for b in page.blocks] == [(BlockKind.STEP, "1"), (BlockKind.STEP, "2")]


def test_number_in_parentheses_inside_a_sentence_is_no_step():
    sheet = Sheet().text(50, 100, "Use the key (4) to go to the numeric pad and", "(2) to turn back to the letters.")
    assert kinds(read(sheet)[0]) == [BlockKind.PARAGRAPH]


@pytest.mark.parametrize("sign", ["•", "–", "■", "➧", "\uf0b7", "o"])
def test_bullets(sign):
    sheet = Sheet().text(50, 100, f"{sign} Belt drive", f"{sign} Spare fuse")
    page = read(sheet)[0]
    assert [(b.kind, b.marker) for b in page.blocks] == [(BlockKind.BULLET, sign)] * 2


def test_dash_inside_a_sentence_is_no_bullet():
    sheet = Sheet().text(
        50, 100, "The cell holds forty millilitres of sample and", "- when it is full - empties itself"
    )
    assert kinds(read(sheet)[0]) == [BlockKind.PARAGRAPH]


@pytest.mark.parametrize(
    "text", ["Figure 3: The rotor", "Fig. 2", "Tableau 2 Réglages", "Table 4-1 Codes", "Abb. 5: Tür"]
)
def test_captions(text):
    assert kinds(read(Sheet().line(50, 100, text))[0]) == [BlockKind.CAPTION]


def test_sentence_about_a_figure_is_no_caption():
    assert kinds(read(Sheet().line(50, 100, "Figure 3 shows the rotor in its drive"))[0]) == [BlockKind.PARAGRAPH]


def test_paragraph_goes_on_on_the_next_page():
    pages = read(Sheet().text(50, 700, *PROSE[:3]), Sheet().text(50, 60, PROSE[3]))
    assert [b.continues for b in pages[1].blocks] == [True]


@pytest.mark.parametrize("opening", ["The cover must stay closed.", "1. open the cover"])
def test_new_sentence_or_step_does_not_go_on(opening):
    pages = read(Sheet().text(50, 700, *PROSE[:3]), Sheet().text(50, 60, opening))
    assert [b.continues for b in pages[1].blocks] == [False]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("DANGER: high voltage inside the housing.", WarningLevel.DANGER),
        ("WARNING Never open the lid while it turns.", WarningLevel.WARNING),
        ("Caution: the plate is hot.", WarningLevel.CAUTION),
        ("AVERTISSEMENT – Ne jamais ouvrir le capot.", WarningLevel.WARNING),
        ("Attention ! Risque de brûlure.", WarningLevel.CAUTION),
        ("MISE EN GARDE : débranchez l'appareil.", WarningLevel.CAUTION),
        ("Précaution : portez des gants.", WarningLevel.CAUTION),
        ("NOTICE: wipe spills at once.", WarningLevel.NOTICE),
        ("Warnings: wear gloves and goggles.", WarningLevel.WARNING),
    ],
)
def test_signal_word_leads_the_text(text, level):
    assert warnings(Sheet().line(50, 100, text)) == [(level, text)]


@pytest.mark.parametrize(
    "text",
    [
        "Note: wipe spills at once.",
        "Warning lamps light up one after the other.",
        "Attention should be paid to the level.",
        "WARNINGS are printed in red.",
        "Dangerous goods need a permit.",
    ],
)
def test_no_warning(text):
    assert warnings(Sheet().line(50, 100, text)) == []


def test_signal_word_alone_above_the_text():
    sheet = Sheet().line(50, 100, "CAUTION", bold=True).text(50, 120, *PROSE).text(50, 190, *PROSE)
    assert warnings(sheet) == [(WarningLevel.CAUTION, "CAUTION " + " ".join(PROSE))]


def test_signal_word_after_a_letter_of_a_symbol_font():
    sheet = Sheet().line(50, 100, "W Warning", bold=True).text(50, 120, *PROSE)
    assert warnings(sheet)[0][1].startswith("W Warning The instrument")


def test_bold_text_below_a_lone_signal_word_is_no_heading():
    sheet = Sheet().line(50, 100, "WARNING", 11, True).line(50, 120, "To avoid shock, pull the plug", 10, True)
    sheet.text(50, 150, *PROSE)
    assert warnings(sheet) == [(WarningLevel.WARNING, "WARNING To avoid shock, pull the plug")]


def test_hazard_in_a_bold_line_takes_the_paragraph_below():
    sheet = Sheet().line(50, 100, "WARNING Danger of burns!", bold=True).text(50, 116, *PROSE).text(50, 190, *PROSE)
    assert warnings(sheet) == [(WarningLevel.WARNING, "WARNING Danger of burns! " + " ".join(PROSE))]


def test_bullets_after_a_colon_belong_to_the_warning():
    sheet = Sheet().line(50, 100, "CAUTION: to avoid damage:").text(50, 114, "• pull the plug", "• wear gloves")
    sheet.text(50, 160, *PROSE)
    assert warnings(sheet) == [(WarningLevel.CAUTION, "CAUTION: to avoid damage: • pull the plug • wear gloves")]


def test_paragraphs_hung_beside_the_signal_word_belong_to_it():
    sheet = Sheet().line(50, 100, "WARNING: The tube may break and spray the sample. Wear")
    sheet.line(110, 112, "goggles at all times.").line(110, 130, "Turn the pump off before you touch it.")
    sheet.text(50, 160, *PROSE)
    assert warnings(sheet)[0][1].endswith("touch it.")


def test_all_of_a_drawn_box_is_the_warning():
    sheet = Sheet().text(50, 60, *PROSE).grid([50.0, 400.0], [130.0, 260.0])
    sheet.line(60, 140, "DANGER", bold=True).text(60, 160, *PROSE).text(60, 220, "1. Pull the plug.", "2. Wait.")
    sheet.text(50, 280, *PROSE)
    found = warnings(sheet)
    assert [level for level, _ in found] == [WarningLevel.DANGER]
    assert found[0][1].endswith("2. Wait.")


def test_signal_word_in_a_cell_beside_the_text():
    sheet = (
        Sheet().grid([50.0, 130.0, 500.0], [100.0, 170.0]).line(60, 110, "CAUTION", bold=True).text(140, 110, *PROSE)
    )
    assert warnings(sheet) == [(WarningLevel.CAUTION, "CAUTION " + " ".join(PROSE))]


def test_warning_set_as_a_two_row_table():
    sheet = Sheet().grid([50.0, 130.0, 400.0], [100.0, 120.0, 170.0])
    sheet.rules = [r for r in sheet.rules if r.x0 != 130] + [Box(130, 120, 130, 170)]
    sheet.line(60, 103, "WARNING", bold=True).line(60, 123, "Heat").line(140, 123, "Let the oven cool.")
    assert warnings(sheet) == [(WarningLevel.WARNING, "WARNING Heat Let the oven cool.")]


def test_list_of_what_signal_words_mean_is_no_warning():
    sheet = Sheet()
    for k, word in enumerate(("DANGER", "WARNING", "CAUTION")):
        sheet.line(50, 100 + 30 * k, word, bold=True).line(
            150, 100 + 30 * k, "for a hazard that may hurt the user badly"
        )
    assert warnings(sheet) == []


def test_lone_signal_words_under_each_other_are_no_warnings():
    assert warnings(Sheet().line(50, 100, "WARNING", bold=True).line(50, 130, "CAUTION", bold=True)) == []


FRENCH = (
    "Ouvrez le capot avant de retirer le rotor de son logement",
    "et nettoyez la cuve avec un chiffon doux et humide.",
)


def test_language_of_each_block():
    sheet = Sheet().text(50, 100, *PROSE).text(50, 200, *FRENCH).line(50, 300, "OK")
    assert [b.language for b in read(sheet)[0].blocks] == ["en", "fr", "en"]


def test_short_page_takes_the_language_of_the_document():
    pages = read(Sheet().text(50, 100, *FRENCH), Sheet().line(50, 100, "Fin"))
    assert pages[1].blocks[0].language == "fr"


def test_caption_above_or_below_belongs_to_the_nearest_picture():
    sheet = Sheet().picture(50, 100, 250, 200).line(60, 205, "Figure 1: Lid").line(60, 300, "Figure 2: Rotor")
    sheet.picture(50, 315, 250, 400).picture(400, 100, 500, 200)
    page = read(sheet)[0]
    found = [page.words[f.caption.start + 1].text if f.caption else None for f in page.figures]
    assert sorted(map(str, found)) == ["1:", "2:", "None"]


def test_tiles_are_one_picture_and_icons_none():
    sheet = Sheet().picture(50, 100, 150, 150).picture(50, 150, 150, 200).picture(300, 300, 310, 310)
    sheet.picture(0, 0, 595, 842).picture(700, 100, 800, 200)
    assert [f.box for f in read(sheet)[0].figures] == [Box(50, 100, 150, 200)]


@pytest.mark.parametrize("y", [130, 150, 165])
def test_signal_word_beside_a_drawn_box(y: float) -> None:
    sheet = Sheet().text(50, 60, *PROSE).grid([140.0, 500.0], [125.0, 185.0]).text(145, 130, *PROSE)
    assert warnings(sheet.line(70, y, "Caution", 11, True)) == [(WarningLevel.CAUTION, "Caution " + " ".join(PROSE))]


def test_text_of_a_lone_signal_word_at_the_foot_of_the_page_before() -> None:
    pages = read(Sheet().text(50, 60, *PROSE).line(50, 700, "CAUTION", bold=True), Sheet().text(50, 60, *PROSE))
    first = pages[1].blocks[0]
    assert (first.kind, first.warning, first.continues) == (BlockKind.WARNING, WarningLevel.CAUTION, True)


def test_signal_word_beside_an_empty_frame_is_kept() -> None:
    sheet = Sheet().text(50, 60, *PROSE).grid([140.0, 500.0], [325.0, 385.0]).line(70, 350, "CAUTION", bold=True)
    assert "CAUTION" in [word.text for word in read(sheet)[0].words]
