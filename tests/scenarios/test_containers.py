"""Containers through the scan door: one scan moves whatever is in them, and nobody loses what they stand on."""

import json

import pytest

from pickface.errors import PickfaceError
from tests import builders
from tests.scenarios.floor import Floor, Person


def filled(floor: Floor, plate: str, place: str = "A-01-01", **goods: int) -> None:
    """A container with goods in it, at a place."""

    def put(tx: builders.Tx) -> None:
        if not tx.value("SELECT 1 FROM container WHERE code = :code", code=plate):
            builders.make_container(tx, plate, floor.places[place], floor.site.id)
        for sku, qty in goods.items():
            builders.stock_up(
                tx, floor.site, floor.items[sku], floor.places[place], qty, container=plate
            )

    floor.write(put)


def onto(person: Person, code: str, into: str) -> str:
    """Scan a container, say that it goes onto another one, and scan that."""
    return person.begin("nest", code).scan(into)


def place_of(floor: Floor, code: str) -> str:
    """The code of the place where a container stands."""
    place_id = floor.container(code)["place_id"]
    return next(name for name, known in floor.places.items() if known == place_id)


def refusal(person: Person, motion: str, code: str) -> tuple[str, dict[str, object]]:
    with pytest.raises(PickfaceError) as refused:
        person.begin(motion, code)
    return refused.value.code, refused.value.params


def test_one_scan_moves_a_pallet_with_what_stands_on_it_however_deep(floor: Floor) -> None:
    floor.item("TEA")
    floor.item("SALT")
    filled(floor, "LP000001")
    filled(floor, "LP000002", TEA=4)
    filled(floor, "T0003", SALT=2)
    malik = floor.person("Malik")
    assert onto(malik, "T0003", "LP000002") == "task_done"
    assert onto(malik, "LP000002", "LP000001") == "task_done"
    malik.start("move", "LP000001").scan("A-02-02")
    assert [place_of(floor, code) for code in ("LP000001", "LP000002", "T0003")] == ["A-02-02"] * 3
    assert (floor.at("A-02-02", "TEA"), floor.at("A-02-02", "SALT")) == (4, 2)
    assert floor.at("A-01-01") == 0
    assert floor.inside("T0003") == {"SALT": 2}
    malik.start("move", "T0003").scan("B-01-01")
    assert floor.container("T0003")["parent"] == ""
    assert floor.at("A-02-02") == 4


def test_an_empty_pallet_comes_to_what_is_put_on_it(floor: Floor) -> None:
    floor.item("TEA")
    filled(floor, "LP000001", "DOCK-1")
    filled(floor, "LP000002", TEA=4)
    malik = floor.person("Malik")
    onto(malik, "LP000002", "LP000001")
    assert place_of(floor, "LP000001") == "A-01-01"
    assert onto(malik, "LP000002", "LP000077") == "task_done", "a label from the roll"
    assert place_of(floor, "LP000077") == "A-01-01"


def test_nothing_stands_in_itself(floor: Floor) -> None:
    floor.item("TEA")
    filled(floor, "LP000001", TEA=1)
    filled(floor, "LP000002")
    filled(floor, "LP000003")
    malik, sofia = floor.person("Malik"), floor.person("Sofia")
    onto(malik, "LP000002", "LP000001")
    assert malik.begin("nest", "LP000001").scan("LP000002") == "container_not_here"
    malik.go_offline().scan("LP000003")
    onto(sofia, "LP000003", "LP000002")
    assert malik.come_back() == ["set_aside"]
    assert malik.verdicts[-1]["code"] == "container_cycle"


def test_promises_go_along_and_their_picks_are_told(floor: Floor) -> None:
    floor.item("TEA")
    filled(floor, "LP000001")
    filled(floor, "LP000002", TEA=5)
    malik = floor.person("Malik")
    onto(malik, "LP000002", "LP000001")
    floor.order("1042", TEA=3)
    sofia = floor.person("Sofia").next("pick")
    assert sofia
    assert sofia.task
    malik.start("move", "LP000001").scan("B-02-01")
    sofia.hold(sofia.task["id"])
    sofia.scan("T0009")
    assert sofia.place == "B-02-01"
    sofia.scans("B-02-01", "TEA")
    sofia.quantity(3)
    sofia.scan("PACK-1")
    assert floor.inside("T0009") == {"TEA": 3}
    assert floor.inside("LP000002") == {"TEA": 2}


