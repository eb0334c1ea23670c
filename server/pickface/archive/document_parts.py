"""What was agreed with others: purchase orders, deliveries, orders, parcels, returns; shops and listeners. Pure."""

from __future__ import annotations

from typing import Final

from pickface.archive.part import CLIENT, Part, Ref, by, client, of, person
from pickface.purchasing.life import FOLLOWS
from pickface.returns.models import STATES as RETURN_STATES

_BOUGHT = ("number", "state", "ordered_at", "expected_on", "currency", "approved_at", "sent_at", "sent_to",
           "reference", "blind")  # fmt: skip
_BOUGHT_LINE = ("line_no", "qty", "received", "price_minor", "expected_on", "first_received_at",
                "last_received_at")  # fmt: skip
_SOLD = ("channel", "number", "priority", "placed_at", "ship_by", "customer", "street", "postcode", "city", "country",
         "note", "collect", "collection_code", "language",
         "gift", "gift_note", "substitutes", "shelf_days_left")  # fmt: skip
_LEFT = "(l.qty > l.shipped + l.given_up)"
_SOME_LEFT = (
    "EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = o.id AND l.qty > l.shipped + l.given_up)"
)
_OPEN = f"(o.state NOT IN ('shipped', 'cancelled') AND {_SOME_LEFT})"
"""Something of the order is still to be sent; that much of it comes over, as not begun."""
_STATE = (
    f"CASE WHEN {_OPEN} THEN CASE o.state WHEN 'held' THEN 'held' ELSE 'open' END "
    "WHEN o.state = 'cancelled' THEN 'cancelled' ELSE 'shipped' END"
)
_PARCEL = (
    "container_code",
    "tracking",
    "carrier",
    "weight_g",
    "packed_at",
    "shipped_at",
    "cost_minor",
    "handed_to",
)
_LINE_NO = "ROW_NUMBER() OVER (PARTITION BY {of} ORDER BY {id}) AS line_no"
_ITEM_LOT = (Ref("item_id", "items", ("item",)), Ref("lot_id", "lots", ("item", "lot", "parent")))
_LOT_OF = (
    "LEFT JOIN lot t ON t.id = {of}.lot_id AND {of}.lot_id > 0 "
    "LEFT JOIN lot u ON u.id = t.parent_id AND t.parent_id > 0"
)
_LOT = "COALESCE(t.code, '') AS lot, COALESCE(u.code, '') AS parent"

_OF_DONE = f"l.substitute_for IS NOT NULL AND NOT {_OPEN}"
_INSTEAD = (
    f"CASE WHEN {_OF_DONE} THEN o.channel ELSE '' END AS instead_channel, "
    f"CASE WHEN {_OF_DONE} THEN o.number ELSE '' END AS instead_number, "
    f"CASE WHEN {_OF_DONE} THEN (SELECT COUNT(*) FROM order_line b WHERE b.order_id = l.order_id AND b.line_no <= "
    "(SELECT a.line_no FROM order_line a WHERE a.id = l.substitute_for)) ELSE 0 END AS instead_line"
)
"""The line that a substitute stood for, of what is done: what is still to be sent is of its own item, at its price."""

