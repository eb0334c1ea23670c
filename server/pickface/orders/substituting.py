"""A line that cannot be had is met by another item, one unit for one, where the customer and the house permit it.

A substitute is a line of its own that names the line it stands for. That one gives up as many units, and the
substitute costs what these would have cost: the customer pays what was ordered.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from pickface.db import Row, Tx, row, rows
from pickface.errors import Conflict, NotFound
from pickface.orders import shelf
from pickface.orders.service import NoSuchOrder
from pickface.orders.splitting import note
from pickface.stock.fresh import free_of_fresh
from pickface.stock.locks import lock_levels
from pickface.stock.reservations import release_line, reserve_line

_IN_TIME: Final = frozenset({"open", "held", "released"})
_HAD = "COALESCE((SELECT SUM(r.qty + r.taken) FROM reservation r WHERE r.order_line_id = l.id), 0)"
_LINES = f"""
SELECT l.*, i.sku, i.name, l.qty - l.given_up - {_HAD} AS lacking, COALESCE((SELECT SUM(r.taken) FROM reservation r
WHERE r.order_line_id = l.id), 0) AS taken FROM order_line l JOIN item i ON i.id = l.item_id
WHERE l.order_id = :order AND (:line = 0 OR l.id = :line) ORDER BY l.id
"""
_OTHERS = """
SELECT s.other_id AS item, i.sku, i.name, COALESCE(v.pickable - v.reserved - v.unreservable, 0) AS available
FROM substitute s JOIN item i ON i.id = s.other_id AND i.active = 1 AND i.kit <> 'virtual'
LEFT JOIN stock_level v ON v.item_id = s.other_id AND v.owner_id = :owner AND v.site_id = :site
WHERE s.item_id = :item ORDER BY s.rank, i.sku
"""
# What was taken back, or fell short itself, does not come again unless a person says so.
_HELPS = f"""
SELECT 1 FROM orders o JOIN order_line l ON l.order_id = o.id
JOIN order_line a ON a.id = COALESCE(l.substitute_for, l.id)
JOIN substitute s ON s.item_id = a.item_id JOIN item i ON i.id = s.other_id AND i.active = 1 AND i.kit <> 'virtual'
JOIN stock_level v ON v.item_id = s.other_id AND v.owner_id = o.owner_id AND v.site_id = o.site_id
    AND v.pickable > v.reserved + v.unreservable
WHERE o.id = :order AND o.substitutes = 1 AND (:line = 0 OR l.id = :line) AND l.order_kit_id IS NULL
AND s.other_id <> l.item_id AND l.qty - l.given_up > {_HAD}
AND NOT EXISTS (SELECT 1 FROM order_line t WHERE t.substitute_for = a.id AND t.item_id = s.other_id AND t.given_up > 0)
LIMIT 1
"""


class NoSuchLine(NotFound):
    """The order has no such line."""

    code = "order_line_not_found"


class TooLateToSubstitute(Conflict):
    """Nothing more is picked for the order; ``params``: ``order`` (its number), ``state``."""

    code = "substitute_too_late"


class SubstitutesNotWanted(Conflict):
    """The customer has not said that another item will do; ``params``: ``order``."""

    code = "substitutes_not_wanted"


class PartOfKit(Conflict):
    """A component belongs to its kit: another one would make it another kit."""

    code = "substitute_of_part"


class StandsInAlready(Conflict):
    """The line is a substitute itself: take it back first."""

    code = "substitute_of_substitute"


class NotPermitted(Conflict):
    """The house has not said that this item may stand for the line's; ``params``: ``sku``."""

    code = "substitute_not_permitted"


class NothingLacks(Conflict):
    """So many units do not lack: what is promised or picked can be had; ``params``: ``lacking``."""

    code = "substitute_not_needed"


class SubstituteLacks(Conflict):
    """Of the other item so many are not available; ``params``: ``sku``, ``available``."""

    code = "substitute_lacks"


class SubstitutePicked(Conflict):
    """It is in a tote already."""

    code = "substitute_picked"


def offers(site_id: int, order_id: int, line_id: int) -> dict[str, Any]:
    """What may stand for a line, and how many of each are available; NoSuchOrder, NoSuchLine."""
    order = row(
        "SELECT owner_id, substitutes FROM orders WHERE id = :id AND site_id = :site",
        id=order_id,
        site=site_id,
    )
    if order is None:
        raise NoSuchOrder("the site has no such order", order=order_id)
    found = rows(_LINES, order=order_id, line=line_id)
    if not found:
        raise NoSuchLine("the order has no such line", line=line_id)
    others = rows(_OTHERS, item=found[0]["item_id"], owner=order["owner_id"], site=site_id)
    return {
        "allowed": bool(order["substitutes"]),
        "lacking": max(0, int(found[0]["lacking"])),
        "items": others,
    }


