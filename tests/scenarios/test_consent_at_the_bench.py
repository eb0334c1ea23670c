"""Goods that do not scan stop nobody a second time: what was consented to is counted by hand at check and packing."""

import json
from typing import Any

import pytest

from pickface.tasks.alone import NeedsAnother
from tests.scenarios.floor import Floor, Person
from tests.scenarios.test_checking import picked
from tests.scenarios.test_consent import answer


def torn(floor: Floor, asked: int, **lines: int) -> int:
    """Sofia picks an order of tea whose labels are torn, by Mara's consent; and what else is wanted, by scan."""
    for sku, place in (("TEA", "A-01-01"), ("SALT", "A-03-01")):
        floor.item(sku)
        floor.stock(place, sku, 10)
    floor.order("1042", **lines)
    boss = floor.person("Mara", "supervisor").id
    sofia = floor.person("Sofia").next("pick")
    assert sofia
    sofia.scan("T0001")
    if sofia.place == "A-03-01":
        sofia.scans("A-03-01", *["SALT"] * lines["SALT"])
    sofia.scan("A-01-01")
    sofia.act("no_scan", qty=asked)
    answer(floor, boss, "consent")
    sofia.look_again()
    sofia.scan("A-01-01")
    assert sofia.quantity(lines["TEA"]) == "step_done"
    if sofia.place == "A-03-01":
        sofia.scans("A-03-01", *["SALT"] * lines["SALT"])
    assert sofia.scan("PACK-1") == "task_done"
    return boss


def packer(floor: Floor, name: str = "Linh") -> Person:
    linh = floor.person(name, "packer").open("T0001")
    linh.scan("LP000100")
    return linh


def by_hand(person: Person, line: int, qty: int) -> str:
    """Count units of a line by hand, as the screen does: with the consents that it was told of."""
    hand = person.step.get("hands", {}).get(str(line), {})
    return person._do("quantity", qty=qty, line=line, consents=hand.get("consents", []))


def line_of(person: Person, sku: str) -> int:
    assert person.task
    items = person.task["script"]["items"]
    return next(
        int(one["id"]) for one in person.step["lines"] if items[str(one["item"])]["sku"] == sku
    )


def proof(floor: Floor) -> dict[str, Any]:
    return floor.exception("no_scan")


def test_what_was_consented_to_is_packed_by_hand_and_the_journal_names_the_consent(
    floor: Floor,
) -> None:
    torn(floor, 3, TEA=3, SALT=1)
    linh = packer(floor)
    tea = line_of(linh, "TEA")
    said = proof(floor)["consent"]
    hand = linh.step["hands"][str(tea)]
    assert (hand["qty"], hand["person"], hand["consents"]) == (3, "Mara", [said])
    assert by_hand(linh, tea, 2) == "counted"
    first = linh.last_event
    # A further number would be a total of what was scanned; nothing was.
    assert linh.quantity(3) == "scan_item_first"
    assert by_hand(linh, tea, 2) == "by_hand_no_more"
    assert by_hand(linh, line_of(linh, "SALT"), 1) == "not_now"
    assert by_hand(linh, tea, 1) == "counted"
    assert linh.scan("SALT") == "step_done"
    assert floor.inside("LP000100") == {"SALT": 1, "TEA": 3}
    counted = proof(floor)["counted_by"]
    assert (counted[first], sum(counted.values())) == (2, 3)
    body = floor.value("SELECT body FROM scan_event WHERE id = :id", id=first)
    assert (json.loads(body)["line"], json.loads(body)["consents"]) == (tea, [said])
    assert (linh.confirm(), linh.confirm()) == ("step_done", "task_done")
    assert floor.order_state("1042") == "packed"
    assert floor.raised() == []


def test_a_label_that_scans_after_all_counts_as_any(floor: Floor) -> None:
    torn(floor, 3, TEA=3)
    linh = packer(floor)
    assert linh.scan("TEA") == "counted"
    assert by_hand(linh, line_of(linh, "TEA"), 3) == "too_many"
    assert by_hand(linh, line_of(linh, "TEA"), 2) == "step_done"
    assert floor.inside("LP000100") == {"TEA": 3}


@pytest.mark.parametrize("blind", [False, True])
def test_the_checker_counts_them_by_hand_and_then_the_packer(floor: Floor, blind: bool) -> None:
    floor.settings(quality_check="all", blind_check=blind)
    torn(floor, 2, TEA=2, SALT=1)
    linh = floor.person("Linh", "packer").open("T0001")
    linh.scan("T0001")
    assert by_hand(linh, line_of(linh, "TEA"), 2) == "counted"
    linh.scan("SALT")
    assert linh.act("done") == "task_done"
    assert floor.raised() == []
    linh.open("T0001")
    linh.scan("LP000100")
    assert by_hand(linh, line_of(linh, "TEA"), 2) == "counted"
    assert linh.scan("SALT") == "step_done"


