"""A pick changes hands: the books follow what was counted in its totes, and what remains is a further revision.

Units in a tote that the books do not have there were taken by scans that nobody has seen: they come from the bins that
the pick was sent to, in the order of its walk, so that nothing has to be found. What the books have in a counted tote
and nobody saw is taken back, lost where it was picked, and picked again.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pickface.db import Row, Tx
from pickface.scans import waiting
from pickface.scans.journal import original
from pickface.stock import ledger
from pickface.stock.moves import Cause, NewMove
from pickface.tasks import carts, changes, exceptions, lifecycle, totes
from pickface.tasks.steps import empty_state
from pickface.tasks.workflow import ContainerOpened, LotRef, Raised, World
from pickface.workflows.pick import batch
from pickface.workflows.pick.batch import is_batch
from pickface.workflows.pick.calling_off import (
    called_off,
    is_called_off,
    orders_with_goods,
)
from pickface.workflows.pick.cart import called_off as off_the_cart
from pickface.workflows.pick.cart import cart_facts, compile_cart, orders_in
from pickface.workflows.pick.compile import compile_pick, facts_of
from pickface.workflows.pick.interpret import is_cart
from pickface.workflows.pick.lines import (
    by_walk,
    load_lines,
    stations_of,
    where_goods_come_back,
)

_PINS = """
SELECT r.id, r.order_line_id, r.item_id, r.lot_id, r.place_id, r.container, r.owner_id, r.qty FROM reservation r
JOIN order_line ol ON ol.id = r.order_line_id WHERE r.task_id = :task AND ol.order_id = :order
AND r.item_id = :item AND r.lot_id = :lot AND r.place_id > 0 AND r.qty > 0 ORDER BY r.id
"""
_STOCK = """
SELECT place_id, container, owner_id, qty, qty - pinned - unreservable AS free FROM balance
WHERE site_id = :site AND item_id = :item AND lot_id = :lot AND owner_id = :owner AND virtual = 0 AND pickable = 1
AND qty > 0 ORDER BY qty - pinned - unreservable DESC, place_id, container
"""
_WANTED = """
SELECT ol.id, ol.qty - ol.given_up - COALESCE((SELECT SUM(r.taken) FROM reservation r WHERE r.order_line_id = ol.id), 0)
AS lacking FROM order_line ol WHERE ol.order_id = :order AND ol.item_id = :item ORDER BY ol.id
"""
_BOOKED = """
SELECT b.container, b.item_id, b.lot_id, SUM(b.qty) AS qty FROM balance b WHERE b.container = :code AND b.qty > 0
GROUP BY b.container, b.item_id, b.lot_id
"""
Held = dict[tuple[int, int], dict[str, int]]
"""Units by item and lot, then by tote."""
Owners = Mapping[str, tuple[int, ...]]
"""The counted totes, and the orders of each: one, all of a batch's, or none where nobody can tell."""


@dataclass(frozen=True)
class Source:
    """Where units in a tote came from."""

    place_id: int
    container: str
    owner_id: int
    qty: int
    pin: int | None = None
    order_line_id: int | None = None


def on_counted(tx: Tx, world: World, news: Mapping[str, Any]) -> None:
    """Somebody said what is in the totes of a pick: the books follow, and the pick is theirs now."""
    task = lifecycle.load(tx, news["task"])
    # Under another lease the totes were somebody else's meanwhile, and are not what was counted.
    changed = news["lease"] != task["lease_number"]
    if task["kind"] != "pick" or changed or task["state"] in ("ready", "done", "cancelled"):
        return
    facts, cause = json.loads(task["facts"]), news["cause"]
    plates = list(dict.fromkeys(news["totes"]))
    owners = {plate: _orders_of(tx, task, facts, plate) for plate in plates}
    for plate in plates:
        whose = None if is_batch(facts) else next(iter(owners[plate]), None)
        _open(tx, task, facts, plate, whose, cause)
    seen = _seen(tx, task, news["seen"])
    different = _settle(tx, task, facts, owners, seen, cause)
    if different:
        params = {"lines": different}
        raised = Raised("tote_difference", "book", params, order_id=task["order_id"])
        exceptions.raise_exception(tx, cause, raised)
    _close_waiting(tx, task, cause)
    if is_cart(facts):
        for plate in plates:
            if not owners[plate]:
                # Nobody can tell for which order it was filled: that one gets a new tote.
                world.tell(tx, "goods_left", container=plate, site=task["site_id"])
    _go_on(tx, task, facts, plates[-1], news)


