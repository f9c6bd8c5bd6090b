"""Golden cases → pools: what each question finds, as numbers, and which of it answers."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from paillasse.answering.answerer import Answerer
from paillasse.errors.models import TrainingDataError
from paillasse.prediction.examples.collecting import groups_by_case
from paillasse.prediction.examples.table import Truths
from paillasse.protocols.progress import Progress
from paillasse.retrieval.ranking.features import Matrix, features_of
from paillasse.types.documents import Document
from paillasse.types.golden_case import GoldenCase, PageRef
from paillasse.types.questions import Scope

_LEAST_QUESTIONS, _LEAST_GROUPS = 40, 6


@dataclass(frozen=True, slots=True)
class Pool:
    """What one question found, as it is ranked today."""

    group: str
    """Its machine: what shares a group is never on both sides of a split."""
    rows: Matrix
    right: Truths
    """Whether a page of the passage is one that answers; shape (hits,)."""


async def pools_of(
    answerer: Answerer, cases: Sequence[GoldenCase], documents: Sequence[Document], depth: int, progress: Progress
) -> list[Pool]:
    """Search for every case that has an answer.

    Raises:
        PaillasseError: whatever searching raises.
    """
    groups = groups_by_case(cases, documents)
    names = {d.id: unicodedata.normalize("NFC", d.filename) for d in documents}
    found: list[Pool] = []
    for done, case in enumerate(cases, 1):
        progress("ask", done, len(cases))
        if not case.answerable:
            continue
        understood = answerer.corpus.analyser.analyse(case.question, case.equipment if case.needs_filter else "")
        hits = (await answerer.retriever.retrieve(understood, Scope(), answerer.corpus.documents)).hits[:depth]
        right = set[PageRef]().union(*case.relevant)
        pages = [{PageRef(names[hit.chunk.document_id], page) for page in hit.chunk.pages} for hit in hits]
        truths = np.array([bool(each & right) for each in pages], dtype=np.bool_)
        found.append(Pool(groups[case.id], features_of(understood, hits), truths))
    return found


def check(pools: Sequence[Pool]) -> None:
    """Let nothing be learnt from what is too little or no number.

    Raises:
        TrainingDataError: in a sentence that says what is wrong.
    """
    told = [pool for pool in pools if pool.right.any() and not pool.right.all()]
    if len(told) < _LEAST_QUESTIONS:
        raise TrainingDataError(
            f"Of {len(told)} questions a passage that answers was found beside others; {_LEAST_QUESTIONS} are needed."
        )
    if len({pool.group for pool in told}) < _LEAST_GROUPS:
        raise TrainingDataError(f"The questions are about fewer than {_LEAST_GROUPS} machines.")
    if not all(np.isfinite(pool.rows).all() for pool in pools):
        raise TrainingDataError("A feature is no number.")
