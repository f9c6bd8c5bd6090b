"""Pages and what of them is highlighted."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, Field

from paillasse.api.schemas.answers import BoxOut, PageLabel, PageNumber
from paillasse.library.pages import MAX_RECTANGLES, MAX_WIDTH, WIDTHS
from paillasse.types.pages import Box, Page, TextSource


class WordOut(BaseModel):
    """A word as printed and where it stands."""

    text: str = Field(examples=["Remplacez"])
    box: BoxOut


class PageOut(BaseModel):
    """One page with its words in reading order. Sizes are in points (1/72 inch)."""

    number: PageNumber
    label: PageLabel
    width: float = Field(examples=[595.28])
    height: float = Field(examples=[841.89])
    text: str = Field(description="Its words, one blank between two.")
    words: list[WordOut]
    text_source: TextSource
    confidence: float = Field(description="Share of the words believed to be read right, 0 to 1.")

    @classmethod
    def of(cls, page: Page) -> Self:
        """What is shown of it."""
        return cls(
            number=page.number,
            label=page.label,
            width=page.width,
            height=page.height,
            text=" ".join(word.text for word in page.words),
            words=[WordOut(text=word.text, box=BoxOut(**word.box._asdict())) for word in page.words],
            text_source=page.text_source,
            confidence=page.confidence,
        )


class PictureQuery(BaseModel):
    """How a page is drawn."""

    width: int = Field(
        default=1200, ge=16, le=MAX_WIDTH, description=f"Pixels, rounded up to {', '.join(map(str, WIDTHS))}."
    )
    highlight: list[str] = Field(
        default=[],
        max_length=MAX_RECTANGLES,
        description="Rectangles, `x0,y0,x1,y1` in points as citations have them; may be repeated.",
        examples=[["72,100.5,310,114"]],
    )

    def rectangles(self) -> list[Box]:
        """The rectangles.

        Raises:
            ValueError: one of them is no four numbers.
        """
        found: list[Box] = []
        for text in self.highlight:
            numbers = [float(part) for part in text[:200].split(",")]
            if len(numbers) != 4:
                raise ValueError(f"{len(numbers)} numbers")
            found.append(Box(*numbers))
        return found
