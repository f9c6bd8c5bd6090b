from __future__ import annotations

import pytest

from paillasse.cli.serve import local_url


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
