"""The cost book: layers, entries, costs told afterwards, rates. What is there already has a cost that nobody knows.

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MS = sa.BigInteger()
_UUID = sa.String(36).with_variant(sa.String(36, collation="C"), "postgresql")
_DAY = 86_400_000


def _where(name: str, table: str, columns: list[str], condition: str) -> None:
    """An index of the rows that a condition names."""
    only = sa.text(condition)
    op.create_index(name, table, columns, sqlite_where=only, postgresql_where=only)


def _none(name: str, kind: sa.types.TypeEngine[int] = _ID) -> sa.Column[int]:
    return sa.Column(name, kind, server_default="0", nullable=False)


def upgrade() -> None:
    """New tables; the stock of before becomes layers by the day on which it came in.

    The triggers of the append-only ones are installed with all others.
    """
    op.create_table(
        "cost_layer",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("item_id", _ID, nullable=False),
        sa.Column("site_id", _ID, nullable=False),
        sa.Column("at", _MS, nullable=False),
        sa.Column("source", sa.String(12), nullable=False),
        sa.Column("purchase_order_line_id", _ID, nullable=True),
        sa.Column("qty_in", _ID, nullable=False),
        sa.Column("qty", _ID, nullable=False),
        sa.Column("known", sa.Integer(), nullable=False),
        _none("base_minor", _MS),
        _none("landed_minor", _MS),
        _none("value_minor", _MS),
        _none("price_minor", _MS),
        sa.Column("currency", sa.String(3), server_default="", nullable=False),
        _none("rate_nano", _MS),
        sa.CheckConstraint("qty >= 0 AND qty <= qty_in", name="cost_layer_qty"),
        sa.CheckConstraint("value_minor >= 0", name="cost_layer_value"),
    )
    _where("cost_layer_left", "cost_layer", ["item_id", "site_id", "at", "id"], "qty > 0")
    _where(
        "cost_layer_line",
        "cost_layer",
        ["purchase_order_line_id"],
        "purchase_order_line_id IS NOT NULL",
    )
    op.create_table(
        "cost_entry",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("at", _MS, nullable=False),
        sa.Column("site_id", _ID, nullable=False),
        sa.Column("item_id", _ID, nullable=False),
        sa.Column("layer_id", _ID, nullable=False),
        sa.Column("move_id", _UUID, nullable=True),
        sa.Column("change_id", _ID, nullable=True),
        sa.Column("reason", sa.String(20), nullable=False),
        _none("writes_off", sa.Integer()),
        sa.Column("qty", _ID, nullable=False),
        sa.Column("known", _ID, nullable=False),
        sa.Column("fifo_minor", _MS, nullable=False),
        sa.Column("average_minor", _MS, nullable=False),
        _none("gone_minor", _MS),
        sa.Column("order_line_id", _ID, nullable=True),
        sa.Column("reverses", _ID, nullable=True),
    )
    op.create_index("cost_entry_item", "cost_entry", ["item_id", "site_id", "at"])
    op.create_index("cost_entry_site", "cost_entry", ["site_id", "at"])
    op.create_index("cost_entry_layer", "cost_entry", ["layer_id"])
    op.create_index("cost_entry_move", "cost_entry", ["move_id"])
    _where("cost_entry_reverses", "cost_entry", ["reverses"], "reverses IS NOT NULL")
    _where("cost_entry_order_line", "cost_entry", ["order_line_id"], "order_line_id IS NOT NULL")
    _where("cost_entry_written_off", "cost_entry", ["site_id", "at"], "writes_off = 1")
    op.create_table(
        "cost_change",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("site_id", _ID, nullable=False),
        sa.Column("at", _MS, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("purchase_order_id", _ID, nullable=True),
        sa.Column("item_id", _ID, nullable=True),
        sa.Column("shared_by", sa.String(8), server_default="", nullable=False),
        sa.Column("amount_minor", _MS, nullable=False),
        sa.Column("told_minor", _MS, nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("rate_nano", _MS, nullable=False),
        sa.Column("note", sa.String(200), nullable=False),
    )
    op.create_index("cost_change_order", "cost_change", ["purchase_order_id"])
    op.create_index("cost_change_item", "cost_change", ["item_id"])
    op.create_table(
        "stock_value",
        sa.Column("item_id", _ID, primary_key=True, autoincrement=False),
        sa.Column("site_id", _ID, primary_key=True, autoincrement=False),
        *(_none(name) for name in ("qty", "known_qty")),
        *(_none(name, _MS) for name in ("fifo_minor", "average_minor")),
        _none("last_qty"),
        _none("last_minor", _MS),
        _none("last_out_at", _MS),
    )
    op.create_index("stock_value_site", "stock_value", ["site_id", "average_minor", "item_id"])
    op.create_index("stock_value_site_fifo", "stock_value", ["site_id", "fifo_minor", "item_id"])
    _where("stock_value_unknown", "stock_value", ["site_id", "item_id"], "known_qty < qty")
    op.create_table(
        "exchange_rate",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("site_id", _ID, nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("from_on", sa.String(10), nullable=False),
        sa.Column("rate_nano", _MS, nullable=False),
        sa.Column("at", _MS, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
    )
    op.create_index("exchange_rate_of", "exchange_rate", ["site_id", "currency", "from_on", "id"])
    op.create_index(
        "forecast_measure", "forecast", ["site_id", "item_id", "a_day_milli", "reorder_point"]
    )
    # What expires soon is asked by day.
    _where("lot_expiry", "lot", ["expires_on", "id"], "expires_on <> ''")
    _begin()


def _begin() -> None:
    """What the house has becomes layers of unknown cost, with the days of the balances; goods in transit are ours too."""
    op.execute(
        f"""
        INSERT INTO cost_layer (item_id, site_id, at, source, qty_in, qty, known)
        SELECT b.item_id, b.site_id, MIN(b.first_in_at), 'before', SUM(b.qty), SUM(b.qty), 0
        FROM balance b JOIN place p ON p.id = b.place_id
        WHERE b.owner_id = 1 AND b.qty > 0 AND (p.virtual = 0 OR p.kind = 'transit')
        GROUP BY b.item_id, b.site_id, b.first_in_at / {_DAY}
        """
    )
    op.execute(
        """
        INSERT INTO cost_entry (at, site_id, item_id, layer_id, reason, qty, known, fifo_minor, average_minor)
        SELECT at, site_id, item_id, id, 'before', qty, 0, 0, 0 FROM cost_layer
        """
    )
    op.execute(
        """
        INSERT INTO stock_value (item_id, site_id, qty, last_out_at)
        SELECT l.item_id, l.site_id, SUM(l.qty), COALESCE((SELECT MAX(m.at) FROM move m
            WHERE m.item_id = l.item_id AND m.site_id = l.site_id AND m.kind = 'ship'), 0)
        FROM cost_layer l GROUP BY l.item_id, l.site_id
        """
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_index("lot_expiry", "lot")
    op.drop_index("forecast_measure", "forecast")
    for table in ("exchange_rate", "stock_value", "cost_change", "cost_entry", "cost_layer"):
        op.drop_table(table)