def _orders_of(tx: Tx, task: Row, facts: Mapping[str, Any], plate: str) -> tuple[int, ...]:
    """Whose goods a tote holds, the most urgent first; nobody's of a cart's tote that only the old device knew."""
    if is_batch(facts):
        return tuple(carts.orders_of(tx, task))
    if not is_cart(facts):
        return (int(facts["order"]),)
    found = tx.value(
        "SELECT order_id FROM container WHERE code = :code AND task_id = :task",
        code=plate,
        task=task["id"],
    )
    return (int(found),) if found is not None else ()


def _open(
    tx: Tx, task: Row, facts: Mapping[str, Any], plate: str, order_id: int | None, cause: Cause
) -> None:
    """A tote that only the old device knew belongs to the pick from now on."""
    kind = tx.value("SELECT kind FROM container WHERE code = :code", code=plate) or "tote"
    opened = ContainerOpened(plate, kind, facts["floor"], order_id=order_id)
    changes.open_container(tx, task, opened, cause)


def _seen(tx: Tx, task: Row, entries: list[dict[str, Any]]) -> Held:
    seen: Held = defaultdict(lambda: defaultdict(int))
    for entry in entries:
        seen[entry["item"], _lot(tx, entry)][entry["container"]] += entry["qty"]
    return seen


def _lot(tx: Tx, entry: Mapping[str, Any]) -> int:
    """The lot that was seen: one that is known by that code, else a new one."""
    code = entry["serial"] or entry["lot"]
    if not code:
        return 0
    known = tx.value(
        "SELECT l.id FROM lot l LEFT JOIN balance b ON b.lot_id = l.id AND b.item_id = l.item_id AND b.qty > 0 "
        "AND b.virtual = 0 WHERE l.item_id = :item AND l.code = :code "
        "ORDER BY CASE WHEN b.place_id IS NULL THEN 1 ELSE 0 END, l.id LIMIT 1",
        item=entry["item"],
        code=code,
    )
    ref = LotRef(entry["item"], entry["lot"] or "", entry["expiry"] or "", entry["serial"] or "")
    return int(known) if known else changes.lot_id(tx, ref)


def _settle(
    tx: Tx, task: Row, facts: Mapping[str, Any], owners: Owners, seen: Held, cause: Cause
) -> list[dict[str, Any]]:
    """Make the books say what was seen in the totes; answers what the pick does not explain."""
    plates = list(owners)
    booked: Held = defaultdict(lambda: defaultdict(int))
    for plate in plates:
        for held in tx.all(_BOOKED, code=plate):
            booked[held["item_id"], held["lot_id"]][plate] += int(held["qty"])
    different = []
    for goods in sorted(seen.keys() | booked.keys()):
        more = {plate: n for plate in plates if (n := seen[goods][plate] - booked[goods][plate])}
        for whose in set(owners.values()):
            own = {plate: n for plate, n in more.items() if owners[plate] == whose}
            _between(tx, task, facts, goods, own, cause)
            more |= own
        elsewhere = sum(max(0, over) for over in more.values())
        for plate, n in sorted(more.items(), key=lambda each: each[1]):
            odd, whose = 0, owners[plate]
            if n < 0 and whose:
                # What is in another order's tote came from the bin all the same, and is not lost.
                back = min(-n, elsewhere)
                elsewhere -= back
                lost = totes.Goods(plate, goods[0], (goods[1],))
                _lose(tx, whose, lost, back, cause, kind="")
                _lose(tx, whose, lost, -n - back, cause, kind="takeover")
                odd = n
            elif n > 0:
                odd = _bring(tx, task, facts, (goods, whose), plate, n, cause)
            if odd:
                told = {"item": goods[0], "lot": goods[1], "tote": plate}
                different.append(
                    {**told, "booked": seen[goods][plate] - odd, "counted": seen[goods][plate]}
                )
    return different


