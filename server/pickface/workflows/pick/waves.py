"""Orders that are released together go on carts: a pick for each cart, over one walk.

The job thinks outside any transaction, then makes cart after cart in short ones, each of the pins as they are by then;
what a crash has left undone is done by the job again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from zoneinfo import ZoneInfo

from pickface.db import Row, Tx, Writer, clock, rows
from pickface.locations import settings
from pickface.routing.carts import Errands, share_out_beside
from pickface.routing.floor import Stop
from pickface.stock import reservations
from pickface.tasks import jobs, lifecycle, walk
from pickface.tasks.planning import WAVE
from pickface.workflows.pick.cart import CartOrder, cart_facts, compile_cart
from pickface.workflows.pick.compile import PickLine
from pickface.workflows.pick.lines import (
    Read,
    Walks,
    Way,
    by_walk,
    load_lines,
    stations_of,
    walking_ranks,
    walks_on,
    with_walks,
)
from pickface.workflows.pick.plan import make_single, reopen

# An order that has a pick already was planned before a crash, or is picked for what was missing.
_WAVE = "SELECT * FROM orders WHERE wave_id = :wave AND state = 'released' ORDER BY id"
_NAMED = 3


def make_carts(writer: Writer, key: str) -> None:
    """The job: put the orders of a wave on carts and make a pick for each."""
    wave = int(key)
    wanted, _ = _by_pins(rows(_WAVE, wave=wave), rows)
    for together in _on_carts(wanted):
        _make_one(writer, [order["id"] for order in together], together[0]["site_id"])

    def end(tx: Tx) -> None:
        _, bare = _by_pins(tx.all(_WAVE, wave=wave), tx.all)
        for order in bare:
            # Released in part, and nothing of it is there; one that is on a cart by now stays as it is.
            reopen(tx, order)
        jobs.finish(tx, WAVE, key)

    writer.run(end)


def _by_pins(orders: Sequence[Row], read: Read) -> tuple[list[Row], list[Row]]:
    """The orders of a wave with pins that no task has, and those without. A wave is of one site."""
    if not orders:
        return [], []
    lines = load_lines(read, [order["id"] for order in orders], orders[0]["site_id"])
    wanted = {line.order_id for line in lines}
    return (
        [order for order in orders if order["id"] in wanted],
        [order for order in orders if order["id"] not in wanted],
    )


def _on_carts(orders: Sequence[Row]) -> list[list[Row]]:
    """The orders, cart by cart. Goods of two owners share no cart."""
    carts: list[list[Row]] = []
    for site_id, owner_id in sorted({(order["site_id"], order["owner_id"]) for order in orders}):
        own = {
            str(order["id"]): order
            for order in orders
            if (order["site_id"], order["owner_id"]) == (site_id, owner_id)
        }
        carts += [[own[name] for name in one] for one in _shared_out(site_id, own)]
    return carts


def _shared_out(site_id: int, orders: Mapping[str, Row]) -> list[list[str]]:
    totes = settings.of_site(site_id).cart_totes
    stations, floor_id = stations_of(rows, site_id)
    home_id = stations[0].place_id if stations else floor_id
    lines = load_lines(rows, [order["id"] for order in orders.values()], site_id)
    spots = walk.spots([*(line.spot.place_id for line in lines), home_id])
    home = walk.stop_at(spots[home_id])
    zone = ZoneInfo(
        str(rows("SELECT timezone FROM site WHERE id = :id", id=site_id)[0]["timezone"])
    )
    now = clock()
    errands = []
    for name, order in orders.items():
        stops: set[Stop] = {
            walk.stop_at(spots[line.spot.place_id])
            for line in lines
            if line.order_id == order["id"]
        }
        # What is late already is as urgent as what is due today.
        due = datetime.fromtimestamp(max(now, order["ship_by"]) / 1000, UTC).astimezone(zone)
        errands.append(
            Errands(name, due.toordinal(), order["priority"], tuple(sorted(stops, key=_by_code)))
        )
    plan = walk.plan_of(site_id)
    return share_out_beside(plan.segments if plan is not None else (), home, errands, totes)


def _by_code(stop: Stop) -> str:
    return stop.id


def _make_one(writer: Writer, order_ids: Sequence[int], site_id: int) -> None:
    lines = load_lines(rows, order_ids, site_id)
    stations, _ = stations_of(rows, site_id)
    way = walking_ranks(site_id, lines, stations)
    writer.run(
        partial(
            _make, order_ids=order_ids, site_id=site_id, way=way, walks=walks_on(site_id, lines)
        )
    )


def _make(tx: Tx, order_ids: Sequence[int], site_id: int, way: Way, walks: Walks) -> None:
    """Make the pick of those orders that are still to be picked."""
    orders = [
        order
        for order_id in sorted(order_ids)
        if (order := tx.one("SELECT * FROM orders WHERE id = :id" + tx.for_update, id=order_id))
        and order["state"] == "released"
    ]
    lines = load_lines(tx.all, [order["id"] for order in orders], site_id)
    wanted = {line.order_id for line in lines}
    orders = [order for order in orders if order["id"] in wanted]
    if len(orders) == 1:
        make_single(tx, orders[0], way, walks)
    elif orders:
        _make_cart(tx, orders, with_walks(by_walk(lines, way.ranks), walks), way)


def _make_cart(tx: Tx, orders: Sequence[Row], lines: Sequence[PickLine], way: Way) -> None:
    # Position 1 is the most urgent: a bin that falls short serves it first.
    urgent = sorted(orders, key=lambda order: (order["priority"], order["ship_by"], order["id"]))
    cart = [CartOrder(o["id"], f"Order {o['number']}", n) for n, o in enumerate(urgent, 1)]
    site_id, owner_id = int(urgent[0]["site_id"]), int(urgent[0]["owner_id"])
    stations, floor_id = stations_of(tx.all, site_id)
    title = _title([order["number"] for order in urgent])
    task_id = lifecycle.make_task(
        tx,
        lifecycle.NewTask(
            site_id=site_id,
            kind="pick",
            title=title,
            script=compile_cart(title, site_id, cart, lines, stations, floor_id),
            facts=cart_facts(lines, floor_id, owner_id, cart),
            priority=urgent[0]["priority"],
            due_at=min(order["ship_by"] for order in urgent),
            orders=[order.order_id for order in cart],
            zone_code=lines[0].zone,
            walk_mm=way.walk_mm,
            code_order_mm=way.code_order_mm,
        ),
    )
    reservations.give_to_task(tx, [line.pin for line in lines], task_id)


def _title(numbers: Sequence[str]) -> str:
    named = ", ".join(numbers[:_NAMED]) + (", …" if len(numbers) > _NAMED else "")
    return f"Cart of {len(numbers)}: {named}"[:120]
