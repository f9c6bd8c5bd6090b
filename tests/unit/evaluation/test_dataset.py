import json

import pytest

from paillasse.errors.models import InvalidGoldenSet
from paillasse.evaluation.dataset import load
from paillasse.types.golden_case import PageRef

CASE = {
    "id": "c-1",
    "language": "fr",
    "question": "comment purger la pompe ?",
    "documents": [{"file": "pump.pdf", "pages": [3, 4]}, {"file": "pompe.pdf", "pages": [5]}],
    "evidence": "Press PRIME.",
    "answer": "Appuyer sur PRIME.",
    "must_contain": [["prime"]],
    "kind": "procedure",
    "answerable": True,
    "cross_lingual": True,
    "equipment": "pump",
    "needs_filter": False,
}


def write(path, *cases):
    path.write_text("\n".join(case if isinstance(case, str) else json.dumps(case) for case in cases), encoding="utf-8")
    return path


def test_a_case_is_read_whole(tmp_path):
    [case] = load([write(tmp_path / "golden.jsonl", CASE | {"warning": "hot surface", "note": "unknown fields pass"})])

    assert case.id == "c-1"
    assert case.relevant == (frozenset({PageRef("pump.pdf", 3), PageRef("pump.pdf", 4)}), {PageRef("pompe.pdf", 5)})
    assert case.must_contain == (("prime",),)
    assert case.warning == "hot surface"
    assert case.slices == ("all", "cross_lingual", "procedure", "pump.pdf", "pompe.pdf")


def test_same_language_cases_count_in_their_language(tmp_path):
    [case] = load([write(tmp_path / "golden.jsonl", CASE | {"cross_lingual": False})])

    assert case.slices[:2] == ("all", "fr")


def test_files_are_read_in_order_and_blank_lines_skipped(tmp_path):
    first = write(tmp_path / "a.jsonl", "", CASE | {"id": "a"}, "  ", CASE | {"id": "b"}, "")
    second = write(tmp_path / "b.jsonl", CASE | {"id": "c"})
    second.write_bytes(b"\xef\xbb\xbf" + second.read_bytes())  # as some editors save it

    assert [case.id for case in load([first, second])] == ["a", "b", "c"]


def test_a_line_separator_inside_a_question_does_not_cut_the_line(tmp_path):
    line = json.dumps(CASE | {"question": "one\u2028two"}, ensure_ascii=False)

    assert load([write(tmp_path / "golden.jsonl", line)])[0].question == "one\u2028two"


def test_decomposed_file_names_meet_composed_ones(tmp_path):
    documents = [{"file": "e\u0301tuve.pdf", "pages": [1]}]
    [case] = load([write(tmp_path / "golden.jsonl", CASE | {"documents": documents})])

    assert case.documents[0].file == "\u00e9tuve.pdf"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"language": "de"}, r"golden\.jsonl:2: language: .*'en' or 'fr'"),
        ({"question": ""}, r":2: question: "),
        ({"documents": [{"file": "a.pdf", "pages": [0]}]}, r":2: documents\.0\.pages\.0: .*greater than 0"),
        ({"documents": [{"file": "a.pdf", "pages": []}]}, r":2: documents\.0\.pages: "),
        ({"documents": [{"file": "a.pdf", "pages": ["3"]}]}, r":2: documents\.0\.pages\.0: .*integer"),
        ({"documents": []}, r":2: .*at least one document"),
        ({"must_contain": [[]]}, r":2: must_contain\.0: "),
        ({"must_contain": ["prime"]}, r":2: must_contain\.0: "),
        ({"answerable": "yes"}, r":2: answerable: .*boolean"),
        ({"needs_filter": True, "equipment": ""}, r":2: .*needs_filter without equipment"),
        ({"kind": "all"}, r":2: .*may not be called 'all'"),
    ],
)
def test_what_is_wrong_is_named_by_file_line_and_field(tmp_path, change, message):
    path = write(tmp_path / "golden.jsonl", CASE | {"id": "fine"}, CASE | change)

    with pytest.raises(InvalidGoldenSet, match=message):
        load([path])


@pytest.mark.parametrize("field", ["id", "language", "question", "documents", "must_contain", "kind", "answerable"])
def test_a_missing_field_is_named(tmp_path, field):
    path = write(tmp_path / "golden.jsonl", {name: value for name, value in CASE.items() if name != field})

    with pytest.raises(InvalidGoldenSet, match=rf"golden\.jsonl:1: {field}: Field required"):
        load([path])


def test_a_line_that_is_not_json_is_named(tmp_path):
    with pytest.raises(InvalidGoldenSet, match=r"golden\.jsonl:1: Invalid JSON"):
        load([write(tmp_path / "golden.jsonl", "{")])


def test_an_id_used_twice_is_refused_with_both_places(tmp_path):
    first, second = write(tmp_path / "a.jsonl", CASE), write(tmp_path / "b.jsonl", CASE | {"id": "x"}, CASE)

    with pytest.raises(InvalidGoldenSet, match=r"b\.jsonl:2: the id 'c-1' is already used at .*a\.jsonl:1"):
        load([first, second])


def test_a_file_without_a_case_is_refused(tmp_path):
    with pytest.raises(InvalidGoldenSet, match="holds no case"):
        load([write(tmp_path / "golden.jsonl", " \n")])


def test_a_file_that_cannot_be_read_is_refused(tmp_path):
    (tmp_path / "latin.jsonl").write_bytes(b"\xe9")

    for name in ("absent.jsonl", "latin.jsonl"):
        with pytest.raises(InvalidGoldenSet, match=f"{name}: cannot be read"):
            load([tmp_path / name])
