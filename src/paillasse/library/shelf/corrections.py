"""What a person may set about a document, and what follows from it: the one place, for the service and commands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from paillasse.language.text import printable
from paillasse.library.errors import UnsuitableMetadata
from paillasse.types.documents import Metadata

_LONGEST = {"title": 300, "manufacturer": 200, "revision": 100}
"""Characters by field."""
_LONGEST_NAME = 100
_MOST_NAMES = 30
_LANGUAGE = re.compile("[a-z]{2}")


def corrected(metadata: Metadata, changes: Mapping[str, object]) -> Metadata:
    """Metadata with a person's corrections: what they set is certain, and outlives reading the file again.

    Args:
        metadata: of the document now.
        changes: values by field of `Metadata`: title, manufacturer, equipment, kind, language, revision,
            effective_date.

    Raises:
        UnsuitableMetadata: a title without a word, no language code, or more text than belongs there.
    """
    tidied = {name: _tidied(value) for name, value in changes.items()}
    confidence = {**metadata.confidence, **dict.fromkeys(tidied, 1.0)}
    changed = replace(metadata, confidence=confidence, **tidied)  # pyright: ignore[reportArgumentType] - by field name
    _check(changed, tidied)
    if "language" in tidied and changed.language not in changed.languages:
        return replace(changed, languages=(changed.language, *changed.languages))
    return changed


def _tidied(value: object) -> object:
    """Text on one line, names without blank ones and repetitions."""
    if isinstance(value, tuple):
        names = map(_tidied, cast("tuple[object, ...]", value))
        return tuple(dict.fromkeys(name for name in names if name))
    return " ".join(printable(value).split()) if type(value) is str else value


def _check(metadata: Metadata, changes: Mapping[str, object]) -> None:
    if not metadata.title:
        raise UnsuitableMetadata("A document needs a title.", hint="Give it the title on its cover.")
    if "language" in changes and not _LANGUAGE.fullmatch(metadata.language):
        raise UnsuitableMetadata("A language is two letters: fr, en, de…", hint="Take its ISO 639-1 code.")
    for name, most in _LONGEST.items():
        if name in changes and len(getattr(metadata, name)) > most:
            raise UnsuitableMetadata(f"The {name} has over {most} characters.", hint="Shorten it.")
    names = metadata.equipment if "equipment" in changes else ()
    if len(names) > _MOST_NAMES or any(len(name) > _LONGEST_NAME for name in names):
        raise UnsuitableMetadata(
            f"A machine has at most {_MOST_NAMES} names of {_LONGEST_NAME} characters.",
            hint="Give the names that a technician would use.",
        )
