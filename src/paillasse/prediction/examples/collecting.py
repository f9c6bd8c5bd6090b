"""Golden cases → rows: each question asked of all manuals, and again as if those that answer it were not there.

That gives as many questions without an answer as with one, of the sort that technicians meet: about a machine whose
manual nobody has ingested.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Protocol

from paillasse.prediction.examples.rows import Row
from paillasse.prediction.features import NAMES, VERSION, features_of
from paillasse.protocols.progress import Progress
from paillasse.retrieval.kinship import kinship
from paillasse.types.answers import Answer, Outcome
from paillasse.types.documents import Document
from paillasse.types.golden_case import GoldenCase
from paillasse.types.questions import Query


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
    """Ask every case, and every one that has an answer once more without it, where other manuals are left.

    Args:
        cases: of a golden set.
        golden: its name.
        documents: the manuals that are there.
        without: see `Without`.
        progress: counts questions under "ask".

    Raises:
        PaillasseError: whatever an answerer raises.
    """
    groups = groups_by_case(cases, documents)
    manuals = {document.id: document for document in documents}
    asked: dict[frozenset[str], list[GoldenCase]] = {frozenset(): list(cases)}
    for case in cases:
        evidence = _evidence(case, documents)
        if 0 < len(evidence) < len(documents):  # of nothing at all nobody asks
            asked.setdefault(evidence, []).append(case)
    total, rows = sum(map(len, asked.values())), list[Row]()
    for left_out, few in asked.items():
        answerer = await without(left_out)
        for case in few:
            answer = await answerer.answer(Query(case.question, equipment=case.equipment if case.needs_filter else ""))
            row = _row(case, golden, groups[case.id], answer, withheld=bool(left_out))
            about = tied(manuals[each] for each in _evidence(case, documents))
            rows.append(row.model_copy(update={"manuals": named(about)}))
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


def groups_by_case(cases: Sequence[GoldenCase], documents: Sequence[Document]) -> dict[str, str]:
    """Machine by case id: cases whose evidence, or kin of it, or machine is the same are in one."""
    manuals = {document.id: document for document in documents}
    ties: dict[str, list[str]] = {}
    for case in cases:
        of_machine = [f"machine {case.equipment.casefold()}"] if case.equipment else []
        ties[case.id] = [*tied(manuals[d] for d in _evidence(case, documents)), *of_machine]
    return groups_of(ties)


def tied(manuals: Iterable[Document]) -> list[str]:
    """What ties a question to others about these manuals."""
    return [f"document {manual.sha256}" for manual in manuals]


def named(ties: Iterable[str]) -> tuple[str, ...]:
    """What a row calls its manuals: a group that is named by one of them is called the same."""
    return tuple(sorted(map(_digest, ties)))


def regrouped(rows: Sequence[Row]) -> list[Row]:
    """Rows of several tables in one set of groups: a machine may be named by one of its manuals here, another there."""
    joined = list(groups_of({str(at): [row.group, *row.manuals] for at, row in enumerate(rows)}).values())
    names: dict[str, str] = {}
    for group, row in zip(joined, rows, strict=True):
        names[group] = min(names.get(group, row.group), row.group)
    return [row.model_copy(update={"group": names[group]}) for group, row in zip(joined, rows, strict=True)]


def groups_of(ties: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Group by question: those that share a tie, or are linked by others that do, are in one.

    A group is named by a digest of one of its manuals, so that it has this name at another time and in another home.
    """
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while parent.setdefault(name, name) != name:
            name = parent[name]
        return name

    for question, own in ties.items():
        for tie in own or [f"question {question}"]:
            parent[root(tie)] = root(f"asked {question}")
    named: dict[str, str] = {}
    for own in ties.values():
        for tie in own:
            named[root(tie)] = min(named.get(root(tie), tie), tie)  # a manual comes before a machine
    roots = {question: root(f"asked {question}") for question in ties}
    return {question: _digest(named.get(top, question)) for question, top in roots.items()}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
