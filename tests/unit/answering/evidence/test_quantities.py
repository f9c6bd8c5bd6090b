from __future__ import annotations

import pytest

from paillasse.answering.evidence.quantities import Asked, asked, holds


@pytest.mark.parametrize(
    ("question", "dimension"),
    [
        ("How long does the lamp last?", "time"),
        ("how often should I clean the filter", "time"),
        ("How many hours can it run?", "time"),
        ("tous les combien faut-il changer le filtre ?", "time"),
        ("Combien de temps attendre avant d'ouvrir ?", "time"),
        ("What is the maximum temperature?", "temperature"),
        ("quelle est la température de stockage ?", "temperature"),
        ("what is the maximum input voltage", "voltage"),
        ("Quelle est la tension d'alimentation ?", "voltage"),
        ("quel courant maximum ?", "current"),
        ("quel est le prix d'une lampe ?", "money"),
        ("what does a new rotor cost", "money"),
        ("what vacuum level, what pressure range?", "pressure"),
        ("quelle pression au maximum ?", "pressure"),
        ("What volume is the maximum?", "volume"),
        ("combien de volume faut-il, en mL ?", "volume"),
        ("what is the maximum weight?", "mass"),
        ("à quelle distance minimum du mur, quelle valeur ?", "length"),
        ("what resistance value should I read", "resistance"),
    ],
)
def test_the_dimension_asked_for(question: str, dimension: str) -> None:
    found = asked(question)
    assert found.quantity
    assert dimension in found.dimensions


@pytest.mark.parametrize("question", ["How many samples fit in?", "combien de tubes dans le rotor ?", "which value?"])
def test_any_number_will_do(question: str) -> None:
    assert asked(question) == Asked(quantity=True, dimensions=frozenset())


@pytest.mark.parametrize(
    "question",
    ["How do I open the lid?", "comment régler la température ?", "what does E-203 mean", "changer la lampe"],
)
def test_no_quantity_is_asked_for(question: str) -> None:
    assert asked(question) == Asked(quantity=False, dimensions=frozenset())


@pytest.mark.parametrize(
    ("line", "dimension"),
    [
        ("Replace it after 2000 h.", "time"),
        ("Remplacez-la toutes les deux semaines.", "time"),
        ("Clean it daily.", "time"),
        ("Nettoyage mensuel", "time"),
        ("Once a week, clean it.", "time"),
        ("After every run, clean it.", "time"),
        ("Wait five minutes.", "time"),
        ("Store at −20 °C.", "temperature"),
        ("5 to 40 °C", "temperature"),
        ("fuse 2,5 A", "current"),
        ("Price: € 120", "money"),
        ("120 EUR hors taxes", "money"),
        ("24 VDC", "voltage"),
        ("about 10 kΩ", "resistance"),
        ("at 2.5 bar", "pressure"),
        ("15 cm behind it", "length"),
        ("14000 rpm", "frequency"),
        ("250 mL of bleach", "volume"),
        ("1 g near", "mass"),
        ("50 % humidity", "percent"),
        ("1200 W", "power"),
    ],
)
def test_a_line_that_holds_the_dimension(line: str, dimension: str) -> None:
    assert holds(line, Asked(quantity=True, dimensions=frozenset([dimension])))


@pytest.mark.parametrize(
    ("line", "dimension"),
    [
        ("Replace the lamp.", "time"),
        ("3. Wait until it stops.", "time"),
        ("b) Wait.", "time"),
        ("model KL1500 h", "time"),
        ("Wait 5 minutes.", "temperature"),
        ("E-203 A", "voltage"),
        ("10 mL", "length"),
    ],
)
def test_a_line_that_does_not(line: str, dimension: str) -> None:
    assert not holds(line, Asked(quantity=True, dimensions=frozenset([dimension])))


def test_any_number_or_none() -> None:
    anything = Asked(quantity=True, dimensions=frozenset())
    assert holds("It takes 24 tubes.", anything)
    assert holds("It takes six tubes.", anything)
    assert not holds("2. It takes tubes.", anything)
    assert holds("It takes tubes.", Asked(quantity=False, dimensions=frozenset()))
