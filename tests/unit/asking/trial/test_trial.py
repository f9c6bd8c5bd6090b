from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path

import pytest

from asking_bench import CENTRIFUGE, SEAL, scripted
from memory_services import add
from paillasse.asking.errors import AnswerTooLate
from paillasse.asking.protocols import Event
from paillasse.asking.trial.observing import tally_of
from paillasse.errors.manuals import DocumentNotFound
from paillasse.errors.models import LanguageModelUnreachable
from paillasse.rollouts.types import Arm, Mode, Tally
from paillasse.types.answers import Answer, Claim, ClaimAccepted, Outcome, Usage
from paillasse.types.questions import Query, Scope
from trial_bench import TrialBench, failing, trial_bench

CLAIM = ClaimAccepted(Claim("Open the lid.", ()), ())
USED = Usage("ollama/small", 2, 100, 20, 0.25, "EUR")


@pytest.fixture
async def bench(tmp_path: Path) -> TrialBench:
    return await trial_bench(tmp_path)


@pytest.mark.parametrize("mode", [Mode.CANARY, Mode.AB])
async def test_some_users_are_answered_by_the_candidate_and_stay_with_it(bench: TrialBench, mode: Mode) -> None:
    bench.begin(mode)
    for number in range(6):
        for arm, release in ((Arm.CONTROL, "1"), (Arm.CANDIDATE, "2")):
            answer = await bench.ask(bench.user(arm), replace(SEAL, text=f"{SEAL.text} {number}"))
            assert answer.trace["release"] == release
    assert bench.questions() == (6, 6)
    counted = bench.counted()[Arm.CANDIDATE]
    assert (counted.failures, counted.timed) == (0, 6)
    assert bench.figure("answers_total", arm="candidate", outcome="answered") == 6
    assert (bench.control.users, bench.candidate.users) == (0, 0)


async def test_without_a_rollout_or_a_user_the_release_in_production_answers(bench: TrialBench) -> None:
    bench.begin(Mode.CANARY, 0.999)
    events = [event async for event in bench.arms.ask(SEAL)]
    assert isinstance(events[-1], Answer)
    assert events[-1].trace["release"] == "1"
    bench.arms.trial = None
    assert (await bench.ask("anybody")).trace["release"] == "1"
    assert bench.questions() == (0, 0)
    assert len(await bench.arms.search(SEAL, 3)) > 0


async def test_an_answer_that_was_kept_tells_whether_it_is_a_refusal_alone(bench: TrialBench) -> None:
    bench.begin(Mode.CANARY)
    answers = [await bench.ask(bench.user(Arm.CANDIDATE)) for _ in range(3)]
    counted = bench.counted()[Arm.CANDIDATE]
    assert (counted.questions, counted.kept, counted.worked_out, counted.timed) == (3, 2, 1, 1)
    refused = replace(answers[-1], outcome=Outcome.REFUSED)
    assert tally_of(refused) == Tally(questions=1, kept=1, refusals=1)


async def test_where_the_candidate_fails_the_release_in_production_answers(bench: TrialBench) -> None:
    bench.begin(Mode.CANARY)
    await scripted(bench.candidate, failing)
    answer = await bench.ask(bench.user(Arm.CANDIDATE))
    assert (answer.outcome, answer.trace["release"]) == (Outcome.ANSWERED, "1")
    counted = bench.counted()
    assert (counted[Arm.CANDIDATE].failures, counted[Arm.CONTROL].failures) == (1, 0)
    assert bench.questions() == (0, 1)
    assert bench.figure("answers_total", arm="candidate", outcome="failed") == 1


async def test_what_fails_after_its_first_sentence_has_failed(bench: TrialBench) -> None:
    async def script(_: Query) -> AsyncGenerator[Event]:
        yield CLAIM
        raise LanguageModelUnreachable("gone")

    bench.begin(Mode.CANARY)
    await scripted(bench.candidate, script)
    with pytest.raises(LanguageModelUnreachable):
        await bench.ask(bench.user(Arm.CANDIDATE))
    assert bench.counted()[Arm.CANDIDATE] == Tally(questions=1, failures=1)


async def test_a_candidate_that_takes_too_long_leaves_no_time_for_the_other(bench: TrialBench) -> None:
    async def script(_: Query) -> AsyncGenerator[Event]:
        raise AnswerTooLate("60 seconds")
        yield

    bench.begin(Mode.CANARY)
    await scripted(bench.candidate, script)
    with pytest.raises(AnswerTooLate):
        await bench.ask(bench.user(Arm.CANDIDATE))
    assert bench.questions() == (0, 1)


async def test_what_the_question_is_to_blame_for_counts_for_nobody(bench: TrialBench) -> None:
    bench.begin(Mode.CANARY)
    for arm in Arm:
        with pytest.raises(DocumentNotFound):
            await bench.ask(bench.user(arm), replace(SEAL, scope=Scope(("default",), ("nothing",))))
    assert bench.questions() == (0, 0)


