"""What is looked up in the manuals without an answer being written."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, Field

from paillasse.api.schemas.answers import DocumentId, PageLabel, PageNumber, Shown, Title
from paillasse.library.codes import CodeDefinition, CodeIndex, CodeLookup
from paillasse.library.shelf.catalogue import Machine
from paillasse.types.documents import DocumentKind


class MachineOut(BaseModel):
    """A name that documents give to their machine, and what there is about it."""

    name: Shown = Field(description="What to send as `equipment`.", examples=["R416"])
    manufacturers: list[Shown] = Field(examples=[["Cyclane"]])
    kinds: list[DocumentKind]
    languages: list[str] = Field(examples=[["en", "fr"]])
    document_ids: list[DocumentId]

    @classmethod
    def of(cls, machine: Machine) -> Self:
        """All of it."""
        return cls.model_validate(machine, from_attributes=True)


class SpanOut(BaseModel):
    """Words of a page: `words[start:end]` of `/api/v1/documents/{id}/pages/{page}`."""

    page: PageNumber
    start: int = Field(description="The first of them, from 0.", examples=[120])
    end: int = Field(description="The one behind the last.", examples=[142])


class CodeDefinitionOut(BaseModel):
    """One place where a manual says what a code means."""

    code: str = Field(description="As printed.", examples=["E-203"])
    meaning: str = Field(examples=["Balourd détecté"])
    cause: str = Field(examples=["Charge mal répartie"])
    remedy: str = Field(examples=["Répartissez les tubes."])
    document_id: DocumentId
    title: Title
    page: PageNumber
    label: PageLabel
    quote: str = Field(description="The defining line, verbatim.")
    spans: list[SpanOut]

    @classmethod
    def of(cls, found: CodeDefinition) -> Self:
        """All of it."""
        entry, document = found.entry, found.document
        return cls(
            code=entry.code,
            meaning=entry.meaning,
            cause=entry.cause,
            remedy=entry.remedy,
            document_id=document.id,
            title=document.metadata.title,
            page=found.page,
            label=found.label,
            quote=found.quote,
            spans=[SpanOut(**span._asdict()) for span in found.spans],
        )


class CodeOut(BaseModel):
    """What the manuals say of a code: never a guess."""

    definitions: list[CodeDefinitionOut] = Field(description="Empty when no manual that one may read has it.")
    near: list[str] = Field(description="Codes that are spelt alike, nearest first.", examples=[["E-204"]])

    @classmethod
    def of(cls, found: CodeLookup) -> Self:
        """All of it."""
        return cls(definitions=[CodeDefinitionOut.of(each) for each in found.definitions], near=list(found.near))


class CodeIndexOut(BaseModel):
    """Part of the codes that a document defines, numbers in their order."""

    codes: list[CodeDefinitionOut]
    total: int = Field(description="Definitions of the whole document.", examples=[48])

    @classmethod
    def of(cls, index: CodeIndex) -> Self:
        """All of it."""
        return cls(codes=[CodeDefinitionOut.of(each) for each in index.definitions], total=index.total)
