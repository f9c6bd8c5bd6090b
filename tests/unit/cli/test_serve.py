from __future__ import annotations

import socket
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from paillasse.cli import serve
from paillasse.cli.serve import bound, local_url
from paillasse.cli.session import State
from paillasse.monitoring.logs import Context
from paillasse.settings import Settings


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("127.0.0.2", "http://127.0.0.2:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),  # noqa: S104 - nothing is bound here
        ("::", "http://[::1]:8000"),
        ("::1", "http://[::1]:8000"),
        ("192.0.2.7", ""),
    ],
)
def test_where_commands_on_this_machine_reach_a_server(host: str, url: str) -> None:
    assert local_url(host, 8000) == url


@pytest.mark.parametrize("chosen", [None, Path("mine.json")])
def test_a_configuration_that_a_server_does_not_use_is_said_to_be(
    chosen: Path | None, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("paillasse.monitoring.logs.log_as_json", lambda _: Context())
    monkeypatch.setattr(serve, "with_opened", lambda *_: None)
    told: Any = SimpleNamespace(obj=State(Settings(_env_file=None), chosen))
    serve.answer_requests(told, cast("Any", None), cast("Any", None), "INFO")
    assert [record.getMessage().split(" is not used")[0] for record in caplog.records] == (
        [str(chosen)] if chosen else []
    )


def test_an_answer_does_not_wait_for_the_one_before_to_be_acknowledged() -> None:
    with bound("127.0.0.1", 0) as listening, socket.create_connection(listening.getsockname()):
        accepted, _ = listening.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
