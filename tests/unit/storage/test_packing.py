from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paillasse.storage.packing import pack_page, pack_vocabulary, unpack_page, unpack_vocabulary
from paillasse.types.pages import Box, Page, Word
from sample_content import content


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(page=st.from_type(Page))
def test_a_page_comes_back_as_it_was(page: Page) -> None:
    assert repr(unpack_page(pack_page(page))) == repr(page)


def test_boxes_a_broken_file_may_give_come_back() -> None:
    word = Word("a", Box(float("inf"), float("-inf"), float("nan"), 0.0), 1.0, bold=False)
    page = replace(content().pages[0], words=(word,))
    assert repr(unpack_page(pack_page(page))) == repr(page)


def test_words_are_kept_compactly() -> None:
    words = tuple(
        Word(f"mot{i % 97}", Box(i % 13 * 40.0, i // 13 * 12.0, 9.5, 9.5), 9.0, bold=False) for i in range(500)
    )
    page = replace(content().pages[0], words=words)
    assert len(pack_page(page)) < len(repr(words)) / 8


@given(st.dictionaries(st.from_regex(r"[^\W\d_]{2,}", fullmatch=True), st.integers(1, 10_000)))
def test_a_vocabulary_comes_back_as_it_was(counts: dict[str, int]) -> None:
    assert unpack_vocabulary(pack_vocabulary(counts)) == counts