BOUGHT: Final = (
    Part(
        "purchase_orders", "purchase_order", ("number",), _BOUGHT,
        f"SELECT {of('o', _BOUGHT)}, s.code AS supplier, {client('o')}, {person('a', 'approved')} "
        "FROM purchase_order o JOIN supplier s ON s.id = o.supplier_id LEFT JOIN person a ON a.id = o.approved_by "
        "WHERE o.site_id = :site ORDER BY o.id",
        (Ref("supplier_id", "suppliers", ("supplier",)), by("approved_by", "approved"), CLIENT),
        {"state": tuple(FOLLOWS)}, findable="purchase_order",
        later={"approved_badge": 2, "approved_login": 2, "owner": 6, "blind": 6},
    ),
    Part(
        "purchase_order_lines", "purchase_order_line", ("number", "line_no"), _BOUGHT_LINE,
        f"SELECT o.number, {of('l', _BOUGHT_LINE)}, i.sku AS item FROM purchase_order_line l "
        "JOIN purchase_order o ON o.id = l.purchase_order_id JOIN item i ON i.id = l.item_id "
        "WHERE o.site_id = :site ORDER BY o.id, l.line_no",
        (Ref("purchase_order_id", "purchase_orders", ("number",)), Ref("item_id", "items", ("item",))), of_site=False,
        later={"received": 2, "first_received_at": 2, "last_received_at": 2},
    ),
    Part(
        "purchase_order_changes", "purchase_order_change", ("number", "line_no"), ("at", "kind", "params"),
        f"SELECT o.number, c.at, c.kind, c.params, {_LINE_NO.format(of='o.id', id='c.id')}, {person('w', 'person')} "
        "FROM purchase_order_change c JOIN purchase_order o ON o.id = c.purchase_order_id "
        "LEFT JOIN person w ON w.id = c.person_id WHERE o.site_id = :site ORDER BY o.id, c.id",
        (Ref("purchase_order_id", "purchase_orders", ("number",)), by("person_id")), of_site=False, since=2,
        extras=("line_no",),
    ),
    Part(
        "discrepancies", "discrepancy", ("number", "line_no"), ("kind", "qty", "code", "created_at", "container"),
        f"SELECT o.number, d.kind, d.qty, d.code, d.created_at, d.container, COALESCE(l.line_no, 0) AS line, "
        "CASE WHEN l.id IS NULL THEN '' ELSE o.number END AS number_of_line, "
        f"COALESCE(i.sku, '') AS item, {_LINE_NO.format(of='o.id', id='d.id')} FROM discrepancy d "
        "JOIN purchase_order o ON o.id = d.purchase_order_id LEFT JOIN purchase_order_line l ON l.id = d.line_id "
        "LEFT JOIN item i ON i.id = d.item_id WHERE o.site_id = :site ORDER BY o.id, d.id",
        (Ref("purchase_order_id", "purchase_orders", ("number",)), Ref("item_id", "items", ("item",)),
         Ref("line_id", "purchase_order_lines", ("number_of_line", "line"))),
        of_site=False, since=2, extras=("line_no",),
    ),
    Part(
        "deliveries", "expected_delivery", ("number",), ("number", "state", "expected_on", "announced_at"),
        f"SELECT d.number, d.state, d.expected_on, d.announced_at, s.code AS supplier, {person('w', 'announced')} "
        "FROM expected_delivery d JOIN supplier s ON s.id = d.supplier_id LEFT JOIN person w ON w.id = d.announced_by "
        "WHERE d.site_id = :site ORDER BY d.id",
        (Ref("supplier_id", "suppliers", ("supplier",)), by("announced_by", "announced")),
        {"state": ("expected", "receiving", "received")}, since=2,
    ),
    Part(
        "delivery_cartons", "expected_carton", ("sscc",), ("sscc", "pallet", "state", "container", "at"),
        "SELECT c.sscc, c.pallet, c.state, c.container, c.at, d.number FROM expected_carton c "
        "JOIN expected_delivery d ON d.id = c.delivery_id WHERE d.site_id = :site ORDER BY d.id, c.id",
        (Ref("delivery_id", "deliveries", ("number",)),),
        {"state": ("expected", "received", "opened", "cancelled")}, of_site=False, since=2,
    ),
    Part(
        "delivery_goods", "expected_goods", ("sscc", "line_no"), ("qty", "lot", "expires_on", "serial"),
        "SELECT g.qty, g.lot, g.expires_on, g.serial, c.sscc, o.number, COALESCE(l.line_no, 0) AS line, i.sku AS item, "
        "CASE WHEN l.id IS NULL THEN '' ELSE o.number END AS number_of_line, "
        f"{_LINE_NO.format(of='c.id', id='g.id')} FROM expected_goods g JOIN expected_carton c ON c.id = g.carton_id "
        "JOIN expected_delivery d ON d.id = c.delivery_id JOIN purchase_order o ON o.id = g.purchase_order_id "
        "JOIN item i ON i.id = g.item_id LEFT JOIN purchase_order_line l ON l.id = g.purchase_order_line_id "
        "WHERE d.site_id = :site ORDER BY d.id, c.id, g.id",
        (Ref("carton_id", "delivery_cartons", ("sscc",)), Ref("purchase_order_id", "purchase_orders", ("number",)),
         Ref("purchase_order_line_id", "purchase_order_lines", ("number_of_line", "line")),
         Ref("item_id", "items", ("item",))), of_site=False, since=2, extras=("line_no",), later={"serial": 4},
    ),
)  # fmt: skip
SOLD: Final = (
    Part(
        "orders", "orders", ("channel", "number"), (*_SOLD, "state"),
        f"SELECT {of('o', _SOLD)}, {_STATE} AS state, {client('o')} FROM orders o WHERE o.site_id = :site "
        "ORDER BY o.id", (CLIENT,), choices={"state": ("open", "held", "shipped", "cancelled")}, findable="order",
        later={"state": 2, "collect": 3, "collection_code": 3, "language": 4, "gift": 4, "gift_note": 4,
               "substitutes": 4, "owner": 6, "shelf_days_left": 6},
    ),
    Part(
        "invoices", "invoice", ("number",), ("number", "code", "made_at", "total_minor", "currency", "body"),
        "SELECT v.number, v.code, v.made_at, v.total_minor, v.currency, v.body, o.channel, o.number AS order_number, "
        f"{person('w', 'person')} FROM invoice v JOIN orders o ON o.id = v.order_id "
        "LEFT JOIN person w ON w.id = v.person_id WHERE v.site_id = :site ORDER BY v.number",
        (Ref("order_id", "orders", ("channel", "order_number")), by("person_id")), since=4,
    ),
    Part(
        "order_lines", "order_line", ("channel", "number", "line_no"),
        ("line_no", "qty", "shipped", "given_up", "billed", "price_minor", "tax_bp", "fresh_from"),
        "SELECT o.channel, o.number, ROW_NUMBER() OVER (PARTITION BY o.id ORDER BY l.line_no) AS line_no, "
        f"CASE WHEN {_OPEN} THEN l.qty - l.shipped - l.given_up ELSE l.qty END AS qty, "
        f"CASE WHEN {_OPEN} THEN 0 ELSE l.shipped END AS shipped, "
        f"CASE WHEN {_OPEN} THEN 0 ELSE l.given_up END AS given_up, "
        f"CASE WHEN {_OPEN} THEN 0 ELSE l.billed END AS billed, l.price_minor, l.tax_bp, l.fresh_from, "
        f"i.sku AS item, {_LOT}, {_INSTEAD} FROM order_line l "
        "JOIN orders o ON o.id = l.order_id JOIN item i ON i.id = l.item_id "
        f"{_LOT_OF.format(of='l')} WHERE o.site_id = :site AND ({_LEFT} OR NOT {_OPEN}) "
        "ORDER BY o.id, l.line_no",
        (Ref("order_id", "orders", ("channel", "number")), *_ITEM_LOT,
         Ref("substitute_for", "order_lines", ("instead_channel", "instead_number", "instead_line"))), of_site=False,
        later={"shipped": 2, "given_up": 2, "parent": 2, "billed": 4, "tax_bp": 4, "instead_channel": 5,
               "instead_number": 5, "instead_line": 5, "fresh_from": 6},
    ),
    Part(
        "promises", "reservation", ("channel", "number", "line_no"), ("qty",),
        f"SELECT * FROM (SELECT o.channel, o.number, CASE WHEN o.state IN ('open', 'held') THEN (SELECT "
        "COALESCE(SUM(r.qty), 0) FROM reservation r WHERE r.order_line_id = l.id) "
        "ELSE l.qty - l.shipped - l.given_up END AS qty, CASE WHEN o.state IN ('open', 'held') THEN 0 ELSE 1 END AS "
        "begun, o.priority, o.ship_by, o.id, (SELECT COUNT(*) FROM order_line b WHERE b.order_id = o.id "
        "AND b.line_no <= l.line_no AND b.qty > b.shipped + b.given_up) AS line_no FROM order_line l "
        f"JOIN orders o ON o.id = l.order_id WHERE o.site_id = :site AND {_OPEN} AND {_LEFT}) w "
        "WHERE qty > 0 ORDER BY begun, priority, ship_by, id, line_no",
        (Ref("order_line_id", "order_lines", ("channel", "number", "line_no")),), of_site=False, since=2,
        extras=("line_no",),
    ),
    Part(
        "parcels", "shipment", ("container_code",), _PARCEL,
        f"SELECT {of('s', _PARCEL)}, o.channel, o.number, COALESCE(c.code, '') AS carrier_code FROM shipment s "
        "JOIN orders o ON o.id = s.order_id LEFT JOIN carrier c ON c.id = s.carrier_id "
        "WHERE s.site_id = :site AND s.shipped_at IS NOT NULL ORDER BY s.id",
        (Ref("order_id", "orders", ("channel", "number")), Ref("carrier_id", "carriers", ("carrier_code",)),
         Ref("container_code", "containers", ("container_code",))), since=2, later={"handed_to": 3},
    ),
)  # fmt: skip
BACK: Final = (
    Part(
        "returns", "customer_return", ("number",), ("number", "state", "tracking", "note", "made_at", "received_at"),
        "SELECT r.number, CASE r.state WHEN 'receiving' THEN 'received' ELSE r.state END AS state, r.tracking, r.note, "
        "r.made_at, r.received_at, COALESCE(o.channel, '') AS channel, COALESCE(o.number, '') AS order_number, "
        f"COALESCE(s.container_code, '') AS parcel, {person('w', 'made')} FROM customer_return r "
        "LEFT JOIN orders o ON o.id = r.order_id LEFT JOIN shipment s ON s.id = r.shipment_id "
        "AND s.shipped_at IS NOT NULL LEFT JOIN person w ON w.id = r.made_by WHERE r.site_id = :site ORDER BY r.id",
        (Ref("order_id", "orders", ("channel", "order_number")), Ref("shipment_id", "parcels", ("parcel",)),
         by("made_by", "made")), {"state": RETURN_STATES}, since=2,
    ),
    Part(
        "return_lines", "return_line", ("number", "line_no"), ("qty", "reason"),
        f"SELECT l.qty, l.reason, r.number, i.sku AS item, {_LINE_NO.format(of='r.id', id='l.id')} FROM return_line l "
        "JOIN customer_return r ON r.id = l.return_id JOIN item i ON i.id = l.item_id "
        "WHERE r.site_id = :site ORDER BY r.id, l.id",
        (Ref("return_id", "returns", ("number",)), Ref("item_id", "items", ("item",))), of_site=False, since=2,
        extras=("line_no",),
    ),
    Part(
        "return_goods", "return_goods", ("number", "line_no"),
        ("qty", "grade", "follow", "undecided", "strange", "container", "event_id", "at"),
        "SELECT g.qty, g.grade, g.follow, g.undecided, g.strange, g.container, g.event_id, g.at, r.number, "
        f"i.sku AS item, {_LOT}, COALESCE(o.channel, '') AS channel, COALESCE(o.number, '') AS order_number, "
        "CASE WHEN o.id IS NULL THEN 0 ELSE (SELECT COUNT(*) FROM order_line b WHERE b.order_id = ol.order_id "
        f"AND b.line_no <= ol.line_no) END AS order_line, COALESCE(p.code, '') AS place, {person('w', 'person')}, "
        f"{client('g')}, {_LINE_NO.format(of='r.id', id='g.id')} FROM return_goods g "
        "JOIN customer_return r ON r.id = g.return_id "
        f"JOIN item i ON i.id = g.item_id {_LOT_OF.format(of='g')} LEFT JOIN order_line ol ON ol.id = g.order_line_id "
        f"LEFT JOIN orders o ON o.id = ol.order_id AND NOT {_OPEN} LEFT JOIN place p ON p.id = g.place_id "
        "AND p.virtual = 0 AND p.id > 0 AND p.site_id = r.site_id LEFT JOIN person w ON w.id = g.person_id "
        "WHERE r.site_id = :site ORDER BY r.id, g.id",
        (Ref("return_id", "returns", ("number",)), *_ITEM_LOT,
         Ref("order_line_id", "order_lines", ("channel", "order_number", "order_line")),
         Ref("place_id", "places", ("place",)), by("person_id"), CLIENT), since=2, extras=("line_no",),
        later={"owner": 6},
    ),
    Part(
        "return_decisions", "return_decision", ("number", "goods", "line_no"),
        ("at", "follow", "qty", "note", "event_id"),
        "SELECT d.at, d.follow, d.qty, d.note, d.event_id, r.number, (SELECT COUNT(*) FROM return_goods b "
        f"WHERE b.return_id = r.id AND b.id <= g.id) AS goods, {person('w', 'person')}, "
        f"{_LINE_NO.format(of='g.id', id='d.id')} FROM return_decision d "
        "JOIN return_goods g ON g.id = d.return_goods_id "
        "JOIN customer_return r ON r.id = g.return_id LEFT JOIN person w ON w.id = d.person_id "
        "WHERE r.site_id = :site ORDER BY r.id, g.id, d.id",
        (Ref("return_goods_id", "return_goods", ("number", "goods")), by("person_id")), of_site=False, since=2,
        extras=("line_no",),
    ),
)  # fmt: skip
TOLD: Final = (
    Part(
        "channels", "channel", ("code",), ("code", "kind", "secret", "stock_buffer", "take_unpaid", "made_at"),
        f"SELECT c.code, c.kind, c.secret, c.stock_buffer, c.take_unpaid, c.made_at, {client('c')} FROM channel c "
        "WHERE c.site_id = :site ORDER BY c.code", (CLIENT,), later={"owner": 6},
        choices={"kind": ("shopify", "woocommerce")}, since=2, fixed={"active": 0}, secrets=("secret",),
    ),
    Part(
        "channel_orders", "channel_order", ("channel", "external_id"),
        ("external_id", "number", "state", "problem", "params", "body", "told_at", "changed_at"),
        "SELECT x.external_id, x.number, x.state, x.problem, x.params, x.body, x.told_at, x.changed_at, "
        "c.code AS channel, COALESCE(o.channel, '') AS order_channel, COALESCE(o.number, '') AS order_number "
        "FROM channel_order x JOIN channel c ON c.id = x.channel_id LEFT JOIN orders o ON o.id = x.order_id "
        "WHERE c.site_id = :site ORDER BY x.id",
        (Ref("channel_id", "channels", ("channel",)), Ref("order_id", "orders", ("order_channel", "order_number"))),
        {"state": ("new", "taken", "waiting", "unpaid", "cancelled", "nothing")}, of_site=False, since=2,
    ),
    Part(
        "webhooks", "webhook", ("line_no",), ("name", "url", "events", "secret", "made_at"),
        "SELECT h.name, h.url, h.events, h.secret, h.made_at, COALESCE(c.code, '') AS channel, "
        f"ROW_NUMBER() OVER (ORDER BY h.id) AS line_no, {person('w', 'made')} FROM webhook h "
        "LEFT JOIN channel c ON c.id = h.channel_id JOIN person w ON w.id = h.made_by "
        "WHERE h.site_id = :site AND h.ended_at IS NULL ORDER BY h.id",
        (Ref("channel_id", "channels", ("channel",)), by("made_by", "made")), since=2, fixed={"state": "paused"},
        secrets=("secret",), extras=("line_no",),
    ),
)  # fmt: skip
