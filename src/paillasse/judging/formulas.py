"""The four figures of DeepEval, worked out from the golden case instead of asked of a language model.

They have the names and, verdict by verdict, the arithmetic of DeepEval's metrics (Apache-2.0, docs.confident-ai.com);
where a language model would judge, the golden case decides: its pages, what an answer must contain, and the quotes that
were found again. So they are the same every time and cost nothing, and see no more than the golden case says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from paillasse.judging.types import Answered
from paillasse.judging.wording import satisfies, words


def answer_relevancy(answered: Answered) -> float | None:
    """Share of the statements that stand on a page that answers; None where no answer was given."""
    return _mean([float(statement.to_the_point) for statement in answered.statements])


def faithfulness(answered: Answered) -> float | None:
    """How much of what is said stands in what it was said from; None where no answer was given.

    The mean over the statements of the share of their words that are in their quotes or in the passages found, which is
    K-Precision (Adlakha et al., "Evaluating correctness and faithfulness of instruction-following models for question
    answering", TACL 12, 2024) of a statement. One that cites nothing, or a quote that is not on its page, counts as 0.
    """
    found = {word for passage in answered.contexts for word in words(passage.text)}

    def grounded(text: str, quotes: tuple[str, ...]) -> float:
        said, known = words(text), found.union(*(words(quote) for quote in quotes))
        return sum(word in known for word in said) / len(said) if quotes and said else 0.0

    return _mean([grounded(statement.text, statement.quotes) for statement in answered.statements])


def contextual_precision(answered: Answered) -> float | None:
    """Whether right passages come before others: mean of precision@k over the right ones; None where none was found.

    Right ones among the passages found, not among all there are: 0 where there is none of them.
    """
    right = [passage.right for passage in answered.contexts]
    at_right = [sum(right[:place]) / place for place, is_right in enumerate(right, 1) if is_right]
    return _mean(at_right) if at_right else (0.0 if right else None)


def contextual_recall(answered: Answered) -> float | None:
    """Share of what an answer must contain that stands in the passages found; None where it need contain nothing."""
    found = "\n".join(passage.text for passage in answered.contexts)
    return _mean([float(satisfies(found, [fact])) for fact in answered.facts])


FORMULAS: Final[Mapping[str, Callable[[Answered], float | None]]] = {
    "answer_relevancy": answer_relevancy,
    "faithfulness": faithfulness,
    "contextual_precision": contextual_precision,
    "contextual_recall": contextual_recall,
}
"""By the name of the figure."""
JUDGED: Final = "judged_"
"""In front of the name of a figure that a judge gave."""


def measured(answered: Answered) -> dict[str, float]:
    """Every figure that there is something to measure of."""
    found = {name: formula(answered) for name, formula in FORMULAS.items()}
    return {name: value for name, value in found.items() if value is not None}


def _mean(values: list[float]) -> float | None:
    return sum(values) / len(values) if values else None