def test_a_container_in_somebodys_hands_is_refused_with_whose_it_is(floor: Floor) -> None:
    floor.item("TEA")
    floor.stock("A-01-01", "TEA", 5)
    filled(floor, "LP000001", "FLOOR")
    floor.order("1042", TEA=3)
    sofia = floor.person("Sofia").next("pick")
    assert sofia
    sofia.scans("T0001", "A-01-01", "TEA")
    malik = floor.person("Malik")
    for motion in ("nest", "empty", "merge", "split", "weigh"):
        code, params = refusal(malik, motion, "T0001")
        assert (code, params["person"]) == ("container_in_use", "Sofia")
    with pytest.raises(PickfaceError) as refused:
        malik.start("move", "T0001")
    assert refused.value.params["person"] == "Sofia"
    # Malik may speak another language than the title is written in.
    assert refused.value.params["titled"] == {"code": "title_order", "params": {"order": "1042"}}
    sofia.quantity(3)
    sofia.scan("PACK-1")
    assert refusal(malik, "empty", "T0001") == (
        "container_of_order",
        {"container": "T0001", "order": "1042"},
    )
    assert malik.start("move", "T0001").scan("QUAR-1") == "task_done"


def test_what_is_emptied_lies_in_the_bin_until_it_is_undone(floor: Floor) -> None:
    floor.item("TEA")
    floor.item("SALT")
    floor.stock("A-02-01", "TEA", 1)
    filled(floor, "LP000001", TEA=4)
    filled(floor, "T0002", SALT=2)
    malik = floor.person("Malik")
    onto(malik, "T0002", "LP000001")
    malik.begin("empty", "LP000001")
    assert malik.scan("A-02-01") == "step_done"
    assert floor.at("A-02-01", "TEA") == 5
    assert (place_of(floor, "T0002"), floor.container("T0002")["parent"]) == ("A-02-01", "")
    assert floor.container("LP000001")["state"] == "empty"
    assert malik.act("undo") == "undone"
    assert (floor.at("A-02-01", "TEA"), floor.inside("LP000001")) == (1, {"TEA": 4})
    assert floor.container("T0002")["parent"] == "LP000001"
    assert floor.container("LP000001")["state"] == "open"
    malik.scan("A-03-01")
    assert malik.confirm() == "task_done"
    assert floor.at("A-03-01") == 6


def test_two_totes_become_one_also_without_a_network(floor: Floor) -> None:
    floor.item("TEA")
    filled(floor, "T0001", "A-01-01", TEA=4)
    filled(floor, "T0002", "A-02-01", TEA=2)
    floor.order("1042", TEA=6)
    malik = floor.person("Malik")
    malik.begin("merge", "T0001").go_offline()
    malik.scan("T0002")
    malik.confirm()
    assert malik.come_back() == ["booked", "booked"]
    assert floor.inside("T0002") == {"TEA": 6}
    assert floor.at("A-02-01", "TEA") == 6
    assert floor.value("SELECT SUM(pinned) FROM balance WHERE container = 'T0002'") == 6
    assert refusal(malik, "merge", "T0001")[0] == "container_is_empty"


def test_some_of_it_goes_into_another_tote(floor: Floor) -> None:
    floor.item("TEA")
    floor.item("MILK", tracking="lot")
    filled(floor, "T0001", TEA=4)
    floor.write(
        lambda tx: builders.stock_up(
            tx, floor.site, floor.items["MILK"], floor.places["A-01-01"], 3, container="T0001",
            lot_id=builders.make_lot(tx, floor.items["MILK"], "L1"),
        )
    )  # fmt: skip
    malik = floor.person("Malik").begin("split", "T0001")
    assert malik.scan("TEA") == "need_into"
    malik.quantity(3)
    assert malik.scan("T0002") == "counted"
    malik.scan("MILK")
    assert malik.act("undo") == "undone"
    malik.scan("MILK")
    assert malik.act("done") == "ask_close"
    malik.act("done")
    assert floor.inside("T0002") == {"MILK": 1, "TEA": 3}
    assert floor.inside("T0001") == {"MILK": 2, "TEA": 1}
    assert floor.at("A-01-01") == 7


