from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paillasse.errors.jobs import QueueUnreachable, UploadLost
from paillasse.errors.manuals import ParseError
from paillasse.errors.models import EmbedderBusy, EmbedderNonsense, EmbedderRejected, EmbedderUnreachable
from paillasse.errors.storage import DiskFull, HomeCorrupt, IndexRejected, StorageError
from paillasse.jobs.retries import MAX_FAILURES, may_pass, wait_seconds


@pytest.mark.parametrize("kind", [EmbedderUnreachable, EmbedderBusy, StorageError, DiskFull, QueueUnreachable])
def test_what_is_down_may_be_up_again(kind: type[Exception]) -> None:
    assert may_pass(kind("x"))


@pytest.mark.parametrize(
    "kind", [EmbedderRejected, EmbedderNonsense, HomeCorrupt, IndexRejected, ParseError, UploadLost, ValueError]
)
def test_what_is_wrong_stays_wrong(kind: type[Exception]) -> None:
    assert not may_pass(kind("x"))


@given(st.integers(1, 1000), st.none() | st.floats(0, 1e4))
def test_waits_grow_to_a_limit_and_never_undercut_what_the_server_asks(failures: int, asked: float | None) -> None:
    error = EmbedderBusy("x", retry_after=asked)
    wait = wait_seconds(failures, error)
    assert wait >= (asked or 0)
    assert 5 <= wait <= max(300, asked or 0)
    assert wait_seconds(failures + 1, error) >= wait


def test_the_waits_in_all() -> None:
    assert [wait_seconds(n, StorageError("x")) for n in range(1, MAX_FAILURES + 1)] == [
        5,
        10,
        20,
        40,
        80,
        160,
        300,
        300,
    ]
