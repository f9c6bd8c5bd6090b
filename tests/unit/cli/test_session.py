from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from paillasse.cli.session import write_json
from paillasse.errors.storage import StorageError
from paillasse.types.questions import Scope


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_signals_end_a_command_in_order(run: Any, serve: Any, number: signal.Signals) -> None:
    closed: list[bool] = []

    async def answerer(_: Scope) -> None:
        os.kill(os.getpid(), number)
        os.kill(os.getpid(), number)  # impatience changes nothing
        try:
            await asyncio.sleep(30)
        finally:
            await asyncio.sleep(0.05)
            closed.append(True)

    serve(SimpleNamespace(answerer=answerer))
    done = run("ask", "how?", "--json")
    assert (done.code, done.out, closed) == (128 + number, "", [True])
    assert done.err.startswith("Stopped. What was finished is kept")
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_report_on_a_disk_that_refuses(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="Cannot write"):
        write_json(tmp_path, "{}")
    write_json(tmp_path / "a.json", "caf\udce9 é")
    assert (tmp_path / "a.json").read_bytes() == "caf\\udce9 é".encode()
