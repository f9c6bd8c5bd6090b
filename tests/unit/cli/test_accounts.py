"""`paillasse users` and `paillasse collections`."""

from __future__ import annotations

import asyncio
import io
import json
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import typer

from access_stores import NOW, PASSWORD, Clock, access, memory_stores
from paillasse.composition import startup
from paillasse.composition.accounts import Access
from paillasse.errors.storage import HomeInUse


@pytest.fixture
def people(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Access:
    """Accounts in memory, which the commands find."""
    found = access(memory_stores(), Clock(NOW), tmp_path)

    @asynccontextmanager
    async def opened(*_: object) -> AsyncIterator[Access]:
        yield found

    monkeypatch.setattr(startup, "open_access", opened)
    return found


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Put a line on standard input."""
    return lambda line: monkeypatch.setattr(sys, "stdin", io.StringIO(line + "\n"))


@pytest.fixture
def ada(run: Any, people: Access, say: Callable[[str], None]) -> Access:
    """An administrator, made by the command."""
    say(PASSWORD)
    done = run("users", "create", "ada", "--email", "ada@example.org", "--admin", "--collection", "default")
    assert (done.code, done.out, done.err) == (0, "Created “ada” (admin).\n", "")
    return people


def test_who_reads_no_manual_yet_is_told_how(run: Any, people: Access, say: Callable[[str], None]) -> None:
    say(PASSWORD)
    done = run("users", "create", "bob", "--email", "bob@example.org")
    assert (done.code, done.err) == (0, "")
    assert "paillasse collections add-member COLLECTION bob" in done.out


def signs_in(people: Access, name: str, password: str) -> bool:
    return bool(asyncio.run(people.sessions.sign_in(name, password, "")).access_token)


def test_a_question_waits_for_nothing_of_it() -> None:
    heavy = {"argon2", "jwt", "paillasse.composition.accounts", "paillasse.access.protocols"}
    code = (
        f"import sys, paillasse.composition.bootstrap, paillasse.cli.main; sys.exit(bool({heavy} & {{*sys.modules}}))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_beside_a_server_they_are_administered_there(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def held(*_: object) -> None:
        raise HomeInUse("The home is in use by another paillasse (process 7).")

    monkeypatch.setattr(startup, "open_access", held)
    done = run("users", "list")
    assert done.code == 1
    assert "process 7" in done.err
    assert "web app" in done.err


def test_nobody_yet(run: Any, people: Access) -> None:
    assert "No user yet" in run("users", "list").out
    assert json.loads(run("users", "list", "--json").out) == []


def test_a_user_who_was_created_signs_in(run: Any, ada: Access) -> None:
    assert signs_in(ada, "ada", PASSWORD)
    (listed,) = json.loads(run("users", "list", "--json").out)
    assert listed.pop("id")
    assert listed == {
        "username": "ada",
        "email": "ada@example.org",
        "role": "admin",
        "suspended": False,
        "created_at": "2026-01-01T12:00:00Z",
    }
    assert "argon2" not in run("users", "list").out


def test_a_password_is_typed_twice_at_a_terminal(run: Any, people: Access, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, object]] = []

    def prompt(_text: str, **how: object) -> str:
        asked.append(how)
        return PASSWORD

    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(typer, "prompt", prompt)
    assert run("users", "create", "bob", "--email", "bob@example.org", "--role", "expert").code == 0
    assert asked == [{"hide_input": True, "confirmation_prompt": True}]
    assert signs_in(people, "bob", PASSWORD)


@pytest.mark.parametrize(
    ("arguments", "password", "code"),
    [
        (["eve", "--email", "eve@example.org"], "short", "unsuitable_password"),
        (["eve", "--email", "eve@example.org"], "", "unsuitable_password"),
        (["ADA", "--email", "eve@example.org"], PASSWORD, "user_exists"),
        (["e v e", "--email", "eve@example.org"], PASSWORD, "unsuitable_name"),
        (["eve", "--email", "eve@example.org", "--collection", "nowhere"], PASSWORD, "collection_not_found"),
    ],
)
def test_who_cannot_be_created(
    run: Any, ada: Access, say: Callable[[str], None], arguments: list[str], password: str, code: str
) -> None:
    say(password)
    done = run("users", "create", *arguments)
    assert done.code == 1
    assert code in done.err
    assert [user.username for user in asyncio.run(ada.accounts.list())] == ["ada"]


def test_roles_suspension_and_passwords(run: Any, ada: Access, say: Callable[[str], None]) -> None:
    say(PASSWORD)
    run("users", "create", "bob", "--email", "bob@example.org")
    assert "expert" in run("users", "set-role", "BOB@example.org", "expert").out
    assert run("users", "suspend", "bob").out == "“bob” is suspended.\n"
    assert "suspended" in run("users", "list").out
    assert run("users", "suspend", "bob", "--lift").out == "“bob” is let in again.\n"
    say("another long password")
    assert run("users", "reset-password", "bob").code == 0
    assert signs_in(ada, "bob", "another long password")
    assert "last_administrator" in run("users", "suspend", "ada").err
    assert "last_administrator" in run("users", "set-role", "ada", "expert").err
    assert "user_not_found" in run("users", "set-role", "eve", "expert").err
    assert run("users", "set-role", "bob", "king").code == 2


def test_a_user_is_removed_once_it_was_asked(
    run: Any, ada: Access, say: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    say(PASSWORD)
    run("users", "create", "bob", "--email", "bob@example.org")
    say("n")
    assert run("users", "remove", "bob").code != 0
    assert len(asyncio.run(ada.accounts.list())) == 2
    assert run("users", "remove", "bob", "--yes").out == "Removed “bob”.\n"
    assert "user_not_found" in run("users", "remove", "bob", "--yes").err
    assert "last_administrator" in run("users", "remove", "ada", "--yes").err


def test_collections(run: Any, ada: Access) -> None:
    assert run("collections", "create", "lab", "--title", "Laboratoire").code == 0
    assert "collection_exists" in run("collections", "create", "lab").err
    assert run("collections", "add-member", "lab", "ada").out == "“ada” is a member of “lab”.\n"
    listed = json.loads(run("collections", "list", "--json").out)
    assert [(one["name"], one["title"], one["members"]) for one in listed] == [
        ("default", "default", ["ada"]),
        ("lab", "Laboratoire", ["ada"]),
    ]
    assert "Laboratoire" in run("collections", "list").out
    assert run("collections", "remove-member", "lab", "ada").out == "“ada” is no member of “lab”.\n"
    assert asyncio.run(ada.membership.members("lab")) == []
    for command in ("add-member", "remove-member"):
        assert "collection_not_found" in run("collections", command, "nowhere", "ada").err
        assert "user_not_found" in run("collections", command, "lab", "eve").err
