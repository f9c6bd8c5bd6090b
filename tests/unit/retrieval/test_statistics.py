from __future__ import annotations

import math

import pytest

from paillasse.adapters.memory.documents import MemoryChunkStore, MemoryDocumentStore
from paillasse.retrieval.statistics import CorpusStatistics, WordMemory
from sample_content import content

STATISTICS = CorpusStatistics({"lamp": 3, "lamps": 2, "lamprey": 1, "étalonnage": 4, "etalonnage": 6}, {"lamp": 2}, 10)


@pytest.mark.parametrize(("term", "count"), [("lamp", 5), ("lamprey", 1), ("fuse", 0), ("la", 0)])
def test_rarity_counts_every_word_of_the_stem(term: str, count: int) -> None:
    assert STATISTICS.idf(term, "en") == pytest.approx(math.log(1 + (10 - count + 0.5) / (count + 0.5)))


def test_spellings_that_fold_alike_are_one_word() -> None:
    assert STATISTICS.vocabulary["etalonnage"] == 6
    assert STATISTICS.document_frequency == {"lamp": 2}


def test_never_more_chunks_than_there_are() -> None:
    assert CorpusStatistics({"lamp": 9, "lamps": 9}, {}, 10).idf("lamp", "en") > 0
    assert CorpusStatistics({}, {}, 0).idf("lamp", "en") > 0


def test_the_same_words_over_other_numbers_of_chunks() -> None:
    over = STATISTICS.over(1000)
    assert over.idf("lamp", "en") == CorpusStatistics(STATISTICS.vocabulary, {}, 1000).idf("lamp", "en")
    assert (
        over.idf("lamp", "en")
        > STATISTICS.idf("lamp", "en")
        == CorpusStatistics(STATISTICS.vocabulary, {}, 10).idf("lamp", "en")
    )
    assert over.vocabulary is STATISTICS.vocabulary


async def test_words_are_counted_again_when_the_documents_change() -> None:
    documents, memory = MemoryDocumentStore(), WordMemory()
    chunks = MemoryChunkStore(documents)
    assert (await memory.statistics(documents, chunks, ("default",))).vocabulary == {}
    await documents.save(content("a"))
    first = await memory.statistics(documents, chunks, ("default",))
    assert first.vocabulary["capot"] > 0
    assert await memory.statistics(documents, chunks, ("default", "default")) is first
    assert (await memory.statistics(documents, chunks, ("lab",))).vocabulary == {}
    for n in range(16):
        await memory.statistics(documents, chunks, (f"lab-{n}",))
    assert await memory.statistics(documents, chunks, ("default",)) is not first
    await documents.delete("document-a")
    assert (await memory.statistics(documents, chunks, ("default",))).vocabulary == {}
