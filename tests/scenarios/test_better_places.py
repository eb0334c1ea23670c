"""Goods that are ordered often come to better bins: asked for by a supervisor, done as a refill is done."""

from __future__ import annotations

from typing import Any

import pytest

from pickface.db import clock
from pickface.planning import relocating, relocations
from pickface.workflows.replenish.relocate import PlacesChanged
from tests.scenarios.floor import Floor, Person

FAR, NEAR = "A-03-01", "B-01-01"
BETTER = ("B-01-01", "B-01-02")


@pytest.fixture
def shop(floor: Floor) -> Floor:
    """Tea is ordered all the time and lies far from packing; thirty wait."""
    floor.item("TEA", zone_code="")
    floor.stock(FAR, "TEA", 100)
    for number in range(30):
        floor.order(f"N{number}", release=False, TEA=1)
    return floor


def reckon(floor: Floor) -> list[dict[str, Any]]:
    """What is worth doing, by the latest orders."""
    floor.write(lambda tx: relocating.ask(tx, floor.site.id))
    floor.work_off()
    return shown(floor)


def shown(floor: Floor) -> list[dict[str, Any]]:
    with floor.app.app_context():
        found: list[dict[str, Any]] = relocations.show(floor.site.id, clock())["items"]
    return found


def steps(wish: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(step["sku"], step["origin"], step["goal"]) for step in wish["steps"]]


def ask(floor: Floor, wish: int) -> None:
    """A supervisor wants it."""
    site, world = floor.site.id, floor.engine.world

    def work(tx: Any) -> None:
        relocations.mark(tx, site, wish, "asked")
        world.tell(tx, "relocation_wanted", site=site, wish=wish)

    floor.write(work)
    floor.work_off()


def carry(floor: Floor, sku: str, units: int) -> Person:
    """Somebody gets the next relocation and does it."""
    rob = floor.person(f"Rob{sku}", "receiver").next("replenish")
    assert rob
    rob.scan(rob.place)
    rob.scan(sku)
    if units > 1:
        rob.quantity(units)
    assert rob.scan(rob.place) == "task_done"
    return rob


def test_goods_ordered_often_are_brought_near_and_stay_promised_on_the_way(shop: Floor) -> None:
    (wish,) = reckon(shop)
    assert steps(wish) == [("TEA", FAR, NEAR)]
    assert wish["orders"] == 30
    assert wish["saves_mm_week"] * 8 > wish["costs_mm"] > 0
    assert shop.tasks("replenish") == []
    ask(shop, wish["id"])
    carry(shop, "TEA", 100)
    assert (shop.at(FAR), shop.at(NEAR)) == (0, 100)
    assert shop.value("SELECT SUM(qty) FROM reservation") == 30
    assert shown(shop) == []
    assert reckon(shop) == [], "they lie well now"


def test_a_bin_is_cleared_of_slow_goods_before_the_fast_ones_come(shop: Floor) -> None:
    for n, place in enumerate(BETTER):
        shop.item(f"OLD{n}", zone_code="")
        shop.stock(place, f"OLD{n}", 5)
    for bin_ in (
        "B-02-01",
        "B-02-02",
        "B-03-01",
        "B-03-02",
        "A-01-01",
        "A-01-02",
        "A-02-01",
        "A-02-02",
    ):
        shop.write(
            lambda tx, b=bin_: tx.run("UPDATE place SET active = 0 WHERE code = :code", code=b)
        )
    (wish,) = reckon(shop)
    assert steps(wish) == [("OLD0", NEAR, "A-03-02"), ("TEA", FAR, NEAR)]
    ask(shop, wish["id"])
    assert shop.tasks("replenish") == ["ready"], "one after the other"
    carry(shop, "OLD0", 5)
    assert shop.tasks("replenish") == ["done", "ready"]
    carry(shop, "TEA", 100)
    assert (shop.at(NEAR, "TEA"), shop.at("A-03-02", "OLD0")) == (100, 5)


def test_what_is_not_wanted_is_not_proposed_again(shop: Floor) -> None:
    (wish,) = reckon(shop)
    shop.write(lambda tx: relocations.mark(tx, shop.site.id, wish["id"], "dropped"))
    with pytest.raises(relocations.NoRelocation):
        ask(shop, wish["id"])
    assert reckon(shop) == []


@pytest.mark.parametrize("meanwhile", ["taken", "promised", "counted"])
def test_where_the_floor_has_changed_the_supervisor_is_told(shop: Floor, meanwhile: str) -> None:
    (wish,) = reckon(shop)
    if meanwhile == "taken":
        shop.item("SALT")
        shop.stock(NEAR, "SALT", 1)
    elif meanwhile == "counted":
        shop.write(lambda tx: tx.run("UPDATE zone SET frozen_at = 1 WHERE code = 'B'"))
    else:
        shop.release("N0")
    with pytest.raises(PlacesChanged):
        ask(shop, wish["id"])
    assert shop.tasks("replenish") == []
    assert shown(shop)[0]["state"] == "open"


def test_a_cancelled_relocation_may_be_asked_for_again(shop: Floor) -> None:
    (wish,) = reckon(shop)
    ask(shop, wish["id"])
    assert [one["state"] for one in reckon(shop)] == ["asked"], "what is asked for stays"
    rob = shop.person("Rob", "receiver").next("replenish")
    assert rob
    shop.cancel_task(rob)
    assert [one["state"] for one in shown(shop)] == ["open"]
    ask(shop, wish["id"])
    assert shop.tasks("replenish") == ["cancelled", "ready"]


def test_who_finds_nothing_there_is_told_and_it_is_given_up(shop: Floor) -> None:
    (wish,) = reckon(shop)
    ask(shop, wish["id"])
    rob = shop.person("Rob", "receiver").next("replenish")
    assert rob
    assert rob.task
    task_id = rob.task["id"]
    rob.scan(FAR)
    assert rob.act("short", left=0) == "step_done"
    shop.work_off()
    assert rob.hears_of(task_id) == "cancelled"
    assert (shop.at(NEAR), shop.tasks("replenish"), shown(shop)) == (0, ["cancelled"], [])


def test_a_site_of_which_no_floor_is_drawn_has_nothing_proposed(shop: Floor) -> None:
    shop.write(lambda tx: tx.run("UPDATE place SET aisle_id = NULL"))
    shop.write(lambda tx: tx.run("DELETE FROM aisle"))
    assert reckon(shop) == []
    assert shop.value("SELECT reckoned_at FROM slotting") > 0


def test_where_the_better_bin_was_filled_meanwhile_what_should_follow_is_given_up(
    shop: Floor,
) -> None:
    for n, place in enumerate(BETTER):
        shop.item(f"OLD{n}", zone_code="")
        shop.stock(place, f"OLD{n}", 5)
    for bin_ in (
        "B-02-01", "B-02-02", "B-03-01", "B-03-02", "A-01-01", "A-01-02", "A-02-01", "A-02-02",
    ):  # fmt: skip
        shop.write(
            lambda tx, b=bin_: tx.run("UPDATE place SET active = 0 WHERE code = :code", code=b)
        )
    (wish,) = reckon(shop)
    ask(shop, wish["id"])
    shop.release("N0")
    carry(shop, "OLD0", 5)
    assert shop.tasks("replenish") == ["done"], "what is promised now is not carried off"
    assert shown(shop) == []
