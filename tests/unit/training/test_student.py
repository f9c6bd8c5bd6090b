from __future__ import annotations

from dataclasses import replace
from itertools import cycle, islice

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

torch = pytest.importorskip("torch", reason="training needs torch: `make training`")

from paillasse.training.export import export, verify  # noqa: E402
from paillasse.training.student import MAX_TOKENS, Student, batches, encode, token_ids  # noqa: E402
from paillasse.training.vocabulary.words import extend  # noqa: E402
from tiny_model import INFO, SHAPE, numpy_bert, tiny_tensors, tiny_tokenizer  # noqa: E402

TOKENIZER = Tokenizer.from_str(extend(tiny_tokenizer(), ()))
TEXTS = ["Clean the flow cell after every run.", "E-203", "", "rincer la pompe", "Dry!", " ".join(["the cell"] * 100)]

torch.set_num_threads(1)


@pytest.fixture(scope="module")
def student() -> Student:
    return Student(SHAPE, tiny_tensors())


def test_it_computes_what_bert_computes(student: Student) -> None:
    ids = token_ids(TOKENIZER, TEXTS)
    found = encode(student, ids, exact=True)
    for one, vector in zip(ids, found, strict=True):
        mean = numpy_bert(tiny_tensors(), SHAPE, np.array(one, dtype=np.int32)).mean(axis=0)
        assert vector @ mean / np.linalg.norm(mean) > 0.99999


def test_it_computes_what_the_exported_model_computes(student: Student, tmp_path) -> None:
    ids = token_ids(TOKENIZER, TEXTS)
    export(student.tensors(), SHAPE, extend(tiny_tokenizer(), ()), INFO, tmp_path, ids)
    assert verify(tmp_path, TEXTS, encode(student, ids, exact=True), 0.95)


def test_half_precision_turns_vectors_by_a_degree_at_most(student: Student) -> None:
    ids = token_ids(TOKENIZER, TEXTS)
    fast, exact = encode(student, ids), encode(student, ids, exact=True)
    assert fast.dtype == exact.dtype == np.float32
    assert (fast * exact).sum(axis=1).min() > np.cos(np.radians(1.5))
    assert not np.array_equal(fast, exact)
    np.testing.assert_allclose(np.linalg.norm(fast, axis=1), 1, rtol=1e-5)


def test_tensors_come_back_as_they_went_in(student: Student) -> None:
    given = tiny_tensors()
    back = student.tensors()
    assert back.keys() == given.keys()
    for name, tensor in given.items():
        np.testing.assert_array_equal(back[name], tensor, err_msg=name)


def test_tensors_are_copies() -> None:
    student = Student(SHAPE, tiny_tensors())
    name = "encoder.layer.0.output.dense.bias"
    student.tensors()[name][:] = 7
    before = student.tensors()[name]
    with torch.no_grad():
        student.get_parameter(name).fill_(9)
    np.testing.assert_array_equal(before, tiny_tensors()[name])


def test_the_pooler_is_ignored() -> None:
    given = tiny_tensors() | {"pooler.dense.weight": np.zeros((3, 3), np.float32)}
    assert "pooler.dense.weight" not in Student(SHAPE, given).tensors()


def test_tensors_that_do_not_fit_are_named() -> None:
    name = "encoder.layer.1.output.dense.weight"
    with pytest.raises((KeyError, RuntimeError), match=r"layer\.2\."):
        Student(replace(SHAPE, layers=3), tiny_tensors())
    with pytest.raises(RuntimeError, match=name.replace(".", r"\.")):
        Student(SHAPE, tiny_tensors() | {name: np.zeros((SHAPE.hidden, 5), np.float32)})


@given(st.lists(st.integers(2, MAX_TOKENS) | st.integers(2, 4), max_size=300), st.none() | st.integers(0, 9))
def test_every_text_is_in_one_batch_of_its_length(lengths: list[int], seed: int | None) -> None:
    sizes = np.array(lengths, dtype=np.int64)
    found = batches(sizes, None if seed is None else np.random.default_rng(seed))
    assert sorted(i for batch in found for i in batch) == list(range(len(lengths)))
    assert all(len(set(sizes[batch])) == 1 for batch in found)
    assert all(0 < sizes[batch].sum() <= 3_000 for batch in found)
    again = batches(sizes, None if seed is None else np.random.default_rng(seed))
    assert [list(batch) for batch in found] == [list(batch) for batch in again]


def test_batches_are_as_full_as_they_may_be() -> None:
    lengths = np.array([100] * 65 + [250] * 13 + [3])
    assert [len(batch) for batch in batches(lengths)] == [1, 30, 30, 5, 12, 1]


def test_a_text_over_the_size_of_a_batch_is_one() -> None:
    assert [list(batch) for batch in batches(np.array([9_000, 9_000]))] == [[0], [1]]


def test_chance_decides_the_order_of_texts_and_of_batches() -> None:
    lengths = np.repeat([100, 200], 60)
    plain, once, other = batches(lengths), *(batches(lengths, np.random.default_rng(seed)) for seed in (0, 1))
    assert [i for batch in plain for i in batch] == list(range(120))
    assert once[0].tolist() != sorted(once[0])
    assert [batch.tolist() for batch in once] != [batch.tolist() for batch in other]
    assert len({tuple(lengths[batch[0]] for batch in batches(lengths, np.random.default_rng(s))) for s in range(9)}) > 1


@pytest.mark.parametrize("words", [MAX_TOKENS - 2, MAX_TOKENS - 1, MAX_TOKENS + 50])
def test_long_texts_are_cut_and_still_end(words: int) -> None:
    text = " ".join(islice(cycle(["clean", "the", "pump"]), words))
    whole = TOKENIZER.encode(text).ids
    [ids, short] = token_ids(TOKENIZER, [text, "dry"])
    assert len(ids) == min(words + 2, MAX_TOKENS)
    assert ids[:-1] == whole[: len(ids) - 1]
    assert ids[-1] == short[-1] == TOKENIZER.token_to_id("[SEP]")
    assert len(short) == 3


def test_vectors_come_in_the_order_of_the_texts(student: Student) -> None:
    ids = token_ids(TOKENIZER, TEXTS * 40)
    order = np.random.default_rng(0).permutation(len(ids))
    vectors = encode(student, [ids[i] for i in order], exact=True)
    alone = np.concatenate([encode(student, [one], exact=True) for one in ids[: len(TEXTS)]])
    np.testing.assert_allclose(vectors, alone[order % len(TEXTS)], atol=1e-5)


def test_progress_is_told(student: Student) -> None:
    seen: list[tuple[int, int]] = []
    encode(student, token_ids(TOKENIZER, TEXTS), lambda done, total: seen.append((done, total)))
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert {total for _, total in seen} == {len(TEXTS)}
    assert seen[-1] == (len(TEXTS), len(TEXTS))


def test_no_texts_have_no_vectors(student: Student) -> None:
    assert encode(student, []).shape == (0, SHAPE.hidden)


def test_encoding_learns_nothing(student: Student) -> None:
    encode(student, token_ids(TOKENIZER, TEXTS))
    assert all(parameter.grad is None for parameter in student.parameters())
