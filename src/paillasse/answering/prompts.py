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
REFUSE_UNLIKELY: Final = Prompt(
    "refuse_unlikely",
    1,
    {
        "en": "The manuals searched probably do not answer this question. The nearest passages are listed below.",
        "fr": "Les manuels consultés ne répondent probablement pas à cette question. Les passages les plus proches "
        "sont indiqués.",
    },
)
REFUSE_NO_MACHINE: Final = Prompt(
    "refuse_no_machine",
    1,
    {
        "en": "This does not look like a question about a machine of these manuals. If it is one, name the machine.",
        "fr": "Cette question ne semble porter sur aucun appareil de ces manuels. Sinon, nommez l'appareil.",
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
NOTICE_UNNAMED: Final = Prompt(
    "notice_unnamed",
    1,
    {
        "en": "No manual here names “{name}”: check that what is said fits what you have.",
        "fr": "Aucun manuel ne nomme « {name} » : vérifiez que la réponse convient à ce que vous avez.",
    },
)
NOTICE_UNSEARCHED: Final = Prompt(
    "notice_unsearched",
    1,
    {
        "en": "Manuals ingested with another configuration were not searched ({count}): {titles}. Ingest them again.",
        "fr": "Manuels ingérés avec une autre configuration, non consultés ({count}) : {titles}. À ingérer de nouveau.",
    },
)
NOTICE_VERSIONS: Final = Prompt(
    "notice_versions",
    1,
    {
        "en": "Other versions of this system have a manual of their own: {titles}. Name yours to be answered from it.",
        "fr": "D'autres versions de ce système ont leur propre manuel : {titles}. Précisez la vôtre si c'en est une.",
    },
)
NOTICE_TRANSLATION: Final = Prompt(
    "notice_translation",
    1,
    {
        "en": "There is a manual of this machine in English: {titles}.",
        "fr": "Il existe un manuel de cet appareil en français : {titles}.",
    },
)
NOTICE_MODEL_FAILED: Final = Prompt(
    "notice_model_failed",
    1,
    {
        "en": "The language model {why}. What it did not write is copied from the manuals word for word.",
        "fr": "Le modèle de langage {why}. Ce qu'il n'a pas écrit est recopié des manuels mot pour mot.",
    },
)
MODEL_DID: Final = {
    "language_model_unreachable": Prompt(
        "model_unreachable", 1, {"en": "cannot be reached", "fr": "n'est pas joignable"}
    ),
    "language_model_rejected": Prompt(
        "model_rejected", 1, {"en": "does not accept our requests", "fr": "n'accepte pas nos requêtes"}
    ),
    "language_model_busy": Prompt("model_busy", 1, {"en": "is overloaded", "fr": "est surchargé"}),
    "language_model_too_slow": Prompt(
        "model_too_slow", 1, {"en": "took too long", "fr": "a mis trop de temps à répondre"}
    ),
    "language_model_truncated": Prompt("model_truncated", 1, {"en": "was cut short", "fr": "s'est interrompu"}),
    "language_model_nonsense": Prompt(
        "model_nonsense",
        1,
        {"en": "gave nothing that the manuals confirm", "fr": "n'a rien donné que les manuels confirment"},
    ),
    "language_model_suspended": Prompt(
        "model_suspended",
        1,
        {"en": "failed several times and is left alone for now", "fr": "a échoué plusieurs fois et est mis au repos"},
    ),
}
"""By the code of the error; the sentence that `NOTICE_MODEL_FAILED` completes."""
NOTICE_PARTLY_READ: Final = Prompt(
    "notice_partly_read",
    2,
    {
        "en": "Pages of “{title}” that could not be read: {pages}.",
        "fr": "Pages illisibles de « {title} » : {pages}.",
    },
)
NOTICE_FIGURE: Final = Prompt(
    "notice_figure",
    1,
    {
        "en": "Part of this stands in a figure: look at it on page {pages}.",
        "fr": "Une partie de ceci se trouve dans une figure : à regarder page {pages}.",
    },
)

ALL: Final = (
    REFUSE_NO_EVIDENCE,
    REFUSE_UNLIKELY,
    REFUSE_NO_MACHINE,
    REFUSE_UNKNOWN_CODE,
    REFUSE_UNKNOWN_EQUIPMENT,
    NEAR_CODES,
    ASK_EQUIPMENT,
    NOTICE_UNKNOWN_EQUIPMENT,
    NOTICE_UNNAMED,
    NOTICE_UNSEARCHED,
    NOTICE_VERSIONS,
    NOTICE_TRANSLATION,
    NOTICE_PARTLY_READ,
    NOTICE_FIGURE,
    NOTICE_MODEL_FAILED,
    *MODEL_DID.values(),
)
