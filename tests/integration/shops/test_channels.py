"""Shops send their orders themselves: signed, once, and none is lost because it came early, late or incomplete."""

from __future__ import annotations

from typing import Any

import pytest
from apiflask import APIFlask

from pickface.db import rows
from tests.integration.shops.bodies import (
    SHOPIFY_SECRET,
    WOO_SECRET,
    raw,
    shopify_headers,
    shopify_line,
    shopify_order,
    signature,
    woo_headers,
    woo_line,
    woo_order,
)
from tests.office import Office, open_office

TEA2 = shopify_line("TEA", 2)


class Shops:
    """An office with a Shopify and a WooCommerce shop, and both shops' side."""

    def __init__(self, office: Office) -> None:
        self.office, self.desk, self.count = office, office.desk, 0
        for sku in ("TEA", "MUG"):
            self.desk.post("/items", {"sku": sku, "name": sku.title()})
        self.desk.post("/floor", {"aisles": 1, "bays": 1, "levels": 1})
        self.shopify = self.channel("shopify", SHOPIFY_SECRET)
        self.woo = self.channel("woocommerce", WOO_SECRET)

    def channel(self, kind: str, secret: str, **more: Any) -> dict[str, Any]:
        """A new channel."""
        form = {"code": f"{kind}-{self.count}", "kind": kind, "secret": secret, **more}
        self.count += 1
        made: dict[str, Any] = self.desk.post("/channels", form)
        return made

    def send(self, path: str, body: bytes, headers: dict[str, str]) -> Any:
        """A message, as it comes over the wire: no cookie, no header of ours."""
        return self.office.app.test_client().post(path, data=body, headers=headers)

    def says(self, topic: str, order: dict[str, Any], message: str = "", status: int = 200) -> str:
        """What a message of one of the shops comes to."""
        self.count += 1
        of, headers = (self.woo, woo_headers) if "." in topic else (self.shopify, shopify_headers)
        body = raw(order)
        answer = self.send(of["path"], body, headers(topic, body, message or f"m{self.count}"))
        assert answer.status_code == status, answer.text
        return str(answer.json.get("outcome") or answer.json["code"])

    def orders(self) -> list[dict[str, Any]]:
        """All orders with their lines, the oldest first."""
        listed = self.desk.get("/orders")["items"]
        return [self.desk.get(f"/orders/{one['id']}") for one in reversed(listed)]

    def stock(self, sku: str, qty: int) -> None:
        """Goods in the only bin."""
        item = self.desk.get("/items", sku=sku)["items"][0]["id"]
        place = self.desk.get("/places", code="A-01-01")["items"][0]["id"]
        body = {"item": item, "place": place, "delta": qty, "reason": "found"}
        self.desk.post("/stock/adjustments", body, expect=200)

    def exceptions(self) -> list[tuple[str, str]]:
        """What supervisors see."""
        found = self.desk.get("/board")["exceptions"]
        return [(one["kind"], one["state"]) for one in found]


@pytest.fixture
def shops(app: APIFlask) -> Shops:
    return Shops(open_office(app))


def lines(order: dict[str, Any]) -> dict[str, int]:
    return {
        line["sku"]: line["qty"] - line["given_up"]
        for line in order["lines"]
        if line["qty"] > line["given_up"]
    }


def test_a_shopify_order_comes_in_with_its_goods_and_its_address_and_no_money(shops: Shops) -> None:
    gift = shopify_line(None, 1, requires_shipping=False, gift_card=True, name="Gift card")
    order = shopify_order(TEA2, shopify_line("MUG", 1), shopify_line("TEA", 1), gift)
    assert shops.says("orders/create", order) == "taken"
    (made,) = shops.orders()
    assert (made["number"], made["channel"]) == ("1001", shops.shopify["code"])
    assert lines(made) == {"TEA": 3, "MUG": 1}
    assert (made["customer"], made["street"]) == ("Ines Carvalho", "Rua das Flores 12, 3º Esq.")
    assert (made["postcode"], made["city"], made["country"]) == ("4050-262", "Porto", "PT")
    assert made["note"] == "Please leave it at the door."
    assert {line["price_minor"] for line in made["lines"]} == {0}
    (heard,) = shops.desk.get(f"/channels/{shops.shopify['id']}/messages")["items"]
    assert (heard["outcome"], heard["left_out"]) == ("taken", ["Gift card", "Standard"])


