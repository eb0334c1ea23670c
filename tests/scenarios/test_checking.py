"""Checking: a second person looks, where the site wants it; a mismatch goes back as work."""

import pytest

from pickface.workflows.check import record
from tests.scenarios.floor import Floor, Person


def picked(floor: Floor, tote: str = "T0001", **lines: int) -> Person:
    """Sofia picks an order of tea and salt into a tote and brings it to the station."""
    for sku, place in (("TEA", "A-01-01"), ("SALT", "A-02-01")):
        if sku not in floor.items:
            floor.item(sku)
            floor.stock(place, sku, 10)
    floor.order(f"O-{tote}", **lines)
    sofia = floor.person("Sofia").next("pick")
    assert sofia
    sofia.scan(tote)
    pick_on(sofia)
    return sofia


def pick_on(person: Person) -> None:
    """Pick whatever the script asks for and bring it."""
    while person.place != "PACK-1":
        person.scan(person.place)
        assert person.task
        sku = person.task["script"]["items"][str(person.step["item"])]["sku"]
        qty = int(person.step["qty"])
        person.scan(sku)
        if qty > 1:
            person.quantity(qty)
    person.scan("PACK-1")


def test_scanning_to_pack_is_the_check_by_default(floor: Floor) -> None:
    picked(floor, TEA=1)
    assert (floor.tasks("check"), floor.tasks("pack")) == ([], ["ready"])


def test_a_second_person_checks_every_tote_where_the_site_wants_it(floor: Floor) -> None:
    floor.settings(quality_check="all")
    linh = floor.person("Linh", "packer")
    sofia = picked(floor, TEA=2, SALT=1)
    assert (floor.tasks("check"), floor.tasks("pack")) == (["ready"], [])
    assert not sofia.can_open("T0001")
    assert sofia.next("check") is None
    linh.open("T0001")
    assert linh.step["why"] == {"code": "stands", "params": {"stands": "PACK-1"}}
    assert linh.scan("T0001") == "step_done"
    linh.scan("TEA")
    linh.quantity(2)
    linh.scan("SALT")
    assert linh.act("done") == "task_done"
    assert floor.tasks("pack") == ["ready"]
    assert floor.raised() == []


def test_a_site_without_a_second_person_is_told_so(floor: Floor) -> None:
    floor.settings(quality_check="all")
    picked(floor, TEA=1)
    assert floor.raised() == ["nobody_to_check"]


def test_who_is_alone_checks_what_they_picked_and_the_work_says_so(floor: Floor) -> None:
    floor.settings(quality_check="all", alone_may=True)
    picked(floor, TEA=1)
    assert floor.raised() == []
    title = floor.value("SELECT title FROM task WHERE kind = 'check'")
    assert title.endswith("(nobody else is there)")
    assert "not_for" not in floor.value("SELECT facts FROM task WHERE kind = 'check'")


def test_missing_units_are_picked_again_and_the_books_follow(floor: Floor) -> None:
    floor.settings(quality_check="all")
    linh = floor.person("Linh", "packer")
    sofia = picked(floor, TEA=3)
    linh.open("T0001")
    linh.scan("T0001")
    linh.scan("TEA")
    assert linh.act("done") == "ask_close"
    assert linh.act("done") == "task_done"
    assert floor.inside("T0001") == {"TEA": 1}
    assert floor.at("LOST", "TEA") == 2
    mismatch = floor.exception("check_mismatch")["lines"]
    assert [(line["qty"], line["counted"]) for line in mismatch] == [(3, 1)]
    assert floor.order_state("O-T0001") == "released"
    assert floor.tasks("count") == ["ready"]

    assert sofia.next("pick")
    sofia.scan("T0002")
    pick_on(sofia)
    assert floor.inside("T0002") == {"TEA": 2}
    assert floor.tasks("check") == ["done", "ready"]
    linh.open("T0002")
    linh.scan("T0002")
    linh.scan("TEA")
    linh.quantity(2)
    linh.act("done")
    assert floor.tasks("pack") == ["ready"]


def test_missing_units_that_nobody_has_are_given_up(floor: Floor) -> None:
    floor.settings(quality_check="all")
    linh = floor.person("Linh", "packer")
    picked(floor, TEA=10)
    linh.open("T0001")
    linh.scan("T0001")
    linh.scan("TEA")
    linh.quantity(9)
    linh.act("done")
    linh.act("done")
    assert floor.tasks("pack") == ["ready"]
    assert floor.value("SELECT given_up FROM order_line") == 1
    assert floor.raised() == ["check_mismatch", "order_short"]


