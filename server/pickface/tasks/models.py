"""Tasks, every script revision that was issued, what needs a supervisor, and background work."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from pickface.db import Base, Id, Millis, Plate, Uuid


class Task(Base):
    """A piece of work for one person. Its states are in ``tasks/lifecycle.py``."""

    __tablename__ = "task"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"))
    kind: Mapped[str] = mapped_column(sa.String(12))
    state: Mapped[str] = mapped_column(sa.String(10))
    title: Mapped[str] = mapped_column(sa.String(120))
    person_id: Mapped[int | None] = mapped_column(Id)
    priority: Mapped[int] = mapped_column(sa.Integer, default=5, server_default="5")
    due_at: Mapped[int] = mapped_column(Millis, default=0, server_default="0")
    revision: Mapped[int] = mapped_column(sa.Integer, default=1, server_default="1")
    lease_number: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    lease_until: Mapped[int] = mapped_column(Millis, default=0, server_default="0")
    stream: Mapped[str | None] = mapped_column(Uuid)
    """The store that has begun it under this lease, where only that one may go on without a count."""
    parked_at: Mapped[int] = mapped_column(Millis, default=0, server_default="0")
    parked_place: Mapped[str] = mapped_column(sa.String(40), default="", server_default="")
    """Where the cart stands, as the person who parked it said."""
    order_id: Mapped[int | None] = mapped_column(Id)
    purchase_order_id: Mapped[int | None] = mapped_column(Id)
    place_id: Mapped[int | None] = mapped_column(Id)
    container: Mapped[str] = mapped_column(Plate, default="", server_default="")
    zone_code: Mapped[str] = mapped_column(sa.String(12), default="", server_default="")
    zones: Mapped[str] = mapped_column(sa.Text, default="", server_default="")
    """All zones in which its script has places, each as ``#A#``."""
    facts: Mapped[str] = mapped_column(sa.Text, default="{}", server_default="{}")
    """JSON that the workflow's interpret needs beside the script."""
    progress: Mapped[str] = mapped_column(sa.Text)
    """JSON: the reducer's state."""
    set_aside: Mapped[str | None] = mapped_column(Uuid)
    """The first event of this task that waits for a supervisor; later ones follow it (LAWS 7)."""
    hold_code: Mapped[str] = mapped_column(sa.String(40), default="", server_default="")
    note: Mapped[str] = mapped_column(sa.Text, default="", server_default="")
    """JSON ``{"code", "params"}``: a sentence for the person, or ''."""
    created_at: Mapped[int] = mapped_column(Millis)
    begun_at: Mapped[int | None] = mapped_column(Millis)
    done_at: Mapped[int | None] = mapped_column(Millis)
    steps_total: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    walk_mm: Mapped[int | None] = mapped_column(sa.BigInteger)
    """How long its walk is, as it was planned; NULL where the floor plan does not tell."""
    code_order_mm: Mapped[int | None] = mapped_column(sa.BigInteger)
    """How long the walk in the order of the places' codes would be."""
    __table_args__ = (
        sa.Index("task_ready", "site_id", "state", "kind", "priority", "due_at"),
        sa.Index("task_person", "person_id", "state"),
        sa.Index("task_order", "order_id"),
        sa.Index("task_container", "container"),
        sa.Index("task_purchase_order", "purchase_order_id"),
        sa.Index("task_done", "site_id", "done_at"),
        sa.Index(
            "task_set_aside",
            "set_aside",
            sqlite_where=sa.text("set_aside IS NOT NULL"),
            postgresql_where=sa.text("set_aside IS NOT NULL"),
        ),
    )


class CartOrder(Base):
    """The orders that a cart serves, each in the tote at its position; a task for one order names it itself."""

    __tablename__ = "cart_order"
    task_id: Mapped[int] = mapped_column(sa.ForeignKey("task.id"), primary_key=True)
    order_id: Mapped[int] = mapped_column(sa.ForeignKey("orders.id"), primary_key=True)
    position: Mapped[int] = mapped_column(sa.Integer)
    __table_args__ = (sa.Index("cart_order_order", "order_id"),)