def test_a_woocommerce_order_is_shipped_to_whom_it_is_billed_where_nobody_else_is_named(
    shops: Shops,
) -> None:
    assert shops.says("order.created", woo_order(woo_line("TEA", 2))) == "taken"
    (made,) = shops.orders()
    assert (made["number"], made["customer"], made["street"]) == ("727", "John Doe", "969 Market")
    assert lines(made) == {"TEA": 2}


def test_who_does_not_sign_right_is_nobody(shops: Shops) -> None:
    body = raw(shopify_order(TEA2))
    right = shopify_headers("orders/create", body)
    path = shops.shopify["path"]
    for wrong in ("", "x", "ä", signature("another", body), signature(SHOPIFY_SECRET, body + b" ")):
        answer = shops.send(path, body, {**right, "X-Shopify-Hmac-Sha256": wrong})
        assert (answer.status_code, answer.json["code"]) == (401, "not_signed")
    assert shops.send(shops.woo["path"], body, right).status_code == 401
    assert shops.send("/hooks/999", body, right).status_code == 404
    shops.desk.post(
        f"/channels/{shops.shopify['id']}", {"active": False}, method="PATCH", expect=200
    )
    assert shops.send(path, body, right).status_code == 404
    assert shops.orders() == []


def test_hostile_bodies_are_refused_and_odd_ones_taken(shops: Shops) -> None:
    path = shops.shopify["path"]
    deep = b'{"id":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    for body in (
        b"", b"[]", b"nonsense", b'"x"', b"\xff\xfe", b"{}", deep, raw({"id": {}}), raw({"id": True}),
        raw(shopify_order(shopify_line("TEA", 10**30))), raw(shopify_order(line_items={"a": 1})),
        raw(shopify_order(shopify_line("TEA", 1, current_quantity="2"))),
        raw(shopify_order(line_items=[1, 2])), raw(shopify_order(*[TEA2] * 501)),
    ):  # fmt: skip
        answer = shops.send(path, body, shopify_headers("orders/create", body))
        assert (answer.status_code, answer.json["code"]) == (422, "not_an_order"), body[:60]
    big = b'{"id": 1, "note": "' + b"x" * (1 << 20) + b'"}'
    assert shops.send(path, big, shopify_headers("orders/create", big)).status_code == 413
    odd = shopify_order(
        TEA2,
        note="a\x00b\u2028c",
        shipping_address={"name": ["x"], "city": "P\x00orto" * 99, "zip": 7},
        updated_at="yesterday",
        created_at=None,
    )
    assert shops.says("orders/create", odd) == "taken"
    (made,) = shops.orders()
    assert made["postcode"] == "7"
    assert 70 < len(made["city"]) <= 80


def test_a_message_that_comes_again_does_nothing_again(shops: Shops) -> None:
    order = shopify_order(TEA2)
    assert shops.says("orders/create", order, "same") == "taken"
    assert shops.says("orders/create", order, "same") == "repeat"
    assert shops.says("orders/create", order, "other") == "unchanged"
    assert len(shops.orders()) == 1


def test_two_orders_of_one_second_share_a_delivery_id_and_both_come_in(shops: Shops) -> None:
    """WooCommerce makes the id of the webhook and the second."""
    assert shops.says("order.created", woo_order(woo_line("TEA", 1)), "same") == "taken"
    other = woo_order(woo_line("TEA", 1), id=728, number="728")
    assert shops.says("order.created", other, "same") == "taken"
    assert [order["number"] for order in shops.orders()] == ["727", "728"]


