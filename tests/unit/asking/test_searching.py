from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from asking_bench import CENTRIFUGE, SEAL, SECRET, SERVICE, Live, asking_over, live_over
from paillasse.asking.errors import AnswerTooLate
from paillasse.errors.manuals import DocumentNotFound
from paillasse.errors.root import InvalidQuestion
from paillasse.errors.storage import EmptyIndex
from paillasse.gate import Gate
from paillasse.types.questions import Query, Scope


@pytest.fixture
async def live(tmp_path: Path) -> Live:
    return await live_over(tmp_path, CENTRIFUGE, SECRET)


async def test_the_best_passages_of_the_scope_with_why_they_were_found(live: Live) -> None:
    found = await asking_over(live).search(SEAL, 2)
    assert 1 <= len(found) <= 2
    assert "lid seal" in found[0].passage.text
    assert found[0].passage.heading.endswith("Lid seal")
    assert (found[0].passage.page, found[0].passage.document_id) == (1, found[0].document.id)
    assert found[0].lanes.keys() >= {"dense", "bm25"}
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
    assert {each.document.collection for each in found} == {"default"}


async def test_each_scope_finds_its_own(live: Live) -> None:
    asking = asking_over(live)
    for query in (SEAL, replace(SEAL, scope=SERVICE)):
        found = await asking.search(query, 40)
        assert found
        assert {each.document.collection for each in found} == set(query.scope.collections)


async def test_nothing_is_found_about_a_machine_that_nobody_knows(live: Live) -> None:
    assert await asking_over(live).search(replace(SEAL, equipment="Zyklomat 9000"), 10) == []


async def test_what_cannot_be_searched(live: Live) -> None:
    asking = asking_over(live)
    with pytest.raises(InvalidQuestion):
        await asking.search(Query("?!"), 10)
    with pytest.raises(EmptyIndex):
        await asking.search(Query("lid seal", Scope(("nobody",))), 10)
    with pytest.raises(DocumentNotFound):
        await asking.search(Query("lid seal", Scope(document_ids=("unknown",))), 10)


async def test_it_takes_no_longer_than_an_answer_may(live: Live) -> None:
    gate = Gate(1, 4, 5)
    async with gate.enter():
        with pytest.raises(AnswerTooLate):
            await asking_over(live, gate, seconds=0.05).search(SEAL, 10)
    assert await asking_over(live, gate).search(SEAL, 10)
