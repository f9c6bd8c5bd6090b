"""Every route, called with what its schema allows and forbids: nothing fails but as it is documented.

`make contract CASES=…` makes as many examples of each request as wanted; here there are few.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from home_commands import paillasse
from memory_services import SAMPLES
from serving import serving

CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
CASES = int(os.environ.get("CASES", "2"))


def test_nothing_fails_but_as_it_is_documented(home: Path, tmp_path: Path) -> None:
    assert paillasse(home, "ingest", SAMPLES[0]).returncode == 0
    with (
        serving(home, PAILLASSE_QUESTIONS_PER_MINUTE="100000", PAILLASSE_SEARCHES_PER_MINUTE="100000") as server,
        server.client() as client,
    ):
        command = [
            *(sys.executable, "-m", "schemathesis.cli", "run", f"http://127.0.0.1:{server.port}/api/openapi.json"),
            *("--header", f"Authorization: {client.headers['Authorization']}", "--checks", CHECKS, "--no-color"),
            *("--max-examples", str(CASES), "--seed", os.environ.get("SEED", "1"), "--request-timeout", "60"),
            *("--phases", "examples,coverage,fuzzing,stateful" if CASES > 10 else "examples,fuzzing,stateful"),
        ]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert client.get("/livez").status_code == 200
    assert done.returncode == 0, done.stdout[-20_000:]
    assert "API Operations" in done.stdout
    print(done.stdout[done.stdout.rindex("SUMMARY") :])  # `make contract` shows how many cases there were
