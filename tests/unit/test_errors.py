from __future__ import annotations

import re
from types import ModuleType

import pytest

from paillasse import backup_errors, errors, idempotency, job_errors, release_errors, source_errors
from paillasse.access import errors as access_errors
from paillasse.asking import errors as asking_errors
from paillasse.errors import PaillasseError
from paillasse.history import errors as history_errors
from paillasse.library import errors as library_errors


def defined(module: ModuleType) -> list[type[PaillasseError]]:
    """The errors of a module, without the root of the tree and what it imports."""
    kinds = [e for e in vars(module).values() if isinstance(e, type) and issubclass(e, PaillasseError)]
    return [kind for kind in kinds if kind is not PaillasseError and kind.__module__ == module.__name__]


def test_every_error_has_a_code_of_its_own_made_of_its_name() -> None:
    modules = (
        errors,
        access_errors,
        asking_errors,
        backup_errors,
        history_errors,
        job_errors,
        library_errors,
        release_errors,
        source_errors,
    )
    everything = [PaillasseError, *(error for module in modules for error in defined(module))]
    assert len({error.code for error in everything}) == len(everything)
    for error in everything[1:]:
        words = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", error.__name__).lower()
        assert error.code.replace("_", "") == words.replace("_", "")


@pytest.mark.parametrize(
    ("module", "root", "branches"),
    [
        (
            errors,
            "",
            {
                "AccessError",
                "AskingError",
                "BackupError",
                "HistoryError",
                "IdempotencyError",
                "JobError",
                "LibraryError",
                "ReleaseError",
                "SourceError",
            },
        ),
        (access_errors, "AccessError", set()),
        (asking_errors, "AskingError", set()),
        (backup_errors, "BackupError", set()),
        (history_errors, "HistoryError", set()),
        (idempotency, "IdempotencyError", set()),
        (job_errors, "JobError", set()),
        (library_errors, "LibraryError", set()),
        (release_errors, "ReleaseError", set()),
        (source_errors, "SourceError", set()),
    ],
)
def test_the_tree_in_the_docstring_is_the_tree(module: ModuleType, root: str, branches: set[str]) -> None:
    named = set(re.findall(r"[├└]── (\w+)", module.__doc__ or ""))
    assert named - branches == {e.__name__ for e in defined(module)} - {root}


def test_a_hint_can_be_given() -> None:
    assert errors.UnsupportedFormat("x").hint == errors.UnsupportedFormat.hint
    assert errors.UnsupportedFormat("x", hint="y").hint == "y"
    assert str(errors.UnsupportedFormat("x")) == "x"
