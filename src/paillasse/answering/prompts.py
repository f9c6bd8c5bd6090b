"""The central prompt set: every text that frames an answer, versioned, in both languages.

Change a text, raise its version: the version is in the trace of every answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Prompt:
    """A template with `str.format` fields, one text per language."""

    name: str
    version: int
    texts: dict[str, str]

    def render(self, language: str, **values: object) -> str:
        """The text in `language` (English when it has none) with its fields filled."""
        return self.texts.get(language, self.texts["en"]).format(**values)

    @property
    def reference(self) -> str:
        """`name@version`, as recorded in traces."""
        return f"{self.name}@{self.version}"


REFUSE_NO_EVIDENCE: Final = Prompt(
    "refuse_no_evidence",
    1,
    {
        "en": "The manuals searched do not answer this question. The nearest passages are listed below.",
        "fr": "Les manuels consultés ne répondent pas à cette question. Les passages les plus proches sont indiqués.",
    },
)
REFUSE_UNKNOWN_CODE: Final = Prompt(
    "refuse_unknown_code",
    1,
    {
        "en": "Code {code} is not in this manual.{near}",
        "fr": "Le code {code} n'est pas dans ce manuel.{near}",
    },
)
NEAR_CODES: Final = Prompt(
    "near_codes",
    1,
    {"en": " Codes it does list: {codes}.", "fr": " Codes qui y figurent : {codes}."},
)
ASK_EQUIPMENT: Final = Prompt(
    "ask_equipment",
    1,
    {
        "en": "Several machines could be meant. Which one is it?",
        "fr": "Plusieurs appareils peuvent être concernés. Duquel s'agit-il ?",
    },
)
REFUSE_UNKNOWN_EQUIPMENT: Final = Prompt(
    "refuse_unknown_equipment",
    1,
    {
        "en": "No manual here is about the equipment “{equipment}”.",
        "fr": "Aucun manuel ne concerne l'équipement « {equipment} ».",
    },
)
NOTICE_UNKNOWN_EQUIPMENT: Final = Prompt(
    "notice_unknown_equipment",
    1,
    {
        "en": "No manual matches the equipment “{equipment}”: every manual was searched.",
        "fr": "Aucun manuel ne correspond à l'équipement « {equipment} » : tous les manuels ont été consultés.",
    },
)
NOTICE_PARTLY_READ: Final = Prompt(
    "notice_partly_read",
    2,
    {
        "en": "Pages of “{title}” that could not be read: {pages}.",
        "fr": "Pages illisibles de « {title} » : {pages}.",
    },
)

ALL: Final = (
    REFUSE_NO_EVIDENCE,
    REFUSE_UNKNOWN_CODE,
    REFUSE_UNKNOWN_EQUIPMENT,
    NEAR_CODES,
    ASK_EQUIPMENT,
    NOTICE_UNKNOWN_EQUIPMENT,
    NOTICE_PARTLY_READ,
)
