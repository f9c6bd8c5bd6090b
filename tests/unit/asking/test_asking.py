from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path

import pytest

from asking_bench import (
    CENTRIFUGE,
    SEAL,
    SECRET,
    SERVICE,
    Answering,
    Live,
    answer_of,
    asking_over,
    events_of,
    live_over,
    scripted,
)
from paillasse.asking.errors import AnswerTooLate, OutOfScope
from paillasse.asking.protocols import Event
from paillasse.errors.manuals import DocumentNotFound
from paillasse.errors.root import InvalidQuestion, Overloaded
from paillasse.errors.storage import EmptyIndex
from paillasse.gate import Gate
from paillasse.pipeline_config import AnsweringConfig
from paillasse.types.answers import Answer, Candidate, Citation, Claim, ClaimAccepted, Outcome, Passage
from paillasse.types.questions import Query, Scope

LIFT = Query("How do I lift the lid of the Rotorix 400?")


@pytest.fixture
async def live(tmp_path: Path) -> Live:
    return await live_over(tmp_path, CENTRIFUGE, SECRET)


def said(text: str = "Open the lid.", **more: object) -> Answer:
    return replace(Answer("q", "en", Outcome.ANSWERED, (Claim(text, ()),)), **more)  # pyright: ignore[reportArgumentType]


async def forever(_: Query) -> AsyncGenerator[Event]:
    await asyncio.Event().wait()
    yield said()


async def until(happened: list[str], count: int) -> None:
    for _ in range(1000):
        if len(happened) >= count:
            return
        await asyncio.sleep(0.001)
    raise AssertionError(happened)


async def test_claims_come_first_and_the_finished_answer_last(live: Live) -> None:
    *claims, answer = await events_of(asking_over(live))
    assert isinstance(answer, Answer)
    assert [c.claim for c in claims if isinstance(c, ClaimAccepted)] == list(answer.claims)
    assert len(answer.claims) == 3
    assert answer.trace["generation"] == live.now.generation
    assert "cached" not in answer.trace
    assert live.users == 0


async def test_the_same_question_is_answered_once(live: Live) -> None:
    asking = asking_over(live)
    first = await events_of(asking)
    again = await events_of(asking, replace(SEAL, text="how do I  change the lid SEAL of the Rotorix 400 ?"))
    original, answer = first[-1], again[-1]
    assert isinstance(original, Answer)
    assert isinstance(answer, Answer)
    assert answer.question == "how do I  change the lid SEAL of the Rotorix 400 ?"
    assert answer.trace == {**original.trace, "cached": True}
    assert answer.timings_ms.keys() == {"cached", "total"}
    assert answer.trace_id != original.trace_id
    assert (answer.claims, answer.warnings, answer.citations) == (
        original.claims,
        original.warnings,
        original.citations,
    )
    assert [e.claim for e in again[:-1] if isinstance(e, ClaimAccepted)] == list(answer.claims)
    assert [e.citations for e in again[:-1]] == [e.citations for e in first[:-1]]
    shown = [w.text for e in again[:-1] if isinstance(e, ClaimAccepted) for w in e.warnings]
    assert shown == ["WARNING: pull the mains plug first."]
    assert live.now.made == [Scope()]


async def test_never_across_scopes(live: Live) -> None:
    asking = asking_over(live)
    for cached in (False, True):
        for scope, title in ((Scope(), CENTRIFUGE.title), (SERVICE, SECRET.title)):
            answer = await answer_of(asking, replace(SEAL, scope=scope))
            assert {c.title for c in answer.citations} == {title}
            assert answer.trace.get("cached", False) is cached
    with pytest.raises(EmptyIndex):
        await answer_of(asking, replace(SEAL, scope=Scope(())))
    with pytest.raises(DocumentNotFound):
        await answer_of(asking, replace(SEAL, scope=Scope(("default",), (SECRET.id,))))
    with pytest.raises(DocumentNotFound):
        await answer_of(asking, replace(SEAL, scope=Scope(("default",), (CENTRIFUGE.id, SECRET.id))))


