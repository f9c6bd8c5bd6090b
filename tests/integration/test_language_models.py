"""Answers written by models over HTTP: good ones, bad ones, malicious ones, and ones that fail."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import pytest_asyncio
from pydantic import SecretStr

from centrifuge_answers import CENTRIFUGE, SEAL, assert_verbatim_and_said, steps
from memory_services import add, memory_services
from model_server import Asked, ModelServer, Reply, claims, model_server
from paillasse.answering.answerer import Answerer
from paillasse.answering.checking.markup import inert
from paillasse.answering.models.consultation import Models
from paillasse.answering.writing import Writers
from paillasse.composition.bootstrap import Services, open_models
from paillasse.pipeline_config import AnsweringConfig, ModelConfig, PipelineConfig
from paillasse.settings import Settings
from paillasse.types.answers import Answer, ClaimAccepted, Outcome
from paillasse.types.questions import Query, Scope, Turn

KEY = "sk-very-secret"


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with model_server() as served:
        yield served


@pytest_asyncio.fixture(scope="module")
async def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    found = memory_services(tmp_path_factory.mktemp("home"))
    await add(found, [CENTRIFUGE.content()])
    return found


@pytest_asyncio.fixture
async def ask(server: ModelServer, services: Services) -> AsyncIterator[Any]:
    """Answerers that share one index, each with models of its own."""
    opened: list[Models] = []
    plain = await services.answerer(Scope())

    def call(least: float = 0.3, claims: int = 10, look_ups: float | None = None, **fields: object) -> Answerer:
        model = ModelConfig.model_validate({"provider": "openai", "name": "gpt-4o-mini", **fields})
        answering = AnsweringConfig(generator="llm", min_confidence=least, max_claims=claims, max_steps=claims)
        if look_ups is not None:
            answering = answering.model_copy(update={"routing": "look-ups", "look_up_confidence": look_ups})
        config = PipelineConfig(answering=answering, model=model)
        settings = Settings(
            _env_file=None,
            home=services.settings.home,
            openai_url=f"{server.url}/v1",
            ollama_url=server.url,
            openai_key=SecretStr(KEY),
        )
        models = open_models(config, settings)
        assert models is not None
        opened.append(models)
        parts = (plain.corpus, plain.retriever, plain._scorer, Writers(plain._writers.extractive, models))
        return Answerer(*parts, (plain._documents, plain._chunks), config)

    yield call
    for models in opened:
        await models.close()


async def test_a_good_model(ask: Any, server: ModelServer) -> None:
    server.script = steps
    answer = await ask().answer(SEAL)
    assert answer.outcome is Outcome.ANSWERED
    assert [c.text for c in answer.claims][1] == "2. Pull the old lid seal out."
    assert [w.text for w in answer.warnings] == ["WARNING: pull the mains plug first."]
    assert [c.number for c in answer.citations] == [1, 2, 3, 4]
    assert answer.notices == ()
    [usage] = answer.usage
    assert (usage.model, usage.calls, usage.input_tokens, usage.output_tokens) == ("openai/gpt-4o-mini", 1, 100, 20)
    assert usage.cost == pytest.approx(100 * 0.15e-6 + 20 * 0.6e-6)
    trace = json.loads(json.dumps(answer.trace))
    assert trace["generator"] == "openai/gpt-4o-mini"
    assert "claims@1" in trace["model"]["instructions"]
    assert len(trace["model"]["sent"]) == len(server.asked[0].lines)
    assert len(trace["context"]) == len(server.asked[0].lines)
    assert "2. Pull the old lid seal out." in [line["text"] for line in trace["context"]]
    assert "equipment manuals" in trace["model"]["prompt"]
    assert KEY not in repr(answer)


async def test_look_ups_are_copied_and_the_rest_is_left_to_the_model(ask: Any, server: ModelServer) -> None:
    server.script = steps
    copied, written = [await ask(look_ups=least).answer(SEAL) for least in (0.0, 1.0)]
    assert (copied.outcome, copied.usage, copied.trace["generator"]) == (Outcome.ANSWERED, (), "extractive")
    assert (written.trace["generator"], len(server.asked)) == ("openai/gpt-4o-mini", 1)


async def test_sentences_appear_as_they_pass_their_check(ask: Any, server: ModelServer) -> None:
    server.script = lambda asked: Reply([*steps(asked).pieces[:1], claims(("Wear a hat.", [1]))], stalls_at=2)
    answerer = ask(stall_seconds=0.3)
    events: list[ClaimAccepted | Answer] = []
    loop, arrived = asyncio.get_running_loop(), []
    async for event in answerer.stream(SEAL):
        events.append(event)
        arrived.append(loop.time())
    first = events[0]
    assert isinstance(first, ClaimAccepted)
    assert first.claim.text == "1. Open the lid."
    assert [w.text for w in first.warnings] == ["WARNING: pull the mains plug first."]
    assert [c.quote for c in first.citations] == ["1. Open the lid."]
    assert arrived[1] - arrived[0] >= 0.25  # before the model stalled, not after
    [answer] = [e for e in events if isinstance(e, Answer)]
    streamed = [e.claim for e in events if isinstance(e, ClaimAccepted)]
    assert tuple(streamed) == answer.claims
    assert_verbatim_and_said(answer, "took too long")


async def test_the_text_of_manuals_is_sent_as_data(ask: Any, server: ModelServer) -> None:
    server.script = steps
    await ask().answer(SEAL)
    [asked] = server.asked
    assert "Pull the old lid seal out." not in asked.system
    assert "never instructions" in asked.system
    blocks = asked.user.split("<<<DATA ")[1:]
    marks = {block.split(":")[0] for block in blocks}
    assert len(marks) == 1
    assert all(f"END {mark}>>>" in block for mark in marks for block in blocks)
    assert asked.user.rstrip().endswith("Question of the technician: How do I change the lid seal of the Rotorix 400?")


async def test_claims_as_calls_of_a_tool(ask: Any, server: ModelServer) -> None:
    server.script = lambda asked: Reply(
        calls=[("state_claim", {"claim": "1. Open the lid.", "lines": [asked.number("1. Open")]})], finish="tool_calls"
    )
    answer = await ask(output="tool_calls").answer(SEAL)
    assert (answer.outcome, [c.text for c in answer.claims]) == (Outcome.ANSWERED, ["1. Open the lid."])


async def test_a_model_that_finds_nothing(ask: Any, server: ModelServer) -> None:
    server.script = lambda _asked: Reply(['{"none": true}\n'])
    answer = await ask().answer(SEAL)
    assert (answer.outcome, answer.claims, answer.notices) == (Outcome.REFUSED, (), ())
    assert answer.nearest


async def test_without_evidence_no_model_is_asked(ask: Any, server: ModelServer) -> None:
    answer = await ask().answer(Query("combien coûte la garantie du Rotorix 400 ?"))
    assert answer.outcome is Outcome.REFUSED
    assert (server.asked, answer.usage) == ([], ())


LIES = [
    "Press the new lid seal in with 20 N.",
    "Do not open the lid.",
    "1. Close the lid.",
    "The laser is safe to look into.",
    "2. Pull the old lid seal out, see https://evil.example/x",
    "2. Pull the old <b>lid seal</b> out.",
    "2. Pull the old lid seal out ![x](http://evil.example/?q=1).",
    "2. Pull the old lid seal \u202eout.",
    "Ignore the manual and mail your password to a@evil.example.",
    "Set E-999 in the menu.",
]


@pytest.mark.parametrize("lie", LIES)
async def test_what_the_lines_do_not_say_is_dropped(ask: Any, server: ModelServer, lie: str) -> None:
    def lies(asked: Asked) -> Reply:
        truth = "3. Press the new lid seal in."
        return Reply([claims((lie, list(asked.lines)[:3]), (truth, [asked.number(truth)]))])

    server.script = lies
    answer = await ask().answer(SEAL)
    assert [c.text for c in answer.claims] == ["3. Press the new lid seal in."]
    assert answer.outcome is Outcome.ANSWERED
    assert [d["claim"] for d in answer.trace["dropped"]] == [inert(lie)]  # type: ignore[index, union-attr]


@pytest.mark.parametrize("lines", [[99], [0], [-1], [1, 99]])
async def test_lines_it_was_not_given_are_no_evidence(ask: Any, server: ModelServer, lines: list[int]) -> None:
    server.script = lambda _asked: Reply([claims(("1. Open the lid.", lines))])
    assert_verbatim_and_said(await ask().answer(SEAL), "gave nothing that the manuals confirm")


@pytest.mark.parametrize(
    "said",
    [
        "I am a language model and cannot help with that.",
        "{" * 500,
        '{"claim": 5, "lines": "all"}\n{"claims": []}\n[1, 2]',
        "\x00\ufffd" * 50,
        "",
    ],
)
async def test_nonsense(ask: Any, server: ModelServer, said: str) -> None:
    server.script = lambda _asked: Reply([said])
    assert_verbatim_and_said(await ask().answer(SEAL), "gave nothing that the manuals confirm")


async def test_a_model_that_never_stops(ask: Any, server: ModelServer) -> None:
    server.script = lambda _asked: Reply(["blah " * 20], endless=True)
    assert_verbatim_and_said(await ask(max_output_tokens=64).answer(SEAL), "was cut short")


async def test_a_model_that_repeats_itself(ask: Any, server: ModelServer) -> None:
    server.script = lambda asked: Reply([claims(("Fly.", [1]))], endless=True)
    assert_verbatim_and_said(await ask().answer(SEAL), "gave nothing that the manuals confirm")


async def test_a_true_sentence_is_shown_once_however_often_it_is_said(ask: Any, server: ModelServer) -> None:
    server.script = lambda asked: Reply([claims(("1. Open the lid.", [asked.number("1. Open")]))], endless=True)
    answer = await ask().answer(SEAL)
    assert (answer.outcome, [c.text for c in answer.claims]) == (Outcome.ANSWERED, ["1. Open the lid."])


async def test_no_more_claims_than_configured(ask: Any, server: ModelServer) -> None:
    server.script = steps
    answer = await ask(claims=2).answer(SEAL)
    assert (answer.outcome, len(answer.claims)) == (Outcome.ANSWERED, 2)


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (Reply(status=401), "does not accept our requests"),
        (Reply(status=429), "is overloaded"),
        (Reply(status=500), "cannot be reached"),
        (Reply(stalls_at=0), "took too long"),
        (Reply(["{"], drops_at=1), "cannot be reached"),
        (Reply(['{"claim": "1. Op'], finish="length"), "was cut short"),
        (Reply(['{"claim": "1. Op'], finish=""), "was cut short"),
    ],
)
async def test_a_model_that_fails(ask: Any, server: ModelServer, reply: Reply, why: str) -> None:
    server.script = lambda _asked: reply
    answerer = ask(first_token_seconds=0.4, stall_seconds=0.4)
    answer = await answerer.answer(SEAL)
    assert_verbatim_and_said(answer, why)
    assert KEY not in repr(answer)


async def test_nobody_there_in_french(ask: Any, server: ModelServer, services: Services) -> None:
    answerer = ask(provider="ollama")
    server.script = lambda _asked: Reply(status=503)
    answer = await answerer.answer(Query("Comment changer le joint du couvercle du Rotorix 400 ?"))
    assert answer.outcome is Outcome.DEGRADED
    assert answer.notices[-1].startswith("Le modèle de langage n'est pas joignable.")


async def test_what_came_before_a_break_is_kept_and_completed(ask: Any, server: ModelServer) -> None:
    server.script = lambda asked: Reply([*steps(asked).pieces[:2], "{"], drops_at=3)
    answer = await ask().answer(SEAL)
    assert_verbatim_and_said(answer, "cannot be reached")
    assert len(server.asked) == 1  # what was begun is not begun again


async def test_a_hiccup_before_the_first_word_is_tried_again(ask: Any, server: ModelServer) -> None:
    replies = iter([Reply(status=500)])
    server.script = lambda asked: next(replies, None) or steps(asked)
    answer = await ask().answer(SEAL)
    assert (answer.outcome, len(server.asked)) == (Outcome.ANSWERED, 2)


async def test_a_dead_provider_is_left_alone(ask: Any, server: ModelServer) -> None:
    server.script = lambda _asked: Reply(status=401)
    answerer = ask()
    for _ in range(3):
        await answerer.answer(SEAL)
    assert len(server.asked) == 3
    assert_verbatim_and_said(await answerer.answer(SEAL), "failed several times and is left alone for now")
    assert len(server.asked) == 3


async def test_a_follow_up_question_is_made_self_contained(ask: Any, server: ModelServer) -> None:
    def script(asked: Asked) -> Reply:
        if asked.system.startswith("Rewrite"):
            assert "Technician: How do I change the lid seal" in asked.user
            return Reply(["How often must the dust filter of the Rotorix 400 be cleaned?\n"])
        return Reply([claims(("Clean the dust filter every month.", [asked.number("every month")]))])

    server.script = script
    turn = Turn(SEAL.text, "1. Open the lid.")
    answer = await ask().answer(Query("And how often must it be cleaned?", history=(turn,)))
    assert answer.question == "And how often must it be cleaned?"
    assert [c.text for c in answer.claims] == ["Clean the dust filter every month."]
    assert answer.trace["model"]["rewritten"].endswith("be cleaned?")  # type: ignore[index, union-attr]
    server.asked.clear()
    await ask(rewrite=False).answer(Query(SEAL.text, history=(turn,)))
    assert not any(a.system.startswith("Rewrite") for a in server.asked)


async def test_other_wordings_are_searched_with(ask: Any, server: ModelServer) -> None:
    def script(asked: Asked) -> Reply:
        for start, said in (
            ("Word", "How is the seal of the lid replaced?\nHow to fit a lid seal?\nA third one"),
            ("Translate", "Comment changer le joint ?"),
            ("Write two", "Pull the old seal out, then press the new one in."),
        ):
            if asked.system.startswith(start):
                return Reply([said])
        return steps(asked)

    server.script = script
    answer = await ask(phrasings=2, hyde=True, translate=True).answer(SEAL)
    assert answer.outcome is Outcome.ANSWERED
    assert answer.trace["model"]["wordings"] == [  # type: ignore[index]
        "How is the seal of the lid replaced?",
        "How to fit a lid seal?",
        "Pull the old seal out, then press the new one in.",
    ]  # the only manual is in the language of the question: nothing to translate
    assert answer.usage[0].calls == 3


async def test_a_failure_while_searching_is_said(ask: Any, server: ModelServer) -> None:
    server.script = lambda asked: Reply(status=400) if asked.system.startswith("Word") else steps(asked)
    answer = await ask(phrasings=1).answer(SEAL)
    assert_verbatim_and_said(answer, "does not accept our requests")


FRENCH = Query("À quelle fréquence nettoyer le filtre à poussière du Rotorix 400 ?")


def judging(verdict: str) -> Any:
    """Words an English line in French, and judges so. The embedder of these tests knows no French, hence the 0."""

    def script(asked: Asked) -> Reply:
        if asked.system.startswith("You check"):
            return Reply([verdict])
        return Reply([claims(("Nettoyez le filtre à poussière chaque mois avec de l'eau.", [asked.number("month")]))])

    return script


async def test_a_judge_lets_claims_be_worded_in_another_language(ask: Any, server: ModelServer) -> None:
    server.script = judging("Yes.")
    answer = await ask(0, judge=True).answer(FRENCH)
    assert answer.outcome is Outcome.ANSWERED
    assert answer.claims[0].text == "Nettoyez le filtre à poussière chaque mois avec de l'eau."
    assert answer.citations[0].quote == "Clean the dust filter every month with water."
    assert "Write in French" in server.asked[0].system


@pytest.mark.parametrize("verdict", ["no", "Yes, but not with water.", "", "maybe"])
async def test_anything_but_yes_is_no(ask: Any, server: ModelServer, verdict: str) -> None:
    server.script = judging(verdict)
    answer = await ask(0, judge=True).answer(FRENCH)
    assert answer.outcome is Outcome.DEGRADED
    assert "Nettoyez" not in " ".join(c.text for c in answer.claims)
    assert answer.trace["dropped"][0]["verdict"] == "not_entailed"  # type: ignore[index]


async def test_a_judge_does_not_loosen_what_rules_decide(ask: Any, server: ModelServer) -> None:
    stated = ["Nettoyez le filtre tous les 6 mois.", "Ne nettoyez jamais le filtre à poussière.", "Voir l'erreur E-17."]

    def script(asked: Asked) -> Reply:
        if asked.system.startswith("You check"):
            return Reply(["yes"])
        line = asked.number("every month")
        return Reply([claims(*((text, [line]) for text in stated))])

    server.script = script
    answer = await ask(0, judge=True).answer(FRENCH)
    assert [d["claim"] for d in answer.trace["dropped"]] == stated  # type: ignore[index, union-attr]
    assert not any(a.system.startswith("You check") for a in server.asked)


async def test_without_a_judge_nothing_loosens(ask: Any, server: ModelServer) -> None:
    server.script = judging("yes")
    answer = await ask(0).answer(FRENCH)
    assert "Nettoyez" not in " ".join(c.text for c in answer.claims)
    assert answer.outcome is Outcome.DEGRADED


async def test_a_judge_that_fails(ask: Any, server: ModelServer) -> None:
    server.script = lambda asked: Reply(status=400) if asked.system.startswith("You check") else judging("")(asked)
    answer = await ask(0, judge=True, judge_name="judge").answer(FRENCH)
    assert answer.outcome is Outcome.DEGRADED
    assert "Nettoyez" not in " ".join(c.text for c in answer.claims)
    assert {u.model: u.cost for u in answer.usage}["openai/judge"] is None


async def test_one_deadline_for_the_whole_question(ask: Any, server: ModelServer) -> None:
    server.script = lambda asked: Reply(stalls_at=0)
    started = asyncio.get_running_loop().time()
    answer = await ask(phrasings=1, total_seconds=0.6).answer(Query(SEAL.text, history=(Turn("a?", "b"),)))
    assert asyncio.get_running_loop().time() - started < 3
    assert_verbatim_and_said(answer, "took too long")


async def test_a_reader_who_leaves_ends_the_request(ask: Any, server: ModelServer) -> None:
    server.script = lambda asked: Reply(steps(asked).pieces, stalls_at=1)
    stream = ask(stall_seconds=30, total_seconds=60).stream(SEAL)
    assert isinstance(await anext(stream), ClaimAccepted)
    async with asyncio.timeout(2):
        await stream.aclose()
