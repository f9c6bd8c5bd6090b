"""What a technician calls the machine: model codes first, then names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from paillasse.ingestion.identity.titles import as_model, spellings, title_from_name
from paillasse.ingestion.identity.wording import DEVICES, GENERIC, name_tokens, telling
from paillasse.language.text import code_key, fold
from paillasse.types.pages import BlockKind, Page

_MODEL = re.compile(r"^(?=\D*\d)(?=.*[A-Za-z])[A-Za-z0-9][A-Za-z0-9+-]{1,14}$")
_NOT_MODEL = re.compile(
    r"^(?:\d+-?(?:st|nd|rd|th|er|e|x|mm|cm|m|v|a|w|hz|khz|mhz|s|ml|l|g|kg|nm|c|f|years?|ans?|way)|v\d+(?:\.\d+)*|rev\w*|"
    r"iso\d*|ip\d\d|rs-?\d{3}\w?|usb\d?|page\d*|\d{4,}[a-z]?|po\w*|doc-?\d+|1-?800\S*)$",
    re.IGNORECASE,
)
_PART_NUMBER = re.compile(r"^[A-Za-z]{1,2}\d{5,}$")
_MAX = 8
_MAX_NAME = 5


def guess_machines(pages: Sequence[Page], title: str, maker: str, filename: str) -> tuple[tuple[str, ...], float]:
    """Models, then names, at most eight; and confidence."""
    words = [word.text for page in pages for word in page.words]
    said = Counter(code_key(word.strip("®™.,;:()")) for word in words)
    named = name_tokens(filename)
    found = _models([*title.split(), *named, *_cover(pages)], said, {fold(token) for token in named})
    spelt = spellings(set(found), pages)
    models = [spelt.get(key, as_model(name)) for key, name in found.items()] + _numbers(named, said)
    own = set(telling(maker))
    names = [name for name in (_name(title, own), _name(title_from_name(filename, pages), own)) if name]
    phrases = [phrase for text in (title, title_from_name(filename, pages)) for phrase in _device_phrases(text)]
    distinct: dict[str, str] = {}
    for name in (*models, *names, *phrases):
        distinct.setdefault(code_key(name), name)
    machines = tuple(distinct.values())[:_MAX]
    return machines, (0.8 if models else 0.6 if machines else 0.0)


def _cover(pages: Sequence[Page]) -> list[str]:
    """Words of the large lines of the first pages, and of the running headers."""
    words: list[str] = []
    for page in pages[:6]:
        for block in page.blocks:
            if block.kind is BlockKind.FURNITURE or (block.kind is BlockKind.HEADING and page.number <= 2):
                words += [word.text for word in page.words[block.span.start : block.span.end]]
    return words


def _models(tokens: Sequence[str], said: Counter[str], named: set[str]) -> dict[str, str]:
    """Codes with letters and digits that the manual says at least twice, by normalised key.

    Very short ones ("T5") only when the file name or a list of models ("T5/T7") has them.
    """
    models: dict[str, str] = {}
    for token in tokens:
        parts = re.split(r"[/,]", re.sub(r"[®™©*]", "", token))
        for part in parts:
            bare = part.strip(".,;:()[]\"'")
            if not _MODEL.match(bare) or _NOT_MODEL.match(bare) or fold(bare) in GENERIC:
                continue
            if _PART_NUMBER.match(bare) and fold(bare) not in named:
                continue
            digits = sum(c.isdigit() for c in bare)
            if fold(bare) in named or (said[code_key(bare)] >= 2 and (digits > 1 or len(parts) > 1)):
                models.setdefault(code_key(bare), bare)
    return models


def _numbers(named: Sequence[str], said: Counter[str]) -> list[str]:
    """Models that are a bare number: in the file name, alone or behind letters, and often in the text."""
    numbers = [match.group(1) for token in named if (match := re.match(r"^(?:[A-Za-z]{4,})?(\d{3,5})$", token))]
    return [number for number in numbers if said[number] >= 3]


def _name(text: str, maker: set[str]) -> str:
    """A title without the words that any manual has, and without the maker."""
    words = [re.sub(r"[®™©]", "", word).strip('.,;:()[]–-"') for word in text.split()]
    kept = [word for word in words if word and (tokens := telling(word)) and not set(tokens) <= maker]
    plain = [word for word in kept if not _MODEL.match(word)]
    kept = plain if len(plain) >= 2 else kept
    return " ".join(kept) if len(kept) <= _MAX_NAME else ""


def _device_phrases(text: str) -> list[str]:
    """Sorts of machines named in a text, with the word before: "box furnace", "syringe pump"."""
    words = [re.sub(r"[^\w-]", "", word) for word in text.split()]
    phrases: list[str] = []
    for k, word in enumerate(words):
        if fold(word) in DEVICES:
            before = [w for w in words[max(k - 1, 0) : k] if telling(w) and not any(c.isdigit() for c in w)]
            if before or telling(word):
                phrases.append(" ".join([*before, word]).lower())
    return phrases