class Script(Base):
    """One issued revision of a task's script; never changed, since a late event is reduced against it (LAWS 6)."""

    __tablename__ = "script"
    task_id: Mapped[int] = mapped_column(sa.ForeignKey("task.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(sa.Integer, primary_key=True)
    vocabulary: Mapped[int] = mapped_column(sa.Integer)
    body: Mapped[str] = mapped_column(sa.Text)


class TaskException(Base):
    """What needs a supervisor, with a proposed action."""

    __tablename__ = "exception"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"))
    kind: Mapped[str] = mapped_column(sa.String(30))
    state: Mapped[str] = mapped_column(sa.String(10), default="open", server_default="open")
    event_id: Mapped[str | None] = mapped_column(Uuid)
    task_id: Mapped[int | None] = mapped_column(Id)
    person_id: Mapped[int | None] = mapped_column(Id)
    item_id: Mapped[int | None] = mapped_column(Id)
    place_id: Mapped[int | None] = mapped_column(Id)
    order_id: Mapped[int | None] = mapped_column(Id)
    params: Mapped[str] = mapped_column(sa.Text, default="{}", server_default="{}")
    proposed: Mapped[str] = mapped_column(sa.String(12))
    created_at: Mapped[int] = mapped_column(Millis)
    resolved_at: Mapped[int | None] = mapped_column(Millis)
    resolved_by: Mapped[int | None] = mapped_column(Id)
    resolution: Mapped[str] = mapped_column(sa.String(12), default="", server_default="")
    note: Mapped[str] = mapped_column(sa.Text, default="", server_default="")
    __table_args__ = (sa.Index("exception_state", "site_id", "state"),)


class CheckRecord(Base):
    """Lines of a picker that one check has looked at, and how many of them were wrong."""

    __tablename__ = "check_record"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    site_id: Mapped[int] = mapped_column(Id)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    task_id: Mapped[int] = mapped_column(Id)
    at: Mapped[int] = mapped_column(Millis)
    lines: Mapped[int] = mapped_column(sa.Integer)
    wrong: Mapped[int] = mapped_column(sa.Integer)
    __table_args__ = (sa.Index("check_record_person", "person_id", "id"),)


class CountAwaits(Base):
    """A count is provisional while it awaits devices that had work in its zone (``tasks/provisional.py``, LAWS 20)."""

    __tablename__ = "count_awaits"
    task_id: Mapped[int] = mapped_column(sa.ForeignKey("task.id"), primary_key=True)
    device_id: Mapped[str] = mapped_column(Uuid, sa.ForeignKey("device.id"), primary_key=True)
    site_id: Mapped[int] = mapped_column(Id)
    looked_at: Mapped[int] = mapped_column(Millis)
    """When somebody looked into the bin, by the server's clock."""


class CountRound(Base):
    """Bins of a zone that are counted together: a day's part of the counting programme, or a whole stocktake."""

    __tablename__ = "count_round"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"))
    zone_id: Mapped[int] = mapped_column(sa.ForeignKey("zone.id"))
    kind: Mapped[str] = mapped_column(sa.String(10))
    """``cycle``, or ``stocktake``: then nothing is pinned from the zone until it is closed."""
    day: Mapped[str] = mapped_column(sa.String(10))
    created_at: Mapped[int] = mapped_column(Millis)
    created_by: Mapped[int | None] = mapped_column(Id)
    filled_at: Mapped[int] = mapped_column(Millis, default=0, server_default="0")
    """When all its bins had been written down; before that it cannot be over."""
    closed_at: Mapped[int] = mapped_column(Millis, default=0, server_default="0")
    __table_args__ = (
        sa.Index(
            "count_round_open",
            "zone_id",
            sqlite_where=sa.text("closed_at = 0"),
            postgresql_where=sa.text("closed_at = 0"),
        ),
        sa.Index("count_round_site", "site_id", "id"),
    )


class CountBin(Base):
    """A bin of a round, in the order of the walk; its count is made when it is near."""

    __tablename__ = "count_bin"
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("count_round.id"), primary_key=True)
    place_id: Mapped[int] = mapped_column(sa.ForeignKey("place.id"), primary_key=True)
    position: Mapped[int] = mapped_column(sa.Integer)
    why: Mapped[str] = mapped_column(sa.String(20), default="", server_default="")
    task_id: Mapped[int | None] = mapped_column(Id)
    __table_args__ = (sa.Index("count_bin_task", "task_id"),)


class Job(Base):
    """Background work that no restart forgets and that nothing runs twice (LAWS 28)."""

    __tablename__ = "job"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(30))
    key: Mapped[str] = mapped_column(sa.String(80))
    run_at: Mapped[int] = mapped_column(Millis)
    leased_until: Mapped[int] = mapped_column(Millis, default=0, server_default="0")
    attempts: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    params: Mapped[str] = mapped_column(sa.Text, default="{}", server_default="{}")
    __table_args__ = (
        sa.UniqueConstraint("kind", "key", name="job_once"),
        sa.Index("job_due", "run_at"),
    )