async def test_a_candidate_without_the_latest_manual_is_not_asked(bench: TrialBench) -> None:
    bench.begin(Mode.CANARY)
    services = bench.candidate.now.services
    content = replace(CENTRIFUGE, title="Rotorix 500 Centrifuge").content()
    await add(services, [content])
    await services.documents.save(replace(content, document=replace(content.document, config_hash="another")))
    answer = await bench.ask(bench.user(Arm.CANDIDATE))
    assert (answer.trace["release"], answer.notices) == ("1", ())
    assert bench.questions() == (0, 0)


async def test_an_answer_of_another_release_than_the_compared_ones_is_not_counted(bench: TrialBench) -> None:
    bench.begin(Mode.CANARY)
    bench.control.now = replace(bench.control.now, services=replace(bench.control.now.services, production="3"))
    assert (await bench.ask(bench.user(Arm.CONTROL))).trace["release"] == "3"
    assert bench.questions() == (0, 0)


async def test_in_the_shadow_both_are_asked_and_one_is_shown(bench: TrialBench) -> None:
    bench.begin(Mode.SHADOW)
    (await scripted(bench.candidate, refusing)).used = (USED,)
    chosen, other = bench.user(Arm.CANDIDATE), bench.user(Arm.CONTROL)
    for user in (chosen, other):
        answer = await bench.ask(user, replace(SEAL, text=f"{SEAL.text} {user}"))
        assert (answer.outcome, answer.trace["release"]) == (Outcome.ANSWERED, "1")
    counted = bench.counted()[Arm.CANDIDATE]
    assert bench.questions() == (1, 1)
    assert (counted.compared, counted.same_outcome, counted.same_pages, counted.refusals) == (1, 0, 0.0, 1)
    assert bench.charged == [(chosen, (USED,))]
    assert bench.figure("answers_total", arm="shadow", outcome="refused") == 1
    assert bench.candidate.users == 0


async def test_in_the_shadow_like_answers_are_found_alike(bench: TrialBench) -> None:
    bench.begin(Mode.SHADOW, 1.0)
    await bench.ask("ada")
    await bench.ask("ada")  # kept: says nothing new
    counted = bench.counted()[Arm.CANDIDATE]
    assert (counted.compared, counted.same_outcome, counted.same_pages) == (1, 1, 1.0)


async def test_a_shadow_that_fails_does_not_fail_what_is_shown(bench: TrialBench) -> None:
    bench.begin(Mode.SHADOW, 1.0)
    await scripted(bench.candidate, failing)
    assert (await bench.ask("ada")).outcome is Outcome.ANSWERED
    assert bench.counted()[Arm.CANDIDATE] == Tally(questions=1, failures=1)


async def test_shadows_that_hang_do_not_hold_up_what_is_shown(bench: TrialBench) -> None:
    bench.begin(Mode.SHADOW, 1.0)

    async def hang(_: Query) -> AsyncGenerator[Event]:
        await asyncio.Event().wait()
        yield CLAIM

    await scripted(bench.candidate, hang)
    for number in range(5):
        query = replace(SEAL, text=f"{SEAL.text} {number}")
        shown = [event async for event in bench.arms.ask(query, user_id="ada")][-1]
        assert isinstance(shown, Answer)
        await asyncio.sleep(0)
    assert bench.figure("dropped_total") == 3
    assert bench.candidate.users == 4  # two shadows, each with its question
    await bench.trial.shadows.end()
    assert bench.candidate.users == 0
    assert bench.questions() == (0, 0)


async def test_under_load_there_are_no_shadows(bench: TrialBench) -> None:
    bench.begin(Mode.SHADOW, 1.0)
    async with bench.gate.enter(), bench.gate.enter(), bench.gate.enter():
        assert (await bench.ask("ada")).outcome is Outcome.ANSWERED
    assert bench.figure("dropped_total") == 1
    assert bench.questions() == (0, 0)


async def test_a_rollout_that_ends_disturbs_no_question_that_began(bench: TrialBench) -> None:
    go = asyncio.Event()

    async def script(_: Query) -> AsyncGenerator[Event]:
        yield CLAIM
        await go.wait()
        yield Answer("q", "en", Outcome.ANSWERED, (CLAIM.claim,))

    bench.begin(Mode.CANARY)
    await scripted(bench.candidate, script)
    async with aclosing(bench.arms.ask(SEAL, user_id=bench.user(Arm.CANDIDATE))) as events:
        assert await anext(events) == CLAIM
        bench.arms.trial = None
        assert bench.candidate.users > 0
        go.set()
        assert isinstance(await anext(events), Answer)
    assert bench.candidate.users == 0


async def refusing(query: Query) -> AsyncGenerator[Event]:
    yield Answer(query.text, "en", Outcome.REFUSED, timings_ms={"total": 5.0})
