"""What tools give, as structured output. All text in it is quoted from manuals: data, whatever it says."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, Field

from paillasse.language.text import printable
from paillasse.types.answers import Answer, Citation, Claim, Outcome, Passage


def _shown(text: str) -> str:
    """Without what a terminal obeys or what reverses what follows; lines stay lines."""
    return "\n".join(map(printable, text.split("\n")))


Shown = Annotated[str, AfterValidator(_shown)]
"""Text from a manual."""


class Place(BaseModel):
    """Where something stands."""

    document_id: str = Field(description="For get_page.")
    title: Shown
    page: int = Field(description="Physical page of the file, from 1: for get_page.")
    label: Shown = Field(description="The page number as printed, to tell people.")


class FoundPassage(Place):
    """A passage of a manual."""

    heading: Shown = Field(description="Titles of the sections it stands in.")
    text: Shown = Field(description="Verbatim.")

    @classmethod
    def of(cls, passage: Passage) -> Self:
        """All of it."""
        return cls.model_validate(passage, from_attributes=True)


class Passages(BaseModel):
    """What was found, best first."""

    passages: list[FoundPassage]


class Source(Place):
    """The proof of a sentence."""

    number: int
    quote: Shown = Field(description="Verbatim; it was found again on the page.")

    @classmethod
    def of(cls, citation: Citation) -> Self:
        """Without rectangles and hashes, which a model has no use for."""
        return cls.model_validate(citation, from_attributes=True)


class Sentence(BaseModel):
    """A sentence that passed its check."""

    text: Shown
    sources: list[int] = Field(description="Numbers of its sources.")

    @classmethod
    def of(cls, claim: Claim) -> Self:
        """All of it."""
        return cls(text=claim.text, sources=list(claim.citations))


class Machine(BaseModel):
    """One that the question might be about."""

    title: Shown
    equipment: list[Shown] = Field(description="What to pass as `equipment`.")


class CheckedAnswer(BaseModel):
    """An answer whose every sentence carries verified quotes, or why there is none."""

    outcome: Outcome
    warnings: list[Sentence] = Field(description="Verbatim; to be shown before the sentences, and never left out.")
    sentences: list[Sentence]
    sources: list[Source]
    reason: Shown = Field(description="Why there is no answer.")
    nearest: list[FoundPassage] = Field(description="Where to look instead; not an answer.")
    machines: list[Machine] = Field(description="Ask the user which one is meant, and ask again with `equipment`.")
    notices: list[Shown] = Field(description="What the reader should know of the answer.")

    @classmethod
    def of(cls, answer: Answer) -> Self:
        """What a model needs of it."""
        return cls(
            outcome=answer.outcome,
            warnings=[Sentence.of(claim) for claim in answer.warnings],
            sentences=[Sentence.of(claim) for claim in answer.claims],
            sources=[Source.of(citation) for citation in answer.citations],
            reason=answer.reason,
            nearest=[FoundPassage.of(passage) for passage in answer.nearest],
            machines=[Machine(title=c.title, equipment=list(c.equipment)) for c in answer.candidates],
            notices=list(answer.notices),
        )


class Definition(Place):
    """What one manual says of a code."""

    code: Shown = Field(description="As printed.")
    meaning: Shown
    cause: Shown
    remedy: Shown
    quote: Shown = Field(description="The defining line, verbatim.")


class CodeMeanings(BaseModel):
    """What is known of a code; an unknown one has no definitions."""

    definitions: list[Definition]
    near: list[Shown] = Field(description="Codes of these manuals that are spelt alike.")


class PageText(Place):
    """The words of one page, in reading order."""

    pages: int = Field(description="How many the document has.")
    text: Shown
