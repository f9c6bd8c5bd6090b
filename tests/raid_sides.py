"""Two collections whose manuals are alike but for words that nobody outside ever writes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from manuals import Manual
from paillasse.types.documents import DocumentContent


@dataclass
class Side:
    """A collection, and how one tells that something comes from it."""

    collection: str
    secret: str
    """Part of every word that is nowhere else, and that no question holds: seen outside, it has leaked."""
    machine: str
    code: str
    document_ids: list[str] = field(default_factory=list[str])
    ids: dict[str, str] = field(default_factory=dict[str, str])
    """Of what its owner made, by the name of the parameter of a path."""
    unsaid: set[str] = field(default_factory=set[str])
    """What no request holds either: hashes, and ids that nothing is asked by."""

    @property
    def names(self) -> set[str]:
        """What an outsider may have heard of and writes in requests: seen in answers to others, it has leaked."""
        return {self.collection, self.machine, self.code, *self.document_ids, *self.ids.values()}

    def manuals(self) -> Iterator[DocumentContent]:
        """Two, made of types."""
        for title, extra in ((f"{self.machine} Centrifuge", ""), (f"{self.machine} Centrifuge, service", "spare ")):
            s = self.secret
            manual = Manual(title, (self.machine, "centrifuge"), f"{s}maker", collection=self.collection)
            manual.heading("Care", f"Lid seal {s}one").warning(f"WARNING: pull the {s}plug mains plug first.")
            manual.steps(f"1. Open the lid with the {extra}{s}key.", f"2. Pull the old lid seal {s}seal out.")
            manual.prose(f"The lid seal lasts 2000 h under {s}rest.", f"The lamp of the {s}lid lasts 300 h.")
            manual.heading("Errors").table(
                ("Code", "Meaning", "Remedy"), (self.code, f"The {s}lamp is out.", f"Close the {s}lid.")
            )
            content = manual.content()
            yield replace(content, document=replace(content.document, filename=f"{s}-{len(title)}.pdf"))

    def texts(self) -> Iterator[tuple[str, str]]:
        """The same as files of Markdown, with their names."""
        for part in ("", ", service"):
            s = self.secret
            text = (
                f"# {self.machine} Centrifuge{part}\n\nMade by {s}maker{part}.\n\n## Lid seal {s}one\n\n"
                f"WARNING: pull the {s}plug mains plug first.\n\n1. Open the lid with the {s}key{part}.\n"
                f"2. Pull the old lid seal {s}seal out.\n3. Press the new lid seal in.\n\n"
                f"The lid seal lasts 2000 h under {s}rest.\n\n## Error codes\n\n"
                f"| Code | Meaning | Remedy |\n|---|---|---|\n"
                f"| {self.code} | The {s}lamp is out. | Close the {s}lid. |\n"
            )
            yield f"{s}{len(part)}.md", text


def two_sides() -> tuple[Side, Side]:
    """Fresh ones."""
    return Side("lab-one", "vexalo", "Tarvek 400", "ERR-731"), Side("lab-two", "quorbi", "Mondrel 700", "ERR-842")