def test_units_too_many_come_out_of_the_tote_and_are_put_away(floor: Floor) -> None:
    floor.settings(quality_check="all")
    linh = floor.person("Linh", "packer")
    picked(floor, TEA=2)
    linh.open("T0001")
    linh.scan("T0001")
    linh.scan("TEA")
    linh.quantity(2)
    assert linh.scan("TEA") == "over"
    linh.act("done")
    assert floor.inside("T0001") == {"TEA": 2}
    assert floor.at("PACK-1", "TEA") == 3
    assert (floor.tasks("putaway"), floor.tasks("pack")) == (["ready"], ["ready"])
    assert floor.raised() == ["check_mismatch"]
    assert linh.next("putaway")
    assert linh.place == "A-01-01"
    linh.scan("TEA")
    linh.scan("A-01-01")
    assert floor.at("A-01-01", "TEA") == 9


def test_what_does_not_belong_in_the_tote_is_refused_and_undo_reaches_back(floor: Floor) -> None:
    floor.settings(quality_check="all")
    linh = floor.person("Linh", "packer")
    picked(floor, TEA=2)
    linh.open("T0001")
    assert linh.scan("T0002") == "wrong_container"
    linh.scan("T0001")
    assert linh.scan("SALT") == "wrong_item"
    linh.scan("TEA")
    linh.scan("TEA")
    linh.scan("TEA")
    assert linh.act("undo") == "undone"
    linh.act("done")
    assert floor.raised() == []


def test_the_site_may_check_by_item_by_picker_or_a_sample(floor: Floor) -> None:
    floor.person("Linh", "packer")
    floor.settings(quality_check="item")
    picked(floor, "T0001", TEA=1)
    assert floor.tasks("check") == []
    floor.write(lambda tx: tx.run("UPDATE item SET quality_check = 1 WHERE sku = 'TEA'"))
    picked(floor, "T0002", TEA=1)
    assert floor.tasks("check") == ["ready"]
    floor.settings(quality_check="picker")
    sofia = picked(floor, "T0003", SALT=1)
    assert floor.tasks("check") == ["ready"]
    floor.write(
        lambda tx: tx.run("UPDATE person SET quality_check = 1 WHERE id = :id", id=sofia.id)
    )
    floor.order("O-9", SALT=1)
    sofia.next("pick")
    sofia.scan("T0004")
    pick_on(sofia)
    assert floor.tasks("check") == ["ready", "ready"]
    floor.settings(quality_check="sample:100")
    picked(floor, "T0005", SALT=1)
    assert len(floor.tasks("check")) == 3


def test_serials_are_checked_by_their_number(floor: Floor) -> None:
    floor.settings(quality_check="all")
    linh = floor.person("Linh", "packer")
    floor.item("PUMP", tracking="serial")
    for serial in ("SN-1", "SN-2"):
        floor.stock("A-03-01", "PUMP", 1, lot=serial)
    floor.order("1042", PUMP=2)
    sofia = floor.person("Sofia").next("pick")
    assert sofia
    sofia.scan("T0001")
    while sofia.place != "PACK-1":
        if sofia.step["kind"] == "go":
            sofia.scan(sofia.place)
        serial = sofia.step["lot"]["code"]
        sofia.scan("PUMP")
        sofia.scan(serial)
    sofia.scan("PACK-1")
    linh.open("T0001")
    linh.scan("T0001")
    linh.scan("PUMP")
    linh.act("done")
    linh.act("done")
    assert floor.inside("T0001") == {"PUMP": 1}
    assert floor.raised() == ["check_mismatch", "order_short"]


def test_an_extra_serial_is_only_told(floor: Floor) -> None:
    floor.settings(quality_check="all")
    linh = floor.person("Linh", "packer")
    floor.item("PUMP", tracking="serial")
    floor.stock("A-03-01", "PUMP", 1, lot="SN-1")
    floor.order("1042", PUMP=1)
    sofia = floor.person("Sofia").next("pick")
    assert sofia
    sofia.scans("T0001", "A-03-01", "PUMP", "PACK-1")
    linh.open("T0001")
    linh.scans("T0001", "PUMP", "PUMP")
    linh.act("done")
    assert floor.inside("T0001") == {"PUMP": 1}
    assert floor.raised() == ["check_mismatch"]


