from __future__ import annotations

import socket

import pytest

from paillasse.cli.serve import bound, local_url


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


def test_an_answer_does_not_wait_for_the_one_before_to_be_acknowledged() -> None:
    with bound("127.0.0.1", 0) as listening, socket.create_connection(listening.getsockname()):
        accepted, _ = listening.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
