"""The nouns of access: frozen values, no input or output."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

DEFAULT_COLLECTION = "default"
"""The collection that always exists."""


class Role(StrEnum):
    """What a user may do, each all that the one before may."""

    TECHNICIAN = "technician"
    """Asks, reads, says what was wrong."""
    EXPERT = "expert"
    """Ingests, corrects, reviews."""
    ADMIN = "admin"
    """Administers users and collections; reads no more than the collections he is a member of."""

    @property
    def rank(self) -> int:
        """0 for the least."""
        return list(Role).index(self)


@dataclass(frozen=True, slots=True)
class User:
    """An account."""

    id: str
    username: str
    email: str
    """Empty where an identity provider gave none."""
    hashed_password: str
    """Argon2id with its parameters and salt; empty for those who sign in elsewhere only."""
    role: Role
    suspended: bool
    created_at: datetime
    token_generation: int = 0
    """Tokens of an earlier generation are dead: raised by what has to end every session at once."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who is asking, once it was verified."""

    user_id: str
    username: str
    role: Role
    """With an API key: the lower of the key's and its maker's."""
    collections: tuple[str, ...] | None = None
    """With an API key: those it is restricted to; None means all that the user is a member of."""
    key_id: str = ""
    """Of the API key, when a machine is asking."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Whom the audit log names, and where from."""

    user_id: str
    """Empty when nobody is signed in."""
    address: str
    """IP address; empty when there is none."""


COMMAND_LINE = Actor("command-line", "")
"""Somebody with a shell on the server: who can read the database has every right already."""


@dataclass(frozen=True, slots=True)
class RefreshFamily:
    """What one sign-in started: a chain of refresh tokens of which only the last is alive. Secrets are hashed."""

    id: str
    user_id: str
    generation: int
    """The user's `token_generation` at sign-in."""
    current: str
    previous: str
    """Empty before the first rotation."""
    rotated_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class TokenPair:
    """What a sign-in or a refresh gives."""

    access_token: str
    refresh_token: str
    expires_in: int
    """Seconds that the access token is good for."""


@dataclass(frozen=True, slots=True)
class SignInAttempt:
    """A sign-in under way at an identity provider: what only the browser that began it, and this service, know."""

    state: str
    """Comes back with the answer: it belongs to this browser."""
    nonce: str
    """Comes back inside the ID token: it was issued for this attempt."""
    verifier: str
    """Proves to the provider that who redeems the code is who asked for it (PKCE, RFC 7636)."""
    destination: str
    """Path here to go on at."""


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key for a machine, on behalf of the user who made it."""

    id: str
    """Public: the first part of the key, shown in lists."""
    hashed_secret: str
    user_id: str
    name: str
    role: Role
    collections: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None = None
    """To the minute."""
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Collection:
    """A lab, a site, a product line: what documents belong to and users are members of."""

    name: str
    title: str
    created_at: datetime


class Action(StrEnum):
    """What the audit log knows."""

    SIGN_IN = "sign_in"
    SIGN_OUT = "sign_out"
    TOKEN_REUSE = "refresh_token_reuse"  # noqa: S105 - the name of an event
    PASSWORD_CHANGE = "password_change"  # noqa: S105 - the name of an event
    PASSWORD_RESET = "password_reset"  # noqa: S105 - the name of an event
    USER_CREATE = "user_create"
    USER_REMOVE = "user_remove"
    ROLE_CHANGE = "role_change"
    SUSPEND = "suspend"
    RESTORE = "restore"
    KEY_CREATE = "key_create"
    KEY_REVOKE = "key_revoke"
    COLLECTION_CREATE = "collection_create"
    MEMBER_ADD = "member_add"
    MEMBER_REMOVE = "member_remove"
    DOCUMENT_CORRECT = "document_correct"
    DOCUMENT_REMOVE = "document_remove"
    DOCUMENT_SUPERSEDE = "document_supersede"
    DOCUMENT_REINSTATE = "document_reinstate"
    DOCUMENT_REINGEST = "document_reingest"
    UPLOAD = "upload"
    JOB_CANCEL = "job_cancel"
    JOB_RETRY = "job_retry"
    FEEDBACK_REVIEW = "feedback_review"
    CASE_EDIT = "golden_case_edit"
    CASE_REMOVE = "golden_case_remove"
    RELEASE_PROMOTE = "release_promote"
    RELEASE_ROLLBACK = "release_rollback"
    ROLLOUT_START = "rollout_start"
    ROLLOUT_END = "rollout_end"
    MODEL_PROMOTE = "model_promote"
    MODEL_ROLLBACK = "model_rollback"


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who did what, on what, when, from where, and how it ended. Ids only, no name and no whole address."""

    at: datetime
    actor: str
    """User id; empty when nobody was signed in."""
    action: Action
    target: str
    """Id of what it was done to."""
    network: str
    """Where from: the network of the address (/24 or /48); empty on the command line."""
    outcome: str
    """`done`, the new role, or the code of the error."""
    number: int = 0
    """Its place in the log, which the log gives: higher ones came later."""


def folded(name: str) -> str:
    """A user name or e-mail address as it is compared: two that look alike but for case are one."""
    return unicodedata.normalize("NFKC", name).strip().casefold()