def _lose(
    tx: Tx, whose: tuple[int, ...], lost: totes.Goods, units: int, cause: Cause, kind: str
) -> None:
    """The least urgent order of a batch goes without first."""
    for order_id in reversed(whose):
        units -= totes.lose(tx, order_id, lost, units, cause, kind=kind)


def _between(
    tx: Tx,
    task: Row,
    facts: Mapping[str, Any],
    goods: tuple[int, int],
    more: dict[str, int],
    cause: Cause,
) -> None:
    """What one counted tote lacks and another has over was put into the other one; ``more`` is levelled."""
    for lacking in [plate for plate, n in more.items() if n < 0]:
        for having in [plate for plate, n in more.items() if n > 0]:
            units = min(-more[lacking], more[having])
            if not units:
                continue
            moved = NewMove(
                "move", goods[0], units, facts["floor"], facts["floor"], goods[1], facts["owner"],
                from_container=lacking, to_container=having,
            )  # fmt: skip
            changes.told(tx, task, ledger.post_moves(tx, [moved], cause), cause)
            more[lacking] += units
            more[having] -= units


def _bring(  # noqa: PLR0917 - goods, into which tote, and why
    tx: Tx,
    task: Row,
    facts: Mapping[str, Any],
    wanted: tuple[tuple[int, int], tuple[int, ...]],
    plate: str,
    units: int,
    cause: Cause,
) -> int:
    """Book units into a tote from where they most plausibly came; answers how many the pick does not explain."""
    unexplained, (goods, whose) = 0, wanted
    for source in _sources(tx, task, facts, goods, whose):
        taken = min(units, source.qty)
        if not taken:
            break
        units -= taken
        if source.order_line_id is None:
            unexplained += taken
        move = NewMove(
            "pick", goods[0], taken, source.place_id, facts["floor"], goods[1], source.owner_id,
            from_container=source.container, to_container=plate,
            reservation_id=source.pin, order_line_id=source.order_line_id,
        )  # fmt: skip
        changes.told(tx, task, ledger.post_moves(tx, [move], cause), cause)
    if units:
        found = ledger.adjust(
            tx, item_id=goods[0], lot_id=goods[1], place_id=facts["floor"], container=plate,
            owner_id=facts["owner"], delta=units, cause=cause, kind="takeover",
        )  # fmt: skip
        changes.told(tx, task, found, cause)
    return unexplained + units


def _sources(
    tx: Tx, task: Row, facts: Mapping[str, Any], goods: tuple[int, int], whose: tuple[int, ...]
) -> Iterator[Source]:
    """The pick's own pins for the orders in the order of its walk; then other bins for what their lines still want;
    then any bin.
    """
    item, lot = goods
    script = lifecycle.script_of(tx, task)
    walk = {
        part["pin"]: n
        for n, step in enumerate(script["steps"])
        for part in step.get("shares") or facts.get("shares", {}).get(step["id"], [step])
        if part.get("pin")
    }
    pins = [
        pin
        for order_id in whose
        for pin in tx.all(_PINS, task=task["id"], order=order_id, item=item, lot=lot)
    ]
    # Of one bin the most urgent order has its own first, as they stand.
    for pin in sorted(pins, key=lambda found: walk.get(found["id"], len(walk))):
        yield Source(
            pin["place_id"], pin["container"], pin["owner_id"], int(pin["qty"]), pin["id"], pin["order_line_id"]
        )  # fmt: skip
    named = {
        spot["place"]
        for step in script["steps"]
        if step.get("item") == item
        for spot in [step, *step["alternatives"]]
    }
    stock = {"site": task["site_id"], "item": item, "lot": lot, "owner": facts["owner"]}
    lines = [line for order_id in whose for line in tx.all(_WANTED, order=order_id, item=item)]
    for line in lines:
        lacking = int(line["lacking"])
        for bin_ in sorted(tx.all(_STOCK, **stock), key=lambda b: b["place_id"] not in named):
            units = min(lacking, int(bin_["free"]))
            if units > 0:
                lacking -= units
                yield Source(
                    bin_["place_id"], bin_["container"], bin_["owner_id"], units, None, line["id"]
                )
    for bin_ in tx.all(_STOCK, **stock):
        yield Source(bin_["place_id"], bin_["container"], bin_["owner_id"], int(bin_["qty"]))


