"""What is measured at the dock: temperatures and weights, of the items that ask for it and of no others."""

from pickface.inspections.deciding import Decision, decide
from pickface.purchasing.deliveries import show_delivery
from pickface.tasks.steps import vocabulary_of
from tests.scenarios.floor import Floor, Person
from tests.scenarios.test_announced_deliveries import CARTONS, announce, carton
from tests.scenarios.test_inspecting import available, put_away
from tests.scenarios.test_receiving import discrepancies, received, receiver

CHILLED = {"min_temp_tenths": 20, "max_temp_tenths": 70}


def measured(floor: Floor, *columns: str) -> list[tuple[int | None, ...]]:
    """What was measured, oldest first."""
    rows = floor.read(f"SELECT {', '.join(columns)} FROM measurement ORDER BY id")
    return [tuple(row[name] for name in columns) for row in rows]


def decided(floor: Floor, follow: str) -> None:
    """A desk decides about all that is held."""
    who = floor.person("Vera", "supervisor")
    by = {"id": who.id, "site_id": floor.site.id}
    held = floor.value("SELECT MAX(id) FROM inspection_verdict WHERE undecided > 0")
    floor.write(
        lambda tx: decide(tx, floor.engine.world, floor.engine.signer, by, Decision(held, follow))
    )
    floor.work_off()


def test_an_item_that_asks_for_nothing_costs_a_receiver_nothing(floor: Floor) -> None:
    floor.item("TEA")
    floor.purchase("PO-1", TEA=2)
    grace = receiver(floor)
    assert "asks" not in grace.step
    assert grace.task
    assert vocabulary_of(grace.task["script"]) < 6
    assert grace.scans("TEA", "LP000001") == "counted"
    assert measured(floor, "id") == []


def test_a_temperature_is_asked_for_once_and_kept_with_the_receipt(floor: Floor) -> None:
    floor.item("MILK", **CHILLED)
    floor.item("TEA")
    floor.purchase("PO-1", MILK=40, TEA=1)
    grace = receiver(floor)
    assert grace.task
    assert vocabulary_of(grace.task["script"]) == 6
    assert grace.scan("MILK") == "need_temperature"
    assert grace.fill("temperature", 45) == "need_into"
    assert grace.scan("LP000001") == "counted"
    assert grace.scan("MILK") == "counted"
    assert grace.quantity(40) == "counted"
    assert grace.scan("TEA") == "counted"
    assert grace.act("done") == "task_done"
    assert received(floor) == [40, 1]
    assert measured(floor, "qty", "temp_tenths", "limit_tenths", "held_at") == [(1, 45, None, None)]
    assert (discrepancies(floor), floor.raised()) == ([], [])


def warm(floor: Floor) -> Person:
    """Four cartons of milk at 9.5 degrees were taken in and stand apart."""
    floor.item("MILK", tracking="lot", **CHILLED)
    floor.purchase("PO-1", MILK=10)
    grace = receiver(floor)
    assert grace.scan("MILK") == "need_lot"
    assert grace.quantity(4) == "need_lot"
    assert grace.fill("lot", "L1") == "need_temperature"
    assert grace.fill("temperature", 95) == "too_warm"
    assert grace.scan("LP000001") == "scan_place_first"
    assert grace.scan("QUAR-1") == "counted"
    return grace


def test_goods_that_are_too_warm_are_held_in_quarantine_and_the_buyer_hears_of_it(
    floor: Floor,
) -> None:
    grace = warm(floor)
    assert (floor.at("QUAR-1", "MILK"), available(floor, "MILK"), received(floor)) == (4, 0, [4])
    assert discrepancies(floor) == [("temperature", 4)]
    told = {"purchase_order": "PO-1", "qty": 4, "temp": "9.5", "limit": "7.0", "at": "QUAR-1"}
    assert floor.exception("receipt_temperature") == told
    quarantine = floor.places["QUAR-1"]
    assert measured(floor, "qty", "temp_tenths", "limit_tenths", "held_at") == [
        (4, 95, 70, quarantine)
    ]
    # The next pallet may be as cold as it should.
    grace.scan("MILK")
    grace.fill("lot", "L1")
    grace.quantity(6)
    assert grace.fill("temperature", 50) == "need_into"
    assert grace.scan("LP000001") == "counted"
    assert grace.act("done") == "task_done"
    assert grace.next("putaway")
    put_away(grace)
    assert (floor.at("QUAR-1", "MILK"), available(floor, "MILK")) == (4, 6)
    floor.check_books()


def test_a_desk_passes_what_was_held(floor: Floor) -> None:
    grace = warm(floor)
    grace.act("done")
    grace.act("done")
    decided(floor, "pass")
    assert (floor.at("QUAR-1", "MILK"), floor.at("DOCK-1", "MILK")) == (0, 4)
    assert grace.next("putaway")
    grace.scan("MILK")
    grace.scan(grace.place)
    assert available(floor, "MILK") == 4


def test_an_undone_scan_of_warm_goods_leaves_nothing_held(floor: Floor) -> None:
    grace = warm(floor)
    assert grace.act("undo") == "undone"
    assert (discrepancies(floor), floor.raised(), received(floor)) == ([], [], [0])
    assert (measured(floor, "id"), floor.at("QUAR-1")) == ([], 0)
    assert floor.value("SELECT COUNT(*) FROM inspection_verdict") == 0
    assert floor.value("SELECT SUM(waiting) FROM inspection") == 0
    # It was a slip of the finger.
    assert grace.confirm() == "counted"
    assert floor.raised() == ["receipt_temperature"]


