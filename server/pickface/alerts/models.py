"""The records of stock rules, their history, and the alerts they raised."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from pickface.db import Base, Id, Millis

COVERS: Final = ("item", "class", "all")
MEASURES: Final = ("available", "on_hand", "promise", "cover")
LEVELS: Final = ("number", "reorder_point")


class StockRule(Base):
    """What is low: of an item, of a class (``A``, ``B``, ``C``) or of all, a measure under a number or at the reorder
    point. ``measure``: ``available``, ``on_hand``, ``promise`` (what can be promised ``within_days``) or ``cover``
    (days that what is available lasts by forecast).

    ``roles`` and ``emails``: who is told, with a space before, between and behind.
    """

    __tablename__ = "stock_rule"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"))
    name: Mapped[str] = mapped_column(sa.String(80))
    covers: Mapped[str] = mapped_column(sa.String(10))
    item_id: Mapped[int | None] = mapped_column(sa.ForeignKey("item.id"))
    abc: Mapped[str] = mapped_column(sa.String(1), default="", server_default="")
    measure: Mapped[str] = mapped_column(sa.String(10))
    level: Mapped[str] = mapped_column(sa.String(14))
    under: Mapped[int] = mapped_column(Id, default=0, server_default="0")
    within_days: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    recover_pct: Mapped[int] = mapped_column(sa.Integer, default=10, server_default="10")
    """It is over only that much above the level, so that one unit to and fro does not tell anew each time."""
    roles: Mapped[str] = mapped_column(sa.String(60), default="", server_default="")
    emails: Mapped[str] = mapped_column(sa.String(1300), default="", server_default="")
    active: Mapped[int] = mapped_column(sa.Integer, default=1, server_default="1")
    version: Mapped[int] = mapped_column(sa.Integer, default=1, server_default="1")
    """Grows with each change: what was judged by an older one is judged again."""
    __table_args__ = (
        sa.UniqueConstraint("site_id", "name", name="stock_rule_name"),
        sa.CheckConstraint("(covers = 'item') = (item_id IS NOT NULL)", name="stock_rule_item"),
        sa.CheckConstraint("(covers = 'class') = (abc <> '')", name="stock_rule_class"),
        sa.CheckConstraint(
            "under >= 0 AND within_days >= 0 AND recover_pct >= 0", name="stock_rule_numbers"
        ),
        sa.CheckConstraint(
            "level = 'number' OR measure <> 'cover'", name="stock_rule_cover_in_days"
        ),
    )


class StockRuleChange(Base):
    """Who changed which field of a rule, from what to what; append-only. ``made`` and ``ended`` are fields too."""

    __tablename__ = "stock_rule_change"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    site_id: Mapped[int] = mapped_column(Id)
    rule: Mapped[str] = mapped_column(sa.String(80))
    """The rule's name as it was; the rule may be gone."""
    at: Mapped[int] = mapped_column(Millis)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(sa.String(20))
    old: Mapped[str] = mapped_column(sa.Text)
    new: Mapped[str] = mapped_column(sa.Text)
    __table_args__ = (sa.Index("stock_rule_change_site", "site_id", "id"),)


class StockChanged(Base):
    """Something about an item's stock changed: written by a trigger, gone when it was judged. Not one row for each
    item: who writes would wait for who judges.
    """

    __tablename__ = "stock_changed"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    site_id: Mapped[int] = mapped_column(Id)
    item_id: Mapped[int] = mapped_column(Id)


class StockAlert(Base):
    """An item that a rule found low: ``open`` until it recovered or the rule ended, then ``over``."""

    __tablename__ = "stock_alert"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"))
    rule_id: Mapped[int] = mapped_column(Id)
    rule: Mapped[str] = mapped_column(sa.String(80))
    measure: Mapped[str] = mapped_column(sa.String(10))
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("item.id"))
    state: Mapped[str] = mapped_column(sa.String(5), default="open", server_default="open")
    level: Mapped[int] = mapped_column(Id)
    found: Mapped[int] = mapped_column(Id)
    value: Mapped[int] = mapped_column(Id)
    """As it was when it was last looked at; ``found`` as it was first."""
    opened_at: Mapped[int] = mapped_column(Millis)
    closed_at: Mapped[int | None] = mapped_column(Millis)
    seen_at: Mapped[int | None] = mapped_column(Millis)
    seen_by: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    snoozed_until: Mapped[int] = mapped_column(Millis, default=0, server_default="0")
    mailed_at: Mapped[int] = mapped_column(Millis, default=0, server_default="0")
    __table_args__ = (
        sa.Index(
            "stock_alert_open",
            "rule_id",
            "item_id",
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        ),
        sa.Index("stock_alert_item", "item_id", "state"),
        sa.Index("stock_alert_newest", "site_id", "state", "opened_at", "id"),
    )