def allow(tx: Tx, site_id: int, order_id: int, allowed: bool, person_id: int) -> None:
    """Write down whether the customer takes another item; what stands in already stays. TooLateToSubstitute."""
    order = _in_time(tx, site_id, order_id)
    if bool(order["substitutes"]) == allowed:
        return
    tx.run("UPDATE orders SET substitutes = :on WHERE id = :id", on=int(allowed), id=order_id)
    note(tx, order_id, "may_substitute" if allowed else "no_substitute", person_id, order_id)


def substitute(
    tx: Tx, site_id: int, order_id: int, line_id: int, *, item_id: int, qty: int, person_id: int
) -> int:
    """Let units of another item stand for units that a line lacks, reserved at once; the new line's id.

    NoSuchOrder, NoSuchLine, TooLateToSubstitute, PartOfKit, StandsInAlready, SubstitutesNotWanted, NotPermitted,
    NothingLacks, SubstituteLacks.
    """
    order = _in_time(tx, site_id, order_id)
    line = _line(tx, order_id, line_id)
    if line["order_kit_id"] is not None:
        raise PartOfKit("it is part of a kit", line=line["line_no"])
    if line["substitute_for"] is not None:
        raise StandsInAlready("it is a substitute itself", line=line["line_no"])
    if not order["substitutes"]:
        raise SubstitutesNotWanted("the customer has not agreed", order=order["number"])
    lock_levels(tx, site_id, [(one, order["owner_id"]) for one in (line["item_id"], item_id)])
    line = _line(tx, order_id, line_id)
    others = {one["item"]: one for one in _others(tx, order, line)}
    if item_id not in others:
        raise NotPermitted("the house has not said so", sku=line["sku"])
    if qty > line["lacking"]:
        raise NothingLacks("so many do not lack", lacking=max(0, int(line["lacking"])))
    return _stand_in(tx, order, line, others[item_id], qty, person_id)


def take_back(tx: Tx, site_id: int, order_id: int, line_id: int, person_id: int) -> int:
    """A substitute that nobody has picked does not come after all; the line that it stood for, which is reserved as far
    as it can be. NoSuchOrder, NoSuchLine, TooLateToSubstitute, SubstitutePicked.
    """
    _in_time(tx, site_id, order_id)
    line = _line(tx, order_id, line_id)
    if line["substitute_for"] is None:
        raise NoSuchLine("it stands for no other line", line=line_id)
    if line["taken"]:
        raise SubstitutePicked("it is in a tote", line=line["line_no"])
    asked = _line(tx, order_id, line["substitute_for"])
    units = line["qty"] - line["given_up"]
    if units:
        _give_back(tx, line, units)
        told = {"units": units, "item": line["sku"], "instead_of": asked["sku"]}
        note(tx, order_id, "taken_back", person_id, order_id, **told)
    return int(asked["id"])


def take_all_back(tx: Tx, order_id: int) -> dict[int, int]:
    """What was asked for is about to change: substitutes go first. By line asked for, the units in totes or sent, which
    stay.
    """
    stay: dict[int, int] = {}
    lines = tx.all(_LINES, order=order_id, line=0)
    skus = {line["id"]: line["sku"] for line in lines}
    for line in lines:
        asked = line["substitute_for"]
        if asked is None:
            continue
        units = int(line["qty"] - line["given_up"] - line["taken"])
        if units > 0:
            _give_back(tx, line, units)
            told = {"units": units, "item": line["sku"], "instead_of": skus[asked]}
            note(tx, order_id, "taken_back", None, order_id, **told)
        stay[asked] = stay.get(asked, 0) + int(line["qty"] - line["given_up"] - max(0, units))
    return stay


def helps(tx: Tx, order_id: int, line_id: int = 0) -> bool:
    """Whether something permitted is available for what an order, or one line of it, lacks."""
    return bool(tx.value(_HELPS, order=order_id, line=line_id))


def by_itself(tx: Tx, order_id: int, only: Collection[int] | None = None) -> list[int]:
    """Meet what lines lack (all, or ``only`` some) by other items, by rank, as many as there are.

    The lines that may have been promised something: substitutes, and lines asked for. A substitute that falls short is
    first taken back by as many units, so that another one may stand for the same line.
    """
    order = tx.one("SELECT * FROM orders WHERE id = :id" + tx.for_update, id=order_id)
    if order is None or not order["substitutes"]:
        return []
    asked = set()
    for line in tx.all(_LINES, order=order_id, line=0):
        wanted = only is None or line["id"] in only
        if line["lacking"] <= 0 or line["order_kit_id"] is not None or not wanted:
            continue
        if line["substitute_for"] is not None:
            _give_back(tx, line, int(line["lacking"]), promised=False)
        asked.add(int(line["substitute_for"] or line["id"]))
    return [one for line_id in sorted(asked) for one in (line_id, *_fill(tx, order, line_id))]


