"""How Paillasse answers: every choice that changes an answer, hashed. Nothing here says where it runs."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from paillasse.errors.root import InvalidConfiguration


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ParsingConfig(_Section):
    """How files are read."""

    ocr: Literal["auto", "off"] = Field(
        default="auto", description="`auto` reads pages without a usable text layer from their picture."
    )
    pictures: Literal["auto", "off"] = Field(
        default="auto",
        description="`auto` reads the words in pictures (screenshots, labelled drawings) on other pages.",
    )


class ChunkingConfig(_Section):
    """How documents are cut. Sizes are in tokens of the embedder, breadcrumb included."""

    strategy: Literal["structural", "fixed", "sentence"] = Field(
        default="structural",
        description="`structural` cuts along sections, tables and steps; `sentence` packs sentences, `fixed` words.",
    )
    max_tokens: int = Field(default=200, ge=32, le=8192, description="Longest passage, breadcrumb included.")
    overlap_tokens: int = Field(default=0, ge=0, le=512, description="Tokens that the next passage repeats.")
    breadcrumb: bool = Field(default=True, description="Put the titles above a passage in front of what is embedded.")


class EmbedderConfig(_Section):
    """Which model turns text into vectors."""

    provider: Literal["onnx", "sentence-transformers", "ollama", "openai", "azure", "gemini", "vertexai"] = Field(
        default="onnx", description="Who runs it; `openai` is any server that speaks its API (vLLM, OpenRouter, TEI)."
    )
    name: str = Field(
        default="bilingual",
        min_length=1,
        description="`bilingual` is the model shipped here, `minilm` all-MiniLM-L6-v2 (English; extra `minilm`), "
        "`owner/name` one on a hub; with a server, its name there.",
    )
    revision: str = Field(default="", description="Branch, tag or commit on the hub; empty for the main branch.")
    folder: Path | None = Field(
        default=None, description="Your own model folder, instead of `name`; `paillasse train embedder` makes one."
    )
    dimension: int = Field(default=0, ge=0, le=65_536, description="Length of a vector; 0 where files say it.")
    shorten: bool = Field(
        default=False, description="Ask the server for `dimension` numbers, of models trained to be shortened."
    )
    max_tokens: int = Field(default=0, ge=0, le=131_072, description="Longest text it reads; 0 where files say it.")
    languages: tuple[str, ...] = Field(default=(), description="ISO 639-1 codes it understands; others are glossed.")
    query_prefix: str | None = Field(default=None, description="In front of a question; null for the model's own.")
    passage_prefix: str | None = Field(default=None, description="In front of a passage; null for the model's own.")
    pooling: Literal["mean", "cls"] | None = Field(
        default=None, description="How token vectors become one; null where files say it."
    )
    tokenizer: Path | None = Field(
        default=None,
        description="The `tokenizer.json` of a server's model; without it tokens are estimated from above.",
    )
    batch_size: int = Field(default=32, ge=1, le=2048, description="Passages embedded at a time.")

    @model_validator(mode="after")
    def _server_has_a_model(self) -> Self:
        if self.provider != "onnx" and self.folder is None and self.name == "bilingual":
            raise ValueError(f"embedder.provider is `{self.provider}` but embedder.name does not say which model")
        return self


class RetrievalConfig(_Section):
    """Lanes, weights and depths. Scores of a lane are normalised to 0…1 before any weight applies."""

    candidates: int = Field(default=100, ge=1, le=1000, description="Chunks each lane returns.")
    pool: int = Field(default=40, ge=1, le=500, description="Fused hits kept, and ranked, for answering.")
    dense_weight: float = Field(default=0.5, ge=0, le=1, description="Share of the dense lane in the convex sum.")
    reranker: Literal["none", "late_interaction", "learned"] = Field(
        default="late_interaction",
        description="How the first hits are ranked again: not, by the embedder's token vectors, or then also by the "
        "model that `paillasse train reranker` put into production.",
    )
    rerank_depth: int = Field(default=20, ge=0, le=200, description="Hits the reranker looks at.")
    rerank_weight: float = Field(
        default=0.75, ge=0, le=10, description="Weight of the reranker beside the fused score."
    )
    error_code_boost: float = Field(default=1.0, ge=0, description="Added where a named error code is defined.")
    code_boost: float = Field(default=0.3, ge=0, description="Added where another code of the question is defined.")
    equipment_boost: float = Field(default=0.15, ge=0, description="Added for the machine when it is only guessed.")
    same_language_boost: float = Field(default=0.03, ge=0, description="Added to chunks in the question's language.")
    other_language_factor: float = Field(
        default=0.7, ge=0, le=1, description="Applied to other languages of a manual that also speaks the question's."
    )


class AnsweringConfig(_Section):
    """Generator, length of an answer and the threshold of a refusal."""

    generator: Literal["extractive", "llm"] = Field(
        default="extractive", description="Who proposes the sentences: `llm` is the model of `model`."
    )
    routing: Literal["off", "look-ups"] = Field(
        default="off",
        description="With `llm`: `look-ups` copies answers to plain look-ups from the manuals, at no cost, and has the "
        "model write the others. A look-up names a code that the manuals define, or has evidence of "
        "`look_up_confidence`, and goes on with no conversation.",
    )
    look_up_confidence: float = Field(default=0.9, ge=0, le=1, description="Evidence from which it is a look-up.")
    max_claims: int = Field(default=9, ge=1, le=50, description="Sentences or rows shown.")
    passage_lines: int = Field(default=5, ge=1, le=50, description="Lines shown of the best passage.")
    max_steps: int = Field(default=10, ge=1, le=100, description="Steps of a procedure shown.")
    other_share: float = Field(default=0.75, ge=0, le=1, description="Lines this near the best one are shown too.")
    ambiguity_share: float = Field(
        default=0.9, ge=0, le=1, description="Machines scoring this near the best one make the question ambiguous."
    )
    min_confidence: float = Field(default=0.58, ge=0, le=1, description="Below it, the answer is a refusal.")
    escalation: Literal["off", "offer", "refuse"] = Field(
        default="offer",
        description="What follows where the manuals probably do not answer: nothing (and nothing is predicted), a "
        "ticket is offered beside the answer, or there is no answer; `refuse` shows sentences when all are there.",
    )
    offer_from: float = Field(default=0.5, ge=0, le=1, description="Probability from which a ticket is offered.")
    refuse_from: float = Field(default=0.8, ge=0, le=1, description="Probability from which `refuse` refuses.")


class ModelConfig(_Section):
    """The language model behind `answering.generator: llm`."""

    provider: Literal["ollama", "openai", "gemini", "vertexai", "azure", "huggingface"] = Field(
        default="ollama", description="`openai` is any server that speaks its API; `huggingface` runs the model here."
    )
    name: str = Field(default="", description="Name of the model; on Azure that of the deployment, or a model folder.")
    output: Literal["json_lines", "tool_calls"] = Field(
        default="json_lines", description="How claims come back: as lines of text, or as calls of a tool."
    )
    temperature: float = Field(default=0.0, ge=0, le=2, description="0 always takes the likeliest word.")
    top_p: float | None = Field(
        default=None,
        gt=0,
        le=1,
        description="Only the likeliest words that together reach it; null for the model's own.",
    )
    top_k: int | None = Field(
        default=None, ge=1, le=1000, description="Only so many of the likeliest words; null for the model's own."
    )
    max_output_tokens: int = Field(default=1024, ge=16, le=65_536, description="Longest reply.")
    context_tokens: int = Field(default=6000, ge=100, le=1_000_000, description="Most tokens of manuals sent.")
    first_token_seconds: float = Field(default=20, gt=0, le=600, description="Longest wait for the first word.")
    stall_seconds: float = Field(default=10, gt=0, le=600, description="Longest wait between two words.")
    total_seconds: float = Field(default=60, gt=0, le=3600, description="Longest for all calls of one question.")
    rewrite: bool = Field(default=True, description="Make follow-up questions self-contained, given a conversation.")
    phrasings: int = Field(default=0, ge=0, le=5, description="Other wordings of the question searched with as well.")
    hyde: bool = Field(default=False, description="Search with a made-up passage that would answer, as well.")
    translate: bool = Field(default=False, description="Search with the question in the manuals' other language too.")
    judge: bool = Field(default=False, description="Have a model judge whether the quotes say what a claim says.")
    judge_name: str = Field(default="", description="Model that judges, of the same provider; empty for the same one.")


class PipelineConfig(_Section):
    """Everything that decides an answer."""

    parsing_version: int = Field(
        default=3, description="Raised whenever parsing or structure analysis changes what a page yields."
    )
    parsing: ParsingConfig = ParsingConfig()
    chunking: ChunkingConfig = ChunkingConfig()
    embedder: EmbedderConfig = EmbedderConfig()
    retrieval: RetrievalConfig = RetrievalConfig()
    answering: AnsweringConfig = AnsweringConfig()
    model: ModelConfig = ModelConfig()

    @model_validator(mode="after")
    def _model_is_named(self) -> Self:
        if self.answering.generator == "llm" and not self.model.name:
            raise ValueError("answering.generator is `llm` but model.name is empty")
        return self

    @property
    def hash(self) -> str:
        """First 12 hexadecimal digits of the sha256 of the canonical JSON."""
        return _digest(self.model_dump_json())

    def generation(self, embedder: str) -> str:
        """Like `hash`, over what decides what is in the index: names the index generation.

        Args:
            embedder: the `name` of the embedder that was opened, not the configured one: it changes with the weights,
                so vectors of two models never meet in one index.
        """
        return _digest(self.model_dump_json(include={"parsing_version", "parsing", "chunking"}) + embedder)

    @property
    def index_configuration(self) -> str:
        """JSON of the sections that decide what an index generation holds: see `parse`."""
        return self._told({"parsing_version", "parsing", "chunking"})

    @property
    def whole(self) -> str:
        """JSON of every section: see `parse`."""
        return self._told(set(type(self).model_fields) - {"embedder"})

    def _told(self, sections: set[str]) -> str:
        """These sections and the embedder.

        Defaults are written out, for a later version may have others; but those of the embedder, which is told nothing
        that its files say.
        """
        told = self.model_dump(mode="json", include=sections)
        return json.dumps({**told, "embedder": self.embedder.model_dump(mode="json", exclude_unset=True)})

    @classmethod
    def parse(cls, kept: str, owner: str) -> PipelineConfig:
        """The configuration that `owner` was made with, from its JSON; sections that it does not say are the defaults.

        Raises:
            InvalidConfiguration: another version of Paillasse wrote it.
        """
        try:
            return cls.model_validate_json(kept)
        except ValueError as error:
            raise InvalidConfiguration(
                f"{owner} was built by another version of Paillasse: {error}",
                hint="Build one with this version: `paillasse --config FILE index rebuild`.",
            ) from error

    @classmethod
    def load(cls, path: Path) -> PipelineConfig:
        """Read a JSON file.

        Raises:
            InvalidConfiguration: the file is missing, not JSON or has an unknown or impossible value.
        """
        try:
            return cls.model_validate_json(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise InvalidConfiguration(f"Cannot read the pipeline configuration {path}: {error.strerror}") from error
        except ValueError as error:  # not UTF-8, or not valid
            raise InvalidConfiguration(f"{path} is not a valid pipeline configuration: {error}") from error


class Released(_Section):
    """How a release answers: what a home keeps of the one that is in production."""

    release: str = Field(default="", description="Its version in the registry; empty for what is no release.")
    config: PipelineConfig

    @property
    def kept(self) -> str:
        """As JSON, for `parse`."""
        return json.dumps({"release": self.release, "config": json.loads(self.config.whole)})

    @classmethod
    def parse(cls, kept: str) -> Released:
        """What a home keeps, from its JSON.

        Raises:
            InvalidConfiguration: another version of Paillasse wrote it.
        """
        try:
            return cls.model_validate_json(kept)
        except ValueError as error:
            raise InvalidConfiguration(
                f"The release in production was made by another version of Paillasse: {error}",
                hint="Answer by a configuration of this version: `paillasse --config FILE index rebuild`.",
            ) from error


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
