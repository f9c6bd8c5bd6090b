"""The child that reads: bounded, killed, outlived by nobody; what it says is believed as far as it makes sense."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from home_commands import children
from hostile_pdfs import FINE, LOST
from paillasse.errors.root import PaillasseError
from paillasse.ingestion.parsing import ParserProcess
from paillasse.language.text import drawable
from paillasse.page_stream import LENGTH, frame, pack_page, unframe, unpack_outline, unpack_page
from paillasse.settings import Settings
from paillasse.types.pages import Box, RawDocument, RawPage, Word
from pdf_files import one_page, raw_pdf
from processes import alive, kill

WORKER = (sys.executable, "-P", "-m", "paillasse.adapters.pdfium.worker")
CAPTIVE = """
import os, struct, sys, time
from paillasse.page_stream import LENGTH, frame, pack_page
from paillasse.types.pages import Box, RawPage, Word
def send(message):
    os.write(1, frame(message))
def page(number):
    send({"kind": "page", **pack_page(RawPage(number, "", 400, 300, (Word(f"w{number}", Box(0, 0, 9, 9), 9, False),)))})
"""
ONE_PAGE = pack_page(RawPage(1, "i", 400, 300, (Word("a", Box(0, 1, 2, 3), 12, bold=True),), rules=(Box(0, 0, 9, 0),)))


def silent(_stage: str, _done: int, _total: int) -> None: ...


async def listen(folder: Path, says: str, seconds: int = 2) -> RawDocument:
    """What is made of a child that an attacker speaks through."""
    script, file = folder / "child.py", folder / "a.pdf"
    script.write_text(CAPTIVE + says)
    file.write_bytes(b"%PDF-1.7")
    settings = Settings.model_validate({"parser_seconds": seconds})
    return await ParserProcess((sys.executable, str(script)), settings).parse(file, silent)


FLOODS = {
    "opens for ever": "while True: send({'kind': 'opened', 'pages': 3})",
    "says nothing for ever": "time.sleep(60)",
    "a page at a time, for ever": "send({'kind': 'opened', 'pages': 3})\nwhile True: os.write(1, b'\\0')",
    "endless pages": "send({'kind': 'opened', 'pages': 3})\nn = 0\nwhile True:\n    n += 1\n    page(n)",
    "infinitely many pages": "os.write(1, LENGTH.pack(32) + b'{\"kind\":\"opened\",\"pages\":1e999} ')",
    "minus one page": "send({'kind': 'opened', 'pages': -1})",
    "an end before the pages": "send({'kind': 'opened', 'pages': 3})\nsend({'kind': 'end', 'outline': []})",
    "another number each time": "send({'kind': 'opened', 'pages': os.getpid()})",
}  # fmt: skip


@pytest.mark.parametrize("says", FLOODS.values(), ids=FLOODS)
async def test_a_child_that_plays_for_time_is_ended(tmp_path: Path, says: str) -> None:
    started = time.monotonic()
    try:
        document = await listen(tmp_path, says)
    except PaillasseError as error:
        assert error.hint  # noqa: PT017 - a document made of lost pages is as good an end
    else:
        assert len(document.pages) == 3
        assert any(page.failed for page in document.pages) or [p.words[0].text for p in document.pages] == [
            "w1",
            "w2",
            "w3",
        ]
    assert time.monotonic() - started < 40


async def test_what_a_terminal_obeys_does_not_pass(tmp_path: Path) -> None:
    says = """
word = "ok\\x1b[31m\\u202e\\x00\\u200b\\ud800 x"
send({"kind": "opened", "pages": 1})
send({"kind": "page", **pack_page(RawPage(1, word * 99, 400, 300, (
    Word(word, Box(0, 0, 9, 9), 9, False), Word("\\x1b \\n", Box(0, 0, 9, 9), 9, False))))})
