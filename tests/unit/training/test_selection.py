import json
import lzma

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paillasse.errors.models import TrainingDataError
from paillasse.training.selection import ReadingSet, hit_rate, read_questions

SQUAD = {
    "version": "v2.0",
    "data": [
        {
            "title": "Pompe",
            "paragraphs": [
                {
                    "context": "La pompe s'arrête à 2 bar.",
                    "qas": [
                        {"id": "1", "question": "À quelle pression s'arrête-t-elle ?", "answers": [{"text": "2 bar"}]},
                        {"id": "2", "question": "Qui l'a peinte ?", "answers": [], "is_impossible": True},
                    ],
                }
            ],
        },
        {
            "title": "Rotor",
            "paragraphs": [
                {"context": "Nobody asks about this one.", "qas": []},
                {
                    "context": "The rotor weighs 3 kg.",
                    "qas": [{"id": "3", "question": "How heavy?", "is_impossible": False}],
                },
            ],
        },
    ],
}
VECTORS = {"p0": [1, 0], "p1": [0, 1], "p2": [-1, 0], "q near p0": [0.8, 0.6], "q near p1": [0.6, 0.8]}


def write(path, content):
    text = (content if isinstance(content, str) else json.dumps(content)).encode()
    path.write_bytes(lzma.compress(text) if path.suffix == ".xz" else text)
    return path


def embed(texts):
    return np.array([VECTORS[text] for text in texts], dtype=np.float32)


def asked(*questions):
    return ReadingSet(("p0", "p1", "p2"), tuple(q for q, _ in questions), np.array([a for _, a in questions]))


@pytest.mark.parametrize("name", ["set.json", "set.json.xz"])
def test_only_questions_with_an_answer_are_kept_and_every_paragraph(tmp_path, name):
    found = read_questions(write(tmp_path / name, SQUAD))

    assert found.paragraphs == ("La pompe s'arrête à 2 bar.", "Nobody asks about this one.", "The rotor weighs 3 kg.")
    assert found.questions == ("À quelle pression s'arrête-t-elle ?", "How heavy?")
    assert found.answers.tolist() == [0, 2]


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(TrainingDataError, match=r"absent\.json\.xz: cannot be read"):
        read_questions(tmp_path / "absent.json.xz")


@pytest.mark.parametrize("cut", [0, 20, -10])
def test_a_truncated_archive_is_refused(tmp_path, cut):
    path = write(tmp_path / "set.json.xz", SQUAD)
    path.write_bytes(path.read_bytes()[:cut])

    with pytest.raises(TrainingDataError, match=r"set\.json\.xz"):
        read_questions(path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "JSON"),
        ([], "object"),
        ({}, r"json: data: Field required"),
        ({"data": [{"paragraphs": [{"qas": []}]}]}, r"data\.0\.paragraphs\.0\.context: Field required"),
        ({"data": [{"paragraphs": [{"context": "", "qas": []}]}]}, r"paragraphs\.0\.context: .*at least 1 character"),
        ({"data": [{"paragraphs": [{"context": "Text.", "qas": []}]}]}, "no question that has an answer"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(tmp_path, content, said):
    with pytest.raises(TrainingDataError, match=said):
        read_questions(write(tmp_path / "set.json", content))


@pytest.mark.parametrize(
    ("answer", "k", "rate"), [(0, 1, 1.0), (1, 1, 0.0), (1, 2, 1.0), (2, 2, 0.0), (2, 3, 1.0), (2, 99, 1.0)]
)
def test_a_hit_is_the_right_paragraph_among_the_k_nearest(answer, k, rate):
    assert hit_rate(embed, asked(("q near p0", answer)), k) == rate


def test_the_rate_is_a_share_of_the_questions():
    questions = asked(("q near p0", 0), ("q near p1", 1), ("q near p1", 0), ("q near p0", 2))

    assert hit_rate(embed, questions, 1) == 0.5
    assert hit_rate(embed, questions) == 1.0


@pytest.mark.parametrize("value", [0.0, 1.0, np.nan])
def test_a_collapsed_model_finds_nothing(value):
    def collapsed(texts):
        return np.full((len(texts), 2), value, dtype=np.float32)

    assert hit_rate(collapsed, asked(("q near p0", 0), ("q near p1", 1)), 2) == 0.0


@given(st.integers(1, 30), st.integers(1, 40), st.integers(1, 12), st.integers(0, 2**32 - 1))
def test_it_agrees_with_sorting(paragraphs, questions, k, seed):
    rng = np.random.default_rng(seed)
    answers = rng.integers(paragraphs, size=questions)
    vectors = {f"p{i}": rng.normal(size=8) for i in range(paragraphs)} | {
        f"q{i}": rng.normal(size=8) for i in range(questions)
    }
    names = (tuple(f"p{i}" for i in range(paragraphs)), tuple(f"q{i}" for i in range(questions)))
    matrix = np.array([vectors[q] for q in names[1]]) @ np.array([vectors[p] for p in names[0]]).T
    nearest = np.argsort(-matrix, axis=1)[:, :k]
    expected = np.mean([answer in row for answer, row in zip(answers, nearest, strict=True)])

    found = hit_rate(lambda texts: np.array([vectors[t] for t in texts]), ReadingSet(*names, answers), k)

    assert found == pytest.approx(expected)


@given(st.integers(1, 20), st.integers(1, 30), st.integers(0, 2**32 - 1))
def test_a_sample_keeps_paragraphs_and_answers_and_repeats_with_its_seed(total, wanted, seed):
    whole = ReadingSet(
        tuple(f"p{i}" for i in range(7)), tuple(f"q{i}" for i in range(total)), np.arange(total, dtype=np.int64) % 7
    )

    drawn, again = (whole.sample(wanted, np.random.default_rng(seed)) for _ in range(2))

    numbers = [int(question[1:]) for question in drawn.questions]
    assert len(numbers) == min(wanted, total)
    assert numbers == sorted(set(numbers))
    assert drawn.answers.tolist() == [number % 7 for number in numbers]
    assert drawn.paragraphs == whole.paragraphs
    assert again.questions == drawn.questions
