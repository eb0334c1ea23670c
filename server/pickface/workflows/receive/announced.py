"""What a receipt knows of expected deliveries: their cartons, what these hold, what is awaited; reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pickface.db import Row, Tx
from pickface.locations import settings
from pickface.workflows.receive.compile import Announced, Expected

MOST_ELSEWHERE = 2_000
"""How many codes of other deliveries a script carries, so that a device can say whose they are without a network."""

_TOGETHER = """
SELECT DISTINCT g.purchase_order_id AS id FROM expected_carton c JOIN expected_goods g ON g.carton_id = c.id
WHERE c.delivery_id IN (SELECT m.delivery_id FROM expected_goods n JOIN expected_carton m ON m.id = n.carton_id
    WHERE n.purchase_order_id = :po)
"""
_DELIVERIES = """
SELECT DISTINCT d.id, d.number, d.state, d.supplier_id FROM expected_goods g
JOIN expected_carton c ON c.id = g.carton_id JOIN expected_delivery d ON d.id = c.delivery_id
WHERE g.purchase_order_id IN ({orders}) ORDER BY d.id
"""
_GOODS = """
SELECT c.id, c.sscc, c.pallet, c.state, g.purchase_order_line_id AS line, g.item_id AS item, SUM(g.qty) AS qty, g.lot,
       g.expires_on AS expiry
FROM expected_carton c JOIN expected_goods g ON g.carton_id = c.id WHERE c.delivery_id IN ({deliveries})
GROUP BY c.id, c.sscc, c.pallet, c.state, g.purchase_order_line_id, g.item_id, g.lot, g.expires_on,
    CASE WHEN g.serial = '' THEN g.id ELSE 0 END
ORDER BY c.id, MIN(g.id)
"""
_LINES = """
SELECT l.id, l.purchase_order_id, l.item_id, l.qty, l.received FROM purchase_order_line l
WHERE l.purchase_order_id IN ({orders}) ORDER BY l.purchase_order_id, l.line_no
"""
_SUMS = """
SELECT g.purchase_order_id, g.purchase_order_line_id AS line,
       SUM(CASE WHEN c.state = 'expected' THEN g.qty ELSE 0 END) AS awaited,
       SUM(CASE WHEN c.state IN ('received', 'opened') THEN g.qty ELSE 0 END) AS came
