"""The embed stage against the embedder alone: how batches are made and figures follow from rounds."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from benchmarks import embedding


@given(st.lists(st.integers(1, 6), max_size=60))
def test_batches_hold_every_text_once_and_need_no_padding(lengths):
    texts = [[number] * length for number, length in enumerate(lengths)]

    batches = list(embedding.batches(texts))

    assert sorted(text for batch in batches for text in batch) == sorted(texts)
    assert all(len({len(text) for text in batch}) == 1 for batch in batches)
    assert all(len(batch) <= embedding.TOGETHER for batch in batches)


def test_ingestion_is_compared_with_the_best_way_of_the_same_round():
    speeds = {"ingest": [40.0, 9.0, 45.0], "one call": [50.0, 8.0, 40.0], "one thread": [30.0, 10.0, 50.0]}
    stages = Counter({"parse": 1.0, "embed": 3.0})

    found = embedding.figures({"chunks": 7, "cores": 2, "speeds": speeds, "stages": stages})

    assert found["ratio_to_best"] == 0.9  # 0.8, 0.9, 0.9
    assert found["chunks_per_second"] == {"ingest": 40.0, "one call": 40.0, "one thread": 30.0}
    assert found["stage_shares"] == {"parse": 0.25, "embed": 0.75}
    assert found["rounds"] == 3
    rows = list(embedding.table(found))
    assert rows[0].split() == ["ingest", "40.0", "chunks/s"]
    assert rows[-1].split() == ["stage", "embed", "75%", "of", "ingestion"]
