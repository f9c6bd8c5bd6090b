"""What the tools of MLflow call: a configuration answers from the home of this environment."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from paillasse.composition.startup import open_services
from paillasse.pipeline_config import PipelineConfig
from paillasse.settings import Settings
from paillasse.types.answers import Answer
from paillasse.types.questions import Query, Scope

_ANSWER = TypeAdapter(Answer)


def answer_all(config: Path, questions: Sequence[str]) -> list[dict[str, Any]]:
    """Answers in order, without their traces, as `paillasse ask --json` prints them.

    In a thread of its own, for whoever calls may have an event loop already.

    Raises:
        PaillasseError: what `startup.open_services` raises, and the answerer.
    """
    with ThreadPoolExecutor(max_workers=1) as beside:
        return beside.submit(lambda: asyncio.run(_answered(PipelineConfig.load(config), questions))).result()


async def _answered(config: PipelineConfig, questions: Sequence[str]) -> list[dict[str, Any]]:
    async with open_services(Settings(), config) as services:
        answerer = await services.answerer(Scope())
        answers = [await answerer.answer(Query(question)) for question in questions]
    return [_ANSWER.dump_python(answer, mode="json", exclude={"trace"}) for answer in answers]
