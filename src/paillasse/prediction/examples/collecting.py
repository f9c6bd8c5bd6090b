"""Golden cases → rows: each question asked of all manuals, and again as if those that answer it were not there.

That gives as many questions without an answer as with one, of the sort that technicians meet: about a machine whose
manual nobody has ingested.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import Protocol

from paillasse.golden_case import GoldenCase
from paillasse.prediction.examples.rows import Row
from paillasse.prediction.features import NAMES, VERSION, features_of
from paillasse.protocols import Progress
from paillasse.retrieval.kinship import kinship
from paillasse.types import Answer, Document, Outcome, Query


class Answerer(Protocol):
    """What is asked; its answers have traces."""

    async def answer(self, query: Query) -> Answer:
        """Answer or refuse."""
        ...


Without = Callable[[frozenset[str]], Awaitable[Answerer]]
"""Opens what answers as if the documents of these ids were not there."""


async def collect(
    cases: Sequence[GoldenCase], golden: str, documents: Sequence[Document], without: Without, progress: Progress
) -> list[Row]:
    """Ask every case, and every one that has an answer once more without it.

    Args:
        cases: of a golden set.
        golden: its name.
        documents: the manuals that are there.
        without: see `Without`.
        progress: counts questions under "ask".

    Raises:
        PaillasseError: whatever an answerer raises.
    """
    groups = _groups(cases, documents)
    asked: dict[frozenset[str], list[GoldenCase]] = {frozenset(): list(cases)}
    for case in cases:
        evidence = _evidence(case, documents)
        if evidence:
            asked.setdefault(evidence, []).append(case)
    total, rows = sum(map(len, asked.values())), list[Row]()
    for left_out, few in asked.items():
        answerer = await without(left_out)
        for case in few:
            answer = await answerer.answer(Query(case.question, equipment=case.equipment if case.needs_filter else ""))
            rows.append(_row(case, golden, groups[case.id], answer, withheld=bool(left_out)))
            progress("ask", len(rows), total)
    return rows


def _row(case: GoldenCase, golden: str, group: str, answer: Answer, *, withheld: bool) -> Row:
    return Row(
        case=case.id,
        golden=golden,
        group=group,
        withheld=withheld,
        ticket=withheld or not case.answerable,
        refused=answer.outcome is Outcome.REFUSED,
        features_version=VERSION,
        features=dict(zip(NAMES, features_of(answer), strict=True)),
    )


def _evidence(case: GoldenCase, documents: Sequence[Document]) -> frozenset[str]:
    """Ids of the manuals that answer, with their translations and other versions."""
    files = {entry.file for entry in case.documents}
    own = [d for d in documents if unicodedata.normalize("NFC", d.filename) in files]
    kin = {d.id for d in documents if any(kinship(each, d) is not None for each in own)}
    return frozenset(kin | {d.id for d in own})


def _groups(cases: Sequence[GoldenCase], documents: Sequence[Document]) -> dict[str, str]:
    """Group by case id: cases whose evidence, or kin of it, or machine is the same are in one."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while parent.setdefault(name, name) != name:
            name = parent[name]
        return name

    for case in cases:
        for other in _ties(case, _evidence(case, documents)):
            parent[root(other)] = root(f"case {case.id}")
    members: dict[str, list[str]] = {}
    for case in cases:
        members.setdefault(root(f"case {case.id}"), []).append(case.id)
    return {case_id: min(ids) for ids in members.values() for case_id in ids}


def _ties(case: GoldenCase, evidence: Collection[str]) -> list[str]:
    machine = [f"machine {case.equipment.casefold()}"] if case.equipment else []
    return [*machine, *(f"document {d}" for d in evidence)]
