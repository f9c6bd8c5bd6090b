"""The manuals in this process and behind a server: the same for the same caller."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from asking_bench import CENTRIFUGE, SECRET
from memory_services import add
from paillasse.access.types import COMMAND_LINE, Identity, Role
from paillasse.asking.admission.question_limits import _Limit
from paillasse.asking.errors import TooManyQuestions
from paillasse.client.client import Client
from paillasse.client.connection import Connection
from paillasse.errors.manuals import DocumentNotFound
from paillasse.errors.storage import EmptyIndex
from paillasse.library.codes import CodeDefinition, CodeLookup
from paillasse.mcp_server.here import ManualsHere
from paillasse.mcp_server.results import CheckedAnswer
from paillasse.mcp_server.there import ManualsThere
from paillasse.pipeline_config import AnsweringConfig, PipelineConfig
from paillasse.types.documents import CodeEntry
from paillasse.types.questions import Scope
from service_bench import ServiceBench

SEAL = "How do I change the lid seal of the Rotorix 400?"
LOCAL = Identity(COMMAND_LINE.user_id, COMMAND_LINE.user_id, Role.ADMIN)


class Codes:
    """One code, for whoever reads `default`."""

    async def look_up(self, scope: Scope, code: str) -> CodeLookup:
        if "default" not in scope.collections or code != "E/203":
            return CodeLookup((), ())
        document = CENTRIFUGE.content().document
        entry = CodeEntry("E-203", "e203", document.id, "chunk", 0, "Lid open", "Latch", "Close it")
        return CodeLookup((CodeDefinition(entry, document, 1, "i", "E-203 Lid open", ()),), ("E-204",))


@pytest.fixture
async def bench(tmp_path: Path) -> ServiceBench:
    bench = ServiceBench(tmp_path)
    await bench.user("ann")
    await bench.user("eve", collections=("service",))
    await bench.user("nobody", collections=())
    await add(bench.services, [CENTRIFUGE.content(), SECRET.content()])
    live: Any = bench.service.live
    live.services = replace(bench.services, config=PipelineConfig(answering=AnsweringConfig(min_confidence=0)))
    codes: Any = Codes()
    bench.service = replace(bench.service, library=replace(bench.service.library, codes=codes))
    bench.app.state.service = bench.service
    return bench


async def here(bench: ServiceBench, user: str) -> ManualsHere:
    return ManualsHere(bench.service, await bench.access.identify(bench.tokens[user]), "192.0.2.1")


@pytest.mark.parametrize("user", ["ann", "eve"])
async def test_both_give_the_same(bench: ServiceBench, user: str) -> None:
    own, foreign = (CENTRIFUGE.id, SECRET.id) if user == "ann" else (SECRET.id, CENTRIFUGE.id)
    one = await here(bench, user)
    async with bench.client() as http:
        other = ManualsThere(Client(Connection(http, bench.tokens[user])))
        assert await one.search(SEAL, "", 3) == await other.search(SEAL, "", 3)
        assert await one.look_up("E/203") == await other.look_up("E/203")
        assert await one.page(own, 1) == await other.page(own, 1)
        answers = [CheckedAnswer.of(await manuals.ask(SEAL, "Rotorix 400")) for manuals in (one, other)]
        assert answers[0] == answers[1]
        assert {source.document_id for source in answers[0].sources} == {own}
        for manuals in (one, other):
            for document_id in (foreign, "unknown", "../me"):
                with pytest.raises(DocumentNotFound):
                    await manuals.page(document_id, 1)
            with pytest.raises(DocumentNotFound):
                await manuals.page(own, 99)


async def test_a_code_comes_with_where_it_stands(bench: ServiceBench) -> None:
    found = await (await here(bench, "ann")).look_up("E/203")
    assert found.near == ["E-204"]
    [definition] = found.definitions
    assert (definition.code, definition.meaning, definition.cause, definition.remedy) == (
        "E-203",
        "Lid open",
        "Latch",
        "Close it",
    )
    assert (definition.document_id, definition.page, definition.label) == (CENTRIFUGE.id, 1, "i")
    assert (await (await here(bench, "eve")).look_up("E/203")).definitions == []


async def test_who_reads_nothing_finds_nothing(bench: ServiceBench) -> None:
    manuals = await here(bench, "nobody")
    with pytest.raises(EmptyIndex):
        await manuals.ask(SEAL, "")
    with pytest.raises(EmptyIndex):
        await manuals.search(SEAL, "", 3)
    with pytest.raises(DocumentNotFound):
        await manuals.page(CENTRIFUGE.id, 1)


async def test_questions_of_users_are_counted_and_those_of_the_command_line_are_not(bench: ServiceBench) -> None:
    ann = await here(bench, "ann")
    for _ in range(10):
        await ann.ask(SEAL, "")
    with pytest.raises(TooManyQuestions):
        await ann.ask(SEAL, "")
    local = ManualsHere(bench.service, LOCAL, "")
    for _ in range(12):
        assert (await local.ask(SEAL, "")).claims
    assert (await local.page(SECRET.id, 1)).title == SECRET.content().document.metadata.title


async def test_searches_are_counted_but_those_of_the_command_line(bench: ServiceBench) -> None:
    bench.service.questions.limits._searches = _Limit("searches", 1)
    manuals = await here(bench, "ann")
    await manuals.search(SEAL, "", 3)
    with pytest.raises(TooManyQuestions):
        await manuals.search(SEAL, "", 3)
    local = ManualsHere(bench.service, LOCAL, "")
    assert [await local.search(SEAL, "", 3) for _ in range(2)]