send({"kind": "end", "outline": [[word, 1, 1, None], [word, 1, 7, None]], "properties": {word: word * 99}})
time.sleep(60)
"""
    document = await listen(tmp_path, says, seconds=20)
    (page,) = document.pages
    assert [w.text for w in page.words] == ["ok[31m?x"]
    assert [entry.page for entry in document.outline] == [1]
    said = [page.label, document.outline[0].title, *document.properties, *document.properties.values()]
    assert all(text.isprintable() and 0 < len(text) <= 300 for text in said)


PARENT = """
import asyncio, sys
from pathlib import Path
from paillasse.ingestion.parsing import ParserProcess
from paillasse.settings import Settings
parser = ParserProcess((sys.executable, "-P", "-m", "paillasse.adapters.pdfium.worker"), Settings(_env_file=None))
print("ready", flush=True)
asyncio.run(parser.parse(Path(sys.argv[1]), lambda *_: None))
"""


def confined(pid: int) -> bool:
    """Whether the child has taken its limits upon itself: half a gigabyte."""
    try:
        limits = Path(f"/proc/{pid}/limits").read_text()
    except FileNotFoundError:
        return False
    return any(line.startswith("Max address space") and str(512 << 20) in line for line in limits.splitlines())


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_reader_is_capped_and_dies_with_a_parent_that_was_killed(tmp_path: Path) -> None:
    path = LOST["looping forms"](tmp_path / "a.pdf")
    parent = subprocess.Popen([sys.executable, "-c", PARENT, str(path)], stdout=subprocess.PIPE)
    assert parent.stdout is not None
    parent.stdout.readline()
    deadline = time.monotonic() + 30
    while not (found := [pid for pid in children(parent.pid) if confined(pid)]) and time.monotonic() < deadline:
        time.sleep(0.01)
    parent.stdout.close()
    kill(parent.pid)
    parent.wait()
    assert found
    while any(map(alive, found)) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not any(map(alive, found))


async def test_the_reader_of_one_file_is_killed_and_the_next_file_is_read(tmp_path: Path) -> None:
    note, slow = tmp_path / "pids", tmp_path / "slow.py"
    slow.write_text(
        f"import os, sys, time\nopen({str(note)!r}, 'a').write(f'{{os.getpid()}} ')\n"
        "if 'slow' in sys.argv[1]: time.sleep(60)\n"
        "from paillasse.adapters.pdfium.worker import main\nsys.exit(main(sys.argv[1:]))"
    )
    parser = ParserProcess((sys.executable, str(slow)), Settings.model_validate({"parser_seconds": 3}))
    good = raw_pdf(tmp_path / "good.pdf", *one_page(FINE))
    with pytest.raises(PaillasseError, match="took over 3 s"):
        await parser.parse(raw_pdf(tmp_path / "slow.pdf", *one_page(FINE)), silent)
    document = await parser.parse(good, silent)
    assert [w.text for w in document.pages[0].words] == ["Wipe", "the", "rotor", "every", "week."]
    for pid in map(int, note.read_text().split()):
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from([10**400, 1e308]),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_a_message_or_a_value_error(payload: bytes) -> None:
    try:
        message = unframe(payload)
    except ValueError:
        return
    assert len(unframe(frame(message)[LENGTH.size :])) <= len(message)  # keys without a UTF-8 form may fall together


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(ONE_PAGE)), json_values, max_size=3))
def test_any_message_is_a_sane_page_or_a_value_error(changes: dict[str, Any]) -> None:
    try:
        page = unpack_page({**ONE_PAGE, **changes})
    except ValueError:
        return
    assert all(abs(value) <= 1e6 for box in (*page.rules, *page.images) for value in box)
    assert all(abs(value) <= 1e6 for word in page.words for value in (*word.box, word.size))
    assert all(word.text and word.text == drawable(word.text) for word in page.words)
    assert page.label.isprintable()


@settings(max_examples=200, deadline=None)
@given(json_values)
def test_any_outline_is_sane_or_a_value_error(rows: Any) -> None:
    try:
        entries = unpack_outline(rows, 3)
    except ValueError:
        return
    assert all(1 <= entry.page <= 3 and entry.title.isprintable() for entry in entries)
