from __future__ import annotations

from pathlib import Path

from manuals import Manual
from memory_services import add, memory_services
from paillasse.answering.context import expand
from paillasse.types.questions import Hit


async def test_the_rest_of_the_section_comes_with_the_first_hits(tmp_path: Path) -> None:
    manual = Manual("M").heading("A").prose("Before.").heading("B")
    for n in range(6):
        manual.prose(f"Part {n}.")
    services = memory_services(tmp_path)
    await add(services, [manual.content()])
    hits = [Hit(manual.chunks[n], 1.0 - 0.1 * n) for n in (2, 3)]
    found = await expand(hits, services.chunks)
    assert [h.chunk.ordinal for h in found] == [2, 3, 1, 4, 5]  # 0 is another section, 6 too far
    assert [h.lanes for h in found[2:]] == [{"section": 0.8}, {"section": 0.8}, {"section": 0.7}]
    assert all(h.score < hits[-1].score for h in found[2:])
    assert await expand([], services.chunks) == []