def test_who_counts_blind_is_not_told_by_a_refusal_how_many_there_should_be(floor: Floor) -> None:
    floor.settings(quality_check="all", blind_check=True)
    torn(floor, 2, TEA=2)
    linh = floor.person("Linh", "packer").open("T0001")
    linh.scan("T0001")
    assert by_hand(linh, line_of(linh, "TEA"), 3) == "counted"
    assert linh.act("done") == "task_done"
    assert floor.raised() == ["check_mismatch"]


def test_the_bench_asks_where_nobody_has_consented_and_goes_on_meanwhile(floor: Floor) -> None:
    boss = floor.person("Mara", "supervisor").id
    picked(floor, TEA=3, SALT=1)
    linh = packer(floor)
    tea = line_of(linh, "TEA")
    assert by_hand(linh, tea, 1) == "not_now"
    assert linh.act("no_scan", line=tea, qty=4) == "too_many"
    assert linh.act("no_scan", line=tea, qty=2) == "noted"
    assert linh.step["hands"][str(tea)] == {"qty": 0, "asked": 2}
    assert floor.raised() == ["no_scan"]
    assert linh.scan("SALT") == "counted"
    answer(floor, boss, "refuse")
    linh.look_again()
    assert linh.step["hands"][str(tea)] == {"qty": 0, "refused": "Mara"}
    assert linh.act("no_scan", line=tea, qty=2) == "noted"
    answer(floor, boss, "consent")
    linh.look_again()
    assert linh.step["hands"][str(tea)]["qty"] == 2
    # For two, and not for all that the line wants.
    assert by_hand(linh, tea, 3) == "by_hand_no_more"
    assert by_hand(linh, tea, 2) == "counted"
    assert linh.scan("TEA") == "step_done"
    assert floor.inside("LP000100") == {"SALT": 1, "TEA": 3}


def test_what_the_checker_was_allowed_the_packer_need_not_ask_again(floor: Floor) -> None:
    floor.settings(quality_check="all")
    boss = floor.person("Mara", "supervisor").id
    picked(floor, TEA=2)
    linh = floor.person("Linh", "packer").open("T0001")
    linh.scan("T0001")
    tea = line_of(linh, "TEA")
    linh.act("no_scan", line=tea, qty=1)
    answer(floor, boss, "consent")
    linh.look_again()
    by_hand(linh, tea, 1)
    linh.scan("TEA")
    assert linh.act("done") == "task_done"
    linh.open("T0001")
    linh.scan("LP000100")
    assert linh.step["hands"][str(line_of(linh, "TEA"))]["qty"] == 1


def test_asked_in_a_dead_zone_repeated_and_undone_it_leaves_one_question_or_none(
    floor: Floor,
) -> None:
    picked(floor, TEA=2)
    linh = packer(floor).go_offline()
    tea = line_of(linh, "TEA")
    linh.act("no_scan", line=tea, qty=1)
    linh.come_back()
    linh.repeat_delivery()
    assert floor.raised() == ["no_scan"]
    linh.look_again()
    assert linh.act("undo") == "undone"
    assert floor.raised() == []
    linh.look_again()
    assert linh.step["hands"][str(tea)] == {"qty": 0}


def test_what_was_counted_by_hand_and_undone_was_not_counted_by_it(floor: Floor) -> None:
    torn(floor, 2, TEA=2)
    linh = packer(floor)
    by_hand(linh, line_of(linh, "TEA"), 1)
    assert linh.act("undo") == "undone"
    assert proof(floor)["counted_by"] == {}
    assert floor.inside("LP000100") == {}
    assert by_hand(linh, line_of(linh, "TEA"), 2) == "step_done"


def test_goods_that_scanned_meanwhile_ask_nobody_any_more(floor: Floor) -> None:
    picked(floor, TEA=2)
    linh = packer(floor)
    linh.act("no_scan", line=line_of(linh, "TEA"), qty=1)
    linh.scans("TEA", "TEA")
    assert (floor.raised(), floor.raised("resolved")) == ([], ["no_scan"])


def test_who_asks_at_the_bench_does_not_consent_where_somebody_else_may(floor: Floor) -> None:
    floor.person("Mara", "supervisor")
    picked(floor, TEA=2)
    lena = floor.person("Lena", "supervisor").open("T0001")
    lena.scan("LP000100")
    lena.act("no_scan", line=line_of(lena, "TEA"), qty=1)
    with pytest.raises(NeedsAnother):
        answer(floor, lena.id, "consent")
