"""Orders that are released together go on carts or in batches: a pick for each, over one walk.

The job thinks outside any transaction, then makes cart after cart in short ones, each of the pins as they are by then;
what a crash has left undone is done by the job again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from zoneinfo import ZoneInfo

from pickface.db import Row, Tx, Writer, clock, rows
from pickface.locations import settings
from pickface.routing.carts import Errands, share_out_beside
from pickface.routing.floor import Stop
from pickface.stock import reservations
from pickface.tasks import jobs, lifecycle, planning, titles, walk
from pickface.workflows.pick.batch import batch_facts, compile_batch
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
_SERIAL = """
SELECT DISTINCT ol.order_id FROM order_line ol JOIN item i ON i.id = ol.item_id
WHERE ol.order_id IN ({orders}) AND i.tracking = 'serial'
"""
Together = Callable[[Tx, Sequence[Row], Sequence[PickLine], Way], None]
"""Makes one pick for several orders."""


def make_carts(writer: Writer, key: str) -> None:
    """The job: put the orders of a wave on carts and make a pick for each."""
    _make_all(writer, planning.WAVE, key, _make_cart)


def make_batches(writer: Writer, key: str) -> None:
    """The job: put the orders of a wave in batches and make a pick for each."""
    _make_all(writer, planning.BATCHES, key, _make_batch)


def _make_all(writer: Writer, job: str, key: str, make: Together) -> None:
    wave = int(key)
    wanted, _ = _by_pins(rows(_WAVE, wave=wave), rows)
    for together in _together(wanted, job):
        _make_one(writer, [order["id"] for order in together], together[0]["site_id"], make)

    def end(tx: Tx) -> None:
        _, bare = _by_pins(tx.all(_WAVE, wave=wave), tx.all)
        for order in bare:
            # Released in part, and nothing of it is there; one that is on a cart by now stays as it is.
            reopen(tx, order)
        jobs.finish(tx, job, key)

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


def _together(orders: Sequence[Row], job: str) -> list[list[Row]]:
    """The orders, cart by cart or batch by batch. Goods of two owners share none.

    Nor is an order batched with units that have serial numbers: whose each of them is could not be told by its item.
    """
    carts: list[list[Row]] = []
    if job == planning.BATCHES:
        alone = {row["order_id"] for row in rows(_SERIAL.format(orders=_named(orders)))}
        carts = [[order] for order in orders if order["id"] in alone]
        orders = [order for order in orders if order["id"] not in alone]
    for site_id, owner_id in sorted({(order["site_id"], order["owner_id"]) for order in orders}):
        own = {
            str(order["id"]): order
            for order in orders
            if (order["site_id"], order["owner_id"]) == (site_id, owner_id)
        }
        site = settings.of_site(site_id)
        room = site.batch_orders if job == planning.BATCHES else site.cart_totes
        carts += [[own[name] for name in one] for one in _shared_out(site_id, own, room)]
    return carts


def _named(orders: Sequence[Row]) -> str:
    return ", ".join(str(int(order["id"])) for order in orders) or "NULL"


def _shared_out(site_id: int, orders: Mapping[str, Row], room: int) -> list[list[str]]:
    stations, floor_id = stations_of(rows, site_id)
    home_id = stations[0].place_id if stations else floor_id
    lines = load_lines(rows, [order["id"] for order in orders.values()], site_id)
    lines = [line for line in lines if not line.whole]
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
    # Orders of which all is taken whole walk with nobody.
    alone = [[errand.id] for errand in errands if not errand.stops]
    errands = [errand for errand in errands if errand.stops]
    plan = walk.plan_of(site_id)
    shared = share_out_beside(plan.segments if plan is not None else (), home, errands, room)
    return [*alone, *shared]


def _by_code(stop: Stop) -> str:
    return stop.id


def _make_one(writer: Writer, order_ids: Sequence[int], site_id: int, make: Together) -> None:
    lines = [line for line in load_lines(rows, order_ids, site_id) if not line.whole]
    stations, _ = stations_of(rows, site_id)
    way = walking_ranks(site_id, lines, stations)
    writer.run(
        partial(
            _make,
            order_ids=order_ids,
            site_id=site_id,
            way=way,
            walks=walks_on(site_id, lines),
            together=make,
        )
    )


def _make(
    tx: Tx, order_ids: Sequence[int], site_id: int, way: Way, walks: Walks, together: Together
) -> None:
    """Make the pick of those orders that are still to be picked."""
    orders = [
        order
        for order_id in sorted(order_ids)
        if (order := tx.one("SELECT * FROM orders WHERE id = :id" + tx.for_update, id=order_id))
        and order["state"] == "released"
    ]
    lines = load_lines(tx.all, [order["id"] for order in orders], site_id)
    apart = _take_apart(tx, orders, lines)
    lines = [line for line in lines if not line.whole]
    wanted = {line.order_id for line in lines}
    orders = [order for order in orders if order["id"] in wanted]
    if len(orders) == 1:
        meets = orders[0]["id"] in apart
        make_single(tx, orders[0], way, walks, ("", lines), meets=meets)
    elif orders:
        together(tx, orders, with_walks(by_walk(lines, way.ranks), walks), way)


def _take_apart(tx: Tx, orders: Sequence[Row], lines: Sequence[PickLine]) -> set[int]:
    """What is taken whole goes on no cart: each such container is a pick of its own. The orders that have one."""
    own: dict[tuple[int, str], list[PickLine]] = {}
    for line in lines:
        if line.whole:
            own.setdefault((line.order_id, line.spot.container), []).append(line)
    by_id = {order["id"]: order for order in orders}
    loose = {line.order_id for line in lines if not line.whole}
    for (order_id, plate), part in own.items():
        meets = order_id in loose or sum(other == order_id for other, _ in own) > 1
        make_single(tx, by_id[order_id], Way(), {}, (plate, part), meets=meets)
    return {order_id for order_id, _ in own}


def _make_cart(tx: Tx, orders: Sequence[Row], lines: Sequence[PickLine], way: Way) -> None:
    cart, about = _ranked(orders)
    stations, floor_id = stations_of(tx.all, about.site_id)
    title = _title("Cart", cart, orders)
    script = compile_cart(title, about.site_id, cart, lines, stations, floor_id)
    facts = cart_facts(lines, floor_id, about.owner_id, cart)
    _hand_in(tx, replace(about.task, title=title, script=script, facts=facts), lines, way)


def _make_batch(tx: Tx, orders: Sequence[Row], lines: Sequence[PickLine], way: Way) -> None:
    batch, about = _ranked(orders)
    stations, floor_id = stations_of(tx.all, about.site_id)
    title = _title("Batch", batch, orders)
    script, shares = compile_batch(title, about.site_id, batch, lines, stations, floor_id)
    facts = batch_facts(lines, floor_id, about.owner_id, batch, shares)
    _hand_in(tx, replace(about.task, title=title, script=script, facts=facts), lines, way)


@dataclass(frozen=True)
class _About:
    site_id: int
    owner_id: int
    task: lifecycle.NewTask


def _ranked(orders: Sequence[Row]) -> tuple[list[CartOrder], _About]:
    """The orders by urgency, and what a task for all of them has. A bin that falls short serves the first first."""
    urgent = sorted(orders, key=lambda order: (order["priority"], order["ship_by"], order["id"]))
    ranked = [CartOrder(o["id"], titles.of_order(o["number"]), n) for n, o in enumerate(urgent, 1)]
    first = urgent[0]
    task = lifecycle.NewTask(
        site_id=first["site_id"],
        kind="pick",
        title="",
        script={},
        priority=first["priority"],
        due_at=min(order["ship_by"] for order in urgent),
        orders=[order.order_id for order in ranked],
    )
    return ranked, _About(int(first["site_id"]), int(first["owner_id"]), task)


def _hand_in(tx: Tx, task: lifecycle.NewTask, lines: Sequence[PickLine], way: Way) -> None:
    made = lifecycle.make_task(
        tx,
        replace(
            task, zone_code=lines[0].worked_in, walk_mm=way.walk_mm, code_order_mm=way.code_order_mm
        ),
    )
    reservations.give_to_task(tx, [line.pin for line in lines], made)


def _title(word: str, ranked: Sequence[CartOrder], orders: Sequence[Row]) -> str:
    numbers = {order["id"]: str(order["number"]) for order in orders}
    return titles.of_many(word, [numbers[order.order_id] for order in ranked])
