"""Settings → Access: where accounts are joined with what keeps them. The server and `paillasse users` start here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from paillasse.access.accounts import Accounts, AccountStores
from paillasse.access.auditing import Auditor
from paillasse.access.credentials.access_tokens import AccessTokens
from paillasse.access.credentials.api_keys import PREFIX, ApiKeys
from paillasse.access.credentials.attempt_tickets import AttemptTickets
from paillasse.access.credentials.limits import SignInLimits
from paillasse.access.credentials.local_key import PREFIX as LOCAL_PREFIX
from paillasse.access.credentials.local_key import LocalKey
from paillasse.access.credentials.passwords import Passwords
from paillasse.access.credentials.signing import configured_secret, kept_secret
from paillasse.access.federation.sign_in import FederatedSignIn
from paillasse.access.federation.users import Federation, FirstSignIn
from paillasse.access.membership import Membership
from paillasse.access.protocols import (
    ApiKeyStore,
    AttemptStore,
    AuditLog,
    CollectionStore,
    RefreshStore,
    UserStore,
)
from paillasse.access.sessions import Proofs, Sessions
from paillasse.access.types import Identity, Role
from paillasse.settings import Settings
from paillasse.storage.accounts.api_keys import PostgresApiKeyStore
from paillasse.storage.accounts.attempts import PostgresAttemptStore
from paillasse.storage.accounts.audit import PostgresAuditLog
from paillasse.storage.accounts.collections import PostgresCollectionStore
from paillasse.storage.accounts.sessions import PostgresRefreshStore
from paillasse.storage.accounts.users import PostgresUserStore
from paillasse.storage.session import Database

OIDC_CALLBACK = "/api/v1/auth/oidc/callback"
"""Path that an identity provider sends browsers back to."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class AccessStores:
    """What keeps accounts."""

    users: UserStore
    families: RefreshStore
    keys: ApiKeyStore
    collections: CollectionStore
    attempts: AttemptStore
    audit: AuditLog


@dataclass(frozen=True, slots=True)
class Access:
    """Everything about who may do what."""

    accounts: Accounts
    sessions: Sessions
    keys: ApiKeys
    membership: Membership
    federation: Federation
    auditor: Auditor
    audit: AuditLog
    local_key: LocalKey
    """Lets commands in the home of this process in."""
    federated: FederatedSignIn | None = None
    """Signing in at an identity provider; None where none is configured."""

    async def identify(self, bearer: str, address: str = "", under_way: timedelta = timedelta()) -> Identity:
        """Who is asking.

        Args:
            bearer: an access token, an API key or the local key: what stands behind `Authorization: Bearer`.
            address: IP address of who asks; empty where it is not known, and no local key is good.
            under_way: for how long the request has been: an access token may expire meanwhile.

        Raises:
            NotSignedIn: it is not good.
        """
        if bearer.startswith(LOCAL_PREFIX):
            return self.local_key.authenticate(bearer, address)
        if bearer.startswith(PREFIX):
            return await self.keys.authenticate(bearer)
        return await self.sessions.authenticate(bearer, under_way)


def join_access(database: Database, settings: Settings) -> Access:
    """Accounts in this database.

    Raises:
        InvalidConfiguration: there is no good secret to sign tokens with.
        StorageError: the secret of an embedded home cannot be kept.
    """
    stores = AccessStores(
        users=PostgresUserStore(database),
        families=PostgresRefreshStore(database),
        keys=PostgresApiKeyStore(database),
        collections=PostgresCollectionStore(database),
        attempts=PostgresAttemptStore(database),
        audit=PostgresAuditLog(database),
    )
    return access_over(stores, Passwords(), settings)


def access_over(
    stores: AccessStores, passwords: Passwords, settings: Settings, clock: Callable[[], datetime] = _now
) -> Access:
    """Accounts in these stores; raises what `join_access` raises."""
    secret = signing_secret(settings)
    auditor = Auditor(stores.audit, clock)
    proofs = Proofs(passwords, AccessTokens(secret, clock), SignInLimits(stores.attempts, secret, clock))
    touched = AccountStores(stores.users, stores.families, stores.collections)
    sessions = Sessions(stores.users, stores.families, proofs, auditor, clock)
    federation = Federation(stores.users, stores.collections, first_sign_in(settings), auditor, clock)
    federated = None
    if settings.oidc_issuer:
        from paillasse.adapters.oidc.opening import open_identity_provider  # noqa: PLC0415 - hardly anybody needs it

        provider = open_identity_provider(settings, OIDC_CALLBACK, clock)
        tickets = AttemptTickets(secret, clock)
        federated = FederatedSignIn(provider, tickets, federation, sessions, proofs.limits, auditor)
    return Access(
        accounts=Accounts(touched, passwords, auditor, clock),
        sessions=sessions,
        keys=ApiKeys(stores.keys, stores.users, stores.collections, auditor, clock),
        membership=Membership(stores.collections, auditor, clock),
        federation=federation,
        auditor=auditor,
        audit=stores.audit,
        local_key=LocalKey(),
        federated=federated,
    )


def signing_secret(settings: Settings) -> bytes:
    """The secret that was set; without one, that of the home, if its database is embedded and so has one process.

    Raises:
        InvalidConfiguration: it is weak, or missing where several processes have to share it.
        StorageError: it cannot be kept in the home.
    """
    configured = settings.jwt_secret.get_secret_value()
    if configured or settings.database_url:
        return configured_secret(configured)
    return kept_secret(settings.jwt_secret_path)


def first_sign_in(settings: Settings) -> FirstSignIn:
    """What somebody gets whom the identity provider sends for the first time."""
    names = (name.strip() for name in settings.oidc_collections.split(","))
    return FirstSignIn(Role(settings.oidc_role), tuple(filter(None, names)))
