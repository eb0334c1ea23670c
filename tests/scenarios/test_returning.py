"""Customer returns: whatever comes back is taken in and judged; nothing of it can be sold before it lies in a bin."""

from __future__ import annotations

import pytest

from pickface.errors import NotAllowed
from tests import builders
from tests.scenarios.floor import Floor, Person
from tests.scenarios.sending import Went, send


@pytest.fixture
def shop(floor: Floor) -> Floor:
    """A site where goods come back at R-01, and what it sells."""
    floor.settings(returns_at="R-01")
    floor.item("TEA", zone_code="A")
    floor.item("POT", zone_code="B")
    return floor


def grace(floor: Floor, name: str = "Grace", role: str = "receiver") -> Person:
    return floor.person(name, role)


def back(floor: Floor) -> list[tuple[str, int, str, str]]:
    """What came back: item, units, grade, what is strange."""
    return [
        (row["sku"], row["qty"], row["grade"], row["strange"])
        for row in floor.read(
            "SELECT i.sku, g.qty, g.grade, g.strange FROM return_goods g JOIN item i ON i.id = g.item_id ORDER BY g.id"
        )
    ]


def available(floor: Floor, sku: str) -> int:
    found = floor.value(
        "SELECT pickable - reserved - unreservable FROM stock_level WHERE item_id = :item",
        item=floor.items[sku],
    )
    return int(found or 0)


def states(floor: Floor) -> list[str]:
    return [row["state"] for row in floor.read("SELECT state FROM customer_return ORDER BY id")]


def worth(floor: Floor, sku: str) -> tuple[int, int]:
    """Units of the house and what they cost, by first in, first out."""
    found = floor.read(
        "SELECT qty, fifo_minor FROM stock_value WHERE item_id = :item", item=floor.items[sku]
    )
    return (int(found[0]["qty"]), int(found[0]["fifo_minor"])) if found else (0, 0)


def test_a_parcel_comes_back_and_what_is_as_good_as_new_can_be_sold_when_it_lies_in_a_bin(
    shop: Floor,
) -> None:
    shop.stock("A-01-01", "TEA", 5)
    shop.order("1", TEA=3)
    sofia = shop.person("Sofia").next("pick")
    assert sofia
    sofia.scans("T0001", "A-01-01", "TEA")
    sofia.quantity(3)
    sofia.scan("PACK-1")
    linh = shop.person("Linh", "packer").open("T0001")
    linh.scans("LP000100", "TEA")
    linh.quantity(3)
    linh.confirm()
    linh.confirm()
    tracking = shop.value("SELECT tracking FROM shipment")
    linh.open(tracking).scans("LP000100", "SHIP-1")
    assert available(shop, "TEA") == 2

    paul = grace(shop).open(tracking)
    assert paul.step["lines"][0]["qty"] == 3
    assert paul.scan("TEA") == "need_grade"
    assert paul.quantity(2) == "need_grade"
    assert paul.choose("new") == "need_into"
    assert paul.scan("LP000200") == "counted"
    assert (available(shop, "TEA"), shop.inside("LP000200")) == (2, {"TEA": 2})
    assert paul.act("done") == "task_done"
    assert states(shop) == ["received"]
    assert available(shop, "TEA") == 2
    assert paul.next("putaway")
    paul.scan("LP000200")
    assert paul.scan("A-01-01") == "task_done"
    assert available(shop, "TEA") == 4
    assert shop.raised() == []


def test_goods_of_each_zone_get_a_container_and_each_grade_its_place(shop: Floor) -> None:
    shop.settings(
        returns_at="R-01",
        return_grades="new: restock, mend: hold @ PACK-1, broken: hold, scrap: scrap",
    )
    send(shop, "1", Went("TEA", 5), Went("POT", 2))
    paul = grace(shop).open("CARTON-1")
    paul.scan("TEA")
    paul.choose("new")
    paul.scan("LP000001")
    paul.scan("POT")
    assert paul.choose("new") == "need_into"
    assert paul.scan("LP000002") == "counted"
    paul.scan("TEA")
    assert paul.choose("mend") == "need_into"
    assert paul.scan("QUAR-1") == "wrong_place"
    assert paul.scan("PACK-1") == "counted"
    paul.scan("TEA")
    paul.choose("broken")
    assert paul.scan("QUAR-1") == "counted"
    paul.scan("TEA")
    assert paul.scan("SCRAP") == "counted"
    assert paul.act("done") == "task_done"
    assert shop.inside("LP000001") == {"TEA": 1}
    assert shop.inside("LP000002") == {"POT": 1}
    assert [shop.at(place, "TEA") for place in ("PACK-1", "QUAR-1", "R-01")] == [1, 1, 1]
    assert shop.tasks("putaway") == ["ready", "ready"]
    assert states(shop) == ["received"]


