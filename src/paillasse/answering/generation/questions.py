"""Other wordings of a question, written by a model to search with: self-contained, rephrased, translated, answered."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from typing import Any

from paillasse.answering.generation import instructions
from paillasse.answering.models.consultation import Consultation
from paillasse.answering.prompts import Prompt
from paillasse.protocols.language_model import ModelRequest
from paillasse.types.questions import Query, Turn

_TURNS = 6
"""Last turns of the conversation that are sent."""
_ANSWER_CHARACTERS = 600
_LONGEST = 600
"""Characters of a wording; a longer one is no question."""


@dataclass(frozen=True, slots=True)
class Wordings:
    """What is searched with beside the question."""

    questions: tuple[str, ...] = ()
    passage: str = ""
    """A made-up answer: only its meaning is searched with."""


async def standalone(query: Query, consultation: Consultation) -> str:
    """The last question of a conversation, understandable by itself; as asked where nothing better came back.

    Raises:
        LanguageModelError: the model failed.
    """
    turns = "\n".join(_turn(turn) for turn in query.history[-_TURNS:])
    user = f"<<<DATA conversation\n{turns}\nEND>>>\n\nLast question: {query.text}"
    [rewritten] = _lines(await _ask(instructions.STANDALONE, user, consultation))[:1] or [query.text]
    return rewritten


async def wordings(question: str, language: str, languages: Sequence[str], consultation: Consultation) -> Wordings:
    """What the configuration asks for: other phrasings, translations into languages of the manuals, a passage.

    Raises:
        LanguageModelError: the model failed.
    """
    config = consultation.config
    others = [lang for lang in languages if lang != language and lang in instructions.LANGUAGES]
    asked: list[Coroutine[Any, Any, str]] = []
    if config.phrasings:
        asked.append(_ask(instructions.PHRASINGS, question, consultation, count=config.phrasings))
    if config.translate:
        names = (instructions.LANGUAGES[lang] for lang in others)
        asked += [_ask(instructions.TRANSLATION, question, consultation, into=name) for name in names]
    if config.hyde:
        name = instructions.LANGUAGES[language]
        asked.append(_ask(instructions.PASSAGE, question, consultation, into=name))
    replies = await asyncio.gather(*asked, return_exceptions=True)
    for reply in replies:
        if isinstance(reply, BaseException):  # not before every call has ended
            raise reply
    texts = [reply for reply in replies if isinstance(reply, str)]
    passage = " ".join(texts.pop().split()) if config.hyde else ""
    phrased = _lines(texts.pop(0))[: config.phrasings] if config.phrasings else []
    translated = [line for text in texts for line in _lines(text)[:1]]
    return Wordings(tuple(dict.fromkeys([*phrased, *translated])), passage)


async def _ask(prompt: Prompt, user: str, consultation: Consultation, **values: object) -> str:
    return await consultation.text(consultation.writer, ModelRequest(prompt.render("en", **values), user))


def _lines(text: str) -> list[str]:
    """Lines that can be questions."""
    found = (line.strip().strip('"“”«»').strip() for line in text.splitlines())
    return [line for line in found if any(c.isalnum() for c in line) and len(line) <= _LONGEST]


def _turn(turn: Turn) -> str:
    return f"Technician: {turn.question}\nAnswer: {turn.answer[:_ANSWER_CHARACTERS]}"