async def test_nothing_is_made_for_documents_that_somebody_chooses_or_invents(live: Live) -> None:
    asking = asking_over(live)
    both = ("default", "service")
    chosen = replace(SEAL, scope=Scope(both, (SECRET.id,)))
    assert {c.title for c in (await answer_of(asking, chosen)).citations} == {SECRET.title}
    for number in range(20):
        invented = replace(SEAL, scope=Scope(both, (SECRET.id, f"invented {number}")))
        with pytest.raises(DocumentNotFound):
            await answer_of(asking, invented)
        with pytest.raises(DocumentNotFound):
            await asking.search(invented, 10)
    assert {f.document.metadata.title for f in await asking.search(chosen, 10)} == {SECRET.title}
    assert live.now.made == [Scope(both)]


async def test_a_document_that_was_chosen_answers_as_if_it_were_alone(tmp_path: Path) -> None:
    live = await live_over(tmp_path, CENTRIFUGE, SECRET)
    for chosen in (CENTRIFUGE, SECRET):
        alone = await answer_of(asking_over(live), replace(SEAL, scope=Scope((chosen.collection,))))
        among = await answer_of(asking_over(live), replace(SEAL, scope=Scope(("default", "service"), (chosen.id,))))
        assert among.claims == alone.claims


async def test_until_the_documents_change(live: Live) -> None:
    asking = asking_over(live)
    await answer_of(asking)
    await live.documents.correct(CENTRIFUGE.id, lambda document: replace(document.metadata, title="New title"))
    answer = await answer_of(asking)
    assert {c.title for c in answer.citations} == {"New title"}
    assert "cached" not in answer.trace
    await live.documents.delete(CENTRIFUGE.id)
    with pytest.raises(EmptyIndex):
        await answer_of(asking)


async def test_other_services_answer_anew(tmp_path: Path, live: Live) -> None:
    asking = asking_over(live)
    await answer_of(asking)
    again = await live_over(tmp_path / "again", CENTRIFUGE)
    live.now = again.now
    assert "cached" in (await answer_of(asking)).trace
    assert again.now.made == [Scope()]
    config = again.now.services.config.model_copy(update={"answering": AnsweringConfig(min_confidence=0, max_steps=2)})
    live.now = Answering(replace(again.now.services, config=config))
    assert len((await answer_of(asking)).claims) == 2


async def test_no_answer_is_kept_when_told_so(live: Live) -> None:
    asking = asking_over(live, kept_for=0)
    await answer_of(asking)
    assert "cached" not in (await answer_of(asking)).trace


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        (said(), True),
        (said(outcome=Outcome.REFUSED), True),
        (said(outcome=Outcome.AMBIGUOUS), True),
        (said(outcome=Outcome.DEGRADED), False),
        (said(outcome=Outcome.REFUSED, trace={"model": {"failures": [{"code": "x"}]}}), False),
        (said(trace={"model": {"failures": []}}), True),
        (said("x" * (1 << 20)), False),
    ],
)
async def test_only_what_another_try_would_give_again_is_kept(live: Live, answer: Answer, kept: bool) -> None:
    async def script(_: Query) -> AsyncGenerator[Event]:
        yield answer

    actor = await scripted(live, script)
    asking = asking_over(live)
    await answer_of(asking)
    await answer_of(asking)
    assert len(actor.asked) == (1 if kept else 2)


async def test_what_is_no_question_is_said_so(live: Live) -> None:
    with pytest.raises(InvalidQuestion):
        await answer_of(asking_over(live), Query("???"))
    assert live.users == 0


async def test_the_deadline_ends_the_work(live: Live) -> None:
    actor = await scripted(live, forever)
    with pytest.raises(AnswerTooLate, match=r"0\.05 seconds"):
        await answer_of(asking_over(live, seconds=0.05))
    assert actor.ended == [SEAL.text]
    assert live.users == 0


async def test_a_timeout_of_what_is_asked_is_not_the_deadline(live: Live) -> None:
    async def script(_: Query) -> AsyncGenerator[Event]:
        yield said()
        raise TimeoutError

    await scripted(live, script)
    with pytest.raises(TimeoutError):
        await answer_of(asking_over(live))


