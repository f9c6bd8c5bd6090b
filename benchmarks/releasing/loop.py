"""The whole loop from an empty home, on the samples or on manuals of your own, and what came of it as JSON.

    uv run python -m benchmarks.releasing.loop
    uv run python -m benchmarks.releasing.loop --golden dev_en.jsonl dev_fr.jsonl --manuals manual.pdf…

1. Two configurations that cut the manuals otherwise are tried on the golden cases about these manuals, and compared.
2. The worse one is put into production, for want of another. The gates let the better one follow it, while users ask
   without a pause; then they refuse the worse one beside it. A rollback and a promotion follow. No request may fail.
3. A user finds fault with an answer, an expert accepts it: a golden case. A release that would refuse that question is
   measured and refused, the one in production is not.

Stops with an error where one of these does not hold.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from pathlib import Path

import httpx

from paillasse.access.types import COMMAND_LINE
from paillasse.client.announcement import find_server
from paillasse.composition.startup import open_services
from paillasse.evaluation import dataset
from paillasse.experiments.comparison import compare
from paillasse.experiments.runs import rows_of
from paillasse.loop.experimenting import Plan, open_tracking, run_experiments
from paillasse.loop.releasing import open_releases, open_shelf
from paillasse.pipeline_config import AnsweringConfig, ChunkingConfig, ParsingConfig, PipelineConfig
from paillasse.releases.types import Alias, Promotion
from paillasse.settings import Settings
from paillasse.types.golden_case import GoldenCase

_TEXT = ParsingConfig(ocr="off", pictures="off")
BETTER = PipelineConfig(parsing=_TEXT)
WORSE = PipelineConfig(parsing=_TEXT, chunking=ChunkingConfig(strategy="fixed", max_tokens=64, breadcrumb=False))
SHY = PipelineConfig(parsing=_TEXT, answering=AnsweringConfig(min_confidence=0.99))
"""Refuses nearly everything."""
_GATES = """
regression:
  figures: [hit@5, ndcg@10, answer_correctness, citations_valid]
safety:
  rates: [citations_valid]
"""
_USERS = 3
_REPOSITORY = Path(__file__).parents[2]


def main() -> None:
    """Run the loop and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    samples = sorted((_REPOSITORY / "samples" / "manuals").glob("*.pdf"))
    parser.add_argument("--manuals", nargs="+", type=Path, default=samples, help="else the samples")
    parser.add_argument("--golden", nargs="+", type=Path, default=[_REPOSITORY / "evals" / "samples.jsonl"])
    parser.add_argument("--home", type=Path, help="an empty folder; else a new one, which stays")
    told = parser.parse_args()
    names = {manual.name for manual in told.manuals}
    cases = [case for case in dataset.load(told.golden) if {entry.file for entry in case.documents} & names]
    _need(bool(cases), "a golden case is about one of these manuals")
    home = told.home or Path(tempfile.mkdtemp(prefix="paillasse-loop-"))
    _need(not home.exists() or not any(home.iterdir()), f"{home} is empty")
    _say(f"the home is {home}")
    found = asyncio.run(loop(Settings(_env_file=None, home=home), told.manuals, cases))
    print(json.dumps({"manuals": sorted(names), "questions": len(cases), **found}, indent=2, ensure_ascii=False))


async def loop(settings: Settings, manuals: Sequence[Path], cases: Sequence[GoldenCase]) -> dict[str, object]:
    """All three parts."""
    await _ingest(settings, manuals)
    settings.gates_path.write_text(_GATES, encoding="utf-8")
    compared = await _try(settings, cases, [WORSE, BETTER])
    worse, better = await _release(settings, WORSE, "worse"), await _release(settings, BETTER, "better")
    first = await _first(settings, worse)
    async with _serving(settings) as client:
        switched = await _switches(client, [case.question for case in cases], worse, better)
        reviewed = await _feedback(client, cases)
    again = await _try(settings, cases, [BETTER, SHY])
    _need(again["reviewed"] == 1, "the golden case is asked")
    shy = await _release(settings, SHY, "shy")
    fresh = await _release(settings, BETTER, "measured again")
    caught = {"refused": await _verdict(settings, shy), "as before": await _verdict(settings, fresh)}
    _need(any("reviewed:" in told for told in caught["refused"]), "the gates catch a release that breaks the case")
    _need(not any("reviewed:" in told for told in caught["as before"]), "the release in production passes the case")
    return {"compared": compared, "first": first, **switched, "feedback": reviewed, "gate afterwards": caught}


async def _ingest(settings: Settings, manuals: Sequence[Path]) -> None:
    async with open_services(settings, BETTER) as services:
        for manual in manuals:
            verdict = await services.pipeline.ingest(manual, "default", _step)
            _need(verdict.state != "failed", f"{manual.name} is read: {verdict.message}")
            _say(f"ingested {manual.name}")


async def _try(settings: Settings, cases: Sequence[GoldenCase], configs: list[PipelineConfig]) -> dict[str, object]:
    async with open_tracking(settings) as tracker:
        plan = Plan(configs, cases, "golden", "paillasse")
        one, other = [each.run for each in await run_experiments(settings, plan, tracker, _step)]
        _say(f"tried {one.name} and {other.name}")
        rows = await rows_of(tracker, one), await rows_of(tracker, other)
        figures = ("hit@1", "hit@5", "ndcg@10", "answer_correctness", "faithfulness", "contextual_recall")
        differences = [each for each in compare(*rows) if each.place == "all" and each.figure in figures]
        return {
            "reviewed": sum(row.reviewed for row in rows[0]),
            "figures": {
                each.figure: [round(v, 3) for v in (each.first, each.second, each.low, each.high)]
                for each in differences
            },
        }