def test_what_a_desk_has_decided_is_not_undone_by_a_scan(floor: Floor) -> None:
    grace = warm(floor)
    decided(floor, "supplier")
    grace.act("undo")
    assert grace.verdict == ("set_aside", "undo_too_late")
    assert (floor.at("QUAR-1"), received(floor)) == (0, [4])


def test_warm_goods_that_are_inspected_anyway_are_held_once(floor: Floor) -> None:
    floor.item("MILK", inspection="all", **CHILLED)
    floor.purchase("PO-1", MILK=2)
    grace = receiver(floor)
    grace.scan("MILK")
    grace.quantity(2)
    grace.fill("temperature", -15)
    assert grace.confirm() == "counted"
    rows = floor.read("SELECT qty, waiting FROM inspection")
    assert rows == [{"qty": 2, "waiting": 0}]
    assert floor.value("SELECT undecided FROM inspection_verdict") == 2
    assert floor.tasks("inspect") == []


def test_without_a_quarantine_warm_goods_come_in_and_are_told(floor: Floor) -> None:
    floor.write(lambda tx: tx.run("UPDATE place SET active = 0 WHERE kind = 'quarantine'"))
    floor.item("MILK", **CHILLED)
    floor.purchase("PO-1", MILK=1)
    grace = receiver(floor)
    grace.scan("MILK")
    assert grace.fill("temperature", 71) == "too_warm"
    assert grace.scan("LP000001") == "counted"
    assert discrepancies(floor) == [("temperature", 1)]
    assert "at" not in floor.exception("receipt_temperature")


def test_catch_weight_is_counted_in_pieces_and_weighed_in_grams(floor: Floor) -> None:
    floor.item("HAM", catch_weight=1, weight_g=4_000)
    floor.purchase("PO-1", HAM=5)
    grace = receiver(floor)
    assert grace.scan("HAM") == "need_pieces"
    assert grace.quantity(3) == "need_weight_g"
    assert grace.fill("weight_g", 1_200) == "weigh_again"
    assert grace.fill("weight_g", 12_340) == "need_into"
    assert grace.scan("LP000001") == "counted"
    assert grace.quantity(5) == "scan_to_weigh"
    grace.scan("HAM")
    grace.quantity(2)
    assert grace.fill("weight_g", 7_910) == "counted"
    assert grace.act("done") == "task_done"
    assert floor.inside("LP000001") == {"HAM": 5}
    assert measured(floor, "qty", "weight_g", "temp_tenths") == [
        (3, 12_340, None),
        (2, 7_910, None),
    ]
    assert floor.value("SELECT COUNT(*) FROM move WHERE weight_g IS NOT NULL") == 0
    floor.check_books()


def test_a_label_that_tells_the_weight_is_all_that_is_needed(floor: Floor) -> None:
    floor.item("HAM", "05012345678900", catch_weight=1, weight_g=4_000)
    floor.purchase("PO-1", HAM=2)
    grace = receiver(floor)
    label = "]C10105012345678900310300"
    assert grace.scan(label + "3900") == "need_into"
    assert grace.scan("LP000001") == "counted"
    assert grace.scan(label + "4210") == "counted"
    assert measured(floor, "qty", "weight_g") == [(1, 3_900), (1, 4_210)]
    assert grace.act("undo") == "undone"
    assert measured(floor, "qty", "weight_g") == [(1, 3_900)]


def test_what_was_weighed_out_of_reach_of_the_network_is_kept_when_it_comes_back(
    floor: Floor,
) -> None:
    floor.item("FISH", catch_weight=1, **CHILLED)
    floor.purchase("PO-1", FISH=4)
    grace = receiver(floor).go_offline()
    grace.scan("FISH")
    grace.quantity(4)
    assert grace.fill("weight_g", 2_000) == "need_temperature"
    assert grace.fill("temperature", 69) == "need_into"
    grace.scan("LP000001")
    assert set(grace.come_back()) == {"booked"}
    assert measured(floor, "qty", "weight_g", "temp_tenths") == [(4, 2_000, 69)]


def test_what_nobody_expected_is_measured_too(floor: Floor) -> None:
    floor.item("TEA")
    floor.item("MILK", **CHILLED)
    floor.item("HAM", catch_weight=1, weight_g=0)
    floor.purchase("PO-1", TEA=1)
    grace = receiver(floor)
    assert grace.scans("TEA", "LP000001") == "counted"
    assert grace.scan("MILK") == "need_temperature"
    assert grace.fill("temperature", 45) == "not_expected"
    assert grace.scan("HAM") == "need_pieces"
    grace.quantity(2)
    assert grace.fill("weight_g", 8_100) == "not_expected"
    assert measured(floor, "qty", "weight_g", "temp_tenths", "line_id") == [
        (1, None, 45, None),
        (2, 8_100, None, None),
    ]


def test_a_delivery_tells_what_was_measured_of_its_opened_cartons(floor: Floor) -> None:
    floor.item("MILK", **CHILLED)
    floor.item("TEA", **CHILLED)
    floor.purchase("PO-1", MILK=20, TEA=5)
    first = announce(floor, "ASN-1", carton(CARTONS[0], MILK=10))
    other = announce(floor, "ASN-2", carton(CARTONS[1], TEA=5))
    grace = receiver(floor)
    assert grace.scan(CARTONS[0]) == "carton_counted"
    assert grace.act("open") == "carton_opened"
    grace.scan("MILK")
    grace.quantity(10)
    assert grace.fill("temperature", 45) == "need_into"
    grace.scan("LP000001")
    with floor.app.app_context():
        (told,) = show_delivery(floor.site.id, first)["measured"]
        assert (told["sku"], told["qty"], told["temp_tenths"], told["person"]) == ("MILK", 10, 45, "Grace")  # fmt: skip
        assert show_delivery(floor.site.id, other)["measured"] == []
