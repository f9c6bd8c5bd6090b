"""Another index generation over a real home: killed in the middle, and the way back."""

from __future__ import annotations

import json
import time
from pathlib import Path

from home_commands import paillasse, servers, started
from processes import kill

OTHER = '{"chunking": {"max_tokens": 120}}'
NOTES = {
    "rotor.txt": "Wipe the rotor with ethanol every week. Never run the rotor without its lid.",
    "lamp.md": "# Lamp\n\nReplace the lamp after 2000 hours of use. Let the lamp cool for ten minutes first.",
}
QUESTION = "When is the lamp replaced?"


def listed(home: Path) -> dict[str, tuple[bool, int]]:
    shown = paillasse(home, "index", "list", "--json")
    assert shown.returncode == 0, shown.stderr
    return {each["name"]: (each["live"], each["documents"]) for each in json.loads(shown.stdout)}


def test_killed_in_the_middle_it_goes_on_and_the_way_back_is_open(home: Path, tmp_path: Path) -> None:
    for name, text in NOTES.items():
        (tmp_path / name).write_text(text)
    assert paillasse(home, "ingest", *(tmp_path / name for name in NOTES)).returncode == 0
    index = home / "index"
    [old] = [path.name for path in index.iterdir() if path.is_dir()]
    config = home / "config.json"
    config.write_text(OTHER)

    process = started(home, "--config", config, "index", "rebuild")
    deadline = time.monotonic() + 60
    while len([path for path in index.iterdir() if path.is_dir()]) < 2:
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.01)
    time.sleep(0.5)
    kill(process.pid)
    process.communicate()
    assert not (index / "live").exists()
    assert "2000 hours" in paillasse(home, "ask", QUESTION, "--json").stdout  # by the old one

    done = paillasse(home, "--config", config, "index", "rebuild")
    assert done.returncode == 0, done.stderr
    there = listed(home)
    [new] = there.keys() - {old}
    assert there == {old: (False, 2), new: (True, 2)}
    assert "2000 hours" in paillasse(home, "ask", QUESTION, "--json").stdout  # by the new one
    assert paillasse(home, "reconcile", "--check").returncode == 0

    assert paillasse(home, "index", "drop", new).returncode == 1
    back = paillasse(home, "index", "rebuild", old)
    assert "0 documents read again" in back.stdout, back.stderr
    assert paillasse(home, "index", "drop", new).returncode == 0
    assert listed(home) == {old: (True, 2)}
    assert servers(home) == []
