from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from tokenizers import Tokenizer

from paillasse.language.glossary import Glossary
from paillasse.training.corpus.pairs import Pair
from paillasse.training.vocabulary import meaning
from paillasse.training.vocabulary.meaning import learn
from paillasse.training.vocabulary.words import extend
from tiny_model import tiny_tokenizer

TOKENIZER = Tokenizer.from_str(extend(tiny_tokenizer(), ()))
VERBS = {"Vérifiez": "Check", "Videz": "Empty", "Copiez": "Copy", "Étalonnez": "Calibrate"}
NOUNS = {"pile": "stack", "file": "queue", "liste": "list", "balance": "scale"}
PAIRS = [Pair(f"{VERBS[v]} the {NOUNS[n]}.", f"{v} la {n}.", "made-up") for v, n in product(VERBS, NOUNS)]


@pytest.fixture
def glossary(tmp_path: Path) -> Glossary:
    lines = ("domain\tfr\ten", "power\tpile | batterie\tbattery | cell", "optics\tcuve à circulation\tflow cell")
    (tmp_path / "g.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return Glossary([tmp_path / "g.tsv"])


@pytest.fixture
def none(tmp_path: Path) -> Glossary:
    (tmp_path / "none.tsv").write_text("domain\tfr\ten\n", encoding="utf-8")
    return Glossary([tmp_path / "none.tsv"])


def best(found: dict[str, float]) -> str:
    return max(found, key=found.__getitem__)


def test_words_and_meanings_are_learned_from_the_pairs(none: Glossary) -> None:
    french = learn(PAIRS, none, TOKENIZER)
    assert {best(french.lexicon[noun]) for noun in ("pile", "file", "liste")} == {"stack", "queue", "list"}
    assert best(french.lexicon["etalonnez"]) == "calibrate"
    assert {"pile", "etalonnez", "videz"} <= set(french.words.new)
    assert not {"stack", "check", "la"} & set(french.words.new)


def test_the_glossary_has_half_a_say_in_what_its_words_mean(none: Glossary, glossary: Glossary) -> None:
    pairs = PAIRS * 10  # a say that forty sentences about stacks cannot drown
    before, after = learn(pairs, none, TOKENIZER).lexicon, learn(pairs, glossary, TOKENIZER).lexicon
    assert best(before["pile"]) == "stack"
    assert "battery" not in before["pile"]
    assert after["pile"]["battery"] + after["pile"]["cell"] >= 0.5
    assert after["pile"]["battery"] > after["pile"]["cell"]  # the preferred term counts more
    assert after["pile"]["stack"] > 0.2
    assert sum(after["pile"].values()) == pytest.approx(1)
    assert after["liste"] == pytest.approx(before["liste"], abs=0.02)


def test_terms_that_no_pair_has_are_known(glossary: Glossary) -> None:
    french = learn(PAIRS, glossary, TOKENIZER)
    assert best(french.lexicon["batterie"]) == "battery"
    assert {"batterie"} <= set(french.words.new)
    assert set(french.lexicon["circulation"]) <= {"flow", "cell"}
    assert not {"cuve", "circulation", "flow"} & set(french.words.new)  # the tokenizer has these


def test_only_the_shortest_pairs_are_aligned(none: Glossary, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meaning, "_MOST_PAIRS", len(PAIRS))
    longer = Pair("A much longer sentence about a bearing.", "Une bien plus longue phrase sur un roulement.", "made-up")
    french = learn([longer, longer, *PAIRS], none, TOKENIZER)
    assert "roulement" in french.words.new
    assert "roulement" not in french.lexicon
    assert "pile" in french.lexicon


def test_every_round_is_told(glossary: Glossary) -> None:
    rounds: list[int] = []
    learn(PAIRS, glossary, TOKENIZER, lambda: rounds.append(1))
    assert len(rounds) == 10
