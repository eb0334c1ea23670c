"""Goods that nobody had announced: a purchase order of their own holds what came, until the office says what it was.

It is matched to the purchase order that they were ordered by, or closed as it is.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from pickface.catalog.service import HOUSE
from pickface.db import Row, Tx
from pickface.errors import Conflict
from pickface.inspections import matching
from pickface.purchasing import life
from pickface.stock import cost_matching
from pickface.stock.cost_matching import Ordered
from pickface.tasks import exceptions
from pickface.tasks.workflow import Raised

KIND = "receipt_blind"
PREFIX = "RCV-"
NOBODY = "UNKNOWN"
"""The code of the supplier that stands for all whom nobody knows."""
_OPEN = """
SELECT 1 FROM task WHERE purchase_order_id = :id AND kind = 'receive'
AND state IN ('ready', 'offered', 'begun', 'held') LIMIT 1
"""
_CAME = """
SELECT item_id, SUM(qty) AS qty, MIN(created_at) AS first, MAX(created_at) AS last FROM discrepancy
WHERE purchase_order_id = :id AND kind = 'not_expected'
GROUP BY item_id ORDER BY item_id
"""
# Goods came when they were received, not when somebody says what they were.
_RECEIVED = """
UPDATE purchase_order_line SET received = received + :units,
    first_received_at = CASE WHEN first_received_at < :first THEN first_received_at ELSE :first END,
    last_received_at = CASE WHEN last_received_at > :last THEN last_received_at ELSE :last END WHERE id = :id
"""
_LACKING = (
    "SELECT id, item_id, qty - received AS qty FROM purchase_order_line "
    "WHERE purchase_order_id = :id AND received < qty ORDER BY line_no"
)
_LINES = """
SELECT MIN(id) AS id, item_id FROM purchase_order_line WHERE purchase_order_id = :id GROUP BY item_id
"""
_RECENT = """
SELECT s.id, s.name, s.code FROM (SELECT id, supplier_id FROM purchase_order WHERE site_id = :site
    ORDER BY id DESC LIMIT 200) o JOIN supplier s ON s.id = o.supplier_id GROUP BY s.id, s.name, s.code
ORDER BY MAX(o.id) DESC
"""
_OTHERS = "SELECT id, name, code FROM supplier ORDER BY name, id LIMIT :most"


class NothingToMatch(Conflict):
    """It is no receipt without a purchase order, it is being received, or it is matched already."""

    code = "purchase_order_not_blind"


class MatchOtherOwner(Conflict):
    """Its goods would be another owner's than they were booked for; ``params``: ``number``."""

    code = "match_other_owner"


def begin(tx: Tx, site_id: int, person_id: int) -> int:
    """A purchase order for goods that come now, from whom nobody has said yet; answers its id."""
    number = 1 + int(tx.value("SELECT COUNT(*) FROM purchase_order WHERE blind = 1") or 0)
    made = None
    supplier = _nobody(tx)
    # Somebody may take a number at the same moment.
    while made is None:
        made = tx.value(
            "INSERT INTO purchase_order (number, site_id, owner_id, supplier_id, state, ordered_at, currency, blind) "
            "VALUES (:number, :site, :owner, :supplier, 'receiving', :now, :currency, 1) "
            "ON CONFLICT DO NOTHING RETURNING id",
            number=f"{PREFIX}{number:04}",
            site=site_id,
            owner=HOUSE,
            supplier=supplier["id"],
            now=tx.now,
            currency=supplier["currency"],
        )
        number += 1
    life.note(tx, int(made), "blind", person_id)
    return int(made)


def suppliers(tx: Tx, site_id: int, most: int) -> dict[str, int]:
    """Whom goods were ordered from lately, by name, the newest first; then others."""
    found: dict[str, int] = {}
    for one in [*tx.all(_RECENT, site=site_id), *tx.all(_OTHERS, most=most + 1)]:
        if one["code"] != NOBODY and len(found) < most:
            found.setdefault(one["name"], int(one["id"]))
    return found


def comes_from(tx: Tx, purchase_order_id: int, supplier_id: int) -> None:
    """The receiver says who has sent it."""
    tx.run(
        "UPDATE purchase_order SET supplier_id = :supplier, "
        "currency = (SELECT currency FROM supplier WHERE id = :supplier) WHERE id = :id",
        supplier=supplier_id,
        id=purchase_order_id,
    )


def _nobody(tx: Tx) -> Row:
    known = "SELECT id, currency FROM supplier WHERE code = :code"
    if tx.one(known, code=NOBODY) is None:
        tx.run(
            "INSERT INTO supplier (code, name) VALUES (:code, 'Supplier not known') "
            "ON CONFLICT DO NOTHING",
            code=NOBODY,
        )
    return tx.certain(known, code=NOBODY)


