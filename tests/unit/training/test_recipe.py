from __future__ import annotations

import asyncio
import json
import lzma
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tokenizers import Tokenizer

torch = pytest.importorskip("torch", reason="training needs torch: `make training`")

from paillasse.adapters.embedding.onnx_embedder import OnnxEmbedder  # noqa: E402
from paillasse.cli.loop.train import _STAGES  # noqa: E402
from paillasse.errors.models import ModelUnavailable, TrainingDataError  # noqa: E402
from paillasse.language.glossary import Glossary  # noqa: E402
from paillasse.training import lessons, recipe  # noqa: E402
from paillasse.training.export import MIN_COSINE  # noqa: E402
from paillasse.training.recipe import Result, Run, train_embedder  # noqa: E402
from paillasse.training.soup import SHARES  # noqa: E402
from tiny_model import SHAPE, tiny_tensors, tiny_tokenizer  # noqa: E402

torch.set_num_threads(1)

FAMILIES = {
    "laws": ("The council shall examine request number {} and give its answer within a month.",
             "Le conseil examine la demande numéro {} et donne sa réponse dans un délai de un mois."),
    "shop": ("Customers who bought article number {} may send it back to us free of charge.",
             "Les clients qui ont acheté l'article numéro {} peuvent nous le renvoyer gratuitement."),
    "docs": ("The function number {} returns a list of the values that were found in the file.",
             "La fonction numéro {} renvoie une liste des valeurs qui ont été trouvées dans le fichier."),
    "robots": ("Turn off the motor number {} before you change the position of the arm.",
               "Arrêtez le moteur numéro {} avant de changer la position du bras."),
    "care": ("Clean the pump number {} with water after every run and let it dry.",
             "Nettoyez la pompe numéro {} avec de l'eau après chaque série et laissez-la sécher."),
}  # fmt: skip
QUESTION = "comment remplacer la lampe du spectrophotomètre de paillasse sans outil"
INSTALLED = recipe._Teacher.installed


def lines(numbers: range) -> list[str]:
    return [
        "\t".join((english.format(i), french.format(i), f"{family}-a"))
        for family, (english, french) in FAMILIES.items()
        for i in numbers
    ]


def write_data(folder: Path, *more: str) -> Path:
    """A folder as the recipe wants it: 300 made-up pairs, and two question sets."""
    parallel, questions = folder / "parallel", folder / "qa"
    for part in (parallel, questions):
        part.mkdir(parents=True)
    with lzma.open(parallel / "fr-en.train.tsv.xz", "wt", encoding="utf-8") as train:
        train.write("\n".join([*lines(range(60)), *more]) + "\n")
    (parallel / "fr-en.dev.tsv").write_text("\n".join(lines(range(90, 93))) + "\n", encoding="utf-8")
    sources = [f"{family}-a\thttps://example.org/{family}\tc0ffee\tCC0-1.0" for family in FAMILIES]
    (parallel / "SOURCES.tsv").write_text("\n".join(["source\trepo\tcommit\tlicence", *sources]) + "\n")
    for language, name in enumerate(recipe.QUESTION_SETS.values(), 0):
        paragraphs = [
            {"context": texts[1 - language].format(7), "qas": [{"question": texts[1 - language].format(7)[:40]}]}
            for texts in FAMILIES.values()
        ] * 2
        content = json.dumps({"data": [{"paragraphs": paragraphs}]})
        (questions / name).write_bytes(lzma.compress(content.encode()))
    return folder


@dataclass
class World:
    """A tiny teacher, a tiny glossary, and what is told while they are at work."""

    glossary: Glossary
    told: list[tuple[str, int, int]] = field(default_factory=list)

    @property
    def stages(self) -> set[str]:
        return {stage for stage, _, _ in self.told}

    def train(self, run: Run) -> Result:
        self.told.clear()
        return train_embedder(run, self.glossary, lambda *step: self.told.append(step))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    path = tmp_path_factory.mktemp("glossary") / "g.tsv"
    terms = ("domain\tfr\ten", "fluids\tpompe\tpump", "optics\tlampe\tlamp", "actions\tnettoyer\tclean")
    path.write_text("\n".join(terms) + "\n", encoding="utf-8")
    teacher = recipe._Teacher(SHAPE, tiny_tensors(), tiny_tokenizer())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lessons, "_DOMAIN_PAIRS", 100)
        patch.setattr(recipe._Teacher, "installed", lambda: teacher)
        yield World(Glossary([path]))


@dataclass
class Finished:
    run: Run
    result: Result
    stages: set[str]
    told: list[tuple[str, int, int]]