def test_a_unit_comes_back_at_what_it_had_cost_when_it_left_and_scrap_is_written_off(
    shop: Floor,
) -> None:
    send(shop, "1", Went("TEA", 4, price=100))
    send(shop, "2", Went("TEA", 1, price=900))
    assert worth(shop, "TEA") == (0, 0)
    paul = grace(shop).open("1")
    paul.scan("TEA")
    paul.choose("new")
    paul.scan("LP000001")
    assert worth(shop, "TEA") == (1, 100)
    paul.scan("TEA")
    paul.choose("damaged")
    paul.scan("QUAR-1")
    assert worth(shop, "TEA") == (2, 200)
    paul.scan("TEA")
    paul.quantity(2)
    paul.choose("scrap")
    assert worth(shop, "TEA") == (2, 200)
    gone = shop.read(
        "SELECT reason, qty, fifo_minor FROM cost_entry WHERE writes_off = 1 AND qty < 0"
    )
    assert {row["reason"] for row in gone} == {"returned"}
    assert (sum(row["qty"] for row in gone), sum(row["fifo_minor"] for row in gone)) == (-2, -200)
    assert paul.act("undo") == "undone"
    assert worth(shop, "TEA") == (2, 200)
    assert not shop.value("SELECT SUM(qty) FROM cost_entry WHERE writes_off = 1")


def test_more_than_was_sent_and_what_was_never_sent_are_taken_in_and_told(shop: Floor) -> None:
    send(shop, "1", Went("TEA", 1))
    paul = grace(shop).open("TRK-1")
    paul.scan("TEA")
    paul.quantity(3)
    assert paul.choose("scrap") == "over_sent"
    paul.scan("POT")
    assert paul.choose("scrap") == "not_expected"
    assert paul.scan("WHAT-IS-IT") == "unknown_recorded"
    assert back(shop) == [("TEA", 3, "scrap", ""), ("POT", 1, "scrap", "not_expected")]
    assert shop.raised() == ["return_over", "return_not_expected", "return_unknown"]
    assert shop.exception("return_over") == {"return": "R-000001", "qty": 2}
    assert shop.exception("return_unknown") == {"return": "R-000001", "code": "WHAT-IS-IT"}
    assert paul.act("done") == "task_done"


def test_an_undone_unit_is_with_the_customer_again_and_nothing_odd_is_left(shop: Floor) -> None:
    send(shop, "1", Went("TEA", 1))
    paul = grace(shop).open("TRK-1")
    paul.scan("TEA")
    paul.choose("new")
    paul.scan("LP000001")
    paul.scan("TEA")
    assert paul.choose("new") == "over_sent"
    assert shop.raised() == ["return_over"]
    assert paul.act("undo") == "undone"
    assert (back(shop), shop.raised()) == ([("TEA", 1, "new", "")], [])
    assert shop.inside("LP000001") == {"TEA": 1}
    assert paul.scan("POT") == "need_grade_first"
    # It was the item that was wrong.
    assert paul.choose("") == "dropped"
    paul.scan("POT")
    paul.choose("scrap")
    assert shop.raised() == ["return_not_expected"]
    assert paul.act("undo") == "undone"
    assert shop.raised() == []
    assert paul.act("done") == "finish_this_first"
    paul.choose("")
    paul.act("done")
    assert states(shop) == ["received"]


def test_a_lot_that_this_customer_never_got_is_told(shop: Floor) -> None:
    shop.item("MILK", tracking="lot")
    send(shop, "1", Went("MILK", 2, lot="L1"))
    send(shop, "2", Went("MILK", 2, lot="L2"))
    paul = grace(shop).open("TRK-1")
    paul.scans("MILK", "L1")
    assert paul.choose("scrap") == "counted"
    paul.scans("MILK", "l2")
    assert paul.choose("scrap") == "never_sent"
    assert [strange for *_, strange in back(shop)] == ["", "never_sent"]
    assert shop.raised() == ["return_never_sent"]
    assert shop.exception("return_never_sent")["code"] == "l2"


