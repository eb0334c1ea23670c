"""The script of a cart: a tote for each order, then one walk that deals out to all of them. Pure.

Positions follow urgency, and a bin deals out by position: where it falls short, the less urgent order goes without.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from pickface.workflows.pick.compile import (
    ALLOWED,
    CONTAINER_KINDS,
    PROVED,
    PickLine,
    Station,
    alternative,
    describe,
    facts_of,
    go_step,
    lot_of,
    why_instead,
    with_stations,
)
from pickface.workflows.pick.shares import Gone, Share, asked_of, pinned_since, staying, wanted


@dataclass(frozen=True)
class CartOrder:
    """An order on a cart, and where its tote stands."""

    order_id: int
    title: str
    position: int

    @property
    def var(self) -> str:
        """The variable that holds its tote."""
        return f"tote{self.position}"


def compile_cart(
    title: str,
    site_id: int,
    orders: Sequence[CartOrder],
    lines: Sequence[PickLine],
    stations: Sequence[Station],
    floor_id: int,
) -> dict[str, Any]:
    """The script for ``lines`` in the order of the walk."""
    script: dict[str, Any] = {
        "kind": "pick",
        "title": title,
        "site": site_id,
        "codes": {},
        "items": {},
        "places": {},
        "steps": [_tote_step(order) for order in orders],
    }
    script["steps"] += deal(script, lines, {order.order_id: order for order in orders})
    with_stations(script, stations)
    script["steps"].append(bring_step(stations, floor_id))
    return script


def _tote_step(order: CartOrder) -> dict[str, Any]:
    return {
        "id": order.var,
        "kind": "take",
        "allow": [],
        "container": {
            "kinds": CONTAINER_KINDS,
            "var": order.var,
            "fresh": True,
            "position": order.position,
            "title": order.title,
        },
    }


def bring_step(stations: Sequence[Station], floor_id: int) -> dict[str, Any]:
    """The last step: the whole cart to a station."""
    return {
        "id": "bring",
        "kind": "put",
        "allow": ["park"],
        "what": {"cart": True},
        "from": None,
        "prove": False,
        "to": {
            "places": [station.place_id for station in stations],
            "kinds": ["station"],
            "zones": None,
            "refuse": [floor_id],
        },
    }


def leave_step(order: CartOrder, plate_var: str, place: Station, floor_id: int) -> dict[str, Any]:
    """The tote of a cancelled order is taken off the cart, and proved by its scan."""
    return {
        "id": f"leave{order.position}",
        "kind": "put",
        "allow": ["park"],
        "what": {"var": plate_var},
        "from": None,
        "prove": True,
        "to": {
            "places": [place.place_id], "kinds": ["station"], "zones": None, "refuse": [floor_id],
        },
        "why": {
            "code": "order_cancelled",
            "params": {"order": order.title, "position": order.position},
        },
    }  # fmt: skip


def deal(
    script: dict[str, Any], lines: Sequence[PickLine], orders: Mapping[int, CartOrder]
) -> list[dict[str, Any]]:
    """The steps that take ``lines``, bin after bin; what they name is added to the script."""
    steps: list[dict[str, Any]] = []
    for _, at_bin in groupby(lines, key=lambda line: line.spot.place_id):
        stops: dict[tuple[int, int, str], list[PickLine]] = defaultdict(list)
        for line in at_bin:
            stops[line.item_id, line.spot.lot_id, line.spot.container].append(line)
            describe(script, line)
        first = next(iter(stops.values()))[0]
        name = f"{first.pin}.{first.spot.place_id}"
        group = f"bin{name}"
        if first.spot.proof != "item":
            steps.append(go_step(f"go{name}", group, first.spot))
        steps += [_take(group, together, orders) for together in stops.values()]
    return steps


def _take(group: str, lines: Sequence[PickLine], orders: Mapping[int, CartOrder]) -> dict[str, Any]:
    """Take an item for all orders that want it from this bin."""
    served = sorted(lines, key=lambda line: (orders[line.order_id].position, line.pin))
    first, qty = served[0], sum(line.qty for line in served)
    others = [spot for spot in first.alternatives if spot.free >= qty]
    return {
        "id": f"take{first.pin}.{first.spot.place_id}",
        "kind": "take",
        "group": group,
        "allow": PROVED if first.spot.proof == "bin" else ALLOWED,
        "item": first.item_id,
        "qty": qty,
        "place": first.spot.place_id,
        "lot": lot_of(first.spot),
        "only_lot": first.spot.only_lot,
        "into": None,
        "line": None,
        "pin": None,
        "shares": [
            {
                "into": {"var": orders[line.order_id].var},
                "qty": line.qty,
                "line": line.order_line_id,
                "pin": line.pin,
                "position": orders[line.order_id].position,
            }
            for line in served
        ],
        "alternatives": [{**alternative(spot, None), "qty": qty} for spot in others],
        "prove": "none" if first.spot.proof == "bin" else "item",
        **why_instead(*served),
    }


def cart_facts(
    lines: Sequence[PickLine], floor_id: int, owner_id: int, orders: Sequence[CartOrder]
) -> dict[str, Any]:
    """What interpreting needs beside the script: of which order each tote and each order line is."""
    facts = facts_of(lines, floor_id, 0, owner_id)
    del facts["order"]
    return {
        **facts,
        "orders": {order.var: order.order_id for order in orders},
        "titles": {order.var: order.title for order in orders},
        "lines": {str(line.order_line_id): line.order_id for line in lines},
    }


def orders_in(facts: Mapping[str, Any]) -> dict[int, CartOrder]:
    """The orders of a cart, as its facts tell them."""
    return {
        order_id: CartOrder(order_id, facts["titles"][var], int(var.removeprefix("tote")))
        for var, order_id in facts["orders"].items()
    }


def trim(
    script: Mapping[str, Any],
    state: Mapping[str, Any],
    keep: Callable[[Share, Any], bool],
    wants: dict[int, int] | None = None,
) -> list[dict[str, Any]]:
    """The steps with only those shares that ``keep(share, step)`` wants, and what was dealt out already.

    ``wants`` are the units that order lines still want, and are counted down by what the steps are still to take: a
    scan made under an earlier revision may have taken what a later one asks for.
    """
    steps: list[dict[str, Any]] = []
    for step in script["steps"]:
        sub = state["steps"].get(step["id"], {})
        if "shares" not in step or sub.get("done"):
            steps.append(step)
            continue
        dealt = sub.get("dealt", {})
        shares = []
        for share in step["shares"]:
            got = dealt.get(str(share["pin"]), 0)
            if rest := asked_of(share, got, keep(share, step), wants):
                shares.append(rest)
        if any(dealt.get(str(share["pin"]), 0) < share["qty"] for share in shares):
            total = sum(share["qty"] for share in shares)
            steps.append({**step, "shares": shares, "qty": total})
    taken = {step["group"] for step in steps if step["kind"] == "take" and "group" in step}
    return [step for step in steps if step["kind"] != "go" or step["group"] in taken]


def extend_cart(
    script: dict[str, Any],
    facts: dict[str, Any],
    state: Mapping[str, Any],
    lines: Sequence[PickLine],
    gone: Gone,
    wants: dict[int, int],
) -> bool:
    """Add what was pinned since, send pins that moved to their new bin, drop those that are ``gone``.

    No order line is asked for more than it ``wants``. False if all is as it was.
    """
    new = pinned_since(lines, script, lambda step: step.get("shares", ()))
    rest = trim(script, state, staying(script, state, new, gone), wants)
    new = wanted(new, wants)
    if not new and rest == script["steps"]:
        return False
    more = deal(script, new, orders_in(facts))
    last = next(n for n, step in enumerate(rest) if step["kind"] == "put")
    script["steps"] = [*rest[:last], *more, *rest[last:]]
    fresh = facts_of(new, facts["floor"], 0, facts["owner"])["from"]
    facts["from"].update(fresh)
    facts["lines"].update({str(line.order_line_id): line.order_id for line in new})
    return True


def called_off(
    script: Mapping[str, Any],
    facts: Mapping[str, Any],
    state: Mapping[str, Any],
    off: Collection[int],
    held: Collection[int],
    place: Station,
) -> dict[str, Any] | None:
    """The script without the orders in ``off``: nothing more is taken for them.

    Their totes go back where they hold something, as those of ``held`` do. None where nothing is left to do.
    """
    orders = orders_in(facts)
    lines = {line for line, order_id in facts["lines"].items() if order_id in off}
    steps = trim(script, state, lambda share, _: str(share["line"]) not in lines)
    unwanted = [orders[order_id] for order_id in off]
    leaves = [
        leave_step(order, order.var, place, facts["floor"])
        for order in sorted(unwanted, key=lambda order: order.position)
        if order.order_id in held and order.var in state["vars"]
    ]
    vars_off = {order.var for order in unwanted if order.var not in state["vars"]}
    alive = [order for order in orders if order not in off]
    kept = [step for step in steps if step["kind"] != "put" and step["id"] not in vars_off]
    bring = [step for step in steps if step["id"] == "bring"] if alive else []
    if not leaves and not bring:
        return None
    return {
        **script,
        "codes": {**script["codes"], place.code: {"place": place.place_id}},
        "places": {**script["places"], str(place.place_id): {"code": place.code}},
        "steps": [*kept, *leaves, *bring],
    }
