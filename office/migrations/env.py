"""How Alembic reaches the database: on the connection that `office.storage` hands over, and only there."""

from __future__ import annotations

from alembic import context

from office.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
with context.begin_transaction():
    context.run_migrations()
