"""Cost that is told after the goods have come: freight and duty of a purchase order, and what nobody had known.

Each is a recorded change, never an overwriting. It is shared over everything that came in, also over units that have
gone by then: their part is told in the entry (``gone_minor``) and adds to no stock. For both methods the layers say
which units have gone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from pickface.clock import day_of
from pickface.db import Row, Tx
from pickface.errors import Conflict, NotFound
from pickface.stock.cost_book import Worth, currency_of, enter, rate_of
from pickface.stock.costing import NANO, apportion, convert, share

BY = ("value", "weight", "pieces")
_LAYERS = """
SELECT l.*, i.sku, i.weight_g FROM cost_layer l JOIN item i ON i.id = l.item_id
WHERE l.site_id = :site AND l.qty_in > 0 AND l.id IN ({which}) ORDER BY l.item_id, l.id
"""
OF_ORDER = """
SELECT o.id FROM purchase_order_line pl JOIN cost_layer o ON o.purchase_order_line_id = pl.id
WHERE pl.purchase_order_id = :order
"""
OF_RECEIPT = (
    OF_ORDER
    + """AND EXISTS (SELECT 1 FROM cost_entry e JOIN move m ON m.id = e.move_id
    WHERE e.layer_id = o.id AND e.qty > 0 AND m.task_id = :receipt)
"""
)
# Cartons came in by their own scan; what was opened was counted by the piece in the same receipt.
OF_DELIVERY = """
SELECT e.layer_id FROM expected_carton c JOIN move m ON m.cause = c.event_id OR m.cause = c.also_event_id
JOIN cost_entry e ON e.move_id = m.id AND e.qty > 0 WHERE c.delivery_id = :delivery AND c.state = 'received'
UNION
SELECT e.layer_id FROM expected_carton c JOIN scan_event s ON s.id = c.event_id
JOIN expected_goods g ON g.carton_id = c.id
JOIN move m ON m.task_id = s.task_id AND m.item_id = g.item_id AND m.purchase_order_line_id = g.purchase_order_line_id
JOIN cost_entry e ON e.move_id = m.id AND e.qty > 0
WHERE c.delivery_id = :delivery AND c.state = 'opened'
    AND NOT EXISTS (SELECT 1 FROM expected_carton o WHERE o.event_id = m.cause)
"""
_OF_ITEM = """
SELECT l.* FROM cost_layer l WHERE l.item_id = :item AND l.site_id = :site AND l.qty_in > 0
AND (l.id = :layer OR (:layer = 0 AND l.known = 0 AND l.qty > 0)) ORDER BY l.id
"""
_LOCK = """
SELECT item_id FROM stock_value WHERE site_id = :site AND item_id IN
(SELECT l.item_id FROM cost_layer l WHERE l.id IN ({which})) ORDER BY item_id FOR UPDATE
"""
_ALL_OF_ITEM = "SELECT a.id FROM cost_layer a WHERE a.item_id = :item AND a.site_id = :site"

_AVERAGE = "SELECT average_minor FROM stock_value WHERE item_id = :item AND site_id = :site"
_MORE = """
UPDATE cost_layer SET base_minor = base_minor + :base, landed_minor = landed_minor + :landed,
    value_minor = value_minor + :here, known = 1 WHERE id = :id
"""
_AS_NAMED = "UPDATE cost_layer SET price_minor = :price, currency = :currency, rate_nano = :rate WHERE id = :id"
_LAST = """
UPDATE stock_value SET last_qty = :qty, last_minor = :minor
WHERE item_id = :item AND site_id = :site AND last_qty = 0
"""


class NothingReceived(Conflict):
    """Nothing of ours has come of this purchase order yet."""

    code = "nothing_received"


class CostNotKnown(Conflict):
    """Goods of unknown cost have no part by value: name it first; ``skus``."""

    code = "cost_not_known"


class WeightNotKnown(Conflict):
    """Items without a weight have no part by weight; ``skus``."""

    code = "weight_not_known"


class NoRate(Conflict):
    """Nobody has said what that currency is worth; ``currency``."""

    code = "no_rate"


class BelowNothing(Conflict):
    """More would be taken off than the goods cost."""

    code = "below_nothing"


class Said(NamedTuple):
    """An amount as it was told, in its own currency, and why."""

    minor: int
    currency: str
    note: str = ""


def land(
    tx: Tx, by: Row, order_id: int, said: Said, shared_by: str, receipt_id: int | None = None
) -> int:
    """Share freight or duty over what came of a purchase order, or by one receipt of it. The change's id.

    Below 0 takes off again. ``by`` has ``id`` and ``site_id``. Raises NothingReceived, CostNotKnown, WeightNotKnown,
    NoRate, BelowNothing.
    """
    about = {"purchase_order_id": order_id, "receipt_id": receipt_id}
    if receipt_id is None:
        return _land(tx, by, OF_ORDER, {"order": order_id}, said, shared_by, about)
    names = {"order": order_id, "receipt": receipt_id}
    return _land(tx, by, OF_RECEIPT, names, said, shared_by, about)


def land_delivery(tx: Tx, by: Row, delivery_id: int, said: Said, shared_by: str) -> int:
    """The same over what came of a delivery that a supplier had announced, for whichever purchase orders it was."""
    names = {"delivery": delivery_id}
    return _land(tx, by, OF_DELIVERY, names, said, shared_by, {"delivery_id": delivery_id})


def _land(  # noqa: PLR0917 - which goods, how much, and how
    tx: Tx,
    by: Row,
    which: str,
    names: dict[str, int],
    said: Said,
    shared_by: str,
    about: dict[str, int | None],
) -> int:
    lock(tx, by["site_id"], which, **names)
    layers = tx.all(_LAYERS.format(which=which), site=by["site_id"], **names)
    if not layers:
        raise NothingReceived("nothing of it has come", **names)
    _named(CostNotKnown, [one["sku"] for one in layers if not one["known"]])
    weights = _weights(layers, shared_by)
    if not sum(weights):
        raise CostNotKnown("there is no value to share by", skus=layers[0]["sku"])
    amount, rate = _ours(tx, by["site_id"], said)
    change = book(
        tx,
        by,
        said,
        kind="landed",
        amount_minor=amount,
        rate_nano=rate,
        shared_by=shared_by,
        **about,
    )
    for layer, part in zip(layers, apportion(amount, weights), strict=True):
        add(tx, layer, part, change, "landed")
    return change


def _weights(layers: Sequence[Row], shared_by: str) -> list[int]:
    """What each layer's part is measured by: all that came in with it, also what has gone by now."""
    if shared_by == "pieces":
        return [int(one["qty_in"]) for one in layers]
    if shared_by == "weight":
        _named(WeightNotKnown, [one["sku"] for one in layers if not one["weight_g"]])
        return [one["weight_g"] * one["qty_in"] for one in layers]
    return [int(one["base_minor"]) for one in layers]


