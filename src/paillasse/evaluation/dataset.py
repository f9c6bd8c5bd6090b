"""Golden sets: questions with the pages that answer them, one JSON object a line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from paillasse.errors.models import InvalidGoldenSet
from paillasse.types.golden_case import GoldenCase


def load(paths: Sequence[Path]) -> list[GoldenCase]:
    """Every case of the files, in order; blank lines are skipped.

    Raises:
        InvalidGoldenSet: a file cannot be read, has no case, a line does not follow the format (named by file and
            line), or an id occurs twice.
    """
    cases: list[GoldenCase] = []
    seen: dict[str, str] = {}
    for path in paths:
        for number, line in _lines(path):
            case, place = _parse(line, f"{path}:{number}"), f"{path}:{number}"
            if case.id in seen:
                raise InvalidGoldenSet(f"{place}: the id {case.id!r} is already used at {seen[case.id]}")
            seen[case.id] = place
            cases.append(case)
    return cases


def _lines(path: Path) -> list[tuple[int, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidGoldenSet(f"{path}: cannot be read: {error}") from error
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    if not lines:
        raise InvalidGoldenSet(f"{path}: holds no case")
    return lines


def _parse(line: str, place: str) -> GoldenCase:
    try:
        return GoldenCase.model_validate_json(line, strict=True)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise InvalidGoldenSet(f"{place}: {where + ': ' if where else ''}{first['msg']}") from error
