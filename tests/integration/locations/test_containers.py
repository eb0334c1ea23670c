"""Containers over HTTP: made, listed, and told with all that is in them."""

from typing import Any

import pytest
from apiflask import APIFlask

from pickface.db import command
from pickface.stock import containers
from pickface.stock.carrying import move_container, nest_container
from pickface.stock.moves import Cause
from tests import builders as b
from tests.office import Office, open_office


@pytest.fixture
def office(app: APIFlask) -> Office:
    return open_office(app)


def test_a_container_tells_what_is_in_it_where_it_stands_and_what_was_done(office: Office) -> None:
    pallet, carton = office.desk.post("/containers", {"kind": "pallet", "many": 2})["items"]
    cart = office.desk.post("/containers", {"kind": "cart", "place": "FLOOR"})["items"][0]
    office.desk.post("/containers", {"kind": "cart", "place": "NOWHERE"}, expect=404)
    mug = office.desk.post("/items", {"sku": "MUG", "name": "Mug"})["id"]
    office.desk.post("/items", {"sku": "CUP", "name": "Cup"})
    floor = office.desk.get("/places", code="FLOOR")["items"][0]["id"]

    def live(tx: Any) -> None:
        supplier = tx.value("SELECT id FROM place WHERE kind = 'supplier'")
        tx.run("UPDATE item SET weight_g = 350 WHERE id = :id", id=mug)
        cause = Cause("test:1", office.site_id, office.desk.get("/session")["person"]["id"])
        move_container(tx, carton, floor, cause)
        b.post_moves(
            tx, [b.NewMove("receive", mug, 4, supplier, floor, to_container=carton)], cause
        )
        containers.weighed(tx, carton, 1_650, cause)
        nest_container(tx, carton, pallet, Cause("test:2", office.site_id))

    with office.app.app_context():
        command(live)
    found = office.desk.get(f"/containers/{pallet}")
    assert (found["place"], found["inside"], found["units"], found["goods_g"]) == ("FLOOR", 1, 0, 1_400)  # fmt: skip
    assert [(row["sku"], row["qty"], row["container"]) for row in found["contents"]] == [
        ("MUG", 4, carton)
    ]
    assert found["nested"] == [{"code": carton, "kind": "pallet", "parent": pallet, "depth": 1}]
    inner = office.desk.get(f"/containers/{carton}")
    assert (inner["path"], inner["weight_g"]) == ([pallet], 1_650)
    assert [row["what"] for row in inner["history"]] == ["nested", "weighed", "moved"]
    assert inner["weighed_at"] == inner["history"][1]["at"]
    asked = {
        "goods": {"holds": "goods"}, "nothing": {"holds": "nothing"}, "place": {"place": "floor"},
        "plate": {"q": carton[-4:].lower()}, "kind": {"kind": "cart"},
    }  # fmt: skip
    listed = {
        name: [row["code"] for row in office.desk.get("/containers", **query)["items"]]
        for name, query in asked.items()
    }
    assert listed == {
        "goods": [pallet, carton] if pallet < carton else [carton, pallet], "nothing": [cart],
        "place": sorted([pallet, carton, cart]), "plate": [carton], "kind": [cart],
    }  # fmt: skip
    looked_up = office.desk.get("/lookup", code=pallet)
    assert [row["container"] for row in looked_up["contents"]] == [carton]
