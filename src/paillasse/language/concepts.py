"""What a glossary holds: concepts, one a line of a file that people edit, and the keys that find their terms."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from paillasse.errors.root import InvalidConfiguration
from paillasse.language import analyzers
from paillasse.language.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HEADER = ("domain", "fr", "en")
_WORD = re.compile(r"[^\W_]+")
# Left out when terms and questions meet: "tube à essai" and "tube essai" are one, "affiche-t-il" is "affiche".
_CONNECTORS: dict[str, frozenset[str]] = {
    "fr": frozenset("a au aux d de des du elle elles et il ils je l la le les n ne nous on s se t un une vous".split()),
    "en": frozenset("a an and of the to".split()),
}
# Where Snowball, given French without accents, leaves forms of one word apart. Too bold for an index; here the
# spelling decides between the terms that meet.
_FRENCH_ENDINGS = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"(?<=...[^m])ent$", ""),  # clignotent
        (r"(?<=..ui)[rst]$", ""),  # produire, produit, produisez
        (r"(?<=[aeo])i(?:nt|ndr|gn)$", "in"),  # éteindre, éteinte, éteignez
        (r"(?<=[nr]d|mp|tt)[ru]$", ""),  # attendre, perdu, interrompu, mettre
        (r"(?<=...)(?:ier|er|i|y)$", ""),  # vérifier, vérifie, première, légère, nettoyé
        (r"v$", "f"),  # active, neuve
        (r"(?<=..)ch$", "c"),  # blanche, sèche
        (r"(?<=..)gu$", "g"),  # longue
        (r"(?<=...)e+$", ""),  # calibrée
        (r"(?<=..)(.)\1$", r"\1"),  # étalonné, appelle
    )
)


@dataclass(frozen=True, slots=True)
class Concept:
    """One line of a glossary: the terms of each language, the preferred one first."""

    domain: str
    fr: tuple[str, ...]
    en: tuple[str, ...]

    def terms(self, language: str) -> tuple[str, ...]:
        """Its terms in that language."""
        return self.fr if language == "fr" else self.en


def read_concepts(path: Path) -> Iterator[Concept]:
    """The concepts of one file.

    Raises:
        InvalidConfiguration: the file cannot be read or a line is malformed; names the file and the line.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidConfiguration(f"The glossary {path} cannot be read: {error}") from error
    rows = [(number, line) for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    if not rows or tuple(rows[0][1].split("\t")) != HEADER:
        line = rows[0][0] if rows else 1
        raise InvalidConfiguration(f"{path}, line {line}: a glossary begins with the header {' <TAB> '.join(HEADER)}")
    for number, line in rows[1:]:
        yield _concept(path, number, line)


def _concept(path: Path, number: int, line: str) -> Concept:
    cells = line.split("\t")
    if len(cells) != len(HEADER):
        raise InvalidConfiguration(
            f"{path}, line {number}: {len(HEADER)} tab-separated cells wanted, {len(cells)} found"
        )
    fr, en = (tuple(term.strip() for term in cell.split("|")) for cell in cells[1:])
    if not all((cells[0].strip(), *fr, *en)):
        raise InvalidConfiguration(f"{path}, line {number}: an empty cell or term")
    return Concept(cells[0].strip(), fr, en)


def words_of(text: str, language: str) -> tuple[str, ...]:
    """Folded words, without the articles and pronouns that come and go between and after words."""
    folded = text.lower() if text.isascii() else fold(text)
    return tuple(word for word in _WORD.findall(folded) if word not in _CONNECTORS.get(language, ()))


def bucket(word: str) -> str:
    """A prefix that all forms of a word share."""
    return word[:3].replace("y", "i")


def key(word: str, language: str) -> str:
    """What the forms of a folded word have in common: its Snowball stem, cut further in French."""
    if language != "fr":
        return analyzers.stem(word, language)
    if len(word) > 3:  # Snowball leaves "connexions" whole, and "bleus" apart from "bleu"
        word = word.removesuffix("s")
    if word.endswith("eaux"):
        word = word.removesuffix("x")
    stem = analyzers.stem(word, language)
    stem = stem.rstrip("e") or stem
    for pattern, replacement in _FRENCH_ENDINGS:
        stem = pattern.sub(replacement, stem)
    return stem
