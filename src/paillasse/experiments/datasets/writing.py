"""Golden sets as files: the cases, what DVC keeps in their place, and what changed from one version to the next."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence

from paillasse.types.golden_case import GoldenCase


def written(cases: Sequence[GoldenCase]) -> str:
    """As a golden set: one case a line, by id, so that the same cases are always the same file."""
    lines = sorted((case.id, case.model_dump_json()) for case in cases)
    return "".join(f"{line}\n" for _, line in lines)


def pointer(text: str, path: str) -> str:
    """What DVC keeps in git in place of a file: `FILE.dvc`, of DVC 3."""
    data = text.encode()
    md5 = hashlib.md5(data, usedforsecurity=False).hexdigest()
    return f"outs:\n- md5: {md5}\n  size: {len(data)}\n  hash: md5\n  path: {path}\n"


def changes(before: str, cases: Sequence[GoldenCase]) -> Mapping[str, list[str]]:
    """Ids of what is new, other or gone."""
    was = {json.loads(line)["id"]: line for line in before.splitlines()}
    now = {case.id: case.model_dump_json() for case in cases}
    return {
        "added": sorted(now.keys() - was.keys()),
        "changed": sorted(key for key in now.keys() & was.keys() if now[key] != was[key]),
        "removed": sorted(was.keys() - now.keys()),
    }
