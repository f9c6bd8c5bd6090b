from __future__ import annotations

import re
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

import pytest

from paillasse import errors, idempotency
from paillasse.access import errors as access_errors
from paillasse.asking import errors as asking_errors
from paillasse.drift import errors as drift_errors
from paillasse.errors import manuals
from paillasse.errors.root import PaillasseError
from paillasse.history import errors as history_errors
from paillasse.library import errors as library_errors

OF_PARTS = (access_errors, asking_errors, drift_errors, history_errors, idempotency, library_errors)
MODULES = (*(import_module(f"{errors.__name__}.{one.name}") for one in iter_modules(errors.__path__)), *OF_PARTS)


def defined(module: ModuleType) -> list[type[PaillasseError]]:
    """The errors of a module, without the root of the tree and what it imports."""
    kinds = [e for e in vars(module).values() if isinstance(e, type) and issubclass(e, PaillasseError)]
    return [kind for kind in kinds if kind is not PaillasseError and kind.__module__ == module.__name__]


def test_every_error_has_a_code_of_its_own_made_of_its_name() -> None:
    everything = [PaillasseError, *(error for module in MODULES for error in defined(module))]
    assert len({error.code for error in everything}) == len(everything)
    for error in everything[1:]:
        words = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", error.__name__).lower()
        assert error.code.replace("_", "").endswith(words.replace("_", ""))


@pytest.mark.parametrize("module", MODULES)
def test_the_tree_in_the_docstring_is_the_tree(module: ModuleType) -> None:
    named = set(re.findall(r"^(?:[│ ]*[├└]── )?([A-Z]\w+)(?=$|  )", module.__doc__ or "", re.MULTILINE))
    assert named - {"PaillasseError", "StorageError"} == {e.__name__ for e in defined(module)} - {"StorageError"}


def test_a_hint_can_be_given() -> None:
    assert manuals.UnsupportedFormat("x").hint == manuals.UnsupportedFormat.hint
    assert manuals.UnsupportedFormat("x", hint="y").hint == "y"
    assert str(manuals.UnsupportedFormat("x")) == "x"
