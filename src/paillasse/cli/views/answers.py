"""Answers and how they were found."""

from __future__ import annotations

from typing import Any, cast

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from paillasse.language.text import printable
from paillasse.types.answers import Answer, Candidate, Claim, ClaimAccepted, Outcome
from paillasse.types.documents import LineKind
from paillasse.types.pages import WarningLevel

_WARNING_STYLES = {
    WarningLevel.DANGER: ("DANGER", "bold white on red"),
    WarningLevel.WARNING: ("WARNING", "bold black on dark_orange"),
    WarningLevel.CAUTION: ("CAUTION", "bold black on yellow"),
    WarningLevel.NOTICE: ("NOTICE", "bold white on blue"),
}
_WARNING_FRENCH = {"WARNING": "AVERTISSEMENT", "CAUTION": "ATTENTION", "NOTICE": "AVIS", "DANGER": "DANGER"}
_WORDS = {
    "en": {
        "sources": "Sources",
        "page": "page",
        "sheet": "PDF page",
        "nearest": "Nearest passages",
        "candidates": "Ask again with the name of one of these:",
        "or": "or",
        "figure": "In the figure:",
        "quotes": "“{}”",
        "ticket": "The manuals may well not answer this: consider a ticket.",
    },
    "fr": {
        "sources": "Sources",
        "page": "page",
        "sheet": "page PDF",
        "nearest": "Passages les plus proches",
        "candidates": "Reposez la question avec le nom de l'un de ceux-ci :",
        "or": "ou",
        "figure": "Dans la figure :",
        "quotes": "« {} »",
        "ticket": "Il se peut que les manuels n'y répondent pas : pensez à ouvrir un ticket.",
    },
}


def answer_view(answer: Answer) -> RenderableType:
    """An answer as a technician reads it: warnings first, then the claims, then where they stand."""
    words = _WORDS.get(answer.language, _WORDS["en"])
    parts: list[RenderableType] = [Text(notice, style="yellow") for notice in answer.notices]
    if answer.outcome in (Outcome.REFUSED, Outcome.AMBIGUOUS):
        return Group(*parts, *_no_answer(answer, words))
    parts.extend(_warning(claim, answer.language) for claim in answer.warnings)
    parts.extend(_claim(claim, words) for claim in answer.claims)
    return Group(*parts, *_ticket(answer, words), _sources(answer, words))


def accepted_view(event: ClaimAccepted, language: str) -> RenderableType:
    """A sentence of an answer that is still being written, after the warnings that bear on it."""
    words = _WORDS.get(language, _WORDS["en"])
    return Group(*(_warning(claim, language) for claim in event.warnings), _claim(event.claim, words))


def ending_view(answer: Answer) -> RenderableType:
    """What is left to say once every claim of an answer was read."""
    words = _WORDS.get(answer.language, _WORDS["en"])
    notices = (Text(notice, style="yellow") for notice in answer.notices)
    return Group(*notices, *_ticket(answer, words), _sources(answer, words))


def _ticket(answer: Answer, words: dict[str, str]) -> list[Text]:
    """What stands below an answer that is probably none."""
    offered = answer.escalation is not None and answer.escalation.offered
    return [Text(words["ticket"], style="yellow")] if offered else []


def _sources(answer: Answer, words: dict[str, str]) -> RenderableType:
    sources = Table.grid(padding=(0, 1))
    for citation in answer.citations:
        place = _place(citation.page, citation.label, words)
        quote = citation.quote if len(citation.quote) <= 160 else citation.quote[:157] + "…"
        number = Text(f"[{citation.number}]", style="cyan")
        sources.add_row(number, Text.assemble((citation.title, "bold"), f", {place}"))
        sources.add_row("", Text(words["quotes"].format(quote), style="dim"))
    return Group(Text(""), Text(words["sources"], style="bold underline"), sources)


def _place(page: int, label: str, words: dict[str, str]) -> str:
    """The printed page, and the sheet of the file where it differs: that is what a viewer opens."""
    printed = f"{words['page']} {label}"
    return printed if label == str(page) else f"{printed} ({words['sheet']} {page})"


