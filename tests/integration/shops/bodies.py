"""Orders as the shops' documentation describes them: the fields that are read, and others that are not."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

SHOPIFY_SECRET = "hush-5f1c0c7e"
WOO_SECRET = "ck-0b9d1a55"


def shopify_line(sku: str | None, quantity: int, **more: Any) -> dict[str, Any]:
    """A line of an order."""
    return {
        "id": 466157049,
        "admin_graphql_api_id": "gid://shopify/LineItem/466157049",
        "variant_id": 39072856,
        "product_id": 632910392,
        "title": "Loose tea",
        "name": "Loose tea - green",
        "sku": sku,
        "quantity": quantity,
        "current_quantity": quantity,
        "fulfillable_quantity": quantity,
        "fulfillment_status": None,
        "gift_card": False,
        "requires_shipping": True,
        "grams": 200,
        "price": "19.95",
        "total_discount": "0.00",
        "tax_lines": [{"title": "VAT", "price": "3.19", "rate": 0.19}],
        "properties": [],
        **more,
    }


def shopify_order(*lines: dict[str, Any], minute: int = 0, **more: Any) -> dict[str, Any]:
    """An order, last changed in some minute."""
    return {
        "id": 820982911946154508,
        "admin_graphql_api_id": "gid://shopify/Order/820982911946154508",
        "name": "#1001",
        "number": 1,
        "order_number": 1001,
        "created_at": "2026-03-02T10:00:00+01:00",
        "processed_at": "2026-03-02T10:00:00+01:00",
        "updated_at": f"2026-03-02T10:{minute:02}:00+01:00",
        "cancelled_at": None,
        "cancel_reason": None,
        "closed_at": None,
        "confirmed": True,
        "currency": "EUR",
        "current_total_price": "44.85",
        "total_price": "44.85",
        "financial_status": "paid",
        "fulfillment_status": None,
        "email": "ines@example.com",
        "note": "Please leave it at the door.",
        "test": False,
        "tags": "",
        "customer": {"id": 207119551, "first_name": "Ines", "last_name": "Carvalho"},
        "billing_address": {"name": "Ines Carvalho", "address1": "Rua Nova 1", "city": "Porto"},
        "shipping_address": {
            "first_name": "Ines",
            "last_name": "Carvalho",
            "name": "Ines Carvalho",
            "company": None,
            "address1": "Rua das Flores 12",
            "address2": "3º Esq.",
            "city": "Porto",
            "zip": "4050-262",
            "province": "Porto",
            "country": "Portugal",
            "country_code": "PT",
            "phone": None,
        },
        "line_items": list(lines),
        "shipping_lines": [{"id": 271878346, "title": "Standard", "price": "4.95", "code": "STD"}],
        "refunds": [],
        **more,
    }


def woo_line(sku: str, quantity: int, **more: Any) -> dict[str, Any]:
    """A line of an order."""
    return {
        "id": 315,
        "name": "Loose tea",
        "product_id": 93,
        "variation_id": 0,
        "quantity": quantity,
        "tax_class": "",
        "subtotal": "19.95",
        "total": "19.95",
        "taxes": [],
        "meta_data": [],
        "sku": sku,
        "price": 19.95,
        **more,
    }


def woo_order(*lines: dict[str, Any], minute: int = 0, **more: Any) -> dict[str, Any]:
    """An order, last changed in some minute."""
    return {
        "id": 727,
        "parent_id": 0,
        "number": "727",
        "order_key": "wc_order_58d2d042d1d",
        "created_via": "checkout",
        "version": "9.4.1",
        "status": "processing",
        "currency": "EUR",
        "date_created": "2026-03-02T10:00:00",
        "date_created_gmt": "2026-03-02T09:00:00",
        "date_modified": f"2026-03-02T10:{minute:02}:00",
        "date_modified_gmt": f"2026-03-02T09:{minute:02}:00",
        "total": "29.35",
        "customer_note": "",
        "billing": {
            "first_name": "John",
            "last_name": "Doe",
            "company": "",
            "address_1": "969 Market",
            "address_2": "",
            "city": "San Francisco",
            "state": "CA",
            "postcode": "94103",
            "country": "US",
            "email": "john.doe@example.com",
            "phone": "(555) 555-5555",
        },
        "shipping": {
            "first_name": "",
            "last_name": "",
            "company": "",
            "address_1": "",
            "address_2": "",
            "city": "",
            "state": "",
            "postcode": "",
            "country": "",
        },
        "payment_method": "bacs",
        "line_items": list(lines),
        "tax_lines": [],
        "shipping_lines": [
            {"id": 317, "method_title": "Flat rate", "method_id": "flat_rate", "total": "10.00"}
        ],
        "fee_lines": [],
        "refunds": [],
        **more,
    }


def signature(secret: str, body: bytes) -> str:
    """As both shops sign."""
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


def shopify_headers(topic: str, body: bytes, message: str = "b54557e4") -> dict[str, str]:
    """What comes with a body from Shopify."""
    return {
        "Content-Type": "application/json",
        "X-Shopify-Topic": topic,
        "X-Shopify-Hmac-Sha256": signature(SHOPIFY_SECRET, body),
        "X-Shopify-Webhook-Id": message,
        "X-Shopify-Event-Id": "98880550-7158-44d4-b7cd-2c97c8a091b5",
        "X-Shopify-Shop-Domain": "tea.myshopify.com",
        "X-Shopify-Api-Version": "2026-01",
        "X-Shopify-Triggered-At": "2026-03-02T09:00:01.000000000Z",
    }


def woo_headers(topic: str, body: bytes, message: str = "9d2c1f") -> dict[str, str]:
    """What comes with a body from WooCommerce."""
    resource, _, event = topic.partition(".")
    return {
        "Content-Type": "application/json",
        "User-Agent": "WooCommerce/9.4.1 Hookshot (WordPress/6.7)",
        "X-WC-Webhook-Source": "https://tea.example/",
        "X-WC-Webhook-Topic": topic,
        "X-WC-Webhook-Resource": resource,
        "X-WC-Webhook-Event": event,
        "X-WC-Webhook-Signature": signature(WOO_SECRET, body),
        "X-WC-Webhook-ID": "142",
        "X-WC-Webhook-Delivery-ID": message,
    }


def raw(body: object) -> bytes:
    """The bytes that are signed and sent."""
    return json.dumps(body).encode()
