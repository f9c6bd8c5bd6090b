"""An answer as one chat message: sentences with numbered footnotes, and where each footnote leads."""

from __future__ import annotations

from collections.abc import Iterator

from paillasse.api.schemas.openai import Annotation, UrlCitation
from paillasse.language.markdown import plain
from paillasse.types.answers import Answer, Citation, ClaimAccepted
from paillasse.types.documents import LineKind

_SOURCES = "\n\n---\n"
"""What the answer stands before and its footnotes after."""


class MessageWriter:
    """Writes a message piece by piece, as its answer comes about."""

    def __init__(self, base: str) -> None:
        """With the address that pages of documents are found under; empty for this server."""
        self._base = base
        self._length = 0
        self.annotations: list[Annotation] = []
        """Of the footnotes written so far."""

    def claim(self, accepted: ClaimAccepted) -> str:
        """A sentence, after the warnings that bear on it."""
        lines = [f"⚠ **{plain(warning.text)}**" for warning in accepted.warnings]
        marks = "".join(f" [{number}]" for number in accepted.claim.citations)
        said = plain(accepted.claim.text)
        bullet = "- " if accepted.claim.kind is LineKind.STEP and not said[:1].isdigit() else ""
        lines.append(f"{bullet}{said}{marks}")
        return self._wrote("".join(f"\n\n{line}" for line in lines) if self._length else "\n\n".join(lines))

    def rest(self, answer: Answer) -> str:
        """What follows the sentences: why there are none, what the reader has to know, and the footnotes."""
        lines = [plain(answer.reason)] if answer.reason else []
        if not answer.claims:
            lines += [f"- {plain(c.title)}: {plain(', '.join(c.equipment))}" for c in answer.candidates]
        lines += [f"- {plain(p.title)}, p. {plain(p.label)}: {plain(p.heading)}" for p in answer.nearest]
        lines += [f"*{plain(notice)}*" for notice in answer.notices]
        before = "\n\n" if self._length else ""
        written = self._wrote(before + "\n\n".join(lines)) if lines else ""
        return written + "".join(self._footnotes(answer))

    def _footnotes(self, answer: Answer) -> Iterator[str]:
        if answer.citations:
            yield self._wrote(_SOURCES)
        for citation in answer.citations:
            start = self._length
            place = f"{plain(citation.title)}, p. {plain(citation.label)}"
            note = f"[{citation.number}] {place}: “{plain(citation.quote)}” {self._url(citation)}"
            yield self._wrote(f"{note}\n\n")
            title = f"{citation.title}, p. {citation.label}"
            cited = UrlCitation(start_index=start, end_index=start + len(note), title=title, url=self._url(citation))
            self.annotations.append(Annotation(url_citation=cited))

    def _url(self, citation: Citation) -> str:
        return f"{self._base}/documents/{citation.document_id}/pages/{citation.page}"

    def _wrote(self, text: str) -> str:
        self._length += len(text)
        return text


def said_before(message: str) -> str:
    """An answer of ours without its footnotes: what a follow-up question refers to."""
    return message.partition(_SOURCES)[0]
