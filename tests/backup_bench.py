"""What tests of backups share: a home, a question and what counts in its answer."""

from __future__ import annotations

from pathlib import Path

from home_commands import SAMPLES
from paillasse.composition.startup import open_services
from paillasse.settings import Settings
from paillasse.types.answers import Answer
from paillasse.types.questions import Query, Scope

MANUAL = SAMPLES / "cyclane_r416_centrifugeuse_fr.pdf"
QUESTION = "Que faire quand la centrifugeuse affiche l'erreur E-203 ?"


def silent(_stage: str, _done: int, _total: int) -> None:
    """Progress that nobody looks at."""


def at(home: Path, **more: str) -> Settings:
    return Settings(home=home, threads=1, _env_file=None, **more)  # type: ignore[call-arg, arg-type]


async def answer(settings: Settings) -> Answer:
    async with open_services(settings, None) as services:
        answerer = await services.answerer(Scope(("default",)))
        return await answerer.answer(Query(QUESTION))


def essence(answer: Answer) -> object:
    return answer.outcome, answer.claims, answer.citations, answer.warnings
