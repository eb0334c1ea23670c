"""Which carton to take: proposed while the tote waits, and only a proposal."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pickface.tasks import jobs
from pickface.workflows.pack import parcels
from tests.scenarios.floor import Floor
from tests.scenarios.test_checking import picked
from tests.scenarios.test_packing_and_shipping import packing


def goods(floor: Floor, **sizes: tuple[int, int, int]) -> None:
    """Tea and salt lie in their bins, and so large is one of each."""
    for sku, place in (("TEA", "A-01-01"), ("SALT", "A-02-01")):
        sides = dict(zip(("length_mm", "width_mm", "height_mm"), sizes.get(sku, ()), strict=False))
        floor.item(sku, **sides)
        floor.stock(place, sku, 20)


def cartons(floor: Floor, **kinds: tuple[int, int, int]) -> None:
    """The site has these kinds of cartons."""
    for code, (length, width, height) in kinds.items():
        floor.write(
            lambda tx, values={"code": code, "length_mm": length, "width_mm": width, "height_mm": height}: (
                tx.insert("carton_type", site_id=floor.site.id, **values)
            )
        )


def script(floor: Floor) -> dict[str, Any]:
    """The packing's script as its device has it."""
    body = floor.value(
        "SELECT s.body FROM script s JOIN task t ON t.id = s.task_id AND t.revision = s.revision WHERE t.kind = 'pack'"
    )
    found: dict[str, Any] = json.loads(body)
    return found


def test_the_smallest_carton_that_holds_the_order_is_proposed(floor: Floor) -> None:
    cartons(floor, M=(300, 200, 150), S=(200, 150, 100))
    goods(floor, TEA=(100, 150, 100), SALT=(100, 100, 50))
    picked(floor, TEA=1, SALT=2)
    floor.work_off()
    parcels = script(floor)["parcels"]
    assert [parcel["carton"] for parcel in parcels] == ["S"]
    assert sorted(one[0] for one in parcels[0]["placed"]) == sorted(
        [floor.items["TEA"], floor.items["SALT"], floor.items["SALT"]]
    )


def test_any_other_carton_is_taken_as_well(floor: Floor) -> None:
    cartons(floor, S=(200, 150, 100))
    goods(floor, TEA=(50, 50, 50))
    picked(floor, TEA=1)
    floor.work_off()
    linh = packing(floor, carton="LP000777")
    assert linh.scan("TEA") == "step_done"
    linh.confirm()
    assert linh.confirm() == "task_done"
    assert floor.read("SELECT container_code FROM shipment") == [{"container_code": "LP000777"}]


def test_items_without_sizes_are_told_and_packed_as_before(floor: Floor) -> None:
    cartons(floor, S=(200, 150, 100))
    goods(floor, TEA=(50, 50, 50))
    picked(floor, TEA=1, SALT=1)
    floor.work_off()
    told = script(floor)["no_parcels"]
    assert (told["code"], told["params"]["items"]) == ("no_sizes", 1)
    linh = packing(floor)
    linh.scan("TEA")
    assert linh.scan("SALT") == "step_done"


def test_what_no_carton_holds_is_named(floor: Floor) -> None:
    cartons(floor, S=(200, 150, 100))
    goods(floor, TEA=(500, 50, 50))
    picked(floor, TEA=1)
    floor.work_off()
    assert script(floor)["no_parcels"]["code"] == "in_no_carton"


def test_a_site_that_has_named_no_cartons_hears_nothing_of_them(floor: Floor) -> None:
    picked(floor, TEA=1)
    floor.work_off()
    assert script(floor)["revision"] == 1
    assert not {"parcels", "no_parcels"} & script(floor).keys()


def test_packing_that_began_before_the_proposal_goes_on_with_it(floor: Floor) -> None:
    goods(floor, TEA=(50, 50, 50))
    picked(floor, TEA=2)
    linh = packing(floor)
    linh.scan("TEA")
    linh.go_offline()
    assert linh.scan("TEA") == "step_done"
    cartons(floor, S=(200, 150, 100))
    task = floor.value("SELECT id FROM task WHERE kind = 'pack'")
    floor.write(lambda tx: parcels.ask(tx, floor.site.id, task))
    floor.work_off()
    assert script(floor)["parcels"]
    linh.come_back()
    linh.confirm()
    assert linh.confirm() == "task_done"
    assert floor.inside("LP000100") == {"TEA": 2}
    floor.check_books()


def test_many_pieces_are_thought_over_in_a_process_of_their_own(floor: Floor) -> None:
    cartons(floor, S=(100, 100, 50), M=(200, 200, 50))
    goods(floor, TEA=(50, 50, 50))
    picked(floor, TEA=18)
    floor.work_off()
    found = [(one["carton"], len(one["placed"])) for one in script(floor)["parcels"]]
    assert found == [("M", 16), ("S", 2)]


