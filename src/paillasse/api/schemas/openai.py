"""Chat completions as OpenAI defines them, as far as questions to manuals go; what a client sends beyond is let be."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

MODEL = "paillasse"
"""The one model there is."""
_LONGEST = 20_000


class TextPart(BaseModel):
    """Text in a message of several parts."""

    type: Literal["text"]
    text: str = Field(max_length=_LONGEST)


class Message(BaseModel):
    """What one side said."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: Annotated[str, Field(max_length=_LONGEST)] | Annotated[list[TextPart], Field(max_length=50)] | None = None

    @property
    def text(self) -> str:
        """All of its text."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content)
        return self.content or ""


class StreamOptions(BaseModel):
    """How it is streamed."""

    include_usage: bool = False


class ChatIn(BaseModel):
    """A chat: the last message is the question, the ones before it are understood with it."""

    model: str = Field(max_length=100, examples=[MODEL])
    messages: list[Message] = Field(
        min_length=1, max_length=200, examples=[[{"role": "user", "content": "When is the lamp of the R416 replaced?"}]]
    )
    stream: bool | None = None
    stream_options: StreamOptions | None = None


class UrlCitation(BaseModel):
    """Where a footnote stands in the message, and where it leads."""

    start_index: int = Field(description="First character of the footnote.")
    end_index: int
    title: str
    url: str


class Annotation(BaseModel):
    """A citation."""

    type: Literal["url_citation"] = "url_citation"
    url_citation: UrlCitation


class MessageOut(BaseModel):
    """The answer, in Markdown, with footnotes."""

    role: Literal["assistant"] = "assistant"
    content: str
    refusal: None = None
    annotations: list[Annotation]


class Choice(BaseModel):
    """The only one."""

    index: int = 0
    message: MessageOut
    logprobs: None = None
    finish_reason: Literal["stop"] = "stop"


class TokensUsed(BaseModel):
    """Tokens of the language models behind the answer; none where answers are copied from the manuals."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class Completion(BaseModel):
    """A finished answer."""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int = Field(description="Seconds since 1970.")
    model: str = MODEL
    choices: list[Choice]
    usage: TokensUsed
    system_fingerprint: str = Field(description="Hash of the configuration that answered.")


def _missing(value: object) -> bool:
    return value is None


class Delta(BaseModel):
    """The next piece of a message."""

    role: Literal["assistant"] | None = Field(default=None, exclude_if=_missing)
    content: str | None = Field(default=None, exclude_if=_missing)
    annotations: list[Annotation] | None = Field(default=None, exclude_if=_missing, description="With the last piece.")


class ChunkChoice(BaseModel):
    """The only one."""

    index: int = 0
    delta: Delta
    logprobs: None = None
    finish_reason: Literal["stop"] | None = None


class CompletionChunk(BaseModel):
    """A piece of an answer."""

    id: str
    object: Literal["chat.completion.chunk"] = "chat.completion.chunk"
    created: int
    model: str = MODEL
    choices: list[ChunkChoice]
    usage: TokensUsed | None = Field(default=None, exclude_if=_missing)


class ModelOut(BaseModel):
    """What can be asked."""

    id: str = Field(examples=[MODEL])
    object: Literal["model"] = "model"
    created: int
    owned_by: str = MODEL


class ModelsOut(BaseModel):
    """All of them."""

    object: Literal["list"] = "list"
    data: list[ModelOut]


class ErrorDetail(BaseModel):
    """Why a request failed."""

    message: str
    type: str = Field(examples=["rate_limit_error"])
    param: str | None
    code: str = Field(description="Stable and machine-readable.", examples=["too_many_questions"])


class ErrorOut(BaseModel):
    """An error as OpenAI's clients read it."""

    error: ErrorDetail
