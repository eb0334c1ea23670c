"""A shop goes on telling of an order that was split or merged here: nothing is sent twice, and nothing is forgotten."""

from __future__ import annotations

import pytest
from apiflask import APIFlask

from tests.integration.shops.bodies import shopify_line, shopify_order
from tests.integration.shops.test_channels import Shops, lines
from tests.office import open_office


@pytest.fixture
def shops(app: APIFlask) -> Shops:
    """A shop whose order for five teas was taken in."""
    shops = Shops(open_office(app))
    shops.stock("TEA", 20)
    shops.says("orders/create", shopify_order(shopify_line("TEA", 5)))
    return shops


def split(shops: Shops, qty: int) -> None:
    """Two teas become an order of their own."""
    order = shops.orders()[0]
    body = {"lines": [{"line": order["lines"][0]["id"], "qty": qty}]}
    shops.desk.post(f"/orders/{order['id']}/split", body)


def merge(shops: Shops, into: int, other: int) -> None:
    orders = shops.orders()
    body = {"order": orders[other]["id"]}
    shops.desk.post(f"/orders/{orders[into]['id']}/merge", body, expect=200)


def second(shops: Shops, minute: int = 0, qty: int = 3, **more: object) -> str:
    """What the shop says of a further order of the same customer."""
    body = shopify_order(shopify_line("TEA", qty), minute=minute, id=2, name="#2", **more)
    return shops.says("orders/updated" if minute else "orders/create", body)


def wanted(shops: Shops) -> int:
    """The teas of all orders that are to be sent."""
    return sum(
        line["qty"] - line["given_up"]
        for order in shops.orders()
        if order["state"] != "cancelled"
        for line in order["lines"]
    )


def test_what_was_split_off_is_not_ordered_anew_by_the_next_update(shops: Shops) -> None:
    split(shops, 2)
    same = shopify_order(shopify_line("TEA", 5), minute=1)
    assert shops.says("orders/updated", same) == "unchanged"
    assert [lines(order) for order in shops.orders()] == [{"TEA": 3}, {"TEA": 2}]
    more = shopify_order(shopify_line("TEA", 6), minute=2)
    assert shops.says("orders/updated", more) == "changed_too_late"
    assert wanted(shops) == 5
    assert shops.exceptions() == [("channel_order_changed", "open")]


def test_an_address_reaches_all_parts_of_an_order(shops: Shops) -> None:
    split(shops, 2)
    address = {"name": "Ines", "address1": "Rua Nova 1", "city": "Porto", "zip": "4000"}
    moved = shopify_order(shopify_line("TEA", 5), minute=1, shipping_address=address)
    assert shops.says("orders/updated", moved) == "changed"
    assert [order["street"] for order in shops.orders()] == ["Rua Nova 1"] * 2


def test_a_cancelled_order_is_cancelled_in_all_its_parts(shops: Shops) -> None:
    split(shops, 2)
    gone = shopify_order(shopify_line("TEA", 5), minute=1, cancelled_at="2026-03-02T10:03:00+01:00")
    assert shops.says("orders/cancelled", gone) == "cancelled"
    assert [order["state"] for order in shops.orders()] == ["cancelled", "cancelled"]


def test_an_order_that_took_another_in_keeps_its_goods(shops: Shops) -> None:
    second(shops)
    merge(shops, 0, 1)
    same = shopify_order(shopify_line("TEA", 5), minute=1)
    assert shops.says("orders/updated", same) == "unchanged"
    assert second(shops, minute=1) == "unchanged"
    assert wanted(shops) == 8
    less = shopify_order(shopify_line("TEA", 4), minute=2)
    assert shops.says("orders/updated", less) == "changed_too_late"
    assert second(shops, minute=2, qty=1) == "changed_too_late"
    assert wanted(shops) == 8
    assert [kind for kind, _ in shops.exceptions()] == ["channel_order_changed"] * 2


@pytest.mark.parametrize("first", [True, False])
def test_of_two_merged_orders_one_cancelled_in_the_shop_is_told_to_somebody(
    shops: Shops, first: bool
) -> None:
    second(shops)
    merge(shops, 0, 1)
    at = "2026-03-02T10:03:00+01:00"
    if first:
        gone = shopify_order(shopify_line("TEA", 5), minute=1, cancelled_at=at)
        assert shops.says("orders/cancelled", gone) == "cancelled_too_late"
    else:
        assert second(shops, minute=1, cancelled_at=at) == "cancelled_too_late"
    assert wanted(shops) == 8
    assert shops.exceptions() == [("channel_cancelled_late", "open")]
