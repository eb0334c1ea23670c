"""The moves of one balance and of one lot by indexes; who recalled a lot and why; what search looks through.

Revision ID: 0008
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

from pickface.migrations import search_text

revision = "0008"
down_revision = "0005"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_KEY = sa.String(120).with_variant(sa.String(120, collation="C"), "postgresql")
_LOTTED = sa.text("lot_id > 0")

# What could be found when this was written: the tables as they are at this revision, whatever later ones make of them.
_ROWS = {
    "item": "SELECT CAST(x.id AS TEXT) AS key, 0 AS site_id, x.sku AS code, x.name AS title,"
    " COALESCE((SELECT {join}(b.value, ' ') FROM barcode b WHERE b.item_id = x.id), '') AS more FROM item x",
    "lot": "SELECT CAST(x.id AS TEXT) AS key, 0 AS site_id, x.code AS code, i.name AS title, i.sku AS more"
    " FROM lot x JOIN item i ON i.id = x.item_id WHERE x.id > 0",
    "place": "SELECT CAST(x.id AS TEXT) AS key, x.site_id AS site_id, x.code AS code, x.kind AS title, '' AS more"
    " FROM place x WHERE x.id > 0 AND x.virtual = 0",
    "container": "SELECT x.code AS key, COALESCE(x.site_id, 0) AS site_id, x.code AS code, x.kind AS title,"
    " '' AS more FROM container x WHERE x.code <> ''",
    "order": "SELECT CAST(x.id AS TEXT) AS key, x.site_id AS site_id, x.number AS code, x.customer AS title,"
    " x.city AS more FROM orders x",
    "purchase_order": "SELECT CAST(x.id AS TEXT) AS key, x.site_id AS site_id, x.number AS code, s.name AS title,"
    " s.code AS more FROM purchase_order x JOIN supplier s ON s.id = x.supplier_id",
    "person": "SELECT CAST(x.id AS TEXT) AS key, x.site_id AS site_id, COALESCE(x.badge, x.login, '') AS code,"
    " x.name AS title, COALESCE(x.login, '') AS more FROM person x",
}
_WRITE = (
    "INSERT INTO search_entry (kind, key, site_id, code, code_key, title, words) SELECT '{kind}', f.key, f.site_id,"
    " f.code, LOWER(f.code), f.title, LOWER(f.code || ' ' || f.title || ' ' || f.more) FROM ({rows}) AS f"
)


def upgrade() -> None:
    """Add indexes and columns in place: append-only tables are not copied."""
    op.create_index("move_into", "move", ["to_place_id", "item_id", "to_container", "id"])
    op.create_index("move_out_of", "move", ["from_place_id", "item_id", "from_container", "id"])
    op.create_index(
        "move_lot", "move", ["lot_id", "id"], sqlite_where=_LOTTED, postgresql_where=_LOTTED
    )
    op.add_column("lot", sa.Column("recalled_by", _ID, nullable=True))
    op.add_column(
        "lot", sa.Column("recall_reason", sa.String(200), server_default="", nullable=False)
    )
    op.create_table(
        "search_entry",
        sa.Column("id", _ID, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("key", _KEY, nullable=False),
        sa.Column("site_id", _ID, nullable=False),
        sa.Column("code", sa.String(120), nullable=False),
        sa.Column("code_key", _KEY, nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("kind", "key", name="search_entry_once"),
    )
    op.create_index("search_entry_code", "search_entry", ["code_key"])
    connection = op.get_bind()
    search_text.install(connection)
    join = "group_concat" if connection.dialect.name == "sqlite" else "string_agg"
    for kind, rows in _ROWS.items():
        connection.execute(sa.text(_WRITE.format(kind=kind, rows=rows.format(join=join))))


def downgrade() -> None:
    """Take them away."""
    search_text.remove(op.get_bind())
    op.drop_table("search_entry")
    op.drop_column("lot", "recall_reason")
    op.drop_column("lot", "recalled_by")
    for name in ("move_lot", "move_out_of", "move_into"):
        op.drop_index(name, "move")