def name_cost(tx: Tx, by: Row, item_id: int, said: Said, layer_id: int = 0) -> int:
    """Say what a unit cost: of one layer, or (0) of all that are left of unknown cost. The change's id.

    Raises NotFound where there is no such layer, NoRate, BelowNothing.
    """
    lock(tx, by["site_id"], _ALL_OF_ITEM, item=item_id)
    layers = tx.all(_OF_ITEM, item=item_id, site=by["site_id"], layer=layer_id)
    if not layers:
        raise NotFound("no layer of it waits for a cost", item=item_id)
    rate = _ours(tx, by["site_id"], said)[1]
    new = [
        _ours(tx, by["site_id"], said._replace(minor=said.minor * one["qty_in"]))[0]
        for one in layers
    ]
    deltas = [now - int(one["base_minor"]) for one, now in zip(layers, new, strict=True)]
    change = book(
        tx, by, said, kind="named", amount_minor=sum(deltas), rate_nano=rate, item_id=item_id
    )
    for layer, delta in zip(layers, deltas, strict=True):
        tx.run(_AS_NAMED, id=layer["id"], price=said.minor, currency=said.currency, rate=rate)
        add(tx, layer, delta, change, "named")
        tx.run(
            _LAST,
            item=item_id,
            site=by["site_id"],
            qty=layer["qty_in"],
            minor=layer["base_minor"] + delta,
        )
    return change


def lock(tx: Tx, site_id: int, which: str, **names: int) -> None:
    """Whoever books the same items waits until their cost is told."""
    if tx.for_update:
        tx.run(_LOCK.format(which=which), site=site_id, **names)


def _named(error: type[Conflict], skus: Sequence[str]) -> None:
    if skus:
        raise error("some have none", skus=", ".join(sorted(set(skus))[:5]))


def _ours(tx: Tx, site_id: int, said: Said) -> tuple[int, int]:
    """An amount in the site's currency by today's rate, and the rate."""
    site = tx.certain("SELECT settings, timezone FROM site WHERE id = :id", id=site_id)
    ours = currency_of(site["settings"])
    if said.currency == ours:
        return said.minor, NANO
    rate = rate_of(tx, site_id, said.currency, day_of(tx.now, site["timezone"]))
    if rate is None:
        raise NoRate("nobody has said what it is worth", currency=said.currency)
    return convert(said.minor, said.currency, ours, rate), rate


def book(tx: Tx, by: Row, said: Said, **more: Any) -> int:
    """Write down that cost was told, by whom and why; its id."""
    who = {"site_id": by["site_id"], "person_id": by["id"], "at": tx.now}
    told = {"told_minor": said.minor, "currency": said.currency, "note": said.note}
    return tx.insert("cost_change", **who, **told, **more)


def add(tx: Tx, layer: Row, delta: int, change: int, kind: str) -> None:
    """What a layer's units cost more or less: those that are here change its value, those that have gone are told."""
    here = share(delta, layer["qty"], layer["qty_in"]) if layer["qty"] else 0
    average = tx.value(_AVERAGE, item=layer["item_id"], site=layer["site_id"])
    if min(layer["value_minor"], average) + here < 0:
        raise BelowNothing("that is more than they cost", item=layer["item_id"])
    landed = delta if kind == "landed" else 0
    tx.run(_MORE, id=layer["id"], base=delta - landed, landed=landed, here=here)
    known = 0 if layer["known"] else layer["qty"]
    worth = Worth(0, known, here, here)
    item, site, gone = layer["item_id"], layer["site_id"], delta - here
    enter(tx, layer["id"], item, site, worth, change=change, reason=kind, gone=gone)