def test_an_update_that_overtakes_the_creation_makes_the_order_and_old_news_changes_nothing(
    shops: Shops,
) -> None:
    newer = shopify_order(shopify_line("TEA", 5), minute=7)
    assert shops.says("orders/updated", newer) == "taken"
    assert shops.says("orders/create", shopify_order(TEA2, minute=0)) == "old_news"
    assert lines(shops.orders()[0]) == {"TEA": 5}


def test_a_changed_order_follows_the_shop_while_nobody_works_on_it(shops: Shops) -> None:
    shops.stock("TEA", 10)
    shops.stock("MUG", 10)
    shops.says("orders/create", shopify_order(TEA2, shopify_line("MUG", 1)))
    # The customer took one tea off, which Shopify tells as what is left of the line, and wants more mugs.
    less = shopify_line("TEA", 2, current_quantity=1)
    address = {"name": "Ines Carvalho", "address1": "Rua Nova 1", "city": "Porto", "zip": "4000"}
    changed = shopify_order(less, shopify_line("MUG", 4), minute=1, shipping_address=address)
    assert shops.says("orders/updated", changed) == "changed"
    (made,) = shops.orders()
    assert (lines(made), made["street"]) == ({"TEA": 1, "MUG": 4}, "Rua Nova 1")
    assert [line["reserved"] for line in made["lines"]] == [1, 4] or {
        line["sku"]: line["reserved"] for line in made["lines"]
    } == {"TEA": 1, "MUG": 4}
    gone = shopify_order(shopify_line("MUG", 4), minute=2, shipping_address=address)
    assert shops.says("orders/updated", gone) == "changed"
    assert lines(shops.orders()[0]) == {"MUG": 4}
    assert shops.desk.get("/stock", item="TEA")["available"] == 10


def test_a_change_that_comes_too_late_is_told_to_a_supervisor(shops: Shops) -> None:
    shops.stock("TEA", 10)
    shops.says("orders/create", shopify_order(TEA2))
    shops.desk.post(f"/orders/{shops.orders()[0]['id']}/release", expect=200)
    for minute in (1, 2):
        more = shopify_order(shopify_line("TEA", 2 + minute), minute=minute)
        assert shops.says("orders/updated", more) == "changed_too_late"
    assert shops.exceptions() == [("channel_order_changed", "open")]
    assert lines(shops.orders()[0]) == {"TEA": 2}


def test_a_cancelled_order_is_cancelled_here_also_when_it_is_on_the_floor(shops: Shops) -> None:
    shops.stock("TEA", 10)
    shops.says("orders/create", shopify_order(TEA2))
    order = shops.orders()[0]["id"]
    shops.desk.post(f"/orders/{order}/release", expect=200)
    cancelled = shopify_order(TEA2, minute=3, cancelled_at="2026-03-02T10:03:00+01:00")
    assert shops.says("orders/cancelled", cancelled) == "cancelled"
    assert shops.orders()[0]["state"] == "cancelled"
    assert shops.desk.get("/stock", item="TEA")["available"] == 10
    assert shops.says("orders/updated", {**cancelled, "note": "x"}) == "cancelled"


def test_one_cancelled_before_it_came_is_never_made(shops: Shops) -> None:
    assert shops.says("order.deleted", {"id": 727}) == "cancelled_before"
    gone = woo_order(woo_line("TEA", 1), status="cancelled", minute=5)
    assert shops.says("order.updated", gone) == "cancelled_before"
    assert shops.says("order.created", woo_order(woo_line("TEA", 1))) == "old_news"
    assert shops.orders() == []


def test_one_that_is_wanted_again_after_it_was_cancelled_here_is_not_forgotten(
    shops: Shops,
) -> None:
    wanted = woo_line("TEA", 1)
    shops.says("order.created", woo_order(wanted))
    failed = woo_order(wanted, status="failed", minute=1)
    assert shops.says("order.updated", failed) == "cancelled"
    assert shops.says("order.updated", woo_order(wanted, minute=2)) == "changed_too_late"
    assert shops.exceptions() == [("channel_order_changed", "open")]
    other = woo_order(wanted, id=728, number="728", status="failed", minute=1)
    assert shops.says("order.created", other) == "cancelled_before"
    paid = woo_order(wanted, id=728, number="728", minute=2)
    assert shops.says("order.updated", paid) == "taken", "it was never here, so nothing went back"


