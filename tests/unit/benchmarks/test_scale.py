"""The index at scale: what is made up, the true neighbours, and one small run of both ways to search."""

import numpy as np
import pytest
from matplotlib.image import imread

from benchmarks.scale import drawing, measure, phases, synthetic
from benchmarks.scale.synthetic import Corpus


@pytest.fixture(scope="module")
def corpus():
    return Corpus()


def test_chunks_do_not_depend_on_how_many_there_are(corpus):
    few = [point for points, _ in corpus.batches(1_200) for point in points]
    more = [point for points, _ in corpus.batches(2_500) for point in points]

    assert len({point.chunk_id for point in more}) == 2_500
    assert few[:1_000] == more[:1_000]
    assert few[0].chunk_id == synthetic.chunk_id(0)


def test_words_follow_zipfs_law_and_vectors_are_clustered(corpus):
    [(points, vectors)] = corpus.batches(1_000)
    holders = {}
    for point in points:
        for term in point.terms:
            holders[term] = holders.get(term, 0) + 1
    by_rank = [holders.get(synthetic.term_id(synthetic.word(rank)), 0) for rank in (0, 500, 5_000)]

    assert 100 < by_rank[0] < 350  # 90 words, p = 1 / (50 · ln(200,050 / 50)): in 20 % of chunks
    assert by_rank[0] > 5 * by_rank[1] > 10 * by_rank[2]
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    similar = np.sort(vectors @ vectors.T, axis=1)[:, -2]
    assert np.median(similar) > 0.5  # in 384 dimensions, unrelated vectors are nearly orthogonal


def test_every_collection_has_documents_in_both_languages():
    pairs = {(synthetic.collection_of(number), synthetic.language_of(number)) for number in range(20)}

    assert len(pairs) == 20


def test_true_neighbours_are_those_of_comparing_with_all(corpus):
    questions = corpus.questions(5)
    found = phases.Nearest(questions)
    vectors = []
    for start, (_, batch) in zip((0, 1_000), corpus.batches(2_000), strict=True):
        found.see(batch, np.arange(start, start + len(batch)))
        vectors.append(batch)
    scores = np.array([q.vector for q in questions], dtype=np.float32) @ np.vstack(vectors).T

    expected = [[synthetic.chunk_id(n) for n in np.argsort(-row)[:10].tolist()] for row in scores]
    assert found.ids() == expected


def test_a_size_is_measured_once_and_drawn(tmp_path, monkeypatch):
    figures = measure.measure(2_500, tmp_path)

    assert figures["chunks"] == 2_500
    assert figures["disk_mb"] > 2_500 * 384 * 4 / 1e6  # the vectors alone
    for scope in phases.SCOPES:
        found = figures[scope]
        assert found["recall@10"] == 1.0  # this few are searched exactly
        assert found["p50_ms"] <= found["p95_ms"]
        assert found["ratio_p50"] == pytest.approx(found["p50_ms"] / found["engine_p50_ms"])
        assert found["cpu_ms"] > 0
    assert not (tmp_path / "2500.index").exists()
    monkeypatch.setattr(measure, "alone", lambda *_: pytest.fail("measured again"))
    assert measure.measure(2_500, tmp_path) == figures
    assert next(measure.table([figures, figures])).split() == ["chunks", "2,500", "2,500"]
    drawing.draw([figures, figures | {"chunks": 25_000}], tmp_path / "scale.png")
    assert imread(tmp_path / "scale.png").std() > 0.05


async def test_both_ways_search_the_same(tmp_path, corpus):
    """Every chunk that the retriever ranks came from one of the requests that the engine is asked directly."""
    index = await phases.EdgeChunkIndex.open(tmp_path / "index", synthetic.DIMENSION)
    for points, _ in corpus.batches(4_000):
        await index.upsert(points)
    searcher = phases.Searcher(index, corpus.questions(3), synthetic.COLLECTIONS[:3], 4_000)

    retrieval = await searcher._retriever.retrieve(searcher._understood[0], searcher._scope, searcher._documents)
    direct = {str(point.id) for request in searcher._requests[0] for point in searcher._engine.search(request)}
    await index.close()

    assert len(retrieval.hits) == phases.CONFIG.pool
    assert {hit.chunk.id for hit in retrieval.hits} <= direct