def test_a_serial_finds_its_own_order_and_its_own_cost(shop: Floor) -> None:
    shop.item("DRILL", tracking="serial")
    send(shop, "1", Went("DRILL", lot="B1", serial="SN-1", price=4_000))
    send(shop, "2", Went("DRILL", serial="SN-2", price=7_000))
    paul = grace(shop).open("TRK-1")
    paul.scans("DRILL", "SN-2")
    assert paul.choose("new") == "need_into"
    assert paul.scan("LP000001") == "never_sent"
    other = shop.exception("return_other_order")
    assert (other["other"], other["code"]) == ("2", "SN-2")
    assert worth(shop, "DRILL") == (1, 7_000)
    paul.scans("DRILL", "SN-1")
    paul.choose("damaged")
    # The device has counted the other one for this line; the books know better.
    assert paul.scan("QUAR-1") == "over_sent"
    assert worth(shop, "DRILL") == (2, 11_000)
    assert shop.value("SELECT COUNT(*) FROM lot WHERE code = 'SN-1'") == 1
    paul.scans("DRILL", "SN-9")
    paul.choose("scrap")
    assert shop.raised() == ["return_other_order", "return_never_sent"]


def test_a_serial_that_the_books_have_in_the_house_waits_for_a_lead(shop: Floor) -> None:
    shop.item("DRILL", tracking="serial")
    send(shop, "1", Went("DRILL", serial="SN-1"))
    paul = grace(shop).open("TRK-1")
    paul.scans("DRILL", "SN-1")
    paul.choose("damaged")
    paul.scan("QUAR-1")
    paul.scans("DRILL", "SN-1")
    paul.choose("damaged")
    paul.scan("QUAR-1")
    assert paul.verdict == ("set_aside", "serial_conflict")
    assert len(back(shop)) == 1


def test_without_a_document_a_receiver_takes_in_what_comes_and_a_serial_tells_whose_it_was(
    shop: Floor,
) -> None:
    shop.item("DRILL", tracking="serial")
    send(shop, "1", Went("DRILL", serial="SN-1", price=4_000))
    paul = grace(shop).start("returns", "R-01")
    paul.scan("TEA")
    assert paul.choose("scrap") == "counted"
    paul.scans("DRILL", "SN-1")
    paul.choose("new")
    assert paul.scan("LP000001") == "counted"
    assert paul.act("done") == "task_done"
    assert [strange for *_, strange in back(shop)] == ["", ""]
    lines = [
        row["order_line_id"]
        for row in shop.read("SELECT order_line_id FROM return_goods ORDER BY id")
    ]
    assert lines[0] is None
    assert lines[1] == shop.value("SELECT id FROM order_line")
    assert worth(shop, "DRILL") == (1, 4_000)
    assert shop.raised() == []


@pytest.mark.parametrize(
    ("allowed", "role", "may"),
    [
        ("receiver", "receiver", True),
        ("receiver", "picker", False),
        ("supervisor", "receiver", False),
        ("supervisor", "supervisor", True),
        ("nobody", "supervisor", False),
    ],
)
def test_who_may_take_goods_in_without_a_document_is_the_sites_to_say(
    shop: Floor, allowed: str, role: str, may: bool
) -> None:
    shop.settings(returns_at="R-01", blind_returns=allowed)
    paul = grace(shop, role=role)
    if may:
        assert paul.start("returns", "R-01").task
        return
    with pytest.raises(NotAllowed):
        paul.start("returns", "R-01")


def test_an_order_opens_its_return_but_not_before_anything_of_it_has_left_nor_to_a_picker(
    shop: Floor,
) -> None:
    shop.stock("A-01-01", "TEA", 1)
    shop.order("7", TEA=1)
    send(shop, "1", Went("TEA", 1))
    paul = grace(shop)
    assert not paul.can_open("7")
    assert not shop.person("Sofia").can_open("1")
    assert paul.can_open("1")


def test_two_receivers_at_one_return_have_a_task_each_and_the_books_add_them_up(
    shop: Floor,
) -> None:
    send(shop, "1", Went("TEA", 3))
    paul, mary = grace(shop, "Paul"), grace(shop, "Mary")
    paul.open("TRK-1").scan("TEA")
    paul.quantity(2)
    paul.choose("scrap")
    mary.open("1")
    assert mary.step["lines"][0]["qty"] == 1
    assert shop.value("SELECT COUNT(*) FROM customer_return") == 1
    mary.go_offline()
    mary.scan("TEA")
    assert mary.choose("scrap") == "counted"
    paul.scan("TEA")
    assert paul.choose("scrap") == "counted"
    assert shop.raised() == []
    assert set(mary.come_back()) == {"booked"}
    assert shop.exception("return_over")["qty"] == 1
    paul.act("done")
    assert states(shop) == ["receiving"]
    mary.look_again().act("done")
    assert states(shop) == ["received"]


def test_a_late_scan_opens_a_return_again_and_a_repeated_one_counts_once(shop: Floor) -> None:
    send(shop, "1", Went("TEA", 3))
    paul = grace(shop).open("TRK-1")
    paul.scan("TEA")
    paul.choose("scrap")
    assert {one["repeat"] for one in paul.repeat_delivery()} == {True}
    assert back(shop) == [("TEA", 1, "scrap", "")]
    shop.cancel_task(paul)
    assert states(shop) == ["received"]
    again = grace(shop, "Mary").open("TRK-1")
    assert again.step["lines"][0]["qty"] == 2
    again.act("done")
    assert states(shop) == ["received", "cancelled"]


