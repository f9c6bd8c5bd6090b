from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from paillasse.adapters.memory.embedder import HashEmbedder
from paillasse.errors.models import EmbedderBusy, EmbedderRejected, EmbedderUnreachable
from paillasse.errors.root import PaillasseError
from paillasse.ingestion.embedding import embed_patiently
from paillasse.protocols.retrieval import Vectors

DOWN = EmbedderUnreachable("down")


class FailingEmbedder(HashEmbedder):
    """Raises what it is given, one after the other; then it works."""

    def __init__(self, *failures: PaillasseError) -> None:
        super().__init__()
        self.failures = list(failures)

    async def embed(self, texts: Sequence[str]) -> Vectors:
        if self.failures:
            raise self.failures.pop(0)
        return await super().embed(texts)


class Waits(list[float]):
    async def __call__(self, seconds: float) -> None:
        self.append(seconds)


@pytest.mark.parametrize(
    ("failures", "waits"),
    [
        ((), []),
        ((DOWN, DOWN, DOWN), [1, 2, 4]),
        ((EmbedderBusy("busy", retry_after=7), DOWN), [7, 2]),
        ((EmbedderBusy("busy", retry_after=0),), [0]),
    ],
)
async def test_a_server_that_recovers_is_waited_for(failures: tuple[PaillasseError, ...], waits: list[float]) -> None:
    waited = Waits()
    found = await embed_patiently(FailingEmbedder(*failures), ["one", "two"], waited)

    np.testing.assert_array_equal(found, await HashEmbedder().embed(["one", "two"]))
    assert waited == waits


@pytest.mark.parametrize(
    ("failures", "waits"),
    [
        ((DOWN,) * 9, [1, 2, 4, 8, 16]),
        ((DOWN, EmbedderRejected("wrong key")), [1]),
        ((EmbedderBusy("tomorrow", retry_after=86_400),), []),
    ],
)
async def test_nobody_waits_in_vain(failures: tuple[PaillasseError, ...], waits: list[float]) -> None:
    waited, embedder = Waits(), FailingEmbedder(*failures)
    with pytest.raises(type(failures[-1])):
        await embed_patiently(embedder, ["one"], waited)

    assert waited == waits
    assert len(failures) - len(embedder.failures) == len(waits) + 1
