"""Write the tables of the reference that the code already knows: `make docs`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel

from paillasse.api.app import described_app
from paillasse.pipeline_config import PipelineConfig
from paillasse.settings import Settings

CONFIGURATION = Path(__file__).parent / "reference" / "configuration.md"
OPENAPI = Path(__file__).parent / "reference" / "openapi.json"


def settings_table() -> str:
    """One row per environment variable."""
    rows = ["| variable | default | means |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = "~/.paillasse" if name == "home" else str(field.default)
        rows.append(
            f"| `PAILLASSE_{name.upper()}` | {f'`{default}`' if default else ''} | {_phrase(field.description)} |"
        )
    return "\n".join(rows)


def pipeline_table() -> str:
    """One row per field, by its dotted path."""
    return "\n".join(["| field | default | means |", "|---|---|---|", *_rows(PipelineConfig(), "")])


def _rows(section: BaseModel, prefix: str) -> Iterator[str]:
    for name, field in type(section).model_fields.items():
        value = getattr(section, name)
        if isinstance(value, BaseModel):
            yield from _rows(value, f"{prefix}{name}.")
        else:
            yield f"| `{prefix}{name}` | `{json.dumps(value)}` | {_phrase(field.description)} |"


def _phrase(description: str | None) -> str:
    """A description as it stands in a table cell: no capital, no full stop."""
    if not description:
        raise ValueError("a field without a description")
    plain = description.removesuffix(".")
    return plain if plain[:2].isupper() or plain.startswith("PostgreSQL") else plain[0].lower() + plain[1:]


def filled(page: str) -> str:
    """The page with the tables of today between its markers."""
    for name, table in {"settings": settings_table(), "pipeline": pipeline_table()}.items():
        start, end = f"<!-- {name}: written by `make docs` -->", f"<!-- /{name} -->"
        page, count = re.subn(
            rf"({re.escape(start)}\n).*?({re.escape(end)})",
            lambda found, table=table: f"{found[1]}{table}\n{found[2]}",
            page,
            flags=re.DOTALL,
        )
        if count != 1:
            raise ValueError(f"{name} has to be marked once")
    return page


def openapi() -> str:
    """The REST API, for those who generate clients."""
    return json.dumps(described_app().openapi(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    OPENAPI.write_text(openapi(), encoding="utf-8")
    CONFIGURATION.write_text(filled(CONFIGURATION.read_text(encoding="utf-8")), encoding="utf-8")
