import pytest
from hypothesis import given
from hypothesis import strategies as st

from paillasse.adapters.tesseract.engine import Token, is_french, tokens
from paillasse.adapters.tesseract.words import confidence_of, is_vertical, page_words
from paillasse.types.pages import Box

HEADER = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
LINE = (1, 1, 1)


def token(text: str, *box: float, confidence: float = 0.95, line: tuple[int, int, int] = LINE) -> Token:
    return Token(text, Box(*box), confidence, line)


def typed(text: str, size: float, y: float = 500, line: tuple[int, int, int] = LINE) -> list[Token]:
    """A line of type with its baseline at `y`, as its ink lies."""
    found: list[Token] = []
    x = 100.0
    for part in text.split():
        top = 0.5 if all(c in "acemnorsuvwxz" for c in part) else 0.72
        low = 0.21 if any(c in "gjpqyç" for c in part) else 0
        width = 0.5 * size * len(part)
        found.append(token(part, x, y - top * size, x + width, y + low * size, line=line))
        x += width + 0.3 * size
    return found


def test_words_come_out_of_the_table() -> None:
    table = HEADER + "1\t1\t0\t0\t0\t0\t0\t0\t900\t900\t-1\t\n5\t1\t2\t1\t3\t1\t10\t20\t30\t40\t96.5\tété\n"
    table += "5\t1\t2\t1\t3\t2\t50\t20\t30\t40\t95\t \nbroken\n"
    assert tokens(table) == [Token("été", Box(10, 20, 40, 60), 0.965, (2, 1, 3))]
    assert tokens("") == []


@pytest.mark.parametrize(
    ("text", "french"),
    [("Nettoyer la cuve et les sondes", True), ("Clean the cell and la sonde of the probe", False), ("E-203", False)],
)
def test_the_language_of_a_page_is_told_by_its_commonest_words(text: str, french: bool) -> None:
    assert is_french(typed(text, 40)) is french


def test_sizes_are_those_of_the_type_and_words_of_a_line_share_their_height() -> None:
    lines = typed("vérifier la pompe avant usage", 40) + typed("Titre", 80, 300, (1, 1, 0))
    words = page_words(lines, scale=4)
    assert {w.size for w in words[:5]} == {10.0}
    assert words[5].size == pytest.approx(20, abs=1)
    assert len({(w.box.y0, w.box.y1) for w in words[:5]}) == 1


def test_small_differences_of_size_are_those_of_ink_not_of_type() -> None:
    words = page_words([t for k in range(6) for t in typed("hand", 38 + k, 100 + 60 * k, (1, 1, k))], scale=4)
    assert len({w.size for w in words}) == 1


@pytest.mark.parametrize("text", ["|", "_", "¦", "||"])
def test_rulings_are_no_words(text: str) -> None:
    assert page_words([token(text, 0, 0, 4, 40)], 4) == ()


def test_rulings_at_the_ends_of_words_are_cut_off() -> None:
    assert [w.text for w in page_words([token("|135VDC|", 0, 0, 90, 30), token("...", 100, 0, 130, 30)], 4)] == [
        "135VDC",
        "...",
    ]


@pytest.mark.parametrize(("text", "confidence"), [("word", 0.1), ("*;", 0.5)])
def test_what_is_hardly_believed_is_left_out(text: str, confidence: float) -> None:
    assert page_words([token(text, 0, 0, 60, 30, confidence=confidence)], 4) == ()


def test_letters_seen_in_drawings_are_left_out() -> None:
    text = typed("plain words of the page as they are set everywhere", 40)
    seen = token("Oe", 600, 0, 800, 300, confidence=0.5, line=(9, 1, 1))
    title = seen._replace(text="EICO", confidence=0.9)
    assert len(page_words([*text, seen], 4)) == len(text)
    assert page_words([*text, title], 4)[-1].text == "EICO"


def test_a_letter_made_of_a_bullet_is_the_bullet() -> None:
    assert [w.text for w in page_words(typed("e Close the lid", 40), 4)] == ["•", "Close", "the", "lid"]
    assert [w.text for w in page_words(typed("e 2", 40), 4)] == ["e", "2"]


def test_words_that_run_up_the_page_keep_their_box() -> None:
    upright = token("DANGER", 10, 10, 40, 200)
    assert is_vertical(upright)
    (word,) = page_words([upright], 1)
    assert word.box == Box(10, 10, 40, 200)
    assert word.size < 60


def test_confidence_is_that_of_the_characters() -> None:
    assert confidence_of([token("abc", 0, 0, 9, 9, confidence=1.0), token("d", 0, 0, 9, 9, confidence=0.0)]) == 0.75
    assert confidence_of([]) == 0.0


SPOTS = st.builds(
    Token,
    st.text(min_size=1, max_size=12),
    st.builds(lambda x, y, w, h: Box(x, y, x + w, y + h), *[st.integers(0, 3000)] * 2, *[st.integers(0, 400)] * 2),
    st.floats(0, 1),
    st.tuples(*[st.integers(0, 3)] * 3),
)


@given(st.lists(SPOTS, max_size=30), st.floats(0.5, 5))
def test_boxes_cover_the_ink_and_sizes_are_sizes(found: list[Token], scale: float) -> None:
    words = page_words(found, scale)
    assert len(words) <= len(found)
    inks = [[round(v / scale, 2) for v in t.box] for t in found]
    for word in words:
        assert word.size > 0
        assert word.text.strip()
        assert any(
            word.box.x0 == x0 and word.box.x1 == x1 and word.box.y0 <= y0 and word.box.y1 >= y1
            for x0, y0, x1, y1 in inks
        )
