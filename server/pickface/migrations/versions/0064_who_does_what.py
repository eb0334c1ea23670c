"""Who does what next: where somebody works first, what they may drive, and what a zone asks for.

Revision ID: 0064
Revises: 0060
"""

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0060"
branch_labels = None
depends_on = None

_NEW = (("zone", "equipment", sa.String(40)), ("person", "zones", sa.String(120)), ("person", "equipment", sa.String(120)), ("task", "zones", sa.Text()))  # fmt: skip


def upgrade() -> None:
    """Columns; a task that is waiting by now knows the zone it was made for."""
    for table, name, kind in _NEW:
        op.add_column(table, sa.Column(name, kind, server_default="", nullable=False))
    op.execute(
        "UPDATE task SET zones = '#' || zone_code || '#' WHERE zone_code <> '' "
        "AND state IN ('ready', 'offered', 'begun', 'parked', 'held')"
    )


def downgrade() -> None:
    """Forget them."""
    for table, name, _ in reversed(_NEW):
        op.drop_column(table, name)