async def _release(settings: Settings, config: PipelineConfig, name: str) -> int:
    async with open_shelf(settings) as shelf:
        run = next(run for run in await shelf.tracker.runs("paillasse") if run.name == config.hash and run.finished)
        return (await shelf.create(run, name, "loop")).version


async def _first(settings: Settings, version: int) -> list[str]:
    """In production for want of another, whatever the gates say."""
    async with open_releases(settings, _step) as desk:
        release = await desk.shelf.find(str(version))
        said = (await desk.judge(release)).failures
        await desk.promote(release, Promotion(Alias.PRODUCTION, "loop", "the first", "there is no other"), COMMAND_LINE)
        return list(said)


async def _verdict(settings: Settings, version: int) -> list[str]:
    async with open_releases(settings, _step) as desk:
        return list((await desk.judge(await desk.shelf.find(str(version)))).failures)


async def _switches(client: httpx.AsyncClient, questions: Sequence[str], worse: int, better: int) -> dict[str, object]:
    """Promotions and a rollback, while users ask without a pause."""
    codes: list[int] = []
    releases: list[str] = []
    done = asyncio.Event()

    async def user(number: int) -> None:
        asked = number
        while not done.is_set():
            response = await client.post("/api/v1/ask", json={"question": questions[asked % len(questions)]})
            codes.append(response.status_code)
            asked += 1

    async def move(path: str, **body: str) -> httpx.Response:
        response = await client.post(f"/api/v1/releases/{path}", json=body)
        releases.append((await client.get("/api/v1/releases/production")).json()["name"])
        _say(f"{path} {body}: {response.status_code}, {releases[-1]} is in production")
        return response

    users = [asyncio.create_task(user(number)) for number in range(_USERS)]
    started = time.monotonic()
    _need((await move("promotions", release=str(better), reason="better")).status_code == 200, "the better is promoted")
    refused = await move("promotions", release=str(worse), reason="by mistake")
    _need(refused.status_code == 409, "the worse is refused")
    _need((await move("rollbacks", reason="to see")).status_code == 200, "a rollback is made")
    _need((await move("promotions", release=str(better), reason="again")).status_code == 200, "and taken back")
    done.set()
    await asyncio.gather(*users)
    _need(releases == ["better", "better", "worse", "better"], f"what answers follows: {releases}")
    _need(set(codes) == {200}, f"no request fails: {sorted(set(codes))}")
    seconds = round(time.monotonic() - started)
    return {"under load": {"requests": len(codes), "failed": 0, "switches": 3, "seconds": seconds},
            "worse refused": refused.json()["detail"].splitlines()}  # fmt: skip


async def _feedback(client: httpx.AsyncClient, cases: Sequence[GoldenCase]) -> dict[str, object]:
    """The first question that is answered is found wanting by its user; an expert says what is right."""
    for case in cases:
        told = (await client.post("/api/v1/ask", json={"question": case.question})).json()
        if told["answer"]["outcome"] == "answered" and case.must_contain:
            break
    exchange = told["exchange_id"]
    given = await client.put(f"/api/v1/exchanges/{exchange}/feedback", json={"thumb": "down", "reason": "incomplete"})
    said = told["answer"]["claims"][0]["text"]
    body = {
        "given_at": given.json()["given_at"],
        "state": "accepted",
        "case": {"answer": said, "must_contain": [[said.split(maxsplit=1)[0]]]},
    }
    review = await client.patch(f"/api/v1/feedback/{exchange}", json=body)
    _need(review.status_code == 200, f"an expert accepts it: {review.text}")
    _say("feedback became a golden case")
    return {"question": told["answer"]["question"], "golden case": f"reviewed:{exchange}"}


@asynccontextmanager
async def _serving(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    command = (sys.executable, "-c", "from paillasse.cli.main import main; main()", "--home", str(settings.home))
    log = (settings.home / "serve.log").open("wb")
    environment = {**os.environ, "PAILLASSE_QUESTIONS_PER_MINUTE": "100000"}  # the users stand for a whole laboratory
    server = subprocess.Popen(  # noqa: S603, ASYNC220
        (*command, "serve", "--port", str(port)), stdout=log, stderr=log, env=environment
    )
    try:
        while (found := find_server(settings.home)) is None or not await _ready(found.url):
            _need(server.poll() is None, "the server starts: see serve.log")
            await asyncio.sleep(0.5)
        headers = {"Authorization": f"Bearer {found.key}"}
        async with httpx.AsyncClient(base_url=found.url, headers=headers, timeout=1800) as client:
            yield client
    finally:
        server.terminate()
        await asyncio.to_thread(server.wait)
        log.close()


async def _ready(url: str) -> bool:
    async with httpx.AsyncClient() as client:
        try:
            return (await client.get(f"{url}/readyz")).status_code == 200
        except httpx.TransportError:
            return False


def _step(_stage: str, _done: int, _total: int) -> None:
    """Told of every step, and says nothing."""


def _say(what: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {what}", file=sys.stderr, flush=True)


def _need(held: bool, what: str) -> None:
    if not held:
        raise SystemExit(f"It does not hold that {what}.")


if __name__ == "__main__":
    main()
