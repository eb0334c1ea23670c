"""Putaway by rules: how goods have to be kept, what a zone is like, and how far each bin is from where goods come in.

Revision ID: 0034
Revises: 0033
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

_BINS = "kind = 'bin' AND active = 1"
_NEW = "kind = 'bin' AND active = 1 AND walk_mm < 0"


def upgrade() -> None:
    """Columns of items, zones, sites and places, and indexes by which the nearest bins are found.

    And one by which a recall sees what came back.
    """
    for table in ("item", "zone"):
        op.add_column(table, sa.Column("temperature", sa.String(12), server_default="", nullable=False))  # fmt: skip
    op.add_column("item", sa.Column("hazard", sa.String(12), server_default="", nullable=False))
    op.add_column("zone", sa.Column("hazards", sa.String(80), server_default="", nullable=False))
    op.add_column("site", sa.Column("walks", sa.String(64), server_default="", nullable=False))
    op.add_column("place", sa.Column("walk_mm", sa.BigInteger(), server_default="-1", nullable=False))  # fmt: skip
    _index("place_near", ["site_id", "walk_mm", "code"], _BINS)
    _index("place_near_zone", ["zone_id", "walk_mm", "code"], _BINS)
    _index("place_unwalked", ["site_id", "id"], _NEW)
    op.create_index("return_goods_lot", "return_goods", ["lot_id"])


def _index(name: str, columns: list[str], where: str) -> None:
    op.create_index(name, "place", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))  # fmt: skip


def downgrade() -> None:
    """Forget them."""
    op.drop_index("return_goods_lot", "return_goods")
    for name in ("place_unwalked", "place_near_zone", "place_near"):
        op.drop_index(name, "place")
    for table, column in (
        ("place", "walk_mm"),
        ("site", "walks"),
        ("zone", "hazards"),
        ("item", "hazard"),
        ("zone", "temperature"),
        ("item", "temperature"),
    ):
        op.drop_column(table, column)
