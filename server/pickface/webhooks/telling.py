"""What a message says: the data of each kind of event, read behind the commit that made it a fact."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from pickface.db import Row, row, rows
from pickface.errors import NotFound
from pickface.orders import kits, shipments

_ORDER = """
SELECT o.id AS "order", o.number, o.channel,
       COALESCE(SUM(CASE WHEN l.substitute_for IS NULL THEN l.qty ELSE 0 END), 0) AS units,
       COALESCE(SUM(l.shipped), 0) AS shipped,
       COALESCE(SUM(CASE WHEN l.substitute_for IS NULL THEN l.given_up ELSE l.given_up - l.qty END), 0) AS given_up,
       COALESCE(SUM((SELECT SUM(g.qty) FROM return_goods g
           WHERE g.order_line_id = l.id)), 0) AS returned
FROM orders o LEFT JOIN order_line l ON l.order_id = o.id WHERE o.id = :id GROUP BY o.id, o.number, o.channel
"""
# What stands in is no unit more, and what it stands for is not given up.
_SUBSTITUTES = """
SELECT i.sku, y.sku AS instead_of, l.qty - l.given_up AS qty, l.shipped FROM order_line l
JOIN item i ON i.id = l.item_id JOIN order_line a ON a.id = l.substitute_for JOIN item y ON y.id = a.item_id
WHERE l.order_id = :id AND l.qty > l.given_up ORDER BY l.line_no
"""
_RECEIPT = """
SELECT t.id AS receipt, p.number AS purchase_order, s.code AS supplier
FROM task t LEFT JOIN purchase_order p ON p.id = t.purchase_order_id LEFT JOIN supplier s ON s.id = p.supplier_id
WHERE t.id = :id
"""
# What an undone scan had moved comes back by a move that reverses it.
_RECEIVED = """
SELECT i.sku, COALESCE(l.code, '') AS lot, SUM(m.qty) AS qty
FROM (SELECT item_id, lot_id, qty FROM move WHERE task_id = :id AND kind = 'receive' AND reverses IS NULL
      UNION ALL SELECT m.item_id, m.lot_id, -m.qty FROM move m JOIN move o ON o.id = m.reverses
      WHERE o.task_id = :id AND o.kind = 'receive') m
JOIN item i ON i.id = m.item_id LEFT JOIN lot l ON l.id = m.lot_id AND l.id > 0
GROUP BY i.sku, l.code HAVING SUM(m.qty) <> 0 ORDER BY i.sku, l.code
"""
_EXCEPTION = """
SELECT e.id AS exception, e.kind, e.state, e.resolution, e.params, e.created_at, e.resolved_at,
       o.number AS "order", i.sku, p.code AS place, t.title AS task
FROM exception e LEFT JOIN orders o ON o.id = e.order_id LEFT JOIN item i ON i.id = e.item_id
LEFT JOIN place p ON p.id = e.place_id LEFT JOIN task t ON t.id = e.task_id WHERE e.id = :id
"""
_ALERT = """
SELECT a.id AS alert, a.rule, a.measure, a.item_id AS item, i.sku, a.level, a.found, a.value, a.opened_at, a.closed_at
FROM stock_alert a JOIN item i ON i.id = a.item_id WHERE a.id = :id
"""

Data = dict[str, Any]


def subject_of(fact: Row) -> str:
    """What a fact is about; messages of one subject keep their order."""
    kind = SUBJECTS[fact["kind"]]
    owner = f":{fact['detail']}" if kind == "stock" else ""
    return f"{kind}:{fact['subject']}{owner}"


def data_of(fact: Row) -> Data | None:
    """What there is to say of a fact; None where the thing is gone. A stock level is said when it is sent."""
    return _TELLERS[fact["kind"]](fact)


def body_of(message: Mapping[str, Any], data: Data) -> str:
    """The envelope around the data, as JSON."""
    said = {
        "id": message["uuid"],
        "type": message["kind"],
        "at": message["at"],
        "sequence": message["sequence"],
        "site": message["site"],
        "subject": message["subject"],
        "data": data,
    }
    return json.dumps(said, separators=(",", ":"), ensure_ascii=False)


def _order(fact: Row) -> Data | None:
    found = row(_ORDER, id=fact["subject"])
    if found is None:
        return None
    # The state as it was then, also where the order has gone on since.
    return {
        **_whole(found),
        "state": fact["detail"],
        "kits": _kits(fact["subject"]),
        "substitutes": rows(_SUBSTITUTES, id=fact["subject"]),
    }


def _kits(order_id: int) -> list[Data]:
    """What the customer ordered as kits, and how many of these are whole."""
    names = ("sku", "qty", "shipped", "given_up")
    return [{name: one[name] for name in names} for one in kits.of_order(order_id)]


def _parcel(fact: Row) -> Data | None:
    try:
        shown = shipments.show_shipment(fact["site_id"], fact["subject"])
    except NotFound:
        return None
    channel = row("SELECT channel FROM orders WHERE id = :id", id=shown["order_id"]) or {}
    return {
        "parcel": shown["id"],
        "order": shown["order_id"],
        "number": shown["number"],
        "channel": channel.get("channel", ""),
        "container": shown["container_code"],
        **{
            name: shown[name]
            for name in (
                "tracking",
                "tracking_url",
                "carrier",
                "weight_g",
                "shipped_at",
                "handed_to",
            )
        },
        "lines": [{name: line[name] for name in ("sku", "lot", "qty")} for line in shown["lines"]],
        "kits": [{name: one[name] for name in ("sku", "qty")} for one in shown["kits"]],
    }


def _receipt(fact: Row) -> Data | None:
    head = row(_RECEIPT, id=fact["subject"])
    lines = [_whole(line) for line in rows(_RECEIVED, id=fact["subject"])]
    return None if head is None else {**head, "lines": lines}


def _exception(fact: Row) -> Data | None:
    found = row(_EXCEPTION, id=fact["subject"])
    if found is None:
        return None
    opened = fact["kind"] == "exception.opened"
    now = {"state": "open", "resolution": None, "resolved_at": None} if opened else {}
    return {**found, "params": json.loads(found["params"]), **now}


def _alert(fact: Row) -> Data | None:
    found = row(_ALERT, id=fact["subject"])
    if found is None:
        return None
    low = {"value": found["found"], "closed_at": None} if fact["kind"] == "stock.low" else {}
    return {**{name: value for name, value in found.items() if name != "found"}, **low}


def _whole(found: Row) -> Data:
    """Sums come as PostgreSQL's numeric."""
    return {
        name: int(value) if name in ("units", "shipped", "given_up", "qty") else value
        for name, value in found.items()
    }


_TELLERS: Final[Mapping[str, Callable[[Row], Data | None]]] = {
    "order.status": _order,
    "parcel.shipped": _parcel,
    "stock.level": lambda _: {},
    "receipt.closed": _receipt,
    "exception.opened": _exception,
    "exception.closed": _exception,
    "stock.low": _alert,
    "stock.recovered": _alert,
}
SUBJECTS: Final[Mapping[str, str]] = {
    "order.status": "order",
    "parcel.shipped": "order",
    "stock.level": "stock",
    "receipt.closed": "receipt",
    "exception.opened": "exception",
    "exception.closed": "exception",
    "stock.low": "alert",
    "stock.recovered": "alert",
}