def test_one_that_has_left_the_house_cannot_be_cancelled_and_somebody_is_told(shops: Shops) -> None:
    shops.says("order.created", woo_order(woo_line("TEA", 1)))
    app = shops.office.app
    app.extensions["pickface"].writer.run(lambda tx: tx.run("UPDATE orders SET state = 'shipped'"))
    gone = woo_order(woo_line("TEA", 1), status="refunded", minute=1)
    assert shops.says("order.updated", gone) == "cancelled_too_late"
    assert shops.exceptions() == [("channel_cancelled_late", "open")]


def test_an_order_with_an_unknown_sku_waits_whole_and_comes_in_when_the_item_is_there(
    shops: Shops,
) -> None:
    order = shopify_order(TEA2, shopify_line("NEW-1", 1))
    assert shops.says("orders/create", order) == "waits"
    assert shops.orders() == []
    path = f"/channels/{shops.shopify['id']}/orders"
    (waiting,) = shops.desk.get(path, state="waiting")["items"]
    assert (waiting["number"], waiting["problem"]) == ("1001", "unknown_items")
    assert waiting["params"] == {"skus": "NEW-1"}
    assert shops.says("orders/updated", {**order, "tags": "x"}) == "waits"
    assert shops.exceptions() == [("channel_order_waits", "open")]
    again = f"{path}/{waiting['id']}/try-again"
    assert shops.desk.post(again, expect=200)["outcome"] == "waits"
    shops.desk.post("/items", {"sku": "NEW-1", "name": "New"})
    assert shops.desk.post(again, expect=200)["outcome"] == "taken"
    assert lines(shops.orders()[0]) == {"TEA": 2, "NEW-1": 1}
    assert ("channel_order_waits", "open") not in shops.exceptions()
    with shops.office.app.app_context():
        assert rows("SELECT body FROM channel_order") == [{"body": ""}]
        assert rows("SELECT key FROM job WHERE kind = 'channel_order'") == []


def test_an_order_that_waits_is_tried_again_by_itself(shops: Shops) -> None:
    from pickface.tasks.jobs import run_due

    shops.says("orders/create", shopify_order(shopify_line("NEW-1", 1)))
    shops.desk.post("/items", {"sku": "NEW-1", "name": "New"})
    here = shops.office.app.extensions["pickface"]
    run_due(shops.office.app, here.writer, here.jobs)
    assert shops.orders() == []
    here.writer.run(lambda tx: tx.run("UPDATE job SET run_at = 0 WHERE kind = 'channel_order'"))
    run_due(shops.office.app, here.writer, here.jobs)
    assert lines(shops.orders()[0]) == {"NEW-1": 1}


def test_what_is_not_paid_waits_unless_the_channel_says_otherwise(shops: Shops) -> None:
    for status in ("pending", "on-hold"):
        unpaid = woo_order(woo_line("TEA", 1), status=status)
        assert shops.says("order.created", unpaid) == "unpaid"
    assert shops.says("order.updated", woo_order(woo_line("TEA", 1), minute=1)) == "taken"
    pending = shopify_order(TEA2, financial_status="pending")
    assert shops.says("orders/create", pending) == "unpaid"
    shops.desk.post(
        f"/channels/{shops.shopify['id']}", {"take_unpaid": True}, method="PATCH", expect=200
    )
    assert shops.says("orders/updated", {**pending, "tags": "x"}) == "taken"
    done = woo_order(woo_line("TEA", 1), id=9, number="9", status="completed")
    assert shops.says("order.created", done) == "nothing"
    assert [order["number"] for order in shops.orders()] == ["727", "1001"]


