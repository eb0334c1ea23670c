"""The straight way of goods: from purchase order to parcel."""

from tests.scenarios.floor import Floor


def test_goods_go_from_purchase_order_to_parcel(floor: Floor) -> None:
    floor.item("TEA", ("TEA-CASE", 12, "case"))
    floor.purchase("PO-1", TEA=24)
    grace = floor.person("Grace", "receiver").open("PO-1")
    assert grace.scan("TEA-CASE") == "need_into"
    assert grace.scan("LP000001") == "counted"
    assert grace.scan("TEA-CASE") == "counted"
    assert grace.act("done") == "task_done"
    assert floor.inside("LP000001") == {"TEA": 24}
    assert floor.value("SELECT state FROM purchase_order") == "received"

    assert grace.next("putaway")
    assert grace.place == "A-01-01"
    assert grace.step["why"]["code"] == "nearest_empty"
    assert grace.scan("LP000001") == "counted"
    assert grace.scan("A-01-01") == "task_done"
    assert floor.at("A-01-01", "TEA") == 24
    assert floor.container("LP000001")["state"] == "empty"

    floor.order("1042", TEA=3)
    sofia = floor.person("Sofia").next("pick")
    assert sofia
    assert sofia.scan("T0001") == "step_done"
    assert sofia.place == "A-01-01"
    assert sofia.scan("A-01-01") == "step_done"
    assert sofia.scan("TEA") == "counted"
    assert sofia.quantity(3) == "step_done"
    assert sofia.scan("PACK-1") == "task_done"
    assert floor.inside("T0001") == {"TEA": 3}
    assert floor.order_state("1042") == "picked"

    linh = floor.person("Linh", "packer").open("T0001")
    assert linh.scan("LP000100") == "step_done"
    assert linh.scan("TEA") == "counted"
    assert linh.quantity(3) == "step_done"
    assert linh.fill("weight_g", 450) == "step_done"
    assert linh.confirm() == "task_done"
    assert floor.order_state("1042") == "packed"
    assert floor.container("T0001")["state"] == "empty"

    assert linh.open("LP000100").scan("LP000100") == "counted"
    assert linh.scan("SHIP-1") == "task_done"
    assert floor.order_state("1042") == "shipped"
    assert floor.at("CUSTOMER", "TEA") == 3
    shipment = floor.read("SELECT * FROM shipment")[0]
    assert shipment["weight_g"] == 450
    assert shipment["shipped_at"]
    assert shipment["tracking"].startswith("PF")
    assert floor.value("SELECT shipped FROM order_line") == 3
    assert floor.raised() == []
