from __future__ import annotations

import re

from paillasse import errors
from paillasse.errors import PaillasseError

ALL = [e for e in vars(errors).values() if isinstance(e, type) and issubclass(e, PaillasseError)]


def test_every_error_has_a_code_of_its_own_made_of_its_name() -> None:
    assert len({error.code for error in ALL}) == len(ALL)
    for error in ALL[1:]:
        words = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", error.__name__).lower()
        assert error.code.replace("_", "") == words.replace("_", "")


def test_the_tree_in_the_docstring_is_the_tree() -> None:
    assert set(re.findall(r"[├└]── (\w+)", errors.__doc__ or "")) == {e.__name__ for e in ALL} - {"PaillasseError"}


def test_a_hint_can_be_given() -> None:
    assert errors.UnsupportedFormat("x").hint == errors.UnsupportedFormat.hint
    assert errors.UnsupportedFormat("x", hint="y").hint == "y"
    assert str(errors.UnsupportedFormat("x")) == "x"
