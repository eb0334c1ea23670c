"""The script of sorting: whatever is scanned out of the batch's tote goes to the wall place that is said. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pickface.tasks.dictionary import Dictionary

STEP = "sort"


@dataclass(frozen=True)
class Wanted:
    """Units that were taken for an order line, of one lot."""

    order_id: int
    order_line_id: int
    item_id: int
    lot_id: int
    qty: int


@dataclass(frozen=True)
class Held:
    """Units of a lot of an item in one of the batch's totes."""

    tote: str
    item_id: int
    lot_id: int
    lot_code: str
    owner_id: int
    qty: int


@dataclass(frozen=True)
class Share:
    """Units out of a tote for an order line."""

    wanted: Wanted
    held: Held
    qty: int


def shared_out(wanted: Sequence[Wanted], held: Sequence[Held]) -> list[Share]:
    """What the totes hold, dealt to what was taken for each line: the first wanted is served first."""
    left = {n: each.qty for n, each in enumerate(held)}
    by_goods: dict[tuple[int, int], list[int]] = defaultdict(list)
    for n, each in enumerate(held):
        by_goods[each.item_id, each.lot_id].append(n)
    shares = []
    for want in wanted:
        lacking = want.qty
        for n in by_goods[want.item_id, want.lot_id]:
            units = min(lacking, left[n])
            if units:
                shares.append(Share(want, held[n], units))
                lacking, left[n] = lacking - units, left[n] - units
    return shares


def compile_sort(
    title: str, site_id: int, shares: Sequence[Share], orders: Sequence[int], words: Dictionary
) -> dict[str, Any]:
    """The script; wall places are numbered by urgency."""
    position = {order_id: n for n, order_id in enumerate(orders, 1)}
    step = {
        "id": STEP,
        "kind": "collect",
        "allow": ["done", "full"],
        "lines": [],
        "out_of": sorted({share.held.tote for share in shares}),
        "shares": [
            {
                "pin": n,
                "item": share.held.item_id,
                "lot": {"id": share.held.lot_id, "code": share.held.lot_code}
                if share.held.lot_id
                else None,
                "qty": share.qty,
                "line": share.wanted.order_line_id,
                "into": {"var": f"wall{position[share.wanted.order_id]}"},
                "position": position[share.wanted.order_id],
            }
            for n, share in sorted(
                enumerate(shares, 1), key=lambda each: position[each[1].wanted.order_id]
            )
        ],
    }
    items = {item: {**facts, "tracking": "none"} for item, facts in words.items.items()}
    return Dictionary(words.codes, items, words.places).script("sort", title, site_id, [step])


def facts_of(
    pick_id: int, station_id: int, orders: Sequence[int], shares: Sequence[Share]
) -> dict[str, Any]:
    """What interpreting needs beside the script: of which order each wall place is, and where each share comes from."""
    return {
        "pick": pick_id,
        "station": station_id,
        "orders": {f"wall{n}": order_id for n, order_id in enumerate(orders, 1)},
        "shares": {
            str(n): {
                "order": share.wanted.order_id,
                "line": share.wanted.order_line_id,
                "item": share.held.item_id,
                "lot": share.held.lot_id,
                "owner": share.held.owner_id,
                "tote": share.held.tote,
            }
            for n, share in enumerate(shares, 1)
        },
    }


def without(
    script: Mapping[str, Any],
    facts: Mapping[str, Any],
    state: Mapping[str, Any],
    off: Collection[int],
) -> dict[str, Any]:
    """The script with nothing more for the orders in ``off``; what they have got stays where it is.

    Where that was all that anybody lacked, a tap ends it.
    """
    dealt = state["steps"].get(STEP, {}).get("dealt", {})
    steps, lacking = [], 0
    for step in script["steps"]:
        if step["kind"] != "collect":
            continue
        shares = []
        for share in step["shares"]:
            got = dealt.get(str(share["pin"]), 0)
            gone = facts["shares"][str(share["pin"])]["order"] in off
            qty = min(share["qty"], got) if gone else share["qty"]
            if qty:
                shares.append({**share, "qty": qty})
                lacking += max(0, qty - got)
        steps.append({**step, "shares": shares})
    end: dict[str, Any] = {"id": "end", "kind": "confirm", "allow": [], "scan": None}
    return {**script, "steps": steps if lacking else [*steps, end]}
