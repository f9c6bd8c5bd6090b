import pytest

from paillasse.judging.wording import contains, satisfies


@pytest.mark.parametrize(
    ("text", "alternatives"),
    [
        ("Appuyez sur ÉTALONNAGE.", ["etalonnage"]),
        ("l’aiguille", ["l'aiguille"]),
        ("l'aiguille", ["l’aiguille"]),
        ("set to 12\u00a0V", ["12 V"]),
        ("the\nlamp   cover", ["lamp cover"]),
        ("5 µL", ["5 μL"]),  # micro sign, Greek mu
        ("le cœur", ["coeur"]),
        ("between −5 and 3–5", ["-5", "9"]),
        ("connect COM", ["COM "]),  # the end of the text ends the word
    ],
)
def test_an_answer_contains_whatever_the_spelling(text, alternatives):
    assert satisfies(text, [alternatives])


def test_every_list_needs_one_of_its_alternatives():
    assert satisfies("rinse three times", [["rinse", "wash"], ["3", "three"]])
    assert not satisfies("rinse twice", [["rinse", "wash"], ["3", "three"]])
    assert satisfies("anything", [])
    assert not satisfies("", [["a"]])


def test_a_space_in_an_alternative_marks_the_end_of_a_word():
    assert not satisfies("the company", [["COM "]])
    assert not satisfies("unturned", [[" turned"]])


def test_a_fragment_is_found_like_an_alternative():
    assert contains("DANGER: Surface brûlante", "surface brulante")
    assert not contains("DANGER", "surface")
    assert contains("", "")
