"""Is a drift seen, and nothing where there is none? Over so many seeds, on the manuals of a home.

    uv run python -m benchmarks.drifting.measure --home HOME --golden GOLDEN.jsonl... --removed PART [--json OUT.json]

Every golden question is asked once as things are and once as if the manuals whose file names hold PART had been
removed; the questions of `german.txt` are asked as well. From what was answered, each seed draws (with replacement) a
reference of 400 questions and 200 that are compared with it:

  replay          golden questions again: any alarm is a false one
  german N %      so many of them are in German
  removed         golden questions, answered without those manuals
  removed N %     so many of the questions are about what was removed, rather than as many as in the golden set

The comparison is that of `paillasse drift check`, by Evidently. It prints in how many of the seeds a drift was found,
and which features had drifted how often.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from paillasse.adapters.drift.samples import sample_of
from paillasse.composition.bootstrap import Services
from paillasse.composition.startup import open_services
from paillasse.drift import comparing
from paillasse.drift.types import Asked, FeatureDrift, Observation
from paillasse.evaluation import dataset
from paillasse.loop.drifting import answering_of
from paillasse.prediction.examples.withholding import PartOfChunks, PartOfIndex
from paillasse.retrieval.statistics import WordMemory
from paillasse.settings import Settings
from paillasse.types.answers import Answer
from paillasse.types.golden_case import GoldenCase
from paillasse.types.questions import Query, Scope

REFERENCE, CURRENT = 400, 200
GERMAN = Path(__file__).parent / "german.txt"


@dataclass(frozen=True, slots=True)
class Pools:
    """Observations to draw from."""

    golden: list[Observation]
    """Of every golden question."""
    without: list[Observation]
    """Of the same, in the same order, answered without the manuals that were removed."""
    about: list[int]
    """Which of them are about what was removed."""
    german: list[Observation]


@dataclass(frozen=True, slots=True)
class Figures:
    """What came of one scenario."""

    scenario: str
    seeds: int
    found: int
    """Seeds in which at least one feature had drifted."""
    features: dict[str, int]


def scenarios(pools: Pools, draw: random.Random) -> dict[str, list[Observation]]:
    """The questions that are compared, by name of the scenario."""

    def golden(count: int) -> list[Observation]:
        return draw.choices(pools.golden, k=count)

    told = {"replay": golden(CURRENT), "removed": draw.choices(pools.without, k=CURRENT)}
    for percent in (10, 20, 50):
        few = CURRENT * percent // 100
        told[f"german {percent} %"] = draw.choices(pools.german, k=few) + golden(CURRENT - few)
    others = [o for place, o in enumerate(pools.without) if place not in set(pools.about)]
    about = [pools.without[place] for place in pools.about]
    for percent in (25, 50):
        few = CURRENT * percent // 100
        told[f"removed {percent} %"] = draw.choices(about, k=few) + draw.choices(others, k=CURRENT - few)
    return told


def reference_for(scenario: str, pools: Pools, draw: random.Random) -> list[Observation]:
    """The questions it is compared with: of the same share about what is removed later, which is there still."""
    _, _, percent = scenario.partition("removed ")
    if not percent:
        return draw.choices(pools.golden, k=REFERENCE)
    few = REFERENCE * int(percent.rstrip(" %")) // 100
    others = [o for place, o in enumerate(pools.golden) if place not in set(pools.about)]
    return draw.choices([pools.golden[place] for place in pools.about], k=few) + draw.choices(others, k=REFERENCE - few)


def features_of(reference: Sequence[Observation], current: Sequence[Observation]) -> tuple[FeatureDrift, ...]:
    """As a check works them out, but in this process."""
    from paillasse.adapters.drift.evidently_report import compare  # noqa: PLC0415 - seconds, after the questions

    compared = compare(sample_of(reference), sample_of(current), None)
    return comparing.compare(reference, current, compared)


def measure(pools: Pools, seeds: int, replays: int) -> list[Figures]:
    """Every scenario over so many seeds, and the replay over more."""
    drifted: dict[str, list[list[str]]] = {}
    for seed in range(max(seeds, replays)):
        draw = random.Random(seed)  # noqa: S311 - a sample, no secret
        for scenario, current in scenarios(pools, draw).items():
            if seed >= (replays if scenario == "replay" else seeds):
                continue
            found = features_of(reference_for(scenario, pools, draw), current)
            drifted.setdefault(scenario, []).append([each.name for each in found if each.drifted])
    return [
        Figures(scenario, len(runs), sum(map(bool, runs)), dict(Counter(name for run in runs for name in run)))
        for scenario, runs in drifted.items()
    ]


async def observe(settings: Settings, cases: Sequence[GoldenCase], removed: str) -> Pools:
    """Ask everything."""
    german = GERMAN.read_text(encoding="utf-8").splitlines()
    async with open_services(settings, None) as services:
        documents = await services.documents.list(Scope())
        gone = {d.id for d in documents if removed in d.filename}
        about = {d.filename for d in documents if d.id in gone}
        left = tuple(d.id for d in documents if d.id not in gone)
        part = replace(
            services,
            index=PartOfIndex(services.index, left),
            chunks=PartOfChunks(services.chunks, left),
            word_memory=WordMemory(),
        )
        golden = [Query(case.question, equipment=case.equipment if case.needs_filter else "") for case in cases]
        concerned = [
            place
            for place, case in enumerate(cases)
            if any(ref.file in about for group in case.relevant for ref in group)
        ]
        return Pools(
            golden=await _observed(services, golden, Scope()),
            without=await _observed(part, golden, Scope(document_ids=left)),
            about=concerned,
            german=await _observed(services, [Query(text) for text in german], Scope()),
        )


async def _observed(services: Services, queries: Sequence[Query], scope: Scope) -> list[Observation]:
    answerer = await services.answerer(scope)
    asked = [_asked(query, await answerer.answer(replace(query, scope=scope))) for query in queries]
    return await answering_of(services).describe(asked)


def _asked(query: Query, answer: Answer) -> Asked:
    trace = cast("dict[str, Any]", answer.trace)
    return Asked(
        at=datetime.now(UTC),
        question=query.text,
        outcome=answer.outcome.value,
        confidence=answer.confidence,
        hits=trace.get("hits", []),
        understood=trace.get("understood", {}),
        refusal=trace.get("refusal", ""),
        thumb=None,
    )


def main() -> None:
    """Ask, draw, compare, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--golden", type=Path, nargs="+", required=True)
    parser.add_argument("--removed", required=True, help="Part of the file names of the manuals that are removed.")
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--replays", type=int, default=200)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    began = time.perf_counter()
    cases = dataset.load(options.golden)
    pools = asyncio.run(observe(Settings(home=options.home), cases, options.removed))
    print(
        f"{len(pools.golden)} questions, {len(pools.about)} about what is removed; {time.perf_counter() - began:.0f} s"
    )
    figures = measure(pools, options.seeds, options.replays)
    for each in figures:
        told = ", ".join(f"{name} {count}" for name, count in sorted(each.features.items(), key=lambda item: -item[1]))
        print(f"{each.scenario:<12} {each.found:>3} of {each.seeds:<3} {told}")
    if options.json:
        options.json.write_text(json.dumps([asdict(each) for each in figures], indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
