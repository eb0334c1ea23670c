"""Expected deliveries come by JSON or by CSV: the same twice is one, and what is wrong is told where it stands."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from apiflask import APIFlask

from pickface.db import row
from tests.integration.channels.test_uploads import bring_in, wrong
from tests.office import Desk, Office, open_office

ONE, TWO, PALLET, OTHER = (
    "340123450000000017",
    "340123450000000024",
    "340123450000000055",
    "340123450000000062",
)


@pytest.fixture
def office(app: APIFlask) -> Office:
    office = open_office(app)
    office.desk.post("/suppliers", {"code": "ACME", "name": "Acme"})
    office.desk.post("/items", {"sku": "MUG", "name": "Mug"})
    office.desk.post("/items", {"sku": "MILK", "name": "Milk", "tracking": "lot_expiry"})
    lines = [{"item": "MUG", "qty": 48}, {"item": "MILK", "qty": 12}]
    office.desk.post("/purchase-orders", {"number": "PO-1", "supplier": "ACME", "lines": lines})
    return office


def delivery(**more: Any) -> dict[str, Any]:
    milk = {"item": "MILK", "qty": 12, "lot": "L7", "expires_on": "2099-01-31"}
    cartons = [
        {"sscc": ONE, "pallet": PALLET, "contents": [{"item": "MUG", "qty": 24}]},
        {"sscc": TWO, "contents": [milk]},
    ]
    return {"number": "ASN-1", "supplier": "ACME", "purchase_order": "PO-1", "cartons": cartons, **more}  # fmt: skip


def carton(**more: Any) -> list[dict[str, Any]]:
    return [{"sscc": OTHER, "contents": [{"item": "MUG", "qty": 1}], **more}]


def incoming(sku: str = "MUG") -> int:
    found = row(
        "SELECT SUM(l.qty - l.received) AS qty FROM purchase_order_line l JOIN item i ON i.id = l.item_id "
        "WHERE i.sku = :sku",
        sku=sku,
    )
    return int(found["qty"]) if found and found["qty"] else 0


def test_what_was_announced_is_shown_and_announced_again_it_is_the_same(office: Office) -> None:
    made = office.desk.post("/deliveries", delivery())
    assert made["made"]
    assert office.desk.post("/deliveries", delivery()) == {"id": made["id"], "made": False}
    shown = office.desk.get(f"/deliveries/{made['id']}")
    assert (shown["state"], shown["cartons"], shown["arrived"]) == ("expected", 2, 0)
    assert [(one["sscc"], one["pallet"], one["state"]) for one in shown["contents"]] == [
        (ONE, PALLET, "expected"),
        (TWO, "", "expected"),
    ]
    goods = shown["contents"][1]["goods"][0]
    assert (goods["sku"], goods["qty"], goods["lot"], goods["ordered"]) == ("MILK", 12, "L7", True)
    assert [one["number"] for one in office.desk.get("/deliveries")["items"]] == ["ASN-1"]
    with office.app.app_context():
        assert incoming() == 48


def test_what_is_announced_eight_times_at_once_is_one_delivery(office: Office) -> None:
    start = Barrier(8)
    session = office.desk.client.get_cookie("pickface_session")
    assert session is not None

    def announce(_: int) -> dict[str, Any]:
        mine = Desk(office.app.test_client())
        mine.client.set_cookie("pickface_session", session.value)
        start.wait()
        return dict(mine.post("/deliveries", delivery()))

    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(announce, range(8)))
    assert sorted(one["made"] for one in told) == [False] * 7 + [True]
    assert len({one["id"] for one in told}) == 1


NEW: dict[str, Any] = {"number": "ASN-2"}
REFUSED: list[tuple[dict[str, Any], int, str]] = [
    ({"cartons": carton()}, 409, "delivery_exists"),
    (NEW, 409, "sscc_taken"),
    ({**NEW, "cartons": carton(pallet=ONE)}, 409, "sscc_taken"),
    ({**NEW, "cartons": carton(pallet=OTHER)}, 422, "sscc_twice"),
    ({**NEW, "cartons": carton(sscc=OTHER[:-1] + "3")}, 422, "bad_sscc"),
    ({**NEW, "cartons": carton(), "purchase_order": "PO-9"}, 422, "purchase_order_not_found"),
    ({**NEW, "cartons": carton(contents=[{"item": "NO", "qty": 1}])}, 422, "item_not_found"),
    ({**NEW, "cartons": carton(contents=[{"item": "MILK", "qty": 1}])}, 422, "lot_needed"),
    (
        {"number": "PO-1", "cartons": carton(), "purchase_order": None},
        409,
        "purchase_order_exists",
    ),
]


def test_what_cannot_be_is_refused_and_leaves_nothing(office: Office) -> None:
    office.desk.post("/deliveries", delivery())
    for more, status, code in REFUSED:
        refused = office.desk.post("/deliveries", delivery(**more), expect=status)
        assert refused["code"] == code
    assert len(office.desk.get("/deliveries")["items"]) == 1


def test_a_delivery_without_an_order_gets_one_that_is_confirmed_and_was_never_sent(office: Office) -> None:  # fmt: skip
    office.desk.post("/deliveries", delivery(purchase_order=None))
    [own] = office.desk.get("/purchase-orders", number="ASN-1")["items"]
    shown = office.desk.get(f"/purchase-orders/{own['id']}")
    assert (shown["state"], shown["sent_at"], len(shown["lines"])) == ("confirmed", None, 2)
    assert not office.desk.post("/deliveries", delivery(purchase_order=None))["made"]


TABLE = (
    "Lieferschein;Lieferant;Bestellung;Palette;NVE;Artikel;Menge;Charge;MHD\r\n"
    f"ASN-1;ACME;PO-1;{PALLET};(00) 3 4012345 000000001 7;MUG;24;;\r\n"
    f"ASN-1;ACME;PO-1;;00{TWO};MILK;12;L7;31.01.2099\r\n"
)


def test_a_table_of_cartons_is_the_same_delivery_and_comes_in_once(office: Office) -> None:
    done = bring_in(office.desk, "deliveries", TABLE)
    assert (done["created"], done["left_out"], wrong(done)) == (1, 0, [])
    again = bring_in(office.desk, "deliveries", TABLE)
    assert (again["created"], again["unchanged"]) == (0, 1)
    assert not office.desk.post("/deliveries", delivery())["made"]


def test_a_wrong_line_is_told_with_its_cell_and_nothing_of_its_delivery_comes_in(office: Office) -> None:  # fmt: skip
    table = TABLE.replace(";12;L7", ";12;") + f"ASN-2;ACME;;;{OTHER[:-1]}3;MUG;1;;\r\n"
    done = bring_in(office.desk, "deliveries", table)
    assert wrong(done) == [
        (3, "lot", "", "lot_needed"),
        (4, "sscc", OTHER[:-1] + "3", "bad_sscc"),
    ]
    assert office.desk.get("/deliveries")["items"] == []


def test_serial_numbers_stand_in_the_file_and_a_wrong_one_is_told_with_its_line(office: Office) -> None:  # fmt: skip
    office.desk.post("/items", {"sku": "PUMP", "name": "Pump", "tracking": "serial"})
    head = "Lieferschein;Lieferant;NVE;Artikel;Menge;Seriennummer\n"
    table = head + f"ASN-1;ACME;{ONE};PUMP;2;S1; S2\n".replace("S1; S2", '"S1; S2"')
    table += f"ASN-1;ACME;{TWO};PUMP;1;S3\n"
    twice = table + f"ASN-1;ACME;{OTHER};PUMP;1;S2\n"
    assert wrong(bring_in(office.desk, "deliveries", twice)) == [
        (4, "serial", "S2", "serial_twice")
    ]
    lacking = table.replace(";1;S3", ";2;S3")
    assert wrong(bring_in(office.desk, "deliveries", lacking))[0][1:] == ("serial", "S3", "serials_needed")  # fmt: skip
    done = bring_in(office.desk, "deliveries", table)
    assert (done["created"], wrong(done)) == (1, [])
    [made] = office.desk.get("/deliveries")["items"]
    shown = office.desk.get(f"/deliveries/{made['id']}")["contents"]
    assert [one["goods"][0]["serials"] for one in shown] == [["S1", "S2"], ["S3"]]
    assert [one["goods"][0]["qty"] for one in shown] == [2, 1]
    known = (
        table.replace("ASN-1", "ASN-2")
        .replace(ONE, OTHER)
        .replace(f"ASN-2;ACME;{TWO};PUMP;1;S3\n", "")
    )
    assert wrong(bring_in(office.desk, "deliveries", known)) == [
        (2, "serial", "S1; S2", "serial_known")
    ]


@pytest.mark.parametrize(
    "typed", [ONE, f"00{ONE}", f"]C100{ONE}", "(00) 3 4012345 000000001 7", PALLET]
)
def test_a_carton_or_pallet_that_was_announced_is_found_by_its_sscc(
    office: Office, typed: str
) -> None:
    made = office.desk.post("/deliveries", delivery())
    [one] = office.desk.get("/search", q=typed)["items"]
    assert (one["kind"], one["key"]) == ("delivery", str(made["id"]))
    assert one["title"] == "ASN-1 · Acme"
    assert office.desk.get("/search", q=OTHER)["items"] == []
