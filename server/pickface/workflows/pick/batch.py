"""The script of a batch: what several orders want of an item is taken once, into one tote, and sorted afterwards. Pure.

The steps are those of a pick of one order. Whose units they are stands in the facts: in the order of urgency, so that
a bin that falls short serves the most urgent first.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

from pickface.tasks.workflow import Effect, Facts
from pickface.workflows.pick.cart import CartOrder, deal
from pickface.workflows.pick.compile import PickLine, Station, compile_pick, facts_of, leave_step
from pickface.workflows.pick.shares import Gone, Share, asked_of, pinned_since, staying, wanted

Shares = dict[str, list[dict[str, Any]]]
"""By step: for which pins and order lines its units are, and how many for each."""
_NOBODY: dict[str, Any] = {"pin": None, "line": None}


def compile_batch(
    title: str,
    site_id: int,
    orders: Sequence[CartOrder],
    lines: Sequence[PickLine],
    stations: Sequence[Station],
    floor_id: int,
) -> tuple[dict[str, Any], Shares]:
    """The script for ``lines`` in the order of the walk, and whose the units of each step are."""
    script = compile_pick(title, site_id, [], stations, floor_id)
    steps, shares = gather(script, lines, {order.order_id: order for order in orders})
    script["steps"][-1:-1] = steps
    return script, shares


def gather(
    script: dict[str, Any], lines: Sequence[PickLine], orders: Mapping[int, CartOrder]
) -> tuple[list[dict[str, Any]], Shares]:
    """The steps that take ``lines`` into the one tote; what they name is added to the script."""
    steps, shares = deal(script, lines, orders), {}
    for step in steps:
        if "shares" in step:
            shares[step["id"]] = [
                {name: share[name] for name in ("pin", "line", "qty")}
                for share in step.pop("shares")
            ]
            step["into"] = {"var": "tote"}
    return steps, shares


def batch_facts(
    lines: Sequence[PickLine],
    floor_id: int,
    owner_id: int,
    orders: Sequence[CartOrder],
    shares: Shares,
) -> dict[str, Any]:
    """What interpreting needs beside the script: of which order each line is, and whose the units of each step are."""
    facts = facts_of(lines, floor_id, 0, owner_id)
    del facts["order"]
    return {
        **facts,
        "batch": [[order.order_id, order.title] for order in orders],
        "lines": {str(line.order_line_id): line.order_id for line in lines},
        "shares": shares,
    }


def is_batch(facts: Facts) -> bool:
    """Whether a pick takes for several orders at once."""
    return "batch" in facts


def orders_in(facts: Facts) -> dict[int, CartOrder]:
    """The orders of a batch, the most urgent first."""
    return {
        order_id: CartOrder(order_id, title, n)
        for n, (order_id, title) in enumerate(facts["batch"], 1)
    }


def by_share(effects: Sequence[Effect], facts: Facts, state: Mapping[str, Any]) -> list[Effect]:
    """The effects as a cart would have them: each unit that was taken or is lacking, for the order line it is for."""
    told: list[Effect] = []
    for effect in effects:
        shares = facts["shares"].get(effect.get("step"), [])
        taken = state["steps"].get(effect.get("step"), {}).get("taken", 0)
        if effect["type"] == "took":
            before = taken - effect["qty"]
            told += [{**effect, **part} for part in _spread(shares, before, effect["qty"])]
        elif effect["type"] == "short":
            told.append({**effect, "shares": _lacking(shares, taken)})
        else:
            told.append(effect)
    return told


def _spread(shares: Sequence[Share], before: int, qty: int) -> Iterator[dict[str, Any]]:
    """Whose ``qty`` units are that come after ``before`` others; what nobody wants any more comes last."""
    for share in shares:
        units = min(max(0, share["qty"] - before), qty)
        before, qty = max(0, before - share["qty"]), qty - units
        if units:
            yield {"pin": share["pin"], "line": share["line"], "qty": units}
    if qty:
        # An order was cancelled meanwhile: they came out of the bin all the same.
        source = shares[0]["pin"] if shares else None
        yield {**_NOBODY, "source": source, "qty": qty}


def _lacking(shares: Sequence[Share], taken: int) -> list[dict[str, Any]]:
    lacking = []
    for share in shares:
        missing = max(0, share["qty"] - taken)
        taken = max(0, taken - share["qty"])
        if missing:
            lacking.append({"line": share["line"], "pin": share["pin"], "missing": missing})
    return lacking


def trim(
    script: Mapping[str, Any],
    shares: Shares,
    state: Mapping[str, Any],
    keep: Callable[[Share, Any], bool],
    wants: dict[int, int] | None = None,
) -> tuple[list[dict[str, Any]], Shares]:
    """The steps with only those shares that ``keep(share, step)`` wants, and what was taken already.

    ``wants`` are the units that order lines still want, and are counted down by what the steps are still to take. The
    shares of a step that goes are kept: a device out of reach may still take there.
    """
    steps: list[dict[str, Any]] = []
    left = dict(shares)
    for step in script["steps"]:
        sub = state["steps"].get(step["id"], {})
        if step["id"] not in shares or sub.get("done"):
            steps.append(step)
            continue
        taken, kept = sub.get("taken", 0), []
        for share in shares[step["id"]]:
            got = min(taken, share["qty"])
            taken -= got
            if rest := asked_of(share, got, keep(share, step), wants):
                kept.append(rest)
        total = sum(share["qty"] for share in kept)
        if total > sub.get("taken", 0):
            steps.append({**step, "qty": total})
            left[step["id"]] = kept
    taking = {step["group"] for step in steps if step["kind"] == "take" and "group" in step}
    return [s for s in steps if s["kind"] != "go" or s["group"] in taking], left


def extend_batch(
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
    shares: Shares = facts["shares"]
    new = pinned_since(lines, script, lambda step: shares.get(step["id"], ()))
    rest, left = trim(script, shares, state, staying(script, state, new, gone), wants)
    new = wanted(new, wants)
    if not new and rest == script["steps"]:
        return False
    more, fresh = gather(script, new, orders_in(facts))
    script["steps"] = [*rest[:-1], *more, rest[-1]]
    facts["shares"] = {**left, **fresh}
    facts["from"].update(facts_of(new, facts["floor"], 0, facts["owner"])["from"])
    facts["lines"].update({str(line.order_line_id): line.order_id for line in new})
    return True


def called_off(
    script: Mapping[str, Any],
    facts: Mapping[str, Any],
    state: Mapping[str, Any],
    off: Collection[int],
    back: Station | None,
) -> tuple[dict[str, Any], Shares] | None:
    """The script without the orders in ``off``: nothing more is taken for them.

    Where no other order is left the tote goes ``back``, if there is anything in it. None where nothing is left to do.
    """
    lines = {line for line, order_id in facts["lines"].items() if order_id in off}
    steps, shares = trim(
        script, facts["shares"], state, lambda share, _: str(share["line"]) not in lines
    )
    if len(off) < len(facts["batch"]):
        return {**script, "steps": steps}, shares
    if back is None or "tote" not in state["vars"]:
        return None
    leave = leave_step(back, script["title"], facts["floor"])
    return {
        **script,
        "codes": {**script["codes"], back.code: {"place": back.place_id}},
        "places": {**script["places"], str(back.place_id): {"code": back.code}},
        "steps": [*steps[:-1], leave],
    }, shares
