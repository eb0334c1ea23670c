"""What virtual people find in a bin."""

from __future__ import annotations

from typing import Any

from pickface.simulate.bins import found_there, say_what_lies_there


def lying(item: int, qty: int, **more: Any) -> dict[str, Any]:
    plain = {"container": "", "unreservable": 0, "lot": "", "expires_on": ""}
    return {"item_id": item, "qty": qty, **plain, **more}


def test_a_share_of_the_bins_holds_less_and_the_same_bin_always_the_same() -> None:
    asked = [(line, 40) for line in range(1000)]
    found = [found_there(1, 0.2, line, place, 5) for line, place in asked]
    assert found == [found_there(1, 0.2, line, place, 5) for line, place in asked]
    assert 50 < sum(units < 5 for units in found) < 150
    assert all(0 <= units <= 5 for units in found)
    assert {found_there(1, 0.0, line, place, 5) for line, place in asked} == {5}


def test_a_counter_says_what_the_books_have_less_what_was_found_missing() -> None:
    bin_ = [lying(1, 9, unreservable=4), lying(2, 3, unreservable=3), lying(3, 1), lying(4, 2)]
    acts = say_what_lies_there([*bin_, lying(1, 5, container="T1")], {1: "A", 2: "B", 3: "C"}, {})
    scan_a, scan_c = ({"code": code, "symbology": ""} for code in "AC")
    assert acts == [("scan", scan_a), ("quantity", {"qty": 5}), ("scan", scan_c)]


def test_a_counter_reads_lot_expiry_and_serial_from_the_goods() -> None:
    dated = lying(1, 2, lot="L7", expires_on="2031-01-31")
    acts = say_what_lies_there(
        [dated, lying(2, 1, lot="S1")], {1: "A", 2: "B"}, {1: "lot_expiry", 2: "serial"}
    )
    assert [fields.get("value") for kind, fields in acts if kind == "fill"] == [
        "L7",
        "2031-01-31",
        "S1",
    ]
