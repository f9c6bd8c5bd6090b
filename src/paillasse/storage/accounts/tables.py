"""The tables of access. Secrets are there as hashes only."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Identity, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from paillasse.storage.tables import Base


class UserRow(Base):
    """One account; the `…_key` columns are what `access.types.folded` makes of the names, and unique."""

    __tablename__ = "users"

    id: Mapped[str] = mapped_column(primary_key=True)
    username: Mapped[str]
    username_key: Mapped[str] = mapped_column(unique=True)
    email: Mapped[str]
    email_key: Mapped[str | None] = mapped_column(unique=True)
    """None without an address."""
    hashed_password: Mapped[str]
    role: Mapped[str]
    suspended: Mapped[bool]
    created_at: Mapped[datetime]
    token_generation: Mapped[int]


class FederatedRow(Base):
    """What an identity provider calls a user."""

    __tablename__ = "federated_users"

    issuer: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))


class SetupTokenRow(Base):
    """A token that makes the first user."""

    __tablename__ = "setup_tokens"

    hashed: Mapped[str] = mapped_column(primary_key=True)
    expires_at: Mapped[datetime]


class RefreshFamilyRow(Base):
    """The refresh tokens of one sign-in."""

    __tablename__ = "refresh_families"

    id: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    generation: Mapped[int]
    current: Mapped[str]
    previous: Mapped[str]
    rotated_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class ApiKeyRow(Base):
    """One API key."""

    __tablename__ = "api_keys"

    id: Mapped[str] = mapped_column(primary_key=True)
    hashed_secret: Mapped[str]
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    role: Mapped[str]
    collections: Mapped[list[str]] = mapped_column(ARRAY(Text))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class CollectionRow(Base):
    """One collection; documents name it."""

    __tablename__ = "collections"

    name: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    created_at: Mapped[datetime]


class MemberRow(Base):
    """A user is a member of a collection."""

    __tablename__ = "collection_members"

    collection: Mapped[str] = mapped_column(ForeignKey("collections.name", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True)


class AttemptRow(Base):
    """How often something was tried in the present window."""

    __tablename__ = "sign_in_attempts"

    subject: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]
    ends_at: Mapped[datetime] = mapped_column(index=True)


class AuditRow(Base):
    """One entry of the audit log; the database refuses to change or to delete it."""

    __tablename__ = "audit_log"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str]
    action: Mapped[str]
    target: Mapped[str]
    network: Mapped[str]
    outcome: Mapped[str]
