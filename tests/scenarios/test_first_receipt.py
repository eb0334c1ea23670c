"""What one piece weighs and measures is asked when it first comes in, where the site wishes it and nobody knows it."""

import pytest

from pickface.catalog.sizes import history
from tests.scenarios.floor import Floor, Person
from tests.scenarios.test_nothing_announced import at_the_dock
from tests.scenarios.test_receiving import receiver

SIDES = ("length_mm", "width_mm", "height_mm")
KNOWN = "SELECT weight_g, length_mm, width_mm, height_mm, volume_mm3 FROM item WHERE id = :id"


@pytest.fixture
def dock(floor: Floor) -> Floor:
    floor.settings(measure_first_receipt=True)
    floor.item("TEA", weight_g=0, volume_mm3=0)
    return floor


def known(floor: Floor, sku: str = "TEA") -> list[int]:
    return list(floor.read(KNOWN, id=floor.items[sku])[0].values())


def sized(grace: Person, grams: int, *sides: int) -> str:
    """Type the weight of one piece, then its sides; the answer to the last of them."""
    told = grace.fill("unit_g", grams)
    for field, value in zip(SIDES, sides, strict=True):
        assert told == "need_size"
        told = grace.fill(field, value)
    return told


def test_it_is_asked_once_and_putting_away_goes_by_it(dock: Floor) -> None:
    dock.purchase("PO-1", TEA=40)
    grace = receiver(dock)
    assert grace.scan("TEA") == "need_size"
    assert grace.scan("LP000001") == "need_size_first"
    assert sized(grace, 450, 120, 80, 60) == "need_into"
    assert grace.scan("LP000001") == "counted"
    assert grace.scan("TEA") == "counted"
    grace.quantity(40)
    assert grace.act("done") == "task_done"
    assert known(dock) == [450, 120, 80, 60, 576_000]
    with dock.app.app_context():
        told = history(dock.items["TEA"])
    assert [(one["person"], one["at_dock"], one["height_mm"]) for one in told] == [
        ("Grace", True, 60)
    ]
    dock.purchase("PO-2", TEA=1)
    hana = dock.person("Hana", "receiver").open("PO-2")
    assert "asks" not in hana.step
    assert hana.scan("TEA") == "need_into"
    dock.work_off()
    dock.check_books()


def test_not_now_stops_nobody_and_the_next_receipt_asks_again(dock: Floor) -> None:
    dock.purchase("PO-1", TEA=2)
    grace = receiver(dock)
    grace.scan("TEA")
    grace.fill("unit_g", 450)
    assert grace.confirm() == "need_into"
    assert grace.scans("LP000001", "TEA") == "counted"
    grace.act("done")
    assert known(dock) == [450, 0, 0, 0, 0]
    dock.purchase("PO-2", TEA=1)
    hana = dock.person("Hana", "receiver").open("PO-2")
    assert hana.step["asks"][str(dock.items["TEA"])]["size"]["unit_g"] == 450
    assert hana.scan("TEA") == "need_size"
    assert hana.fill("unit_g", 460) == "not_now"
    assert hana.confirm() == "need_into"


@pytest.mark.parametrize("typed", [0, 100_000_000, -5, "12 kg", 1.5, None])
def test_no_piece_weighs_that(dock: Floor, typed: object) -> None:
    dock.purchase("PO-1", TEA=2)
    grace = receiver(dock)
    grace.scan("TEA")
    assert grace.fill("unit_g", typed) == "bad_unit_g"
    assert grace.fill("height_mm", typed) == "bad_side"
    assert known(dock) == [0] * 5


def test_kilograms_and_centimetres_are_told_and_typed_once_more(dock: Floor) -> None:
    dock.purchase("PO-1", TEA=2)
    grace = receiver(dock)
    grace.scan("TEA")
    assert sized(grace, 2, 300, 200, 100) == "need_size_again"
    assert sized(grace, 2_000, 30, 20, 10) == "need_size_again"
    assert known(dock) == [0] * 5
    assert sized(grace, 2_000, 300, 200, 100) == "need_into"
    assert known(dock) == [2_000, 300, 200, 100, 6_000_000]


def test_a_slip_of_the_finger_is_undone_and_what_a_desk_said_meanwhile_stays(dock: Floor) -> None:
    dock.purchase("PO-1", TEA=2)
    grace = receiver(dock)
    grace.scan("TEA")
    sized(grace, 450, 120, 80, 600)
    assert grace.act("undo") == "undone"
    assert known(dock) == [0] * 5
    grace.fill("height_mm", 60)
    dock.write(lambda tx: tx.run("UPDATE item SET weight_g = 500"))
    assert grace.act("undo") == "undone"
    assert known(dock) == [500, 0, 0, 0, 0]
    with dock.app.app_context():
        assert history(dock.items["TEA"]) == []


def test_two_who_measure_the_same_item_agree_on_the_first(dock: Floor) -> None:
    dock.purchase("PO-1", TEA=2)
    dock.purchase("PO-2", TEA=2)
    grace = receiver(dock)
    hana = dock.person("Hana", "receiver").open("PO-2")
    grace.scan("TEA")
    hana.scan("TEA")
    sized(grace, 450, 120, 80, 60)
    assert sized(hana, 470, 121, 80, 60) == "need_into"
    assert known(dock) == [450, 120, 80, 60, 576_000]
    with dock.app.app_context():
        assert [one["person"] for one in history(dock.items["TEA"])] == ["Grace"]


def test_it_is_measured_out_of_reach_and_where_nothing_was_announced(dock: Floor) -> None:
    grace = at_the_dock(dock).go_offline()
    grace.scan("TEA")
    assert sized(grace, 450, 120, 80, 60) == "need_into"
    grace.scan("LP000001")
    assert set(grace.come_back()) == {"booked"}
    assert known(dock) == [450, 120, 80, 60, 576_000]


def test_catch_weight_and_what_has_no_pieces_are_asked_for_what_makes_sense(dock: Floor) -> None:
    dock.item("HAM", weight_g=0, volume_mm3=0, catch_weight=1)
    dock.item("OIL", weight_g=0, volume_mm3=0, scale=1_000)
    dock.purchase("PO-1", HAM=1, OIL=500)
    grace = receiver(dock)
    asks = grace.step["asks"]
    assert asks[str(dock.items["HAM"])] == {"weigh": 0, "size": dict.fromkeys(SIDES, 0)}
    assert str(dock.items["OIL"]) not in asks


def test_a_site_that_does_not_wish_it_asks_nobody(dock: Floor) -> None:
    dock.settings(measure_first_receipt=False)
    dock.purchase("PO-1", TEA=2)
    assert "asks" not in receiver(dock).step
