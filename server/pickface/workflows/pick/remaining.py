"""What remains of a pick that changes hands: a further revision of it, for one order, a batch or a cart."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pickface.db import Row, Tx
from pickface.tasks import lifecycle
from pickface.tasks.steps import empty_state
from pickface.workflows.pick import batch, whole_pick
from pickface.workflows.pick.calling_off import called_off, is_called_off, orders_with_goods
from pickface.workflows.pick.cart import called_off as off_the_cart
from pickface.workflows.pick.cart import cart_facts, compile_cart, orders_in
from pickface.workflows.pick.compile import compile_pick, facts_of
from pickface.workflows.pick.counted import orders_of
from pickface.workflows.pick.lines import by_walk, load_lines, stations_of, where_goods_come_back
from pickface.workflows.pick.whole import is_whole


def rest_of_pick(
    tx: Tx, task: Row, facts: Mapping[str, Any], walk: Mapping[int, int]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a pick of one order is still to take: script and facts. ``walk``: the turn of each place by its id."""
    if is_whole(facts):
        off = is_called_off(tx, facts["order"]) and whole_pick.called_off(tx, task, facts)
        return whole_pick.rest(tx, task, off or lifecycle.script_of(tx, task), facts)
    lines = by_walk(load_lines(tx.all, [facts["order"]], task["site_id"], task["id"]), walk)
    stations, floor_id = stations_of(tx.all, task["site_id"])
    script = compile_pick(task["title"], task["site_id"], lines, stations, floor_id)
    if is_called_off(tx, facts["order"]):
        back = where_goods_come_back(tx.all, task["site_id"])
        script = called_off(script, empty_state(), back, floor_id)
    return script, {**facts, **facts_of(lines, floor_id, facts["order"], facts["owner"])}


def rest_of_batch(
    tx: Tx, task: Row, facts: Mapping[str, Any], walk: Mapping[int, int]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a batch is still to take, as ``rest_of_pick``; nothing more for orders that are cancelled."""
    orders = batch.orders_in(facts)
    off = [order for order in orders if is_called_off(tx, order)]
    alive = [order for order in orders if order not in off]
    lines = by_walk(load_lines(tx.all, alive, task["site_id"], task["id"]), walk)
    stations, floor_id = stations_of(tx.all, task["site_id"])
    named = list(orders.values())
    script, shares = batch.compile_batch(
        task["title"], task["site_id"], named, lines, stations, floor_id
    )
    fresh = batch.batch_facts(lines, floor_id, facts["owner"], named, shares)
    handed = {**facts, **fresh, "lines": {**facts["lines"], **fresh["lines"]}}
    if alive:
        return script, handed
    back = where_goods_come_back(tx.all, task["site_id"])
    state = {**empty_state(), "vars": {"tote": "held"}}
    rest = batch.called_off(script, handed, state, off, back)
    return (rest[0] if rest else script), handed


def rest_of_cart(
    tx: Tx, task: Row, facts: Mapping[str, Any], walk: Mapping[int, int]
) -> tuple[dict[str, Any], dict[str, Any], dict[str, str]]:
    """What a cart is still to take, and the totes that stand on it."""
    orders = sorted(orders_in(facts).values(), key=lambda order: order.position)
    named = [order.order_id for order in orders]
    lines = by_walk(load_lines(tx.all, named, task["site_id"], task["id"]), walk)
    stations, floor_id = stations_of(tx.all, task["site_id"])
    script = compile_cart(task["title"], task["site_id"], orders, lines, stations, floor_id)
    fresh = cart_facts(lines, floor_id, facts["owner"], orders)
    handed = {**facts, **fresh, "lines": {**facts["lines"], **fresh["lines"]}}
    known = json.loads(task["progress"])["vars"]
    held = {
        var: plate
        for var, plate in known.items()
        if facts["orders"].get(var) in orders_of(tx, task, facts, plate)
    }
    off = [order for order in named if is_called_off(tx, order)]
    back = where_goods_come_back(tx.all, task["site_id"])
    state = {**empty_state(), "vars": held}
    rest = off_the_cart(script, handed, state, off, orders_with_goods(tx, task), back)
    return rest or script, handed, held
