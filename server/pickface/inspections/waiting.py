"""What waits to be looked at, and what lies apart: written as goods come in and are judged, read before they go on.

Goods stand in a container, which says where, or (container '') lie loose at a place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from pickface.db import Row, Tx
from pickface.locations import settings
from pickface.sampling import plans
from pickface.stock import reservations
from pickface.stock.moves import AT_BALANCE, BalanceKey, NewMove, UndoTooLate

_CAME = """
SELECT m.item_id, m.lot_id, m.owner_id, m.to_place_id AS place_id, m.to_container AS container,
       m.purchase_order_line_id AS line, l.purchase_order_id AS purchase_order, i.inspection, p.pickable,
       SUM(m.qty) AS qty
FROM move m JOIN item i ON i.id = m.item_id JOIN place p ON p.id = m.to_place_id
LEFT JOIN purchase_order_line l ON l.id = m.purchase_order_line_id
WHERE m.cause = :event AND m.kind = 'receive'
GROUP BY m.item_id, m.lot_id, m.owner_id, m.to_place_id, m.to_container, m.purchase_order_line_id,
         l.purchase_order_id, i.inspection, p.pickable
ORDER BY m.item_id, m.lot_id, m.owner_id
"""
_KEY = "container = :container AND place_id = :place AND item_id = :item AND lot_id = :lot AND owner_id = :owner"
_WAIT = """
INSERT INTO inspection (site_id, purchase_order_id, purchase_order_line_id, item_id, lot_id, owner_id, place_id,
    container, qty, waiting, plan, why, came_at)
VALUES (:site, :po, :line, :item, :lot, :owner, :place, :container, :qty, :qty, :plan, :why, :now)
ON CONFLICT (container, place_id, item_id, lot_id, owner_id, purchase_order_id) DO UPDATE SET
    qty = inspection.qty + excluded.qty, waiting = inspection.waiting + excluded.waiting,
    plan = excluded.plan, why = excluded.why
"""
_HERE = "{at}.container = :container AND {at}.place_id = :place AND {at}.site_id = :site"
_WAITING = f"""
SELECT n.item_id, n.lot_id, n.owner_id, SUM(n.waiting) AS waiting, MIN(n.plan) AS plan, MIN(n.why) AS why,
       i.tracking, COALESCE(MIN(l.code), '') AS lot_code,
       (SELECT COALESCE(SUM(b.qty), 0) FROM balance b WHERE b.item_id = n.item_id AND b.lot_id = n.lot_id
            AND b.owner_id = n.owner_id AND b.container = n.container AND b.virtual = 0
            AND (n.container <> '' OR b.place_id = n.place_id)) AS there,
       (SELECT COALESCE(SUM(v.undecided), 0) FROM inspection_verdict v WHERE v.site_id = n.site_id AND v.undecided > 0
            AND v.item_id = n.item_id AND v.lot_id = n.lot_id AND v.owner_id = n.owner_id
            AND v.container = n.container AND v.place_id = n.place_id) AS apart
FROM inspection n JOIN item i ON i.id = n.item_id LEFT JOIN lot l ON l.id = n.lot_id AND l.id > 0
WHERE {_HERE.format(at="n")} AND n.waiting > 0
GROUP BY n.site_id, n.item_id, n.lot_id, n.owner_id, n.container, n.place_id, i.tracking, i.sku
ORDER BY i.sku, n.item_id, MIN(l.code), n.lot_id, n.owner_id
"""
_APART = f"""
SELECT item_id, lot_id, owner_id, SUM(units) AS units FROM (
    SELECT n.item_id, n.lot_id, n.owner_id, n.waiting AS units FROM inspection n
    WHERE {_HERE.format(at="n")} AND n.waiting > 0
    UNION ALL SELECT v.item_id, v.lot_id, v.owner_id, v.undecided FROM inspection_verdict v
    WHERE {_HERE.format(at="v")} AND v.undecided > 0) x