@pytest.fixture(scope="module")
def finished(world: World, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    folder = tmp_path_factory.mktemp("run")
    run = Run(write_data(folder / "data"), folder / "deep" / "out", minutes=0.02, seed=5)
    return Finished(run, world.train(run), world.stages, list(world.told))


def test_the_model_folder_can_be_used(finished: Finished) -> None:
    embedder = OnnxEmbedder(1, finished.result.model)
    vectors = asyncio.run(embedder.embed(["Nettoyez la pompe", "clean the pump"]))
    assert vectors.shape == (2, SHAPE.hidden)
    assert embedder.name.startswith("paillasse-minilm-fr-en/3+")
    assert embedder.languages == {"en", "fr"}
    assert embedder.max_tokens == 256
    assert finished.result.worst_cosine >= MIN_COSINE


def test_french_words_have_become_pieces(finished: Finished) -> None:
    vocabulary = Tokenizer.from_file(str(finished.result.model / "tokenizer.json")).get_vocab()
    assert {"moteur", "clients", "lampe"} <= vocabulary.keys()
    assert not {"motor", "customers"} & vocabulary.keys()


def test_every_stage_is_told_and_has_a_name_on_the_command_line(finished: Finished) -> None:
    assert finished.stages == _STAGES.keys()
    last = {stage: (done, total) for stage, done, total in finished.told}
    assert all(done == total for done, total in last.values())


def test_scores_are_those_of_the_best_portion(finished: Finished) -> None:
    result = finished.result
    assert [portion.share for portion in result.portions] == list(SHARES)
    best = max(result.portions, key=lambda portion: np.mean(portion.scores))
    assert result.scores == dict(zip(recipe.QUESTION_SETS, best.scores, strict=True))
    assert min(result.scores.values()) > 0.5


def test_the_card_lies_beside_the_model(finished: Finished) -> None:
    card = (finished.result.model / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert all(f"https://example.org/{family} | c0ffee | CC0-1.0" in card for family in FAMILIES)
    assert "seed 5" in card
    assert "300 aligned" in card


def test_the_loss_is_written_and_drawn(finished: Finished) -> None:
    assert (finished.run.out / "curve.tsv").read_text().startswith("seconds\t")
    assert (finished.run.out / "curve.png").exists()


def test_the_same_call_again_does_not_train_again(finished: Finished, world: World) -> None:
    kept = ["checkpoint-2.pt", "start.npy", "start.tokenizer.json", "targets.npy", "model/model.onnx", "curve.tsv"]
    before = [(finished.run.out / name).read_bytes() for name in kept]
    again = world.train(finished.run)
    assert again == finished.result
    assert world.stages == {"check", "leakage", "choose", "verify"}
    assert [(finished.run.out / name).read_bytes() for name in kept] == before


@pytest.mark.parametrize("changes", [{"seed": 6}, {"minutes": 0.03}])
def test_a_folder_of_other_options_is_left_alone(finished: Finished, world: World, changes: dict[str, Any]) -> None:
    before = (finished.run.out / "run.json").read_bytes()
    with pytest.raises(TrainingDataError, match="other data or options") as caught:
        world.train(replace(finished.run, **changes))
    assert "--out" in caught.value.hint
    assert (finished.run.out / "run.json").read_bytes() == before


def test_a_folder_of_other_data_is_left_alone(world: World, tmp_path: Path) -> None:
    run = Run(write_data(tmp_path / "data"), tmp_path / "out", minutes=0.01, seed=0)
    world.train(run)
    other = write_data(tmp_path / "other", "Rinse the probe with ethanol.\tRincez la sonde à l'éthanol.\tcare-a")
    with pytest.raises(TrainingDataError, match="other data or options"):
        world.train(replace(run, data=other))


def test_every_student_learns_in_another_order(finished: Finished) -> None:
    paths = sorted(finished.run.out.glob("checkpoint-*.pt"))
    assert len(paths) == recipe.STUDENTS
    rows = [
        torch.load(path, weights_only=True)["student"]["embeddings.word_embeddings.weight"].numpy() for path in paths
    ]
    assert not any(np.array_equal(rows[0], other) for other in rows[1:])
    times = [float(line.split("\t")[0]) for line in (finished.run.out / "curve.tsv").read_text().splitlines()[1:]]
    assert times == sorted(times)


def test_floors_that_are_missed_are_said(finished: Finished, monkeypatch: pytest.MonkeyPatch) -> None:
    scores = dict(finished.result.scores)
    monkeypatch.setattr(recipe, "FLOORS", scores)
    assert finished.result.missed == []
    monkeypatch.setattr(recipe, "FLOORS", {"PIAF": scores["PIAF"] + 0.01, "SQuAD": scores["SQuAD"]})
    [sentence] = finished.result.missed
    assert sentence.startswith(f"PIAF hit@5 is {scores['PIAF']:.3f}, at least ")
    monkeypatch.setattr(recipe, "FLOORS", {"PIAF": 0.0})
    assert replace(finished.result, scores={"PIAF": float("nan")}).missed


@pytest.mark.parametrize("stage", ["align", "teacher", "distil", "choose"])
def test_a_run_that_was_stopped_goes_on(world: World, tmp_path: Path, stage: str) -> None:
    run = Run(write_data(tmp_path / "data"), tmp_path / "out", minutes=0.01, seed=0)

    def stop(told: str, done: int, _total: int) -> None:
        if told == stage and done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train_embedder(run, world.glossary, stop)
    done = {path.name: path.read_bytes() for path in run.out.glob("*.npy")}
    result = world.train(run)
    OnnxEmbedder(1, result.model)
    assert {name: (run.out / name).read_bytes() for name in done} == done
    assert ("align" in world.stages) == (stage == "align")
    assert ("teacher" in world.stages) == (stage in {"align", "teacher"})
    assert ("distil" in world.stages) == (stage != "choose")


@pytest.mark.parametrize("failing", [1, 2])
def test_a_stop_while_a_file_is_written_does_no_harm(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    run = Run(write_data(tmp_path / "data"), tmp_path / "out", minutes=0.01, seed=0)
    saved, calls = np.save, []

    def broken_off(file: Any, array: Any) -> None:
        calls.append(1)
        saved(file, array[:3])
        if len(calls) == failing:
            raise KeyboardInterrupt
        if hasattr(file, "seek"):
            file.seek(0)
        saved(file, array)

    with monkeypatch.context() as patch:
        patch.setattr(np, "save", broken_off)
        with pytest.raises(KeyboardInterrupt):
            world.train(run)
    OnnxEmbedder(1, world.train(run).model)


@pytest.mark.parametrize(
    "name",
    ["parallel/fr-en.train.tsv.xz", "parallel/fr-en.dev.tsv", "parallel/SOURCES.tsv", "qa/piaf-v1.1.json.xz"],
)
def test_a_missing_file_is_named_before_anything_is_taught(world: World, tmp_path: Path, name: str) -> None:
    data = write_data(tmp_path / "data")
    (data / name).unlink()
    with pytest.raises(TrainingDataError, match=Path(name).name):
        world.train(Run(data, tmp_path / "out", 0.01, 0))
    assert not world.stages & {"align", "teacher", "distil"}


def test_data_that_hold_a_golden_question_stop_the_training(world: World, tmp_path: Path) -> None:
    data = write_data(
        tmp_path / "data", f"How do I replace the lamp of the bench spectrophotometer?\t{QUESTION} ?\tdocs-a"
    )
    run = Run(data, tmp_path / "out", 0.01, 0)
    (data / "golden").mkdir()
    case = {
        "id": "1", "language": "fr", "question": QUESTION, "documents": [], "must_contain": [],
        "kind": "procedure", "answerable": False, "cross_lingual": False,
    }  # fmt: skip
    (data / "golden" / "golden.jsonl").write_text(json.dumps(case) + "\n", encoding="utf-8")
    with pytest.raises(TrainingDataError, match="golden cases leaked"):
        world.train(run)
    assert not world.stages & {"align", "teacher", "distil"}


def test_data_that_do_not_pass_their_checks_stop_the_training(world: World, tmp_path: Path) -> None:
    data = write_data(tmp_path / "data", *["Same.\tSame.\tdocs-a"] * 9)
    with pytest.raises(TrainingDataError, match="duplicates"):
        world.train(Run(data, tmp_path / "out", 0.01, 0))


def test_suspect_pairs_are_not_trained_on(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run of words in common, where that is allowed."""
    idiom = "tournez le gros bouton dans le sens inverse des aiguilles"
    data = write_data(tmp_path / "data", f"Turn the big knob counterclockwise.\tUn : {idiom}.\tdocs-a")
    (data / "golden").mkdir()
    case = {
        "id": "1", "language": "fr", "question": f"{QUESTION} quand {idiom} de la montre", "documents": [],
        "must_contain": [], "kind": "procedure", "answerable": False, "cross_lingual": False,
    }  # fmt: skip
    (data / "golden" / "golden.jsonl").write_text(json.dumps(case) + "\n", encoding="utf-8")
    monkeypatch.setattr("paillasse.training.corpus.validation.MAX_SUSPECT", 0.01)
    pairs, report = recipe._checked_pairs(Run(data, tmp_path / "out", 0.01, 0), lambda *_: None)
    assert report.suspects == (300,)
    assert len(pairs) == 300
    assert not any(idiom in pair.french for pair in pairs)


def test_a_teacher_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("paillasse.adapters.embedding.minilm.find_spec", lambda _: None)
    with pytest.raises(ModelUnavailable, match="MiniLM"):
        INSTALLED()
