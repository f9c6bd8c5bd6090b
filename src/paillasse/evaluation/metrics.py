"""What is measured of one case, and how sure a mean is. Pages are ranked best first and distinct; gains are binary."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt

from paillasse.types.golden_case import PageRef

Relevant = Sequence[Collection[PageRef]]
"""Acceptable pages, one collection per document. Documents are alternatives: any of them will do."""

_RESAMPLES = 1000
_SEED = 20_261_121


def rank(pages: Sequence[PageRef], relevant: Relevant) -> int | None:
    """Rank (from 1) of the first acceptable page of any document; None when there is none."""
    acceptable = set[PageRef]().union(*relevant)
    return next((place for place, page in enumerate(pages, 1) if page in acceptable), None)


def hit(pages: Sequence[PageRef], relevant: Relevant, k: int) -> float:
    """1 when an acceptable page is among the first `k`, else 0."""
    return float(rank(pages[:k], relevant) is not None)


def reciprocal_rank(pages: Sequence[PageRef], relevant: Relevant, k: int) -> float:
    """1 / rank, 0 beyond `k`; its mean is MRR@k (Voorhees, TREC-8 question answering track, 1999)."""
    first = rank(pages[:k], relevant)
    return 1 / first if first else 0.0


def precision(pages: Sequence[PageRef], relevant: Relevant, k: int) -> float:
    """Acceptable pages among the first `k`, divided by `k` even when fewer were retrieved."""
    acceptable = set[PageRef]().union(*relevant)
    return sum(page in acceptable for page in pages[:k]) / k


def recall(pages: Sequence[PageRef], relevant: Relevant, k: int) -> float:
    """Share of a document's acceptable pages among the first `k`, for the document that does best."""
    first = set(pages[:k])
    return max((len(first & set(document)) / len(document) for document in relevant), default=0.0)


def ndcg(pages: Sequence[PageRef], relevant: Relevant, k: int) -> float:
    """DCG@k / ideal DCG@k, with DCG = Σ gain / log2(rank + 1) and binary gains, for the document that does best.

    Source: Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques", ACM TOIS 20(4), 2002.
    """

    def discounted(ranks: Sequence[int]) -> float:
        return sum(1 / math.log2(place + 1) for place in ranks)

    def of(document: Collection[PageRef]) -> float:
        found = [place for place, page in enumerate(pages[:k], 1) if page in document]
        return discounted(found) / discounted(range(1, min(k, len(document)) + 1))

    return max((of(document) for document in relevant), default=0.0)


def ranking(pages: Sequence[PageRef], relevant: Relevant) -> dict[str, float]:
    """The page-level figures of one case, by the names the report uses."""
    return {
        **{f"hit@{k}": hit(pages, relevant, k) for k in (1, 3, 5, 10)},
        "mrr@10": reciprocal_rank(pages, relevant, 10),
        "ndcg@10": ndcg(pages, relevant, 10),
        "precision@5": precision(pages, relevant, 5),
        "recall@10": recall(pages, relevant, 10),
    }


RANKING_METRICS = tuple(ranking([], []))
"""Names of the page-level figures, in the order of the report."""


def mean_intervals(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """95 % bootstrap intervals of the column means of `values` (cases, figures); shape (figures, 2).

    The cases are drawn again with replacement 1,000 times, with a fixed seed; the interval is the 2.5th and 97.5th
    percentile of the means (Efron, "Bootstrap methods", Annals of Statistics 7(1), 1979).
    """
    cases = len(values)
    draws = np.random.default_rng(_SEED).multinomial(cases, np.full(cases, 1 / cases), size=_RESAMPLES)
    return np.percentile(draws @ values / cases, [2.5, 97.5], axis=0).T
