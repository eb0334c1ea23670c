"""What the office reads of planning: proposals with their reasons and their money, and the forecast of an item."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from typing import Any

from pickface.catalog.service import item_named
from pickface.db import Row, clock, row, rows
from pickface.errors import NotFound
from pickface.locations import settings
from pickface.planning import ordering
from pickface.planning.reckoning import JOB

_PROPOSALS = """
SELECT p.id, p.supplier_id, s.code AS supplier, s.name AS supplier_name, p.currency, p.version, p.lead_days, p.made_at,
       s.min_order_minor, s.min_order_qty, s.sends_itself
FROM proposal p JOIN supplier s ON s.id = p.supplier_id WHERE p.site_id = :site AND p.state = 'open'
ORDER BY s.name, p.id
"""
_LINES = """
SELECT l.id, l.proposal_id, l.item_id AS item, i.sku, i.name, l.qty, l.proposed, l.left_out, l.prices, l.why,
       e.name AS edited_by
FROM proposal_line l JOIN proposal p ON p.id = l.proposal_id JOIN item i ON i.id = l.item_id
LEFT JOIN person e ON e.id = l.edited_by
WHERE p.site_id = :site AND p.state = 'open' AND (:proposal = 0 OR p.id = :proposal) ORDER BY i.sku
"""
_STATE = """
SELECT r.finished_at, r.took_ms, r.items, j.run_at, j.leased_until, j.attempts FROM site s
LEFT JOIN reckoning r ON r.site_id = s.id LEFT JOIN job j ON j.kind = :job AND j.key = CAST(s.id AS TEXT)
WHERE s.id = :site
"""


class NoForecast(NotFound):
    """Nothing was ever ordered of the item here, or nothing was reckoned yet."""

    code = "no_forecast"


def buying(site_id: int) -> dict[str, Any]:
    """All open proposals, when they were reckoned, and how they stand against the month's budget."""
    lines: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for line in rows(_LINES, site=site_id, proposal=0):
        lines[line["proposal_id"]].append(_line(line))
    proposals = [_proposal(one, lines[one["id"]]) for one in rows(_PROPOSALS, site=site_id)]
    return {
        "reckoning": state(site_id),
        "budget": _budget(site_id, proposals),
        "proposals": proposals,
    }


def proposal(site_id: int, proposal_id: int) -> dict[str, Any]:
    """One open proposal."""
    for one in rows(_PROPOSALS, site=site_id):
        if one["id"] == proposal_id:
            return _proposal(
                one, [_line(line) for line in rows(_LINES, site=site_id, proposal=proposal_id)]
            )
    raise ordering.NoSuchProposal("the site has no such proposal", id=proposal_id)


def state(site_id: int) -> dict[str, Any]:
    """When the site was reckoned last, and whether it is being reckoned now."""
    found = row(_STATE, site=site_id, job=JOB) or {}
    waits = found.get("run_at")
    return {
        "finished_at": found.get("finished_at"),
        "took_ms": found.get("took_ms") or 0,
        "items": found.get("items") or 0,
        "busy": waits is not None and (found["leased_until"] > 0 or waits <= clock()),
        "failing": bool(found.get("attempts") or 0) and not found["leased_until"],
        "next_at": waits,
    }


def _proposal(one: Row, lines: list[dict[str, Any]]) -> dict[str, Any]:
    taken = [line for line in lines if not line["left_out"]]
    amount = sum(line["amount_minor"] for line in taken)
    units = sum(line["qty"] for line in taken)
    return {
        **one,
        "amount_minor": amount,
        "below_minimum": amount < one["min_order_minor"] or units < one["min_order_qty"],
        "lines": lines,
    }


def _line(line: Row) -> dict[str, Any]:
    why = json.loads(line["why"])
    price = ordering.price_in(line["prices"], line["qty"])
    position = why["available"] + why["incoming"] - why["unreserved"]
    rate = why["a_day_milli"] / 1000
    return {
        **{
            name: line[name]
            for name in ("id", "item", "sku", "name", "qty", "proposed", "edited_by")
        },
        **why,
        "left_out": bool(line["left_out"]),
        "price_minor": price,
        "amount_minor": price * line["qty"],
        "covers_days": max(0, math.floor((position + line["qty"]) / rate)) if rate else None,
    }


def _budget(site_id: int, proposals: list[dict[str, Any]]) -> dict[str, Any] | None:
    how = settings.of_site(site_id)
    if not how.buying_budget_minor:
        return None
    site = row("SELECT timezone FROM site WHERE id = :id", id=site_id) or {"timezone": "UTC"}
    since = ordering.month_began(clock(), site["timezone"])
    spent = rows(ordering.SPENT, site=site_id, currency=how.buying_currency, since=since)[0][
        "spent"
    ]
    proposed = sum(
        one["amount_minor"] for one in proposals if one["currency"] == how.buying_currency
    )
    return {
        "currency": how.buying_currency,
        "budget_minor": how.buying_budget_minor,
        "spent_minor": int(spent),
        "proposed_minor": proposed,
    }


def forecast_of(site_id: int, name: str) -> dict[str, Any]:
    """What is expected of an item that is named by id or SKU; NoForecast."""
    item = item_named(name)
    found = row(
        "SELECT * FROM forecast WHERE site_id = :site AND item_id = :item",
        site=site_id,
        item=item["id"],
    )
    if found is None:
        raise NoForecast("nothing is known of its demand here", item=item["sku"])
    return {
        **{
            name: value
            for name, value in found.items()
            if name not in ("site_id", "item_id", "method")
        },
        "item": item["id"],
        "sku": item["sku"],
        "days": json.loads(found["days"]),
        "weeks": json.loads(found["weeks"]),
        "methods": found["method"].split(", ") if found["method"] else [],
    }
