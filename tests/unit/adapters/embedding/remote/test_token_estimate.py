from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

import paillasse
from paillasse.adapters.embedding.remote.token_estimate import estimated_tokens

SHIPPED = Tokenizer.from_file(str(Path(paillasse.__file__).parent / "data" / "embedder" / "tokenizer.json"))


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", 2),
        ("   ", 5),
        ("the", 3),
        ("étalonnage", 6),
        ("E-203", 7),
        ("CAUTION", 7),
        ("250 µl", 7),
        ("25 30", 7),
        ("漢字", 8),
        ("🧪", 6),
        ("a\nb", 5),
        ("\ud800", 3),
    ],
)
def test_letters_digits_marks_and_bytes_are_counted(text, tokens):
    assert estimated_tokens(text) == tokens


@given(st.text(), st.text())
def test_more_text_never_has_fewer_tokens(one, two):
    assert estimated_tokens(one + two) >= estimated_tokens(one)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cf"])))
def test_a_text_never_has_fewer_tokens_than_a_wordpiece_tokenizer_finds_words_in_it(text):
    words = SHIPPED.normalizer.normalize_str(text).split() if text.isascii() else []
    assert estimated_tokens(text) >= len(words)
