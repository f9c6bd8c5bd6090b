"""Alembic's entry: runs the migrations on the connection `storage.session` hands over."""

from alembic import context

from paillasse.storage.tables import Base

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata)
with context.begin_transaction():
    context.run_migrations()