def _close_waiting(tx: Tx, task: Row, cause: Cause) -> None:
    """What waited for a supervisor was about goods that are counted now; nothing waits behind it any more."""
    for asked in tx.all(
        "SELECT id, site_id, event_id FROM exception WHERE site_id = :site AND task_id = :task AND kind = 'set_aside' "
        "AND state = 'open' ORDER BY id",
        site=task["site_id"],
        task=task["id"],
    ):
        exceptions.close(tx, asked, "counted", cause.person_id)
        others: set[int] = {int(task["id"])}
        for event in waiting.let_go(tx, asked["event_id"]):
            if event["task_id"] in others:
                continue
            # Another task's scans had waited too: somebody has to decide about the first of them now.
            others.add(event["task_id"])
            other = lifecycle.load(tx, event["task_id"])
            waiting.hold_up(tx, other, json.loads(original(event["body"])), event["id"])
            told = Raised("set_aside", "book", {"code": "follows_set_aside"})
            exceptions.raise_for_task(tx, other, told, event["id"])


def _go_on(tx: Tx, task: Row, facts: Mapping[str, Any], tote: str, news: Mapping[str, Any]) -> None:
    """The pick is the new person's, on the new device, under a new lease, with what remains of it."""
    before = lifecycle.script_of(tx, task)
    walk = {step["place"]: n for n, step in enumerate(before["steps"]) if step.get("place")}
    if is_cart(facts):
        script, handed, held = _rest_of_cart(tx, task, facts, walk)
    elif is_batch(facts):
        script, handed = _rest_of_batch(tx, task, facts, walk)
        held = {"tote": tote}
    else:
        script, handed = _rest_of_pick(tx, task, facts, walk)
        held = {"tote": tote}
    lease = int(task["lease_number"]) + 1
    lifecycle.revise(tx, task, script, {**handed, "counted_lease": lease})
    # The totes are at hand: they need not be taken again.
    state = {**empty_state(), "vars": held, "steps": {var: {"done": True} for var in held}}
    lifecycle.hand_over(
        tx, task, news["person"], news["stream"], progress=json.dumps(state), note=""
    )


def _rest_of_pick(
    tx: Tx, task: Row, facts: Mapping[str, Any], walk: Mapping[int, int]
) -> tuple[dict[str, Any], dict[str, Any]]:
    lines = by_walk(load_lines(tx.all, [facts["order"]], task["site_id"], task["id"]), walk)
    stations, floor_id = stations_of(tx.all, task["site_id"])
    script = compile_pick(task["title"], task["site_id"], lines, stations, floor_id)
    if is_called_off(tx, facts["order"]):
        back = where_goods_come_back(tx.all, task["site_id"])
        script = called_off(script, empty_state(), back, floor_id)
    return script, {**facts, **facts_of(lines, floor_id, facts["order"], facts["owner"])}


def _rest_of_batch(
    tx: Tx, task: Row, facts: Mapping[str, Any], walk: Mapping[int, int]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a batch is still to take; nothing more for orders that are cancelled."""
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


def _rest_of_cart(
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
        if facts["orders"].get(var) in _orders_of(tx, task, facts, plate)
    }
    off = [order for order in named if is_called_off(tx, order)]
    back = where_goods_come_back(tx.all, task["site_id"])
    state = {**empty_state(), "vars": held}
    rest = off_the_cart(script, handed, state, off, orders_with_goods(tx, task), back)
    return rest or script, handed, held
