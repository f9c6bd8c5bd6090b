"""A conversation as Markdown, with its sources: to be kept with a report, or sent to a colleague.

Everything that somebody typed, a manual says or a model wrote is escaped: it stays text, whatever it looks like.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from paillasse.history.types import Conversation, Exchange, Withheld
from paillasse.language.markdown import plain
from paillasse.types.answers import Answer, Candidate, Citation, Claim, Passage
from paillasse.types.documents import LineKind
from paillasse.types.pages import WarningLevel

_WITHHELD = (
    "_You are no longer a member of every collection that this was asked over: the answer is not shown._\n\n"
    "_Vous n'êtes plus membre de toutes les collections consultées : la réponse n'est pas montrée._"
)
_EARLIER = "_What was asked before is not in this file._\n\n_Les questions précédentes ne sont pas dans ce fichier._"
_WORDS = {
    "en": {
        "sources": "Sources",
        "page": "page",
        "sheet": "PDF page",
        "file": "file",
        "nearest": "Nearest passages",
        "candidates": "Which machine?",
        "equipment": "equipment",
        "quotes": "“{}”",
        "figure": "In the figure: ",
    },
    "fr": {
        "sources": "Sources",
        "page": "page",
        "sheet": "page PDF",
        "file": "fichier",
        "nearest": "Passages les plus proches",
        "candidates": "Quelle machine ?",
        "equipment": "équipement",
        "quotes": "« {} »",
        "figure": "Dans la figure : ",
    },
}
_WARNINGS = {
    WarningLevel.DANGER: ("DANGER", "DANGER"),
    WarningLevel.WARNING: ("WARNING", "AVERTISSEMENT"),
    WarningLevel.CAUTION: ("CAUTION", "ATTENTION"),
    WarningLevel.NOTICE: ("NOTICE", "AVIS"),
}


def markdown(
    conversation: Conversation, exchanges: Iterable[Exchange | Withheld], *, from_the_beginning: bool = True
) -> str:
    """The conversation as its owner may read it now.

    Args:
        conversation: which.
        exchanges: its own, oldest first.
        from_the_beginning: whether there are none before; the file says so otherwise.
    """
    blocks = [f"# {plain(conversation.title)}"]
    if not from_the_beginning:
        blocks.append(_EARLIER)
    for exchange in exchanges:
        blocks.extend(_exchange(exchange))
    return "\n\n".join(blocks) + "\n"


def _exchange(exchange: Exchange | Withheld) -> Iterator[str]:
    yield f"## {plain(exchange.query)}"
    if isinstance(exchange, Withheld):
        yield _moment(exchange.created_at)
        yield _WITHHELD
        return
    answer = exchange.response
    words = _WORDS.get(answer.language, _WORDS["en"])
    chosen = f" · {words['equipment']} {plain(exchange.equipment)}" if exchange.equipment else ""
    yield f"{_moment(exchange.created_at)}{chosen} · {plain(exchange.release)}"
    yield from _answer(answer, words)


def _answer(answer: Answer, words: dict[str, str]) -> Iterator[str]:
    yield from (f"_{plain(notice)}_" for notice in answer.notices)
    yield from (_warning(warning, answer.language) for warning in answer.warnings)
    yield from (_claim(claim, words) for claim in answer.claims)
    if answer.reason:
        yield plain(answer.reason)
    yield from _listed(words["candidates"], [_candidate(candidate) for candidate in answer.candidates])
    yield from _listed(words["nearest"], [_passage(passage, words) for passage in answer.nearest])
    yield from _listed(words["sources"], [_citation(citation, words) for citation in answer.citations])


def _listed(title: str, items: list[str]) -> Iterator[str]:
    if items:
        yield f"**{title}**"
        yield "\n".join(f"- {item}" for item in items)


def _claim(claim: Claim, words: dict[str, str]) -> str:
    figure = words["figure"] if claim.kind is LineKind.LABEL else ""
    item = "- " if claim.kind in {LineKind.STEP, LineKind.ROW} else ""
    return f"{item}{figure}{plain(claim.text)}{_numbers(claim)}"


def _warning(claim: Claim, language: str) -> str:
    label = _WARNINGS[claim.warning or WarningLevel.WARNING][language == "fr"]
    return f"> **{label}** {plain(claim.text)}{_numbers(claim)}"


def _numbers(claim: Claim) -> str:
    return "".join(f" \\[{number}\\]" for number in claim.citations)


def _citation(citation: Citation, words: dict[str, str]) -> str:
    file = f"{words['file']} {citation.revision[:12]}"
    quote = words["quotes"].format(plain(citation.quote))
    return f"\\[{citation.number}\\] {_place(citation, words)}, {file}: {quote}"


def _passage(passage: Passage, words: dict[str, str]) -> str:
    heading = f", {plain(passage.heading)}" if passage.heading else ""
    return f"{_place(passage, words)}{heading}: {words['quotes'].format(plain(passage.text))}"


def _place(found: Citation | Passage, words: dict[str, str]) -> str:
    """The printed page, and the sheet of the file where it differs."""
    sheet = "" if found.label == str(found.page) else f" ({words['sheet']} {found.page})"
    return f"{plain(found.title)}, {words['page']} {plain(found.label)}{sheet}"


def _candidate(candidate: Candidate) -> str:
    return ", ".join(map(plain, dict.fromkeys([candidate.title, *candidate.equipment[:2]])))


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
