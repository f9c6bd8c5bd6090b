"""Documents."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field

from paillasse.api.schemas.answers import PageLabel, PageNumber, Shown, Title
from paillasse.library.revisions.sections import Heading
from paillasse.library.shelf.catalogue import Facets, Filter, Order, Standing
from paillasse.library.shelf.shelf import Listing
from paillasse.protocols.stores import CatalogueEntry
from paillasse.types.documents import Document, DocumentKind, DocumentStatus, Metadata
from paillasse.types.pages import CoverageReport, PageTrouble, TextSource

Id = Annotated[str, Field(examples=["b9f3c1d2-6a55-5c1e-9d0a-7e6f3a2b1c40"])]
Names = Annotated[
    list[Shown], Field(description="Models first, then other names.", examples=[["R416", "centrifugeuse"]])
]
Language = Annotated[str, Field(description="ISO 639-1 code; empty when unknown.", examples=["fr"])]
Text = Annotated[str, Field(max_length=200)]


class FilterQuery(BaseModel):
    """What is listed; whatever is left out does not matter."""

    text: Text = Field(default="", description="Words of the title, machine, manufacturer, revision or file name.")
    manufacturer: Text = Field(default="", examples=["Memmert"])
    equipment: Text = Field(default="", description="One of the names of the machine.", examples=["R416"])
    kind: DocumentKind | None = None
    language: str = Field(default="", max_length=2, examples=["fr"])
    status: DocumentStatus | None = None
    collection: str = Field(default="", max_length=64)
    standing: Standing = Field(default=Standing.CURRENT, description="Superseded revisions answer no questions.")
    supersedes: str = Field(default="", max_length=64, description="Id of the document that it supersedes.")

    def filter(self) -> Filter:
        """The same for the library."""
        return Filter(**{name: getattr(self, name) for name in FilterQuery.model_fields})


class ListQuery(FilterQuery):
    """Which part of the list, and in which order."""

    sort: Order = Order.TITLE
    descending: bool = False
    offset: int = Field(default=0, ge=0, le=1_000_000)
    limit: int = Field(default=50, ge=1, le=200)


class MetadataOut(BaseModel):
    """What a document is about."""

    title: Title
    manufacturer: Shown = Field(examples=["Cyclane"])
    equipment: Names
    kind: DocumentKind
    language: Language
    languages: list[str] = Field(examples=[["fr", "en"]])
    revision: Shown = Field(examples=["C"])
    effective_date: date | None
    confidence: dict[str, float] = Field(
        description="How sure each guess is, 0 to 1; 1 for what a person set.", examples=[{"title": 0.9, "kind": 1.0}]
    )

    @classmethod
    def of(cls, metadata: Metadata) -> Self:
        """All of it."""
        return cls.model_validate(metadata, from_attributes=True)


class EntryOut(BaseModel):
    """A document as lists show it."""

    id: Id
    filename: Shown = Field(examples=["cyclane_r416.pdf"])
    collection: str = Field(examples=["default"])
    metadata: MetadataOut
    page_count: int = Field(examples=[24])
    chunk_count: int = Field(description="Passages that can be found.", examples=[180])
    status: DocumentStatus = Field(description="`needs_review`: part of it could not be read.")
    sha256: str
    ingested_at: datetime
    current: bool = Field(description="False once another revision supersedes it.")
    supersedes: str | None = Field(description="Id of the revision in whose place it stands.")

    @classmethod
    def of(cls, entry: CatalogueEntry | Document) -> Self:
        """What is shown of it."""
        told: dict[str, Any] = {name: getattr(entry, name) for name in EntryOut.model_fields}
        return cls.model_validate(told | {"metadata": MetadataOut.of(entry.metadata)})


class DocumentsOut(BaseModel):
    """Part of a list."""

    documents: list[EntryOut]
    total: int = Field(description="Documents in the whole list.", examples=[34])

    @classmethod
    def of(cls, listing: Listing) -> Self:
        """All of it."""
        return cls(documents=[EntryOut.of(entry) for entry in listing.entries], total=listing.total)


class ValueOut(BaseModel):
    """A value and how many documents have it."""

    value: Shown = Field(examples=["Memmert"])
    count: int = Field(examples=[3])


class FacetsOut(BaseModel):
    """What a list can be narrowed by, most frequent first; each counts what the rest of the filter leaves."""

    manufacturers: list[ValueOut]
    equipment: list[ValueOut]
    kinds: list[ValueOut]
    languages: list[ValueOut]
    statuses: list[ValueOut]
    collections: list[ValueOut]

    @classmethod
    def of(cls, facets: Facets) -> Self:
        """All of it."""
        counted: dict[str, tuple[tuple[str, int], ...]] = {name: getattr(facets, name) for name in cls.model_fields}
        return cls.model_validate(
            {name: [{"value": value, "count": count} for value, count in found] for name, found in counted.items()}
        )


class PageCoverageOut(BaseModel):
    """What was read of one page."""

    page: PageNumber
    label: PageLabel
    characters: int
    tables: int
    figures: int
    text_source: TextSource
    confidence: float = Field(description="Share of the words believed to be read right.", examples=[1.0])
    trouble: PageTrouble | None


class CoverageOut(BaseModel):
    """What was read of a document, page by page."""

    pages: list[PageCoverageOut]
    headings: int
    warnings: int
    codes: int
    pictures_read: int = Field(description="Pictures on pages of text in which words were read.")
    pictures_unread: int = Field(description="Such pictures that were left, for want of a program to read them.")
    readable_share: float = Field(description="Share of pages without trouble, 0 to 1.", examples=[0.97])

    @classmethod
    def of(cls, coverage: CoverageReport) -> Self:
        """All of it."""
        return cls.model_validate(coverage, from_attributes=True)


class HeadingOut(BaseModel):
    """One entry of an outline."""

    title: str = Field(examples=["Remplacement de la lampe"])
    level: int = Field(description="1 for the outermost.", examples=[2])
    page: PageNumber

    @classmethod
    def of(cls, heading: Heading) -> Self:
        """All of it."""
        return cls.model_validate(heading, from_attributes=True)


class Corrections(BaseModel):
    """What was guessed wrong; what is left out stays. What a person set is certain, and outlives reading again."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"equipment": ["R416", "centrifugeuse"], "revision": "C"}}
    )

    title: str = Field(default="", max_length=1000)
    manufacturer: str = Field(default="", max_length=1000)
    equipment: list[Annotated[str, Field(max_length=1000)]] = Field(
        default=[], max_length=100, description="Every name that a technician would use; replaces the present ones."
    )
    kind: DocumentKind = DocumentKind.OTHER
    language: str = Field(default="", max_length=10, examples=["fr"])
    revision: str = Field(default="", max_length=1000)
    effective_date: date | None = None

    def changes(self) -> dict[str, object]:
        """What was sent, by field."""
        sent: dict[str, object] = {name: getattr(self, name) for name in self.model_fields_set}
        if "equipment" in sent:
            sent["equipment"] = tuple(self.equipment)
        return sent
