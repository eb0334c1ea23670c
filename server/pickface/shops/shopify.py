"""Shopify's webhooks: ``orders/create``, ``orders/updated``, ``orders/cancelled``. Pure.

Fields as its Admin REST API documents an order. ``current_quantity`` is what is left of a line after the order was
edited or refunded; older bodies have ``quantity`` alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pickface.shops.told import (
    ShopOrder,
    gathered,
    gift_of,
    identity,
    language_tag,
    lines_of_text,
    mapping,
    moment,
    records,
    substitutes_of,
    text,
    units,
)

SIGNATURE: Final = "X-Shopify-Hmac-Sha256"
TOPIC: Final = "X-Shopify-Topic"
MESSAGE: Final = "X-Shopify-Webhook-Id"
TOPICS: Final = frozenset(
    {"orders/create", "orders/updated", "orders/paid", "orders/edited", "orders/cancelled"}
)
_PAID: Final = frozenset({"paid", "partially_refunded", "authorized"})


def order_of(topic: str, body: Mapping[str, Any], *, take_unpaid: bool) -> ShopOrder:
    """The order that a body tells of; NotAnOrder."""
    lines, left_out = [], []
    for line in records(body.get("line_items"), "line_items"):
        name = text(line.get("name") or line.get("title"), 120)
        if line.get("requires_shipping") is False or line.get("gift_card") is True:
            left_out.append(name)
            continue
        many = units(line.get("current_quantity", line.get("quantity")))
        lines.append((text(line.get("sku"), 60), name, many))
    wanted, nameless = gathered(lines)
    charges = records(body.get("shipping_lines"), "shipping_lines")
    left_out += [text(charge.get("title"), 120) for charge in charges]
    to = mapping(body.get("shipping_address")) or mapping(body.get("billing_address"))
    street = ", ".join(filter(None, (text(to.get(one), 160) for one in ("address1", "address2"))))
    named = text(to.get("name"), 120) or " ".join(
        filter(None, (text(to.get(one), 60) for one in ("first_name", "last_name")))
    )
    customer = ", ".join(filter(None, (named, text(to.get("company"), 60))))
    attributes = [
        (one.get("name"), one.get("value"))
        for one in records(body.get("note_attributes"), "note_attributes")
    ]
    gift, gift_note = gift_of(attributes)
    return ShopOrder(
        external_id=identity(body.get("id")),
        number=text(body.get("name") or body.get("order_number"), 40).removeprefix("#"),
        told_at=moment(body.get("updated_at")),
        placed_at=moment(body.get("created_at")),
        wish=_wish(topic, body, take_unpaid=take_unpaid),
        customer=text(customer, 120),
        street=text(street, 160),
        postcode=text(to.get("zip"), 20),
        city=text(to.get("city"), 80),
        country=text(to.get("country_code") or to.get("country"), 60),
        note=lines_of_text(body.get("note"), 1000),
        language=language_tag(body.get("customer_locale")),
        gift=gift,
        gift_note=gift_note,
        substitutes=substitutes_of(attributes),
        lines=wanted,
        nameless=nameless,
        left_out=left_out,
    )


def _wish(topic: str, body: Mapping[str, Any], *, take_unpaid: bool) -> str:
    paid = body.get("financial_status")
    if topic == "orders/cancelled" or body.get("cancelled_at") or paid in ("voided", "refunded"):
        return "cancel"
    if body.get("fulfillment_status") == "fulfilled":
        return "none"
    return "ship" if take_unpaid or paid in _PAID else "wait"
