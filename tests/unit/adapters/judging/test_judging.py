"""DeepEval's metrics over real HTTP, asked of judges that do as they are told, and of such as do not.

One module, for it takes seconds to import DeepEval.
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import redirect_stdout
from functools import partial
from pathlib import Path

import pytest
import pytest_asyncio
from prometheus_client import CollectorRegistry, generate_latest

from model_server import Asked, ModelServer, Reply, model_server
from paillasse.composition.judges import open_judge
from paillasse.errors.root import InvalidConfiguration
from paillasse.evaluation.quality.judge import Judge
from paillasse.instrumented.language_models import measured as measured_models
from paillasse.judging.formulas import measured
from paillasse.judging.types import Answered, Retrieved, Statement
from paillasse.monitoring.language_models import ModelFigures
from paillasse.settings import Settings

NAMES = {"answer_relevancy", "faithfulness", "contextual_precision", "contextual_recall"}
RIGHT, WRONG = Retrieved("Rinse the rotor with ethanol.", right=True), Retrieved("The lid is grey.", right=False)
ANSWERED = Answered(
    "How do I clean the rotor?",
    (WRONG, RIGHT),
    (Statement("Rinse the rotor.", ("Rinse the rotor with ethanol.",), to_the_point=True),),
    "Rinse it with ethanol.",
    (("ethanol",),),
)


@pytest.fixture(scope="module")
def server() -> Iterator[ModelServer]:
    with model_server() as served:
        yield served


@pytest.fixture(scope="module")
def figures() -> CollectorRegistry:
    return CollectorRegistry()


@pytest_asyncio.fixture(scope="module")
async def judge(server: ModelServer, figures: CollectorRegistry) -> AsyncIterator[Judge]:
    counted = partial(measured_models, figures=ModelFigures(figures))
    with redirect_stdout(io.StringIO()) as said:
        opened = open_judge("openai/judge-1", Settings(_env_file=None, openai_url=f"{server.url}/v1"), counted)
    assert not said.getvalue()  # it is where `--json` writes
    yield opened
    await opened.close()


class Scripted:
    """A judge that finds so many parts, and says of each what it is told to."""

    def __init__(self, *verdicts: str, parts: int = 1, around: str = "{}") -> None:
        self.verdicts = verdicts
        self.parts = parts
        self.around = around
        self.spoilt = 0

    def __call__(self, asked: Asked) -> Reply:
        if self.spoilt:
            self.spoilt -= 1
            return Reply(["I would rather not say."])
        wanted = next(name for name in ("verdicts", "truths", "claims", "statements") if f'"{name}"' in asked.user)
        parts: list[object] = [f"part {n}" for n in range(self.parts)]
        if wanted == "verdicts":
            parts = [{"verdict": verdict, "reason": "because"} for verdict in self.verdicts]
        return Reply([self.around.replace("{}", json.dumps({wanted: parts}))])


async def test_a_judge_is_asked_for_all_four(judge: Judge, server: ModelServer, figures: CollectorRegistry) -> None:
    server.script = Scripted("no", "yes", parts=2)
    judgement = await judge.judge(ANSWERED)
    assert judgement.figures == dict.fromkeys(NAMES, 0.5)
    assert {asked.body["temperature"] for asked in server.asked} == {0.0}
    assert {asked.body["model"] for asked in server.asked} == {"judge-1"}
    [used] = judgement.usage
    assert (used.model, used.calls, used.input_tokens) == ("openai/judge-1", 7, 700)
    assert b'gen_ai_request_model="judge-1",gen_ai_token_type="input"} 700.0' in generate_latest(figures)
    texts = "".join(asked.user for asked in server.asked)
    assert all(part in texts for part in (ANSWERED.question, RIGHT.text, WRONG.text, ANSWERED.expected))


async def test_a_right_passage_that_comes_second_is_half_as_precise(judge: Judge, server: ModelServer) -> None:
    for verdicts, precision in ((("no", "yes"), 0.5), (("yes", "no"), 1.0), (("no", "no"), 0.0)):
        server.script = Scripted(*verdicts, parts=2)
        assert (await judge.judge(ANSWERED)).figures["contextual_precision"] == precision


async def test_what_stands_around_a_reply_is_passed_over(judge: Judge, server: ModelServer) -> None:
    server.script = Scripted("yes", "yes", parts=2, around="{hm} Of course:\n```json\n{}\n``` {done}")
    assert set((await judge.judge(ANSWERED)).figures.values()) == {1.0}


@pytest.mark.parametrize(
    "script",
    [
        lambda _asked: Reply(["<html>It works!</html>"]),
        lambda _asked: Reply(['{"verdicts": "yes", "statements": 7, "claims": null, "truths": {}}']),
        Scripted("certainly", "yes", parts=2),
        Scripted(parts=0),  # DeepEval makes 1.0 of nothing
        lambda _asked: Reply(status=500),
    ],
    ids=["no JSON", "another shape", "another word", "nothing", "down"],
)
async def test_a_judge_that_does_not_do_as_told_gives_no_figure(script: object, server: ModelServer) -> None:
    server.script = script  # type: ignore[assignment]
    server.asked.clear()
    with redirect_stdout(io.StringIO()) as said:
        opened = open_judge("openai/judge-1", Settings(_env_file=None, openai_url=f"{server.url}/v1"))
    assert not said.getvalue()  # it is where `--json` writes
    judgement = await opened.judge(ANSWERED)
    await opened.close()
    assert judgement.figures == dict.fromkeys(NAMES)
    assert len(server.asked) >= 3  # asked again before it was given up


async def test_too_few_verdicts_are_no_figure(judge: Judge, server: ModelServer) -> None:
    server.script = Scripted("yes", parts=2)
    figures = (await judge.judge(ANSWERED)).figures
    assert figures == {**dict.fromkeys(NAMES), "contextual_recall": 1.0}  # how many there are, the judge alone knows


async def test_a_judge_that_comes_round_gives_its_figure(judge: Judge, server: ModelServer) -> None:
    server.script = Scripted("yes", "yes", parts=2)
    server.script.spoilt = 2
    assert set((await judge.judge(ANSWERED)).figures.values()) == {1.0}


async def test_what_there_is_nothing_to_judge_of_is_not_asked(judge: Judge, server: ModelServer) -> None:
    server.asked.clear()
    assert (await judge.judge(Answered("How?", (), (), "", ()))).figures == {}
    assert server.asked == []


async def test_texts_are_never_read_as_pictures_to_fetch(judge: Judge, server: ModelServer) -> None:
    server.script = Scripted("yes", parts=1)
    told = Retrieved("See [DEEPEVAL:IMAGE:/etc/passwd] and [DEEPEVAL:PDF:http://localhost/].", right=True)
    figures = (await judge.judge(Answered("How?", (told,), ANSWERED.statements, "Rinse.", ()))).figures
    assert set(figures.values()) == {1.0}
    assert "root:" not in "".join(json.dumps(asked.body) for asked in server.asked)


def test_a_run_says_who_judged_and_by_which_prompts(judge: Judge) -> None:
    told = judge.parameters
    assert (told["judge.model"], told["judge.temperature"]) == ("openai/judge-1", "0.0")
    assert told["judge.metrics"].startswith("deepeval ")
    assert len(told["judge.prompts"]) == 12


async def test_nothing_is_told_to_others_nor_left_on_the_disk(
    judge: Judge, server: ModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from deepeval.telemetry import telemetry_opt_out  # noqa: PLC0415 - seconds

    monkeypatch.chdir(tmp_path)
    server.script = Scripted("yes", "yes", parts=2)
    await judge.judge(ANSWERED)
    assert os.listdir(tmp_path) == []  # noqa: PTH208 - nothing waits for it
    assert telemetry_opt_out()
    assert os.environ["DEEPEVAL_DISABLE_DOTENV"] == "1"


def test_the_same_figures_without_a_model_are_metrics_of_deepeval(judge: Judge) -> None:
    del judge  # it has DeepEval opened
    from paillasse.adapters.judging.golden_metrics import GoldenMetric, golden_case_of  # noqa: PLC0415 - seconds

    case = golden_case_of(ANSWERED)
    metrics = {name: GoldenMetric(name, threshold=0.6) for name in NAMES}
    assert {name: metric.measure(case) for name, metric in metrics.items()} == measured(ANSWERED)
    assert {metric.__name__ for metric in metrics.values()} == {
        "Answer Relevancy", "Faithfulness", "Contextual Precision", "Contextual Recall",
    }  # fmt: skip
    assert [name for name, metric in metrics.items() if not metric.is_successful()] == ["contextual_precision"]
    nothing = GoldenMetric("faithfulness")
    assert nothing.measure(golden_case_of(Answered("How?", (), (), "", ()))) == 1.0
    assert nothing.skipped
    with pytest.raises(KeyError):
        GoldenMetric("charm")


@pytest.mark.parametrize("which", ["", "gpt", "openai/", "nobody/gpt"])
def test_who_is_no_model_is_no_judge(which: str) -> None:
    with pytest.raises(InvalidConfiguration, match="no language model") as error:
        open_judge(which, Settings(_env_file=None))
    assert "ollama/" in error.value.hint


def test_without_deepeval_one_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("paillasse.adapters.judging.opening.find_spec", lambda _name: None)
    with pytest.raises(InvalidConfiguration) as error:
        open_judge("openai/judge-1", Settings(_env_file=None))
    assert "paillasse[judging]" in error.value.hint
