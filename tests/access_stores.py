"""Accounts in memory or in PostgreSQL, with a clock that stands still until it is moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher

from paillasse.access.credentials.passwords import Passwords
from paillasse.access.types import Role, User
from paillasse.adapters.memory.accounts import (
    MemoryApiKeyStore,
    MemoryAttemptStore,
    MemoryAuditLog,
    MemoryCollectionStore,
    MemoryRefreshStore,
    MemoryUserStore,
)
from paillasse.composition.accounts import Access, AccessStores, access_over
from paillasse.settings import Settings
from paillasse.storage.accounts.api_keys import PostgresApiKeyStore
from paillasse.storage.accounts.attempts import PostgresAttemptStore
from paillasse.storage.accounts.audit import PostgresAuditLog
from paillasse.storage.accounts.collections import PostgresCollectionStore
from paillasse.storage.accounts.sessions import PostgresRefreshStore
from paillasse.storage.accounts.users import PostgresUserStore
from paillasse.storage.session import Database

SECRET = "a test's secret, which is long enough: 0123456789"  # noqa: S105 - signs nothing but tokens of tests
PASSWORD = "correct horse battery staple"  # noqa: S105 - of users who do not exist
NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@dataclass
class Clock:
    """Now, as a test wants it."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **duration: float) -> None:
        self.now += timedelta(**duration)


def memory_stores() -> AccessStores:
    users = MemoryUserStore()
    collections = MemoryCollectionStore(users)
    families, keys, attempts, audit = MemoryRefreshStore(), MemoryApiKeyStore(), MemoryAttemptStore(), MemoryAuditLog()
    return AccessStores(users, families, keys, collections, attempts, audit)


def postgres_stores(database: Database) -> AccessStores:
    return AccessStores(
        PostgresUserStore(database),
        PostgresRefreshStore(database),
        PostgresApiKeyStore(database),
        PostgresCollectionStore(database),
        PostgresAttemptStore(database),
        PostgresAuditLog(database),
    )


def access(stores: AccessStores, clock: Clock, home: Path, **settings: Any) -> Access:
    """Everything over these stores, with passwords that cost nothing to hash."""
    where = Settings(home=home, jwt_secret=SECRET, _env_file=None, **settings)
    return access_over(stores, Passwords(CHEAP), where, clock)


def user(name: str, role: Role = Role.TECHNICIAN, **more: Any) -> User:
    """A user whose id is the name."""
    values: dict[str, Any] = {"email": f"{name}@example.org", "hashed_password": "hash", "suspended": False, **more}
    return User(id=name, username=name, role=role, created_at=NOW, **values)