def _fill(tx: Tx, order: Row, line_id: int) -> list[int]:
    """Let others stand for what an asked line lacks; their lines."""
    line = _line(tx, order["id"], line_id)
    tried = {
        one["item_id"]
        for one in tx.all(
            "SELECT item_id FROM order_line WHERE substitute_for = :id AND given_up > 0", id=line_id
        )
    }
    goods = [line["item_id"], *(one["item"] for one in _others(tx, order, line))]
    lock_levels(tx, order["site_id"], [(item, order["owner_id"]) for item in goods])
    reserve_line(tx, line_id)
    line = _line(tx, order["id"], line_id)
    lacking, made = int(line["lacking"]), []
    for other in _others(tx, order, line):
        units = min(lacking, int(other["available"]))
        if units > 0 and other["item"] not in tried:
            made.append(_stand_in(tx, order, line, other, units, None))
            lacking -= units
    return made


def _stand_in(tx: Tx, order: Row, line: Row, other: Row, units: int, person_id: int | None) -> int:
    made = tx.insert(
        "order_line",
        order_id=order["id"],
        line_no=_last_number(tx, order["id"]) + 1,
        item_id=other["item"],
        qty=units,
        price_minor=line["price_minor"],
        tax_bp=line["tax_bp"],
        substitute_for=line["id"],
    )
    shelf.note(tx, order["id"])
    there = reserve_line(tx, made)
    if there < units:
        raise SubstituteLacks("so many are not available", sku=other["sku"], available=there)
    _give_up(tx, line["id"], units)
    told = {"units": units, "item": other["sku"], "instead_of": line["sku"]}
    what = "substituted" if person_id is not None else "substituted_itself"
    note(tx, order["id"], what, person_id, order["id"], **told)
    return made


def _give_back(tx: Tx, line: Row, units: int, *, promised: bool = True) -> None:
    """Units of a substitute are the asked line's again; ``promised``: all that it has been promised is let go."""
    if promised:
        release_line(tx, line["id"])
    _give_up(tx, line["id"], units)
    _give_up(tx, line["substitute_for"], -units)
    reserve_line(tx, line["substitute_for"])


def _give_up(tx: Tx, line_id: int, units: int) -> None:
    tx.run(
        "UPDATE order_line SET given_up = given_up + :units WHERE id = :id", units=units, id=line_id
    )


def _others(tx: Tx, order: Row, line: Row) -> list[Row]:
    found = tx.all(_OTHERS, item=line["item_id"], owner=order["owner_id"], site=order["site_id"])
    return [{**one, "available": _fresh(tx, order, one)} for one in found]


def _fresh(tx: Tx, order: Row, other: Row) -> int:
    """Of the available units of another item those that are still good for long enough for this order."""
    available = int(other["available"])
    day = shelf.day_for(tx, order["id"], other["item"]) if available > 0 else ""
    if not day:
        return available
    level = {"item_id": other["item"], "owner_id": order["owner_id"], "site_id": order["site_id"]}
    return min(available, free_of_fresh(tx, {**level, "lot_id": 0, "fresh_from": day}))


def _last_number(tx: Tx, order_id: int) -> int:
    return int(
        tx.value(
            "SELECT MAX(line_no) FROM (SELECT line_no FROM order_line WHERE order_id = :id "
            "UNION ALL SELECT line_no FROM order_kit WHERE order_id = :id) AS numbers",
            id=order_id,
        )
    )


def _line(tx: Tx, order_id: int, line_id: int) -> Row:
    found = tx.one(_LINES, order=order_id, line=line_id)
    if found is None:
        raise NoSuchLine("the order has no such line", line=line_id)
    return found


def _in_time(tx: Tx, site_id: int, order_id: int) -> Row:
    order = tx.one(
        "SELECT * FROM orders WHERE id = :id AND site_id = :site" + tx.for_update,
        id=order_id,
        site=site_id,
    )
    if order is None:
        raise NoSuchOrder("the site has no such order", order=order_id)
    if order["state"] not in _IN_TIME:
        raise TooLateToSubstitute(
            "nothing more is picked for it", order=order["number"], state=order["state"]
        )
    return order
