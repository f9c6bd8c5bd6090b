"""A language model as the generator: it chooses lines by their numbers and says what they say."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing

from paillasse.answering.generation import instructions
from paillasse.answering.generation.claim_reader import ClaimReader, StatedClaim
from paillasse.answering.generation.context_blocks import Place, numbered
from paillasse.answering.models.consultation import Consultation
from paillasse.errors.models import LanguageModelNonsense
from paillasse.protocols.answering import Context
from paillasse.protocols.language_model import ModelRequest
from paillasse.types.answers import DraftClaim

_NOWHERE = ("", -1)
"""Evidence of a claim that cites a line it was not given: verification does not find it."""
_MARGIN = 3
"""Proposals read for each one that can be shown."""


class ModelGenerator:
    """Proposes what a model says, for one question."""

    def __init__(self, consultation: Consultation, titles: Mapping[str, str], most: int) -> None:
        self._consultation = consultation
        self._titles = titles
        self._most = most
        self.sent: tuple[Place, ...] = ()
        """The lines that the model was given, for the trace."""
        self.prompt = ""
        """What it was told to do with them, for the trace too."""

    @property
    def name(self) -> str:
        """Recorded in the trace."""
        return self._consultation.writer.model.name

    async def generate(self, context: Context) -> AsyncGenerator[DraftClaim]:
        """Claims as they are written; none when the model says that the lines do not answer.

        Raises:
            LanguageModelNonsense: nothing in the reply could be read.
            LanguageModelError: the model failed; claims before that stand.
        """
        lines = numbered(context, self._titles, self._consultation.config.context_tokens)
        self.sent = tuple(lines.places.values())
        self.prompt = self._system(context.language)
        request = ModelRequest(self.prompt, self._user(context, lines.text), claims=True)
        reader, read = ClaimReader(), 0
        async with aclosing(self._consultation.stream(self._consultation.writer, request)) as pieces:
            async for piece in pieces:
                for stated in reader.feed(piece):
                    read += 1
                    if isinstance(stated, StatedClaim):
                        yield _draft(stated, lines.places)
                    elif stated.none:
                        return
                    if read >= _MARGIN * self._most:
                        return
        if not read:
            raise LanguageModelNonsense(f"Nothing in the reply of {self.name} could be read as a claim.")

    def _system(self, language: str) -> str:
        config = self._consultation.config
        free = self._consultation.judge is not None
        wording = instructions.WORDING_FREE if free else instructions.WORDING_KEPT
        form = instructions.FORM_TOOLS if config.output == "tool_calls" else instructions.FORM_LINES
        return instructions.CLAIMS.render(
            "en",
            most=self._most,
            wording=wording.render("en", into=instructions.LANGUAGES[language]),
            form=form.render("en"),
        )

    def _user(self, context: Context, blocks: str) -> str:
        return instructions.QUESTION.render("en", blocks=blocks, question=context.query.text)


def _draft(stated: StatedClaim, places: Mapping[int, Place]) -> DraftClaim:
    text = " ".join(stated.claim.split())
    return DraftClaim(text, tuple(dict.fromkeys(places.get(number, _NOWHERE) for number in stated.lines)))