@pytest.mark.parametrize("stage", ["check", "pack", "ship"])
def test_an_order_cancelled_after_its_pick_goes_back_on_the_shelf(floor: Floor, stage: str) -> None:
    linh = floor.person("Linh", "packer")
    if stage == "check":
        floor.settings(quality_check="all")
    picked(floor, TEA=2)
    holder = "T0001"
    if stage == "ship":
        linh.open("T0001")
        linh.scan("LP000100")
        linh.scan("TEA")
        linh.quantity(2)
        linh.confirm()
        linh.confirm()
        holder = "LP000100"
    floor.cancel("O-T0001")
    assert floor.tasks(stage) == ["cancelled"]
    assert floor.read("SELECT * FROM shipment") == []
    linh.open(holder)
    linh.scan(holder)
    linh.scan(linh.place)
    assert linh.done
    assert floor.at("A-01-01", "TEA") == 10
    assert floor.container(holder)["state"] == "empty"


def test_a_tote_may_be_left_for_later(floor: Floor) -> None:
    floor.settings(quality_check="all")
    linh = floor.person("Linh", "packer")
    floor.item("TEA")
    floor.stock("A-01-01", "TEA", 10)
    floor.order("1042", TEA=2)
    sofia = floor.person("Sofia").next("pick")
    assert sofia
    sofia.scans("T0001", "A-01-01", "TEA")
    sofia.act("full")
    sofia.scans("T0002", "TEA", "PACK-1")
    linh.open("T0002")
    assert linh.act("skip") == "skipped"
    assert linh.scans("T0002", "TEA") == "counted"
    assert linh.act("done") == "step_done"
    assert linh.scans("T0001", "TEA") == "counted"
    assert linh.act("done") == "task_done"
    assert floor.tasks("pack") == ["ready"]


def test_a_blind_check_tells_nobody_what_should_be_there(floor: Floor) -> None:
    floor.settings(quality_check="all", blind_check=True)
    linh = floor.person("Linh", "packer")
    picked(floor, TEA=2, SALT=1)
    linh.open("T0001")
    linh.scan("T0001")
    assert (linh.step["blind"], linh.step["expect"]) == (True, False)
    linh.scan("TEA")
    assert linh.scan("SALT") == "counted"
    assert linh.act("done") == "task_done"
    assert floor.raised() == ["check_mismatch"]
    (line,) = floor.exception("check_mismatch")["lines"]
    assert (line["item"], line["qty"], line["counted"]) == (floor.items["TEA"], 2, 1)


def checked_lines(floor: Floor, person: Person, lines: int, wrong: int) -> None:
    """What earlier checks have found of somebody."""
    row = {"site_id": floor.site.id, "person_id": person.id, "task_id": 1, "at": 1}
    floor.write(
        lambda tx: tx.insert_many("check_record", [{**row, "lines": lines, "wrong": wrong}])
    )


@pytest.mark.parametrize(
    ("lines", "wrong", "checks"), [(19, 0, ["ready"]), (100, 5, ["ready"]), (100, 0, [])]
)
def test_a_pickers_record_says_how_often_they_are_checked(
    floor: Floor, lines: int, wrong: int, checks: list[str]
) -> None:
    floor.settings(quality_check="record")
    floor.person("Linh", "packer")
    sofia = floor.person("Sofia")
    checked_lines(floor, sofia, lines, wrong)
    floor.item("TEA")
    floor.stock("A-01-01", "TEA", 10)
    floor.order("1042", TEA=1)
    hand = sofia.next("pick")
    assert hand
    hand.scan("T0001")
    pick_on(hand)
    assert floor.tasks("check") == checks


def test_each_check_is_written_down_for_who_picked_and_only_the_last_lines_count(
    floor: Floor,
) -> None:
    floor.settings(quality_check="record:20")
    linh = floor.person("Linh", "packer")
    sofia = picked(floor, TEA=2, SALT=1)
    linh.open("T0001")
    linh.scan("T0001")
    linh.scan("TEA")
    linh.quantity(2)
    assert linh.act("done") == "ask_close"
    assert linh.act("done") == "task_done"
    found = floor.read("SELECT person_id, lines, wrong FROM check_record")
    assert found == [{"person_id": sofia.id, "lines": 2, "wrong": 1}]
    assert floor.write(lambda tx: record.share(tx, [sofia.id], 20)) == 100
    checked_lines(floor, sofia, 20, 0)
    assert floor.write(lambda tx: record.share(tx, [sofia.id], 20)) == 5
