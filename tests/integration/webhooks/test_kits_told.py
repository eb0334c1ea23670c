"""Who listens hears of virtual kits as kits, though all that moves is their components."""

from __future__ import annotations

from tests.integration.webhooks.house import House
from tests.scenarios.test_kits import make_kit, take_in


def test_who_listens_hears_of_kits_as_kits(house: House) -> None:
    house.subscribe("stock.level", "order.status")
    make_kit(house.floor, "SET", "virtual", TEA=4, SALT=1)
    house.sender.work_off()
    level = house.receiver.said[-1]["data"]
    assert (level["sku"], level["on_hand"], level["available"]) == ("SET", 0, 5)
    take_in(house.floor, "1042", SET=2)
    house.sender.work_off()
    said = {one["data"].get("sku", one["type"]): one["data"] for one in house.receiver.said}
    assert (said["SET"]["available"], said["TEA"]["available"]) == (3, 12)
    assert said["order.status"]["kits"] == [{"sku": "SET", "qty": 2, "shipped": 0, "given_up": 0}]
