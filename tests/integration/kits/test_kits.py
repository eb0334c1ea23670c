"""Bills of materials at a desk, in spreadsheets, and what shops and software hear of kits."""

from __future__ import annotations

from typing import Any

import pytest
from apiflask import APIFlask

from tests.integration.channels.test_uploads import apply, check, upload
from tests.integration.shops.bodies import shopify_line, shopify_order
from tests.integration.shops.test_channels import Shops
from tests.office import Office, open_office


@pytest.fixture
def shops(app: APIFlask) -> Shops:
    """A house with tea and mugs, and shops that sell a gift set."""
    shops = Shops(open_office(app))
    shops.desk.post("/items", {"sku": "GIFT", "name": "Gift set"})
    return shops


def ids(office: Office) -> dict[str, int]:
    return {one["sku"]: one["id"] for one in office.desk.get("/items")["items"]}


def say(shops: Shops, sku: str, kind: str = "virtual", *, expect: int = 200, **parts: int) -> Any:
    components = [{"item": part, "qty": qty} for part, qty in parts.items()]
    body = {"kind": kind, "components": components}
    path = f"/kits/{ids(shops.office)[sku]}"
    return shops.desk.post(path, body, method="PUT", expect=expect)


def test_a_kit_is_said_shown_changed_and_forgotten(shops: Shops) -> None:
    shops.stock("TEA", 7)
    shops.stock("MUG", 9)
    made = say(shops, "GIFT", TEA=2, MUG=1)
    assert (made["kind"], made["available"], made["makeable"]) == ("virtual", 3, 3)
    assert [(one["sku"], one["qty"], one["available"]) for one in made["components"]] == [
        ("MUG", 1, 9),
        ("TEA", 2, 7),
    ]
    assert shops.desk.get("/kits", component="TEA")["items"][0]["sku"] == "GIFT"
    assert shops.desk.get("/stock", item="GIFT")["available"] == 3
    listed = {one["sku"]: one["available"] for one in shops.desk.get("/stock/items")["items"]}
    assert listed == {"GIFT": 3, "MUG": 9, "TEA": 7}
    kit = made["id"]
    assert shops.desk.post(f"/kits/{kit}", method="DELETE", expect=200) == {"done": True}
    assert shops.desk.get(f"/kits/{kit}", expect=404)["code"] == "not_a_kit"
    assert shops.desk.get("/stock", item="GIFT")["available"] == 0


def test_what_cannot_be_a_kit_is_refused(shops: Shops) -> None:
    shops.stock("TEA", 1)
    assert say(shops, "TEA", MUG=1, expect=409)["code"] == "kit_has_stock"
    assert say(shops, "GIFT", GIFT=1, expect=409)["code"] == "kit_in_itself"
    say(shops, "GIFT", TEA=1)
    assert say(shops, "MUG", "built", GIFT=1, expect=409)["code"] == "kit_in_kit"
    say(shops, "GIFT", "built", MUG=1)
    assert say(shops, "MUG", "built", GIFT=1, expect=409)["code"] == "kit_in_itself"
    assert say(shops, "GIFT", NOTHING=1, expect=422)["code"] == "item_not_found"


def test_bills_of_materials_come_in_and_go_out_as_a_table(shops: Shops) -> None:
    table = "Set SKU;Component;Qty\r\nGIFT;TEA;2\r\nGIFT;MUG;1\r\n"
    run = check(shops.desk, upload(shops.desk, "kits", table))
    assert (run["created"], run["problems"]) == (1, [])
    apply(shops.desk, run)
    out = shops.desk.client.get("/api/v1/kits?format=csv").text
    assert out.splitlines() == ["kit,kind,sku,qty", "GIFT,virtual,MUG,1", "GIFT,virtual,TEA,2"]
    again = check(shops.desk, upload(shops.desk, "kits", out))
    assert (again["created"], again["unchanged"]) == (0, 1)
    wrong = check(shops.desk, upload(shops.desk, "kits", "kit,sku,qty\nGIFT,GIFT,1\n"))
    assert [(one["column"], one["code"]) for one in wrong["problems"]] == [("sku", "kit_in_itself")]


def test_a_shop_orders_changes_and_cancels_kits(shops: Shops) -> None:
    shops.stock("TEA", 8)
    shops.stock("MUG", 8)
    say(shops, "GIFT", TEA=2, MUG=1)
    assert shops.says("orders/create", shopify_order(shopify_line("GIFT", 2))) == "taken"
    (order,) = shops.orders()
    assert [(one["sku"], one["qty"], one["reserved"]) for one in order["kits"]] == [("GIFT", 2, 2)]
    more = (shopify_line("GIFT", 3), shopify_line("MUG", 1))
    assert shops.says("orders/updated", shopify_order(*more, minute=1)) == "changed"
    (order,) = shops.orders()
    assert [(one["sku"], one["qty"], one["reserved"]) for one in order["kits"]] == [("GIFT", 3, 3)]
    assert [(one["sku"], one["qty"]) for one in order["lines"] if one["kit"] is None] == [
        ("MUG", 1)
    ]
    assert shops.says("orders/updated", shopify_order(*more, minute=2)) == "unchanged"
    assert shops.says("orders/updated", shopify_order(more[1], minute=3)) == "changed"
    (order,) = shops.orders()
    assert [(one["qty"], one["given_up"], one["reserved"]) for one in order["kits"]] == [(3, 3, 0)]
    assert shops.desk.get("/stock", item="TEA")["available"] == 8
    back = shopify_order(*more, shopify_line("MUG", 0), minute=4)
    assert shops.says("orders/updated", back) == "changed"
    (order,) = shops.orders()
    assert [(one["qty"], one["given_up"], one["reserved"]) for one in order["kits"]] == [(3, 0, 3)]


def test_a_kit_is_announced_to_come_back_as_its_components(shops: Shops) -> None:
    shops.stock("TEA", 8)
    shops.stock("MUG", 8)
    say(shops, "GIFT", TEA=2, MUG=1)
    order = shops.desk.post("/orders", {"number": "1042", "lines": [{"item": "GIFT", "qty": 2}]})
    form = {"order": order["id"], "number": "RMA-1", "lines": [{"item": "GIFT", "qty": 1}]}
    assert shops.desk.post("/returns", form, expect=409)["code"] == "order_not_sent"
    shops.office.app.extensions["pickface"].writer.run(
        lambda tx: tx.run(
            "UPDATE order_line SET shipped = qty WHERE order_id = :id", id=order["id"]
        )
    )
    assert [one["shipped"] for one in shops.desk.get(f"/orders/{order['id']}")["kits"]] == [2]
    made = shops.desk.post("/returns", form)["id"]
    announced = shops.desk.get(f"/returns/{made}")["announced"]
    assert {one["sku"]: one["qty"] for one in announced} == {"TEA": 2, "MUG": 1}
    assert shops.desk.post("/returns", form, expect=200)["number"] == "RMA-1"