def test_a_pallet_of_boxes_alone_has_nothing_to_split(floor: Floor) -> None:
    floor.item("TEA")
    filled(floor, "LP000001")
    filled(floor, "T0002", TEA=4)
    malik = floor.person("Malik")
    onto(malik, "T0002", "LP000001")
    assert refusal(malik, "split", "LP000001") == ("container_is_empty", {"container": "LP000001"})
    assert floor.inside("T0002") == {"TEA": 4}


def test_goods_of_two_owners_stay_apart_unless_each_has_a_plate(floor: Floor) -> None:
    floor.item("TEA")
    guest = floor.write(lambda tx: builders.make_owner(tx, "guest"))
    filled(floor, "T0001", TEA=4)
    filled(floor, "T0002")
    filled(floor, "LP000001")

    def bring(place: str, container: str = "") -> None:
        floor.write(
            lambda tx: builders.stock_up(
                tx, floor.site, floor.items["TEA"], floor.places[place], 2, owner_id=guest, container=container
            )
        )  # fmt: skip

    bring("A-01-01", "T0002")
    bring("A-02-01")
    malik = floor.person("Malik")
    assert malik.begin("merge", "T0001").scan("T0002") == "container_not_here"
    assert malik.begin("split", "T0001").scans("TEA", "T0002") == "container_not_here"
    assert refusal(malik, "empty", "T0001")[1]["person"] is None, "the split is in hand"
    malik.act("undo")
    malik.act("done")
    malik.act("done")
    malik.begin("empty", "T0001")
    assert malik.scan("A-02-01") == "place_does_not_fit"
    onto(malik, "T0001", "LP000001")
    assert onto(malik, "T0002", "LP000001") == "task_done"
    assert floor.at("A-01-01", "TEA") == 6
    # It came in while the device was away: nobody can be told on the spot.
    malik.begin("empty", "T0001").go_offline()
    malik.scan("A-03-01")
    bring("A-03-01")
    assert malik.come_back() == ["booked"]
    assert floor.raised() == ["owners_mixed"]


def test_a_container_is_weighed_and_remembers_what_was_done_with_it(floor: Floor) -> None:
    floor.item("TEA")
    filled(floor, "T0001", TEA=4)
    filled(floor, "LP000001")
    malik = floor.person("Malik")
    assert malik.begin("weigh", "T0001").fill("weight_g", 4200) == "task_done"
    onto(malik, "T0001", "LP000001")
    assert floor.container("T0001")["weight_g"] == 4200
    done = floor.read(
        "SELECT e.what, p.name, s.task_id FROM container_event e JOIN person p ON p.id = e.person_id"
        " JOIN scan_event s ON s.id = e.cause WHERE e.code = 'T0001' ORDER BY e.id"
    )
    assert [(each["what"], each["name"]) for each in done] == [
        ("weighed", "Malik"),
        ("nested", "Malik"),
    ]


def test_a_tote_that_is_picked_into_has_left_its_pallet(floor: Floor) -> None:
    floor.item("TEA")
    floor.stock("A-01-01", "TEA", 5)
    filled(floor, "LP000001", "FLOOR")
    filled(floor, "T0001", "FLOOR")
    onto(floor.person("Malik"), "T0001", "LP000001")
    floor.order("1042", TEA=3)
    sofia = floor.person("Sofia").next("pick")
    assert sofia
    sofia.scan("T0001")
    assert floor.container("T0001")["parent"] == ""


def test_asking_twice_for_the_same_is_the_same_work(floor: Floor) -> None:
    floor.item("TEA")
    filled(floor, "T0001", TEA=4)
    malik = floor.person("Malik")
    first = malik.begin("empty", "T0001").task
    assert first
    assert first == malik.begin("empty", "T0001").task
    assert json.dumps(first["script"]["steps"][0]["what"]) == '{"container": "T0001"}'
