"""Word documents for the tests: made by a word processor's library, or by hand where they have to be wrong."""

from __future__ import annotations

import io
import zipfile

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="word/document.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)


def archive(parts: dict[str, str]) -> bytes:
    """A ZIP file."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return target.getvalue()


def word_file(body: str, declaration: str = "", **parts: str) -> bytes:
    """A Word document with this XML as its body; further parts by the stem of their name in `word/`."""
    document = f'<?xml version="1.0"?>{declaration}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    more = {f"word/{name}.xml": f'<w:{name} xmlns:w="{WORD}">{content}</w:{name}>' for name, content in parts.items()}
    return archive({"_rels/.rels": _RELATIONS, "word/document.xml": document, **more})


def paragraph(text: str, numbered: tuple[int, int] | None = None) -> str:
    """XML of a paragraph, in a list when `numbered` gives the id of the list and the level."""
    place = ""
    if numbered is not None:
        place = f'<w:pPr><w:numPr><w:ilvl w:val="{numbered[1]}"/><w:numId w:val="{numbered[0]}"/></w:numPr></w:pPr>'
    return f"<w:p>{place}<w:r><w:t>{text}</w:t></w:r></w:p>"
