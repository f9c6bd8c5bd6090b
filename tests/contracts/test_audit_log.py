"""What every audit log does, whatever stands behind it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from access_stores import NOW
from paillasse.access.types import Action, AuditEntry
from paillasse.composition.accounts import AccessStores
from paillasse.errors.storage import StorageError
from paillasse.storage.accounts.audit import PostgresAuditLog
from paillasse.storage.session import Database


def entry(target: str, seconds: int = 0) -> AuditEntry:
    return AuditEntry(NOW + timedelta(seconds=seconds), "ada", Action.SIGN_IN, target, "192.0.2.0/24", "done")


async def test_entries_come_back_whole_the_newest_first(stores: AccessStores) -> None:
    for target in "abcde":
        await stores.audit.record(entry(target))
    page = await stores.audit.list(2)
    assert [replace(one, number=0) for one in page] == [entry("e"), entry("d")]
    assert [one.target for one in await stores.audit.list(2, before=page[-1].number)] == ["c", "b"]
    assert [one.target for one in await stores.audit.list(10)] == list("edcba")


async def test_entries_are_found_by_what_was_done_and_by_whom_it_concerns(stores: AccessStores) -> None:
    done = [("a", Action.SIGN_IN, "bob"), ("b", Action.SUSPEND, "ada"), ("ada", Action.SIGN_IN, "")]
    for target, action, actor in done:
        await stores.audit.record(replace(entry(target), action=action, actor=actor))
    assert [one.target for one in await stores.audit.list(9, action=Action.SIGN_IN)] == ["ada", "a"]
    assert [one.target for one in await stores.audit.list(9, user="ada")] == ["ada", "b"]
    assert [one.target for one in await stores.audit.list(9, action=Action.SIGN_IN, user="ada")] == ["ada"]
    assert await stores.audit.list(9, action=Action.UPLOAD) == []


@pytest.mark.parametrize("change", ["UPDATE audit_log SET actor = 'eve'", "DELETE FROM audit_log"])
async def test_the_database_refuses_to_change_what_was_written(database: Database, change: str) -> None:
    log = PostgresAuditLog(database)
    await log.record(entry("a"))
    with pytest.raises(StorageError, match="append-only"):
        async with database.transaction() as session:
            await session.execute(text(change))
    assert [one.target for one in await log.list(5)] == ["a"]