def test_a_site_that_gave_up_its_cartons_hears_nothing_more_of_them(floor: Floor) -> None:
    cartons(floor, S=(200, 150, 100))
    goods(floor, TEA=(50, 50, 50))
    picked(floor, TEA=1)
    floor.write(lambda tx: tx.run("DELETE FROM carton_type"))
    task = floor.value("SELECT id FROM task WHERE kind = 'pack'")
    revision = script(floor)["revision"]
    floor.write(lambda tx: jobs.leave(tx, parcels.JOB, str(task)))
    floor.work_off()
    assert script(floor)["revision"] == revision


def test_an_order_of_very_many_pieces_is_told_to_be_too_large_to_think_over(floor: Floor) -> None:
    cartons(floor, S=(200, 150, 100))
    goods(floor, TEA=(5, 5, 5))
    floor.stock("A-01-01", "TEA", parcels.MOST_UNITS)
    picked(floor, TEA=parcels.MOST_UNITS + 1)
    floor.work_off()
    assert script(floor)["no_parcels"]["code"] == "many_pieces"


def test_a_packing_that_has_ended_meanwhile_is_left_as_it_is(floor: Floor) -> None:
    goods(floor, TEA=(50, 50, 50))
    picked(floor, TEA=1)
    floor.cancel("O-T0001")
    cartons(floor, S=(200, 150, 100))
    task = floor.value("SELECT id FROM task WHERE kind = 'pack'")
    for gone in (task, task + 1_000):
        floor.write(lambda tx, gone=gone: jobs.leave(tx, parcels.JOB, str(gone)))
    floor.work_off()
    assert "parcels" not in script(floor)
    assert floor.read("SELECT key FROM job WHERE kind = :kind", kind=parcels.JOB) == []


PAPER_AND_AIR = "paper: 20 3, air cushions: 2 4 fragile"


def test_the_room_that_is_left_is_told_in_litres_of_what_the_house_fills_with(floor: Floor) -> None:
    floor.settings(dunnage=PAPER_AND_AIR)
    cartons(floor, M=(300, 200, 150))
    goods(floor, TEA=(100, 150, 100))
    floor.write(lambda tx: tx.run("UPDATE item SET weight_g = 500"))
    picked(floor, TEA=2)
    floor.work_off()
    [parcel] = script(floor)["parcels"]
    # Nine litres of room, three of them tea.
    assert parcel["fill"] == {"kind": "paper", "litres": 6, "weight_g": 120, "cost_minor": 18}
    assert parcel["weight_g"] == 2 * 500 + 120


def test_fragile_goods_get_what_is_for_them_and_a_full_carton_gets_none(floor: Floor) -> None:
    floor.settings(dunnage=PAPER_AND_AIR)
    cartons(floor, M=(300, 200, 150), S=(100, 100, 100))
    goods(floor, TEA=(100, 150, 100), SALT=(100, 100, 100))
    floor.write(lambda tx: tx.run("UPDATE item SET fragile = 1 WHERE sku = 'TEA'"))
    picked(floor, TEA=2)
    floor.work_off()
    assert script(floor)["parcels"][0]["fill"]["kind"] == "air cushions"
    floor.write(lambda tx: tx.run("UPDATE task SET kind = 'was' WHERE kind = 'pack'"))
    picked(floor, "T0002", SALT=1)
    floor.work_off()
    assert "fill" not in script(floor)["parcels"][0]


def packed(floor: Floor, grams: int | None) -> int:
    """Two packs of tea go into the carton that is proposed for them; what the parcel weighs by the books."""
    cartons(floor, M=(300, 200, 150))
    goods(floor, TEA=(100, 150, 100))
    floor.write(lambda tx: tx.run("UPDATE item SET weight_g = 500"))
    floor.write(lambda tx: tx.run("UPDATE carton_type SET tare_g = 150"))
    picked(floor, TEA=2)
    floor.work_off()
    linh = packing(floor)
    linh.scan("TEA")
    linh.quantity(2)
    if grams is None:
        linh.confirm()
    else:
        linh.fill("weight_g", grams)
    assert linh.confirm() == "task_done"
    return int(floor.value("SELECT weight_g FROM shipment"))


def test_a_parcel_that_nobody_weighs_weighs_its_goods_its_carton_and_its_filling(
    floor: Floor,
) -> None:
    floor.settings(dunnage=PAPER_AND_AIR)
    assert packed(floor, None) == 2 * 500 + 150 + 120


@pytest.mark.parametrize(
    ("dunnage", "grams", "told"),
    [
        (PAPER_AND_AIR, 1_300, []),
        ("", 1_300, ["weight_differs"]),
        # Whoever used no paper has done nothing wrong.
        (PAPER_AND_AIR, 1_150, []),
        (PAPER_AND_AIR, 1_400, ["weight_differs"]),
    ],
)
def test_the_weight_check_knows_what_the_filling_weighs(
    floor: Floor, dunnage: str, grams: int, told: list[str]
) -> None:
    floor.settings(dunnage=dunnage, weight_tolerance_pct=10)
    assert packed(floor, grams) == grams
    assert floor.raised() == told
