"""Users, sessions, API keys, collections with members, sign-in attempts, audit log."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_TABLES = (
    "audit_log",
    "sign_in_attempts",
    "collection_members",
    "collections",
    "api_keys",
    "refresh_families",
    "setup_tokens",
    "federated_users",
    "users",
)


def upgrade() -> None:
    """Create every table, and a collection for each that documents name already."""
    _create_users()
    _create_credentials()
    _create_collections()
    op.create_table(
        "audit_log",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        _time("at", index=True),
        *(_text(name) for name in ("actor", "action", "target", "network", "outcome")),
    )
    op.execute(
        "CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE ON audit_log "
        "FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()"
    )


def downgrade() -> None:
    """Drop every table."""
    for table in _TABLES:
        op.drop_table(table)
    op.execute("DROP FUNCTION refuse_audit_change()")


def _create_users() -> None:
    op.create_table(
        "users",
        _text("id", primary_key=True),
        _text("username"),
        _text("username_key", unique=True),
        _text("email"),
        sa.Column("email_key", sa.Text, unique=True),
        _text("hashed_password"),
        _text("role"),
        sa.Column("suspended", sa.Boolean, nullable=False),
        _time("created_at"),
        sa.Column("token_generation", sa.Integer, nullable=False),
    )
    op.create_table(
        "federated_users",
        _text("issuer", primary_key=True),
        _text("subject", primary_key=True),
        _user_id(),
    )


def _create_credentials() -> None:
    op.create_table("setup_tokens", _text("hashed", primary_key=True), _time("expires_at"))
    op.create_table(
        "refresh_families",
        _text("id", primary_key=True),
        _user_id(index=True),
        sa.Column("generation", sa.Integer, nullable=False),
        _text("current"),
        _text("previous"),
        _time("rotated_at"),
        _time("expires_at"),
    )
    op.create_table(
        "api_keys",
        _text("id", primary_key=True),
        _text("hashed_secret"),
        _user_id(index=True),
        _text("name"),
        _text("role"),
        sa.Column("collections", sa.ARRAY(sa.Text), nullable=False),
        _time("created_at"),
        _time("expires_at"),
        sa.Column("last_used_at", sa.DateTime(timezone=True)),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
    )
    op.create_table(
        "sign_in_attempts",
        _text("subject", primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
        _time("ends_at", index=True),
    )


def _create_collections() -> None:
    op.create_table("collections", _text("name", primary_key=True), _text("title"), _time("created_at"))
    op.create_table(
        "collection_members",
        sa.Column("collection", sa.Text, sa.ForeignKey("collections.name", ondelete="CASCADE"), primary_key=True),
        _user_id(primary_key=True, index=True),
    )
    op.execute(
        "INSERT INTO collections (name, title, created_at) SELECT name, name, now() FROM (SELECT 'default' AS name "
        "UNION SELECT collection FROM documents UNION SELECT collection FROM ingestions) AS named"
    )


def _text(name: str, *, primary_key: bool = False, unique: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, primary_key=primary_key, unique=unique, nullable=False)


def _time(name: str, *, index: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False, index=index)


def _user_id(*, primary_key: bool = False, index: bool = False) -> sa.Column[str]:
    return sa.Column(
        "user_id",
        sa.Text,
        sa.ForeignKey("users.id", ondelete="CASCADE"),
        primary_key=primary_key,
        nullable=False,
        index=index,
    )
