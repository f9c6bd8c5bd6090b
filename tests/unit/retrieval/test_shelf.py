from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from manuals import Manual
from paillasse.retrieval.kinship import Kinship, kinship
from paillasse.retrieval.shelf import Shelf
from paillasse.types.documents import Document


def manual(title: str, *equipment: str, language: str = "en") -> Document:
    return Manual(f"{title} {language}", equipment, language=language).content().document


def shelf(*documents: Document) -> Shelf:
    return Shelf({d.id: d for d in documents})


MS8_EN, MS8_FR = (manual("MS8-Xany", "MS8", "MS8-Xany", language=language) for language in ("en", "fr"))
MS16_FR = manual("MS16-Xany", "MS16", "MS16-Xany", language="fr")
PUMP = manual("Syringe pump", "Syringe pump")
EVERYTHING = shelf(MS8_EN, MS8_FR, MS16_FR, PUMP)


def test_what_is_there_in_the_language_of_the_reader() -> None:
    assert EVERYTHING.translated(EVERYTHING, "fr") == {MS8_EN.id, MS8_FR.id, MS16_FR.id}
    assert EVERYTHING.translated([PUMP.id, MS16_FR.id, "unknown"], "en") == {PUMP.id}
    several = replace(PUMP, metadata=replace(PUMP.metadata, languages=("en", "fr")))
    assert shelf(several).translated([several.id], "fr") == {several.id}


def test_the_languages_of_some_and_of_all() -> None:
    assert EVERYTHING.languages == EVERYTHING.languages_of(None) == ("en", "fr")
    assert EVERYTHING.languages_of([PUMP.id, "unknown"]) == ("en",)
    assert EVERYTHING.languages_of([]) == ()


NAMES = st.lists(st.sampled_from(["MS8", "MS8-Xany", "OpenLIS one", "pump", "KL 1500", "1500"]), max_size=3)
MANUALS = st.lists(
    st.builds(
        lambda n, e, lang: manual(str(n), *e, language=lang), st.integers(0, 5), NAMES, st.sampled_from(["en", "fr"])
    ),
    max_size=6,
)


@given(MANUALS)
def test_what_is_beside_a_manual_is_all_its_kin(documents: list[Document]) -> None:
    """The same as comparing each with each."""
    made = shelf(*documents)
    kin = {
        one.id
        for one in made.values()
        for other in made.values()
        if "fr" in other.metadata.languages and (one.id == other.id or kinship(other, one) is Kinship.TRANSLATION)
    }
    assert made.translated(made, "fr") == kin
