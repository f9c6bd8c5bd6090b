"""The targets of `make fuzz`, on what hypothesis thinks of: promises kept, and seen to be broken where they are."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuzz import targets
from fuzz.__main__ import SEEDS
from paillasse.types.answers import Verdict

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("name", targets.TARGETS)
@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=400))
def test_any_bytes_keep_the_promises(name: str, data: bytes) -> None:
    targets.TARGETS[name](data)


def test_every_target_has_a_seed_that_keeps_them() -> None:
    assert SEEDS.keys() == targets.TARGETS.keys()
    for name, seed in SEEDS.items():
        targets.TARGETS[name](seed)


BREAKS: dict[str, tuple[str, Callable[..., object]]] = {
    "page-stream": ("drawable", lambda _text: "other"),
    "pages-to-chunks": ("same_text", lambda *_: False),
    "verifier": ("verify", lambda *_: Verdict.SUPPORTED),
    "questions": ("printable", lambda _text: "\x1b"),
}


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_promise_is_seen(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    attribute, broken = BREAKS[name]
    monkeypatch.setattr(targets, attribute, broken)
    seed = b"" if name == "page-stream" else SEEDS[name]
    with pytest.raises(targets.BrokenPromise):
        targets.TARGETS[name](seed)


@pytest.mark.parametrize(
    ("arguments", "code", "said"), [(["--help"], 0, "--seconds"), (["nothing"], 2, "no such target")]
)
def test_the_command_explains_itself(arguments: list[str], code: int, said: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "fuzz", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == code
    assert said in done.stdout + done.stderr
