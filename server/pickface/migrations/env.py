"""How Alembic reaches the database: a write connection of its own, never the read-only sessions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import context
from flask import current_app

from pickface.db import db
from pickface.migrations import noticing, partitions, sentinels, telling, triggers

config = context.config
url: str = current_app.extensions["pickface"].config.url

engine = sa.create_engine(url)
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_as_batch=url.startswith("sqlite"),
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()
        if not context.is_offline_mode() and not getattr(config.cmd_opts, "autogenerate", False):
            # Batch mode rebuilds tables and drops their triggers, so every migration run ends with them (LAWS 11).
            partitions.make_ahead(connection)
            sentinels.plant(connection)
            triggers.install(connection)
            telling.install(connection)
            noticing.install(connection)
    connection.commit()
engine.dispose()