def _claim(claim: Claim, words: dict[str, str]) -> RenderableType:
    numbers = "".join(f"[{n}]" for n in claim.citations)
    indent = 2 if claim.kind in (LineKind.STEP, LineKind.ROW) else 0
    text = Text(claim.text + " ")
    if claim.kind is LineKind.LABEL:
        text = Text.assemble((words["figure"] + " ", "dim"), text)
    text.append(numbers, style="cyan")
    return Padding(text, (0, 0, 0, indent))


def _warning(claim: Claim, language: str) -> RenderableType:
    label, style = _WARNING_STYLES[claim.warning or WarningLevel.WARNING]
    title = _WARNING_FRENCH[label] if language == "fr" else label
    numbers = "".join(f"[{n}]" for n in claim.citations)
    return Panel(Text(f"{claim.text} {numbers}"), title=Text(f" {title} ", style=style), title_align="left")


def _no_answer(answer: Answer, words: dict[str, str]) -> list[RenderableType]:
    parts: list[RenderableType] = [Text(answer.reason, style="bold yellow")]
    if answer.candidates:
        parts.append(Text(words["candidates"], style="bold"))
        parts.extend(_candidate(candidate, words) for candidate in answer.candidates)
    if answer.nearest:
        parts.append(Text(words["nearest"], style="bold underline"))
    for passage in answer.nearest:
        place = _place(passage.page, passage.label, words)
        parts.append(Text(": ".join(filter(None, [f"{passage.title}, {place}", passage.heading])), style="bold"))
        excerpt = passage.text if len(passage.text) <= 240 else passage.text[:237] + "…"
        parts.append(Padding(Text(excerpt, style="dim"), (0, 0, 0, 2)))
    return parts


def _candidate(candidate: Candidate, words: dict[str, str]) -> RenderableType:
    """The manual, and what to type for it."""
    names = f" {words['or']} ".join(f'"{name}"' for name in candidate.equipment[:2] or (candidate.title,))
    typed = Text.assemble(("--equipment ", "dim"), (names, "cyan"))
    return Group(Text(f"• {candidate.title}"), Padding(typed, (0, 0, 0, 4)))


def explanation_view(answer: Answer) -> RenderableType:
    """Why this answer: what was understood, the lanes and scores, what was dropped, where the time went."""
    trace = cast("dict[str, Any]", answer.trace)
    understood = Table.grid(padding=(0, 1))
    for name, value in trace["understood"].items():
        understood.add_row(Text(name, style="bold"), Text(str(value)))
    hits = Table(
        "score", "dense", "bm25", "code", "late", "passage", box=box.SIMPLE_HEAD, padding=(0, 1), pad_edge=False
    )
    for hit in trace["hits"][:10]:
        lanes = hit["lanes"]
        scores = [f"{lanes[k]:.2f}" if k in lanes else "" for k in ("dense", "bm25", "code", "late_interaction")]
        pages = ",".join(str(p) for p in hit["pages"])
        place = Text.assemble(f"{printable(hit['file'])}, p. {pages}", (f"\n{hit['heading']}", "dim"))
        hits.add_row(f"{hit['score']:.2f}", *scores, place)
    rest = Table.grid(padding=(0, 1))
    for name in ("evidence", "dropped", "generator", "prompts"):
        rest.add_row(Text(name, style="bold"), Text(str(trace.get(name, ""))))
    for name, value in trace.get("model", {}).items():
        if name in {"judge", "parameters", "rewritten", "wordings", "failures"} and value:
            rest.add_row(Text(name, style="bold"), Text(str(value)))
        elif name == "sent":
            rest.add_row(Text("lines sent", style="bold"), Text(str(len(value))))
    for usage in answer.usage:
        cost = "?" if usage.cost is None else f"{usage.cost:.6f}"
        tokens = f"{usage.calls} calls, {usage.input_tokens} + {usage.output_tokens} tokens, {cost} {usage.currency}"
        rest.add_row(Text(usage.model, style="bold"), Text(tokens))
    rest.add_row(Text("confidence", style="bold"), f"{answer.confidence:.2f}")
    timings = ", ".join(f"{stage} {ms:.0f}" for stage, ms in answer.timings_ms.items())
    rest.add_row(Text("milliseconds", style="bold"), timings)
    rest.add_row(Text("configuration", style="bold"), f"{answer.config_hash}  trace {answer.trace_id}")
    return Group(Text(""), Text("Why this answer", style="bold underline"), understood, hits, rest)