def match(tx: Tx, blind: Row, number: str, person_id: int) -> None:
    """What came was ordered by the purchase order with a number: its lines have it, and the receipt is closed.

    Raises :class:`NothingToMatch`, :class:`MatchOtherOwner`, NoSuchPurchaseOrder, NotOrderedYet, Cancelled.
    """
    if not blind["blind"] or blind["state"] == "closed" or tx.value(_OPEN, id=blind["id"]):
        raise NothingToMatch("it cannot be matched", number=blind["number"], state=blind["state"])
    target = tx.value(
        "SELECT id FROM purchase_order WHERE site_id = :site AND UPPER(number) = :number AND blind = 0",
        site=blind["site_id"],
        number=number.strip().upper(),
    )
    cost_matching.lock_values(tx, blind["site_id"], blind["id"])
    order = life.lock(tx, int(target or 0), blind["site_id"])
    if order["owner_id"] != blind["owner_id"]:
        raise MatchOtherOwner("its goods are another owner's", number=order["number"])
    life.begin_receiving(tx, order, person_id)
    for came in tx.all(_CAME, id=blind["id"]):
        _count(tx, order, blind, came, person_id)
    lines = {line["item_id"]: line["id"] for line in tx.all(_LINES, id=order["id"])}
    matching.ordered_by(tx, blind["id"], order["id"], lines)
    for table in ("discrepancy", "measurement"):
        tx.run(
            f"UPDATE {table} SET purchase_order_id = :to WHERE purchase_order_id = :was",
            to=order["id"],
            was=blind["id"],
        )
    life.note(tx, blind["id"], "matched", person_id, number=order["number"])
    life.note(tx, order["id"], "matched_with", person_id, number=blind["number"])
    life.go_on(tx, blind, "closed", person_id)
    lacking = tx.all(_LACKING, id=order["id"])
    if not lacking:
        life.go_on(tx, {**order, "state": "receiving"}, "received", person_id)
    _tell_short(tx, order, lacking, person_id)
    settle(tx, blind, person_id)


def _tell_short(tx: Tx, order: Row, lacking: Sequence[Row], person_id: int) -> None:
    """What was told of goods that had not come is told of those alone that still have not."""
    told = tx.run(
        "DELETE FROM discrepancy WHERE purchase_order_id = :id AND kind = 'short'", id=order["id"]
    )
    if told:
        tx.insert_many(
            "discrepancy",
            [
                {"purchase_order_id": order["id"], "line_id": line["id"], "item_id": line["item_id"],
                 "kind": "short", "qty": line["qty"], "created_at": tx.now}
                for line in lacking
            ],
        )  # fmt: skip
    about = Raised("receipt_short", "await", {"purchase_order": order["number"]})
    there = exceptions.standing(tx, order["site_id"], about, ("purchase_order",))
    if there is None:
        return
    if not lacking:
        exceptions.close(tx, there, "settled", person_id)
        return
    missing = [{"item": line["item_id"], "missing": line["qty"]} for line in lacking]
    tx.run(
        "UPDATE exception SET params = :params WHERE id = :id",
        params=json.dumps({**about.params, "lines": missing}),
        id=there["id"],
    )


def _count(tx: Tx, order: Row, blind: Row, came: Row, person_id: int) -> None:
    """Each line gets what it lacks, the last one what is too much; what has no line stays not expected.

    The cost book follows before it is forgotten by which scans the goods came.
    """
    item_id = int(came["item_id"])
    lines = tx.all(
        "SELECT id, qty, received, price_minor FROM purchase_order_line "
        "WHERE purchase_order_id = :id AND item_id = :item ORDER BY line_no" + tx.for_update,
        id=order["id"],
        item=item_id,
    )
    if not lines:
        return
    left, ordered = int(came["qty"]), []
    for line in lines:
        last = line is lines[-1]
        units = left if last else min(left, max(0, line["qty"] - line["received"]))
        left -= units
        ordered.append(Ordered(line["id"], units, int(line["price_minor"])))
        if units:
            tx.run(
                _RECEIVED,
                units=units,
                first=came["first"],
                last=came["last"],
                id=line["id"],
            )
        over = min(units, line["received"] + units - line["qty"])
        if last and over > 0:
            tx.insert(
                "discrepancy",
                purchase_order_id=order["id"],
                line_id=line["id"],
                item_id=item_id,
                kind="over",
                qty=over,
                created_at=tx.now,
            )
    by = {"id": person_id, "site_id": order["site_id"]}
    cost_matching.match(tx, by, blind["id"], order, item_id, [one for one in ordered if one.units])
    tx.run(
        "DELETE FROM discrepancy WHERE purchase_order_id = :id AND kind = 'not_expected' AND item_id = :item",
        id=blind["id"],
        item=item_id,
    )


def close(tx: Tx, order: Row, person_id: int) -> None:
    """Nothing more of a purchase order will come; of goods that nobody had announced: they are taken as they came."""
    life.close(tx, order, person_id)
    if order["blind"]:
        settle(tx, order, person_id)


def settle(tx: Tx, blind: Row, person_id: int) -> None:
    """The office has said what it was: what told of it is closed."""
    about = Raised(KIND, "book", {"purchase_order": blind["number"]})
    there = exceptions.standing(tx, blind["site_id"], about, ("purchase_order",))
    if there is not None:
        exceptions.close(tx, there, "settled", person_id)


def told(tx: Tx, blind: Row) -> dict[str, Any]:
    """What there is to tell of a receipt without a purchase order."""
    units = sum(int(one["qty"]) for one in tx.all(_CAME, id=blind["id"]))
    name = tx.value(
        "SELECT name FROM supplier WHERE id = :id AND code <> :nobody",
        id=blind["supplier_id"],
        nobody=NOBODY,
    )
    return {
        "purchase_order": blind["number"],
        "units": units,
        **({"supplier": name} if name else {}),
    }