def test_what_is_not_for_us_is_answered_well(shops: Shops) -> None:
    assert shops.says("products/update", {"id": 1}) == "not_for_us"
    ping = shops.send(shops.woo["path"], b"webhook_id=142", {})
    assert (ping.status_code, ping.json) == (200, {"outcome": "ping"})
    body = raw(shopify_order(TEA2))
    test = {**shopify_headers("orders/create", body), "X-Shopify-Test": "true"}
    assert shops.send(shops.shopify["path"], body, test).json == {"outcome": "not_for_us"}
    services = shopify_order(shopify_line("TEA", 1, requires_shipping=False))
    assert shops.says("orders/create", services) == "nothing"
    assert shops.orders() == []


def test_the_same_number_in_two_channels_is_two_orders(shops: Shops) -> None:
    shops.says("orders/create", shopify_order(TEA2, name="#727"))
    shops.says("order.created", woo_order(woo_line("TEA", 1)))
    assert [order["number"] for order in shops.orders()] == ["727", "727"]


def test_a_new_secret_counts_beside_the_one_before_until_it_is_changed_again(shops: Shops) -> None:
    path = f"/channels/{shops.shopify['id']}"
    for secret in ("another-secret", "a-third-secret"):
        changed = shops.desk.post(path, {"secret": secret}, method="PATCH", expect=200)
        assert changed["two_secrets"]
        assert "secret" not in changed
        if secret == "another-secret":
            assert shops.says("orders/create", shopify_order(TEA2)) == "taken"
    assert shops.says("orders/updated", shopify_order(TEA2, minute=1), status=401) == "not_signed"
    with shops.office.app.app_context():
        journal = str(rows("SELECT body FROM scan_event"))
    assert '"action":"change_channel"' in journal
    assert "another-secret" not in journal


def test_who_may_see_and_make_channels(shops: Shops) -> None:
    shops.office.hire("supervisor")
    supervisor = shops.office.sign_in("supervisor")
    assert len(supervisor.get("/channels")["items"]) == 2
    form = {"code": "x", "kind": "shopify", "secret": "12345678"}
    supervisor.post("/channels", form, expect=403)
    shops.desk.post("/channels", {**form, "code": shops.woo["code"]}, expect=409)
    other = open_office(shops.office.app, "OTHER")
    assert other.desk.get("/channels")["items"] == []
    other.desk.get(f"/channels/{shops.woo['id']}/orders", expect=404)
    other.desk.post(f"/channels/{shops.woo['id']}", {"active": False}, method="PATCH", expect=404)


def test_a_gift_and_its_note_follow_until_the_order_is_packed(shops: Shops) -> None:
    shops.stock("TEA", 10)
    shops.says("orders/create", shopify_order(TEA2))
    note = [{"name": "Gift note", "value": "For Rui"}]
    told = shopify_order(TEA2, minute=1, note_attributes=note)
    assert shops.says("orders/updated", told) == "changed"
    (made,) = shops.orders()
    assert (made["gift"], made["gift_note"]) == (True, "For Rui")
    shops.desk.post(f"/orders/{made['id']}/release", expect=200)
    note = [{"name": "Gift note", "value": "For Rui and Lia"}]
    told = shopify_order(TEA2, minute=2, note_attributes=note)
    assert shops.says("orders/updated", told) == "changed"
    assert shops.orders()[0]["gift_note"] == "For Rui and Lia"
    assert shops.says("orders/updated", shopify_order(TEA2, minute=3)) == "changed"
    (made,) = shops.orders()
    assert (made["gift"], made["gift_note"]) == (False, "")


def test_an_order_that_a_desk_keeps_back_follows_the_shop(shops: Shops) -> None:
    shops.stock("TEA", 10)
    shops.says("orders/create", shopify_order(TEA2))
    order = shops.orders()[0]["id"]
    shops.desk.post(f"/orders/{order}/hold", expect=200)
    address = {"name": "Ines Carvalho", "address1": "Rua Nova 1", "city": "Porto", "zip": "4000"}
    told = shopify_order(shopify_line("TEA", 3), minute=1, shipping_address=address)
    assert shops.says("orders/updated", told) == "changed"
    (made,) = shops.orders()
    assert (made["state"], made["street"], lines(made)) == ("held", "Rua Nova 1", {"TEA": 3})
    assert shops.exceptions() == []