def test_goods_of_a_recalled_lot_that_come_back_are_brought_to_quarantine(shop: Floor) -> None:
    shop.item("MILK", tracking="lot")
    send(shop, "1", Went("MILK", 2, lot="L1"))
    shop.write(lambda tx: tx.run("UPDATE lot SET recalled_at = 1 WHERE code = 'L1'"))
    paul = grace(shop).open("TRK-1")
    paul.scans("MILK", "L1")
    paul.choose("new")
    paul.scan("LP000001")
    paul.act("done")
    assert shop.tasks("recall") == ["ready"]
    assert shop.tasks("putaway") == []


def test_goods_that_somebody_has_decided_about_are_not_undone(shop: Floor) -> None:
    send(shop, "1", Went("TEA", 2))
    paul = grace(shop).open("TRK-1")
    paul.scan("TEA")
    paul.choose("scrap")
    goods = shop.value("SELECT id FROM return_goods")
    shop.write(
        lambda tx: tx.insert(
            "return_decision", return_goods_id=goods, qty=1, follow="scrap", person_id=paul.id,
            at=tx.now, event_id="an event",
        )
    )  # fmt: skip
    paul.act("undo")
    assert paul.verdict == ("set_aside", "undo_too_late")
    assert back(shop) == [("TEA", 1, "scrap", "")]


def test_an_unknown_code_that_is_undone_is_not_told_any_more(shop: Floor) -> None:
    send(shop, "1", Went("TEA", 2))
    paul = grace(shop).open("TRK-1")
    paul.scan("WHATEVER-9")
    assert shop.raised() == ["return_unknown"]
    assert paul.act("undo") == "undone"
    assert shop.raised() == []


def test_a_full_container_is_put_away_while_more_comes_back(shop: Floor) -> None:
    send(shop, "1", Went("TEA", 3))
    paul = grace(shop).open("TRK-1")
    paul.scan("TEA")
    paul.choose("new")
    paul.scan("LP000001")
    assert paul.act("full") == "noted"
    assert shop.tasks("putaway") == ["ready"]
    paul.scan("TEA")
    paul.choose("new")
    assert paul.scan("LP000002") == "counted"
    assert shop.inside("LP000001") == {"TEA": 1}


def test_a_return_without_a_document_goes_on_where_it_was_and_begins_nowhere_else(
    shop: Floor,
) -> None:
    paul = grace(shop).start("returns", "R-01")
    assert paul.task
    first = paul.task["id"]
    assert paul.start("returns", "R-01").task
    assert paul.task["id"] == first
    starts = shop.engine.world.workflows["returns"].starts
    assert starts
    site, world = shop.site.id, shop.engine.world
    assert shop.write(lambda tx: starts(tx, world, "DOCK-1", paul.id, site)) is None


def test_goods_that_come_back_belong_to_whoever_they_are_of(shop: Floor) -> None:
    guest = shop.write(lambda tx: builders.make_owner(tx, "guest"))
    shop.item("CUP", owner_id=guest)
    send(shop, "1", Went("TEA", 1))
    paul = grace(shop).start("returns", "R-01")
    paul.scan("CUP")
    paul.choose("damaged")
    paul.scan("QUAR-1")
    paul.act("done")
    paul.open("TRK-1")
    paul.scan("CUP")
    paul.choose("damaged")
    paul.scan("QUAR-1")
    paul.scan("TEA")
    paul.choose("damaged")
    paul.scan("QUAR-1")
    owners = shop.read("SELECT owner_id, SUM(qty) AS qty FROM return_goods GROUP BY owner_id")
    assert {row["owner_id"]: row["qty"] for row in owners} == {1: 1, guest: 2}
    lying = shop.read("SELECT owner_id, qty FROM balance WHERE qty > 0 AND virtual = 0")
    assert {row["owner_id"]: row["qty"] for row in lying} == {1: 1, guest: 2}


def test_a_plate_that_is_used_again_in_the_house_opens_no_return(shop: Floor) -> None:
    send(shop, "1", Went("TEA", 1))
    paul = grace(shop)
    assert paul.can_open("CARTON-1")
    shop.write(lambda tx: tx.run("UPDATE container SET state = 'open' WHERE code = 'CARTON-1'"))
    shop.cancel_task(paul.open("TRK-1"))
    assert not paul.can_open("CARTON-1")
    assert paul.can_open("TRK-1")
