"""HTML as a manuscript. Nothing is loaded or run: scripts, forms, menus and hidden elements are left out."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any

from paillasse.adapters.reading_copy.manuscript import Manuscript
from paillasse.adapters.reading_copy.sources.composing import Composer
from paillasse.errors.manuals import DamagedDocument

etree: Any = import_module("lxml.etree")
"""The package ships no types: it is imported as `Any`, here only."""

_LEFT_OUT = frozenset(
    """applet audio button canvas dialog embed frame frameset iframe input map math meta nav noscript object script
    select style svg template textarea title video head""".split()
)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|(?<![\w-])opacity\s*:\s*0(?![.\d]*[1-9])|"
    r"font-size\s*:\s*0(?![.\d]*[1-9])",
    re.IGNORECASE,
)
_MAX_DEPTH = 2000
"""Elements in elements. Pages stay under a hundred, also those that forget to close their tags."""


def read_html(text: str, name: str) -> Manuscript:
    """The visible text of a page.

    Raises:
        DamagedDocument: there is no element in it, or elements are nested absurdly deep.
    """
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    if root is None:
        raise DamagedDocument(f"{name} is damaged: it holds no element of HTML.")
    composer = Composer()
    _walk(_main_part(root), composer, name)
    return Manuscript(composer.finish(), _title(root), _meta(root, "author"), _created(root))


def _walk(root: Any, composer: Composer, name: str) -> None:
    """Tell the composer what starts and ends; a loop, since a page may be nested deeper than the stack."""
    depth = 0
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if event == "start":
            depth += 1
            if depth > _MAX_DEPTH:
                raise DamagedDocument(f"{name} is damaged: its elements are nested over {_MAX_DEPTH} deep.")
            if _is_left_out(element):
                walker.skip_subtree()
            else:
                composer.start(element)
                composer.text(element.text or "")
            continue
        depth -= 1
        if not _is_left_out(element):
            composer.end(element)
        if element is not root:
            composer.text(element.tail or "")


def _is_left_out(element: Any) -> bool:
    if element.tag in _LEFT_OUT or element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    return bool(_HIDDEN.search(element.get("style", "")))


def _main_part(root: Any) -> Any:
    """What the page marks as its content, when it marks one thing."""
    for path in (".//main", ".//*[@role='main']", ".//body"):
        found = root.findall(path)
        if len(found) == 1:
            return found[0]
    return root


def _title(root: Any) -> str:
    return " ".join((root.findtext(".//title") or "").split())


def _meta(root: Any, name: str) -> str:
    element = root.find(f".//meta[@name='{name}']")
    return " ".join(element.get("content", "").split()) if element is not None else ""


def _created(root: Any) -> str:
    match = re.match(r"(\d{4})-?(\d\d)-?(\d\d)", _meta(root, "date") or _meta(root, "dcterms.created"))
    return "".join(match.groups()) if match else ""