async def test_work_stops_when_the_last_one_who_waits_leaves(live: Live) -> None:
    async def script(_: Query) -> AsyncGenerator[Event]:
        yield ClaimAccepted(Claim("Open the lid.", ()), ())
        await asyncio.Event().wait()

    actor = await scripted(live, script)
    asking = asking_over(live)
    async with aclosing(asking.ask(SEAL)) as first, aclosing(asking.ask(SEAL)) as second:
        await anext(first)
        await anext(second)
        await first.aclose()
        await asyncio.sleep(0)
        assert actor.ended == []
        assert live.users == 1
    assert actor.ended == [SEAL.text]
    assert live.users == 0
    waiting = asyncio.create_task(answer_of(asking))
    await until(actor.asked, 2)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert len(actor.ended) == 2


async def test_equal_questions_at_once_are_worked_out_once(live: Live) -> None:
    go = asyncio.Event()

    async def script(_: Query) -> AsyncGenerator[Event]:
        yield ClaimAccepted(Claim("Open the lid.", ()), ())
        await go.wait()
        yield said(trace_id="first")

    actor = await scripted(live, script)
    asking = asking_over(live, kept_for=0)
    texts = [SEAL.text, SEAL.text.lower(), SEAL.text]
    waiting = [asyncio.create_task(events_of(asking, replace(SEAL, text=text))) for text in texts]
    await until(actor.asked, 1)
    go.set()
    given = await asyncio.gather(*waiting)
    answers = [events[-1] for events in given]
    assert actor.asked == [SEAL.text] or actor.asked == [SEAL.text.lower()]
    assert [len(events) for events in given] == [2, 2, 2]
    assert sorted(a.question for a in answers[1:] if isinstance(a, Answer)) == sorted(texts[1:])
    assert len({a.trace_id for a in answers if isinstance(a, Answer)}) == 3
    assert [isinstance(a, Answer) and a.trace.get("cached", False) for a in answers] == [False, True, True]


async def test_all_who_wait_hear_of_a_failure_and_the_next_one_tries_again(live: Live) -> None:
    async def script(_: Query) -> AsyncGenerator[Event]:
        await asyncio.sleep(0.01)
        raise RuntimeError("no")
        yield said()

    actor = await scripted(live, script)
    asking = asking_over(live)
    failed = await asyncio.gather(*(answer_of(asking) for _ in range(3)), return_exceptions=True)
    assert [str(error) for error in failed] == ["no"] * 3
    assert len(actor.asked) == 1
    with pytest.raises(RuntimeError):
        await answer_of(asking)
    assert len(actor.asked) == 2


async def test_who_finds_the_queue_full_is_told_at_once(live: Live) -> None:
    actor = await scripted(live, forever)
    asking = asking_over(live, Gate(1, 1, 5))
    waiting = [asyncio.create_task(answer_of(asking, Query(f"question {n}"))) for n in range(2)]
    await until(actor.asked, 1)
    with pytest.raises(Overloaded) as refused:
        await answer_of(asking)
    assert refused.value.retry_after > 0
    for task in waiting:
        task.cancel()
    await asyncio.wait(waiting)


FOREIGN = Citation(1, SECRET.id, "0" * 64, "t", 1, "1", "q", ())
UNKNOWN = replace(FOREIGN, document_id="nobody")


@pytest.mark.parametrize(
    "event",
    [
        ClaimAccepted(Claim("Open the lid.", (1,)), (FOREIGN,)),
        ClaimAccepted(Claim("Open the lid.", (1,)), (UNKNOWN,)),
        said(citations=(FOREIGN,)),
        said(nearest=(Passage(SECRET.id, "t", 1, "1", "h", "x"),)),
        said(candidates=(Candidate(SECRET.id, "t", ()),)),
    ],
)
async def test_nothing_out_of_scope_leaves_or_is_kept(live: Live, event: Event) -> None:
    async def script(_: Query) -> AsyncGenerator[Event]:
        yield event

    actor = await scripted(live, script)
    asking = asking_over(live)
    for _ in range(2):
        async with aclosing(asking.ask(LIFT)) as shown:
            with pytest.raises(OutOfScope):
                await anext(shown)
    assert len(actor.asked) == 2


async def test_an_answerer_over_documents_out_of_scope_is_never_asked(live: Live) -> None:
    actor = await scripted(live, forever, Scope(("default", "service")))
    with pytest.raises(OutOfScope):
        await answer_of(asking_over(live))
    assert actor.asked == []
