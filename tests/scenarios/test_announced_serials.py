"""A carton's serial numbers are announced with it: one scan of its SSCC books each unit by its number."""

from __future__ import annotations

from typing import Any

import pytest

from pickface.errors import PickfaceError
from tests.scenarios.floor import Floor, Person
from tests.scenarios.test_announced_deliveries import CARTONS, announce, received, states


def pumps(code: str, *serials: str, **more: Any) -> dict[str, Any]:
    content = {"item": "PUMP", "qty": len(serials), "serials": list(serials), **more}
    return {"sscc": code, "contents": [content]}


def dock(floor: Floor) -> Person:
    """Four pumps in two cartons, and Grace at the dock."""
    floor.item("PUMP", tracking="serial")
    floor.purchase("PO-1", PUMP=4)
    announce(floor, "ASN-1", pumps(CARTONS[0], "S1", "S2"), pumps(CARTONS[1], "S3", "S4"))
    return floor.person("Grace", "receiver")


def serials(floor: Floor, container: str) -> list[tuple[str, int]]:
    found = floor.read(
        "SELECT l.code, b.qty FROM balance b JOIN lot l ON l.id = b.lot_id "
        "WHERE b.container = :container AND b.qty > 0 ORDER BY l.code",
        container=container,
    )
    return [(one["code"], one["qty"]) for one in found]


def test_one_scan_of_a_carton_books_each_unit_by_its_number(floor: Floor) -> None:
    grace = dock(floor).open("PO-1")
    assert grace.scan("00" + CARTONS[0]) == "carton_counted"
    assert serials(floor, CARTONS[0]) == [("S1", 1), ("S2", 1)]
    assert received(floor) == [2]
    assert grace.scan(CARTONS[0]) == "already_counted"
    assert received(floor) == [2]
    assert grace.scan(CARTONS[1]) == "carton_counted"
    assert grace.act("done") == "task_done"
    assert floor.value("SELECT state FROM purchase_order") == "received"
    assert floor.raised() == []
    floor.check_books()


def test_a_unit_is_found_by_its_number_under_its_lot(floor: Floor) -> None:
    floor.item("PUMP", tracking="serial")
    floor.purchase("PO-1", PUMP=1)
    announce(floor, "ASN-1", pumps(CARTONS[0], "S1", lot="L7", expires_on="2099-01-31"))
    floor.person("Grace", "receiver").open("PO-1").scan(CARTONS[0])
    found = floor.read(
        "SELECT code, parent_id, expires_on FROM lot WHERE code IN ('S1', 'L7') ORDER BY code"
    )
    assert [(one["code"], one["parent_id"] > 0, one["expires_on"]) for one in found] == [
        ("L7", False, "2099-01-31"),
        ("S1", True, "2099-01-31"),
    ]
    floor.check_books()


def test_what_is_undone_is_awaited_again_with_its_numbers(floor: Floor) -> None:
    grace = dock(floor).open("PO-1")
    grace.scan(CARTONS[0])
    grace.act("undo")
    assert (serials(floor, CARTONS[0]), received(floor)) == ([], [0])
    assert states(floor) == ["expected", "expected"]
    grace.scan(CARTONS[0])
    assert serials(floor, CARTONS[0]) == [("S1", 1), ("S2", 1)]
    floor.check_books()


def test_a_loose_unit_beside_them_is_scanned_by_its_number(floor: Floor) -> None:
    grace = dock(floor).open("PO-1")
    grace.scans("PUMP", "S9")
    assert grace.scan("LP000001") == "counted"
    assert received(floor) == [1]
    floor.check_books()


def test_a_number_that_came_in_otherwise_meanwhile_is_told_and_stops_nobody(floor: Floor) -> None:
    grace = dock(floor).open("PO-1")
    # Somebody has opened a carton and counted S3 by hand before.
    grace.scans("PUMP", "S3", "LP000001")
    assert received(floor) == [1]
    assert grace.scan(CARTONS[1]) == "carton_counted"
    assert floor.verdicts("booked")[-1] == "carton_counted"
    assert serials(floor, CARTONS[1]) == [("S4", 1)]
    assert received(floor) == [2]
    assert floor.raised() == ["receipt_serial"]
    told = floor.read("SELECT kind, code, qty FROM discrepancy")
    assert [dict(one) for one in told] == [{"kind": "serial", "code": "S3", "qty": 1}]
    floor.check_books()
    grace.act("undo")
    assert (floor.raised(), received(floor)) == ([], [1])
    floor.check_books()


@pytest.mark.parametrize(
    ("cartons", "code", "params"),
    [
        ([pumps(CARTONS[2], "S5", "S5")], "serial_twice", {"item": "PUMP", "serial": "S5"}),
        ([pumps(CARTONS[2], "S5"), pumps(CARTONS[3], "S5")], "serial_twice", {"serial": "S5"}),
        ([pumps(CARTONS[2], "S1")], "serial_known", {"serial": "S1", "where": "DOCK-1"}),
        ([pumps(CARTONS[2], "S3")], "serial_known", {"serial": "S3", "where": "ASN-1"}),
        ([pumps(CARTONS[2], "S5", qty=2)], "serials_needed", {"qty": 2, "named": 1}),
    ],
)
def test_a_number_that_cannot_be_is_refused_when_it_is_announced(
    floor: Floor, cartons: list[dict[str, Any]], code: str, params: dict[str, Any]
) -> None:
    dock(floor).open("PO-1").scan(CARTONS[0])
    with pytest.raises(PickfaceError) as refused:
        announce(floor, "ASN-2", *cartons)
    assert refused.value.code == code
    assert params.items() <= refused.value.params.items()
    assert floor.value("SELECT COUNT(*) FROM expected_delivery") == 1


def test_the_same_delivery_again_changes_nothing(floor: Floor) -> None:
    dock(floor)
    same = [pumps(CARTONS[0], "S1", "S2"), pumps(CARTONS[1], "S3", "S4")]
    assert announce(floor, "ASN-1", *same) == 1
    with pytest.raises(PickfaceError) as refused:
        announce(floor, "ASN-1", pumps(CARTONS[0], "S1", "S2"), pumps(CARTONS[1], "S3", "S9"))
    assert refused.value.code == "delivery_exists"
