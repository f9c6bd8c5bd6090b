"""Rewrite the sample manuals: `uv run python samples/build.py [FOLDER]` (default: `manuals`, next to this file)."""

from __future__ import annotations

import sys
from pathlib import Path

from typeset.document import render
from typeset.markup import parse

HERE = Path(__file__).resolve().parent


def sources() -> list[Path]:
    """The text of each manual, one file each, by name."""
    return sorted((HERE / "content").glob("*.txt"))


def build(source: Path, folder: Path) -> Path:
    """Typeset one manual into `folder`; the same source always gives the same bytes."""
    target = folder / f"{source.stem}.pdf"
    render(parse(source.read_text(encoding="utf-8")), target)
    return target


def main() -> None:
    """Build them all and say how large they became."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "manuals"
    folder.mkdir(parents=True, exist_ok=True)
    for source in sources():
        target = build(source, folder)
        print(f"{target.name}: {target.stat().st_size / 1024:.0f} KiB")


if __name__ == "__main__":
    main()