GROUP BY item_id, lot_id, owner_id
"""


class Spot(NamedTuple):
    """Where goods are: in a container (place 0), or (container '') loose at a place."""

    site_id: int
    place_id: int
    container: str

    @property
    def bound(self) -> dict[str, Any]:
        """As parameters of a statement."""
        return {"site": self.site_id, "place": self.place_id, "container": self.container}


@dataclass(frozen=True, slots=True)
class Waiting:
    """Units of one lot that nobody has judged yet, and how many of them are looked at; ``why`` says by whose plan."""

    item_id: int
    lot_id: int
    owner_id: int
    qty: int
    looks: int
    why: str
    tracking: str
    lot_code: str


def spot(site_id: int, place_id: int | None, container: str) -> Spot:
    """Where goods are that stand in a container, or lie loose at a place."""
    return Spot(site_id, 0 if container else int(place_id or 0), container)


def plans_for(tx: Tx, site_id: int, supplier_id: int) -> dict[str, str]:
    """The plans of a supplier and of the site, as a receipt keeps them beside its script."""
    said = tx.value("SELECT inspection FROM supplier WHERE id = :id", id=supplier_id)
    return {"supplier": str(said or ""), "site": settings.of_site(site_id, tx).inspection}


def came_by(tx: Tx, event_id: str) -> Sequence[Row]:
    """What came in by an event."""
    return tx.all(_CAME, event=event_id)


def came_as(tx: Tx, moves: Sequence[NewMove]) -> list[dict[str, Any]]:
    """What came in by some moves of an event, which may have moved more before; none of them into a bin."""
    items = _ids(move.item_id for move in moves)
    lines = _ids(move.purchase_order_line_id or -1 for move in moves)
    said = tx.all(f"SELECT id, inspection FROM item WHERE id IN ({items})")
    bought = tx.all(f"SELECT id, purchase_order_id FROM purchase_order_line WHERE id IN ({lines})")
    plan_of = {one["id"]: one["inspection"] for one in said}
    order_of = {one["id"]: one["purchase_order_id"] for one in bought}
    return [
        {
            "item_id": move.item_id,
            "lot_id": move.lot_id,
            "owner_id": move.owner_id,
            "place_id": move.to_place_id,
            "container": move.to_container,
            "line": move.purchase_order_line_id,
            "purchase_order": order_of.get(move.purchase_order_line_id or -1),
            "inspection": plan_of[move.item_id],
            "pickable": 0,
            "qty": move.qty,
        }
        for move in moves
    ]


def note(
    tx: Tx, site_id: int, own_order: int, general: Mapping[str, str], goods: Sequence[Row]
) -> list[int]:
    """Goods came in: what is to be looked at waits from now on, promised to nobody. The bins that hold such goods."""
    supplier, site = general.get("supplier", ""), general.get("site", "")
    bins: list[int] = []
    for came in goods:
        plan = plans.which(came["inspection"], supplier, site)
        if not plans.is_wanted(plan):
            continue
        here = spot(site_id, came["place_id"], came["container"])
        tx.run(
            _WAIT,
            **here.bound,
            po=came["purchase_order"] or own_order,
            line=came["line"],
            item=came["item_id"],
            lot=came["lot_id"],
            owner=came["owner_id"],
            qty=int(came["qty"]),
            plan=plan,
            why="item"
            if came["inspection"].strip()
            else "supplier"
            if supplier.strip()
            else "site",
            now=tx.now,
        )
        if came["pickable"]:
            hold_back(tx, _key(came), here)
            bins.append(int(came["place_id"]))
    return bins


def take_back(tx: Tx, site_id: int, event_id: str, own_order: int) -> list[int]:
    """The goods of an event are taken back; the bins that held such. UndoTooLate where somebody has judged them."""
    bins: list[int] = []
    for came in came_by(tx, event_id):
        here = spot(site_id, came["place_id"], came["container"])
        about = {
            **_bound(here, came["item_id"], came["lot_id"], came["owner_id"]),
            "po": came["purchase_order"] or own_order,
        }
        row = tx.one(
            f"SELECT id, waiting FROM inspection WHERE {_KEY} AND purchase_order_id = :po"
            + tx.for_update,
            **about,
        )
        if row is None:
            continue
        if row["waiting"] < came["qty"]:
            raise UndoTooLate("somebody has inspected it", container=here.container)
        tx.run(
            "UPDATE inspection SET qty = qty - :qty, waiting = waiting - :qty WHERE id = :id",
            qty=int(came["qty"]),
            id=row["id"],
        )
        if came["pickable"]:
            hold_back(tx, _key(came), here)
            bins.append(int(came["place_id"]))
    return bins


def hold_back(tx: Tx, key: BalanceKey, here: Spot) -> None:
    """Goods that somebody has put into a bin before they were looked at are promised to nobody there."""
    units = apart(tx, here).get((key.item_id, key.lot_id, key.owner_id), 0)
    there = tx.value(f"SELECT qty FROM balance WHERE {AT_BALANCE}", **key.bound)
    reservations.mark_short(tx, key, left=max(0, int(there or 0) - units))


def lines_at(tx: Tx, here: Spot) -> list[Waiting]:
    """What waits in a container or loose at a place, as far as the books have it there."""
    found = []
    for row in tx.all(_WAITING, **here.bound):
        qty = min(int(row["waiting"]), int(row["there"]) - int(row["apart"]))
        plan = plans.read(row["plan"])
        if qty <= 0 or plan is None:
            continue
        names = ("item_id", "lot_id", "owner_id", "why", "tracking", "lot_code")
        found.append(Waiting(**{name: row[name] for name in names}, qty=qty, looks=plan.looks(qty)))
    return found


def is_waiting(tx: Tx, here: Spot) -> bool:
    """Whether anything there is still to be looked at."""
    return bool(lines_at(tx, here))


def apart(tx: Tx, here: Spot) -> dict[tuple[int, int, int], int]:
    """Units that must stay where they are, by item, lot and owner: not judged yet, or held, or rejected."""
    return {
        (row["item_id"], row["lot_id"], row["owner_id"]): int(row["units"])
        for row in tx.all(_APART, **here.bound)
    }


def judged(tx: Tx, here: Spot, item: int, lot: int, owner: int, qty: int) -> list[tuple[Row, int]]:
    """Units wait no more, oldest first: the rows that they were of, with how many of each. More than waited fall to the
    newest row: what was judged is judged.
    """
    left, taken = qty, []
    rows = tx.all(
        f"SELECT * FROM inspection WHERE {_KEY} ORDER BY CASE WHEN waiting > 0 THEN 0 ELSE 1 END, id"
        + tx.for_update,
        **_bound(here, item, lot, owner),
    )
    for row in rows:
        units = min(left, row["waiting"])
        if units:
            _wait_less(tx, row["id"], units)
            taken.append((row, units))
            left -= units
    if left and rows:
        taken.append((rows[-1], left))
    return taken


def _wait_less(tx: Tx, inspection_id: int, units: int) -> None:
    tx.run(
        "UPDATE inspection SET waiting = waiting - :qty WHERE id = :id", qty=units, id=inspection_id
    )


def wait_again(tx: Tx, inspection_id: int, units: int) -> None:
    """A verdict was taken back."""
    tx.run(
        "UPDATE inspection SET waiting = CASE WHEN waiting + :qty > qty THEN qty ELSE waiting + :qty END "
        "WHERE id = :id",
        qty=units,
        id=inspection_id,
    )


def forget(tx: Tx, here: Spot) -> None:
    """What waits by our count and is not there by the books went another way: it waits no more."""
    seen: Sequence[Waiting] = lines_at(tx, here)
    still = {(line.item_id, line.lot_id, line.owner_id) for line in seen}
    for row in tx.all(
        "SELECT id, item_id, lot_id, owner_id FROM inspection WHERE container = :container AND place_id = :place "
        "AND site_id = :site AND waiting > 0 ORDER BY id" + tx.for_update,
        **here.bound,
    ):
        if (row["item_id"], row["lot_id"], row["owner_id"]) not in still:
            tx.run("UPDATE inspection SET waiting = 0 WHERE id = :id", id=row["id"])


def _ids(ids: Iterable[int]) -> str:
    return ", ".join(str(int(number)) for number in sorted(set(ids))) or "-1"


def _key(came: Row) -> BalanceKey:
    return BalanceKey(
        came["item_id"], came["lot_id"], came["place_id"], came["container"], came["owner_id"]
    )


def _bound(here: Spot, item: int, lot: int, owner: int) -> dict[str, Any]:
    return {
        "container": here.container,
        "place": here.place_id,
        "item": item,
        "lot": lot,
        "owner": owner,
    }
