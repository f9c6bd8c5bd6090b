"""Users, sessions, API keys, collections and the audit log."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field

from paillasse.access.types import Action, ApiKey, AuditEntry, Collection, Role, TokenPair, User

Username = Annotated[str, Field(min_length=1, max_length=64, examples=["marie"])]
Email = Annotated[str, Field(max_length=254, examples=["marie@example.org"])]
Password = Annotated[str, Field(max_length=1024, examples=["four words nobody guesses"])]


class SignInOptions(BaseModel):
    """How one may sign in."""

    setup_needed: bool = Field(
        description="There is no user yet: `setup` makes the first, with the token that the server printed."
    )
    identity_provider: str | None = Field(
        description="Where one may sign in beside here, at `oidc/start`; null for nowhere.",
        examples=["login.example.org"],
    )


class Setup(BaseModel):
    """The first administrator."""

    token: str = Field(max_length=256, description="What the server printed when it started.")
    username: Username
    email: Email
    password: Password
    in_cookie: bool = Field(default=False, description="As in sign-in.")


class SignIn(BaseModel):
    """Who signs in."""

    name: str = Field(min_length=1, max_length=254, description="User name or e-mail address.", examples=["marie"])
    password: Password
    in_cookie: bool = Field(
        default=False, description="For browsers: the refresh token comes as a cookie that no script can read."
    )


class RefreshToken(BaseModel):
    """A refresh token; nothing where it is in the cookie."""

    refresh_token: str = Field(default="", max_length=256)


class NewPassword(BaseModel):
    """One's own password, replaced."""

    present: Password
    new: Password
    in_cookie: bool = Field(default=False, description="As in sign-in.")


class Tokens(BaseModel):
    """What keeps somebody signed in."""

    access_token: str
    refresh_token: str = Field(default="", description="Good once; empty where it is in the cookie.")
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 - a scheme
    expires_in: int = Field(description="Seconds that the access token is good for.", examples=[900])

    @classmethod
    def of(cls, pair: TokenPair, *, in_cookie: bool) -> Self:
        """The pair, without what the cookie holds."""
        refresh = "" if in_cookie else pair.refresh_token
        return cls(access_token=pair.access_token, refresh_token=refresh, expires_in=pair.expires_in)


class Me(BaseModel):
    """Who is asking, and what he may read."""

    user_id: str
    username: Username
    role: Role
    collections: list[str] = Field(examples=[["default"]])
    by_key: bool = Field(description="Whether it was an API key.")


class NewKey(BaseModel):
    """An API key to be made."""

    name: str = Field(min_length=1, max_length=64, description="What it is for.", examples=["LIMS"])
    role: Role = Role.TECHNICIAN
    collections: list[str] = Field(min_length=1, max_length=100, examples=[["default"]])
    days: int = Field(default=90, ge=1, le=366, description="How long it is good for.")


class Key(BaseModel):
    """An API key, without its secret."""

    id: str
    name: str
    role: Role
    collections: list[str]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None

    @classmethod
    def of(cls, key: ApiKey) -> Self:
        """What may be shown of it."""
        return cls.model_validate(key, from_attributes=True)


class MadeKey(BaseModel):
    """A new API key: the only time that its text is shown."""

    key: Key
    secret: str = Field(examples=["plk_…"])


class UserOut(BaseModel):
    """A user, as administrators see him."""

    id: str
    username: Username
    email: str
    role: Role
    suspended: bool
    created_at: datetime

    @classmethod
    def of(cls, user: User) -> Self:
        """Everything but the password."""
        return cls.model_validate(user, from_attributes=True)


class NewUser(BaseModel):
    """A user to be made."""

    username: Username
    email: Email
    password: Password
    role: Role = Role.TECHNICIAN
    collections: list[str] = Field(default=[], max_length=100, description="What he becomes a member of.")


class UserChange(BaseModel):
    """What changes; the rest stays."""

    role: Role | None = None
    suspended: bool | None = None


class PasswordReset(BaseModel):
    """A new password for a forgotten one."""

    password: Password


class CollectionOut(BaseModel):
    """A lab, a site, a product line."""

    name: str
    title: str
    created_at: datetime

    @classmethod
    def of(cls, collection: Collection) -> Self:
        """All of it."""
        return cls.model_validate(collection, from_attributes=True)


class NewCollection(BaseModel):
    """A collection to be made."""

    name: str = Field(min_length=1, max_length=64, examples=["histology"])
    title: str = Field(default="", max_length=200, examples=["Histology, second floor"])


class AuditOut(BaseModel):
    """Who did what, on what, when, from which network, and how it ended."""

    number: int
    at: datetime
    actor: str
    action: Action
    target: str
    network: str
    outcome: str

    @classmethod
    def of(cls, entry: AuditEntry) -> Self:
        """All of it."""
        return cls.model_validate(entry, from_attributes=True)