FROM expected_goods g JOIN expected_carton c ON c.id = g.carton_id WHERE g.purchase_order_id IN ({orders})
GROUP BY g.purchase_order_id, g.purchase_order_line_id
"""
_ELSEWHERE = """
SELECT d.number, c.sscc, c.pallet FROM expected_delivery d JOIN expected_carton c ON c.delivery_id = d.id
WHERE d.site_id = :site AND d.state IN ('expected', 'receiving') AND c.state = 'expected' AND d.id NOT IN ({deliveries})
ORDER BY d.id, c.id LIMIT :most
"""


def orders_together(tx: Tx, purchase_order_id: int) -> list[int]:
    """The purchase order, and those whose goods come in the same deliveries."""
    return sorted({purchase_order_id, *(one["id"] for one in tx.all(_TOGETHER, po=purchase_order_id))})  # fmt: skip


def deliveries_of(tx: Tx, orders: Iterable[int]) -> Sequence[Row]:
    """The deliveries that hold goods of some purchase orders."""
    return tx.all(_DELIVERIES.format(orders=_ids(orders)))


def cartons(tx: Tx, site_id: int, deliveries: Sequence[Row]) -> Announced | None:
    """What was announced for a receipt; None where nothing was."""
    if not deliveries:
        return None
    ids = _ids(one["id"] for one in deliveries)
    contents: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    known: dict[str, dict[str, Any]] = {}
    for one in tx.all(_GOODS.format(deliveries=ids)):
        carton = known.setdefault(one["sscc"], {"id": one["id"]})
        if one["pallet"]:
            carton["pallet"] = one["pallet"]
        if one["state"] in ("received", "opened"):
            carton["in" if one["state"] == "received" else "opened"] = True
        goods = {name: one[name] for name in ("line", "item", "qty", "lot", "expiry")}
        goods["qty"] = int(goods["qty"])
        contents[one["sscc"]].append(goods)
    loads: dict[tuple[tuple[Any, ...], ...], int] = {}
    for sscc, carton in known.items():
        content = tuple(tuple(goods.values()) for goods in contents[sscc])
        carton["load"] = loads.setdefault(content, len(loads))
    names = ("line", "item", "qty", "lot", "expiry")
    return Announced(
        cartons=known,
        loads=[[dict(zip(names, goods, strict=True)) for goods in load] for load in loads],
        samples=_samples(tx, site_id, deliveries),
        elsewhere=_elsewhere(tx, site_id, ids),
    )


def _samples(tx: Tx, site_id: int, deliveries: Sequence[Row]) -> int:
    """How many cartons of a pallet are looked at: as the suppliers' terms say, the most of them, else the site's."""
    usual = settings.of_site(site_id, tx).sample_cartons
    suppliers = _ids(one["supplier_id"] for one in deliveries)
    terms = tx.all(f"SELECT sample_cartons FROM supplier WHERE id IN ({suppliers})")
    return max(
        usual if one["sample_cartons"] is None else int(one["sample_cartons"]) for one in terms
    )


def _elsewhere(tx: Tx, site_id: int, deliveries: str) -> dict[str, list[str]]:
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    sql = _ELSEWHERE.format(deliveries=deliveries)
    for one in tx.all(sql, site=site_id, most=MOST_ELSEWHERE):
        found[one["number"]][one["sscc"]] = None
        if one["pallet"]:
            found[one["number"]][one["pallet"]] = None
    return {number: list(plates) for number, plates in found.items()}


def lines(tx: Tx, orders: Sequence[int], counted: Mapping[str, int]) -> list[Expected]:
    """The lines of purchase orders, with what of each is awaited now beside what this receipt has ``counted``.

    Where cartons are announced, what is awaited is what they hold, and what opened ones were found to lack; else
    all that was ordered and has not come.
    """
    sums, awaiting = _sums(tx, orders)
    found = []
    for line in tx.all(_LINES.format(orders=_ids(orders))):
        awaited, came = sums.get(line["id"], (0, 0))
        if line["purchase_order_id"] in awaiting:
            qty = awaited + (max(0, came - line["received"]) if came else 0)
        else:
            qty = max(0, line["qty"] - line["received"])
        mine = counted.get(str(line["id"]), 0)
        found.append(Expected(line["id"], line["item_id"], qty + mine))
    return found


def _sums(tx: Tx, orders: Sequence[int]) -> tuple[dict[int, tuple[int, int]], set[int]]:
    """What is awaited and what came of announced goods, by line; and the orders of which any is awaited."""
    found = tx.all(_SUMS.format(orders=_ids(orders)))
    awaiting = {one["purchase_order_id"] for one in found if one["awaited"]}
    return {
        one["line"]: (int(one["awaited"]), int(one["came"])) for one in found if one["line"]
    }, awaiting


def lacking(tx: Tx, purchase_order_id: int) -> list[dict[str, int]]:
    """The lines of a purchase order of which too little has come, for the cartons that came or else for all of it."""
    sums, awaiting = _sums(tx, [purchase_order_id])
    announced = bool(awaiting) or any(came for _, came in sums.values())
    found = []
    for line in tx.all(_LINES.format(orders=_ids([purchase_order_id]))):
        came = sums.get(line["id"], (0, 0))[1] if announced else line["qty"]
        if line["received"] < came:
            lack = {"id": line["id"], "item_id": line["item_id"], "qty": came - line["received"]}
            found.append(lack)
    return found


def is_complete(tx: Tx, purchase_order_id: int) -> bool:
    """Whether all that was ordered has come."""
    return not tx.value(
        "SELECT 1 FROM purchase_order_line WHERE purchase_order_id = :id AND received < qty LIMIT 1",
        id=purchase_order_id,
    )


def find(tx: Tx, site_id: int, plate: str) -> Row | None:
    """The carton that a code stands for, or of a pallet the first that has not come."""
    if len(plate) != 18 or not plate.isdigit():
        return None
    return tx.one(
        "SELECT c.id, c.sscc, c.pallet, c.state, c.container, c.delivery_id, d.number, "
        "(SELECT MIN(g.purchase_order_id) FROM expected_goods g WHERE g.carton_id = c.id) AS purchase_order_id "
        "FROM expected_carton c JOIN expected_delivery d ON d.id = c.delivery_id "
        "WHERE d.site_id = :site AND (c.sscc = :plate OR c.pallet = :plate) "
        "ORDER BY CASE WHEN c.state IN ('expected', 'cancelled') THEN 0 ELSE 1 END, c.id LIMIT 1",
        site=site_id,
        plate=plate,
    )


def _ids(ids: Iterable[int]) -> str:
    return ", ".join(str(int(number)) for number in sorted(set(ids))) or "-1"
