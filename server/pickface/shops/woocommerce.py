"""WooCommerce's webhooks: ``order.created``, ``order.updated``, ``order.deleted``, ``order.restored``. Pure.

Fields as its REST API documents an order; a deleted one is told by its id alone. Its delivery id is made of the
webhook's id and the second, so two orders of one second share it: only together with the body it names a message.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from pickface.shops.told import (
    ShopOrder,
    gathered,
    gift_of,
    identity,
    lines_of_text,
    mapping,
    moment,
    records,
    substitutes_of,
    text,
    units,
)

SIGNATURE: Final = "X-WC-Webhook-Signature"
TOPIC: Final = "X-WC-Webhook-Topic"
MESSAGE: Final = "X-WC-Webhook-Delivery-ID"
TOPICS: Final = frozenset({"order.created", "order.updated", "order.restored", "order.deleted"})
_PING = re.compile(rb"webhook_id=\d{1,12}")
_CANCELLED: Final = frozenset({"cancelled", "refunded", "trash", "failed"})
_UNPAID: Final = frozenset({"pending", "on-hold"})


def is_ping(body: bytes) -> bool:
    """Whether it is what the shop sends, unsigned, when the webhook is saved: it only wants to see an answer."""
    return _PING.fullmatch(body) is not None


def order_of(topic: str, body: Mapping[str, Any], *, take_unpaid: bool) -> ShopOrder:
    """The order that a body tells of; NotAnOrder."""
    wanted, nameless = gathered(
        (text(one.get("sku"), 60), text(one.get("name"), 120), units(one.get("quantity")))
        for one in records(body.get("line_items"), "line_items")
    )
    left_out = [
        text(one.get("method_title") or one.get("name"), 120)
        for field in ("shipping_lines", "fee_lines")
        for one in records(body.get(field), field)
    ]
    to = mapping(body.get("shipping"))
    if not any(text(to.get(one), 160) for one in ("address_1", "city", "postcode")):
        to = mapping(body.get("billing"))
    named = " ".join(filter(None, (text(to.get(one), 60) for one in ("first_name", "last_name"))))
    street = ", ".join(filter(None, (text(to.get(one), 160) for one in ("address_1", "address_2"))))
    customer = ", ".join(filter(None, (named, text(to.get("company"), 60))))
    attributes = [
        (one.get("key"), one.get("value")) for one in records(body.get("meta_data"), "meta_data")
    ]
    gift, gift_note = gift_of(attributes)
    return ShopOrder(
        external_id=identity(body.get("id")),
        number=text(body.get("number") or body.get("id"), 40),
        told_at=moment(body.get("date_modified_gmt"), utc=True),
        placed_at=moment(body.get("date_created_gmt"), utc=True),
        wish=_wish(topic, text(body.get("status"), 30), take_unpaid=take_unpaid),
        customer=text(customer, 120),
        street=text(street, 160),
        postcode=text(to.get("postcode"), 20),
        city=text(to.get("city"), 80),
        country=text(to.get("country"), 60),
        note=lines_of_text(body.get("customer_note"), 1000),
        gift=gift,
        gift_note=gift_note,
        substitutes=substitutes_of(attributes),
        lines=wanted,
        nameless=nameless,
        left_out=left_out,
    )


def _wish(topic: str, status: str, *, take_unpaid: bool) -> str:
    if topic == "order.deleted" or status in _CANCELLED:
        return "cancel"
    if status == "completed":
        return "none"
    if status == "processing" or (take_unpaid and status in _UNPAID):
        return "ship"
    return "wait"
