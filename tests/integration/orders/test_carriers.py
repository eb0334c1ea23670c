"""Carriers and their rates, as the office and its spreadsheets name them, and what a manifest says."""

from __future__ import annotations

from typing import Any

import pytest
from apiflask import APIFlask

from tests import builders
from tests.integration.channels.test_uploads import bring_in
from tests.office import Office, open_office


@pytest.fixture
def office(app: APIFlask) -> Office:
    """A post with two rates, and a courier with none."""
    office = open_office(app)
    post = office.desk.post("/carriers", {"code": "post", "name": "Post", "cut_off": "18:00"})
    office.desk.post("/carriers", {"code": "COURIER", "name": "Courier"})
    for weight, price in ((2_000, 450), (5_000, 690)):
        office.desk.post(
            f"/carriers/{post['id']}/rates",
            {"country": "Germany", "max_weight_g": weight, "price_minor": price},
            expect=200,
        )
    return office


def parcel(office: Office, shipped_at: int | None = None) -> int:
    """A closed carton of 1.5 kg for Germany."""

    def close(tx: Any) -> int:
        item = builders.make_item(tx)
        order = builders.make_order(tx, office.site_id, [(item, 1)], country="germany")
        dock = builders.make_place(tx, office.site_id, f"D-{order.id}", kind="dock")
        plate = builders.make_container(tx, f"LP{order.id:06}", dock, office.site_id, "carton")
        made: int = tx.insert(
            "shipment", site_id=office.site_id, order_id=order.id, container_code=plate,
            tracking=f"PF{order.id}", weight_g=1_500, packed_at=1, shipped_at=shipped_at,
        )  # fmt: skip
        return made

    return builders.write(office.app, close)


def test_a_carrier_is_named_once_changed_and_taken_out_of_use(office: Office) -> None:
    listed = office.desk.get("/carriers")["items"]
    assert [(one["code"], one["rates"]) for one in listed] == [("COURIER", 0), ("POST", 2)]
    taken = office.desk.post("/carriers", {"code": "POST", "name": "Other"}, expect=409)
    assert taken["code"] == "carrier_taken"
    office.desk.post("/carriers", {"code": "X", "name": "X", "cut_off": "25:00"}, expect=422)
    post = listed[1]["id"]
    changed = office.desk.post(
        f"/carriers/{post}", {"cut_off": "", "active": False}, expect=200, method="PATCH"
    )
    assert (changed["cut_off"], changed["active"], changed["name"]) == ("", False, "Post")


def test_a_rate_that_is_said_again_is_changed_and_one_is_taken_away(office: Office) -> None:
    path = f"/carriers/{office.desk.get('/carriers')['items'][1]['id']}/rates"
    office.desk.post(
        path, {"country": "Germany", "max_weight_g": 2_000, "price_minor": 500}, expect=200
    )
    first, second = office.desk.get(path)["items"]
    assert (first["price_minor"], second["price_minor"]) == (500, 690)
    office.desk.post(f"{path}/{first['id']}", expect=200, method="DELETE")
    assert [one["id"] for one in office.desk.get(path)["items"]] == [second["id"]]


def test_rates_come_in_from_a_spreadsheet_and_a_newer_file_wins(office: Office) -> None:
    table = "Carrier;Country;Max weight;Price\nCOURIER;Germany;3000;{}\n"
    for price, minor in (("7,90", 790), ("8,50", 850)):
        bring_in(office.desk, "carrier_rates", table.format(price), decimal=",")
        courier = office.desk.get("/carriers")["items"][0]["id"]
        (rate,) = office.desk.get(f"/carriers/{courier}/rates")["items"]
        assert (rate["max_weight_g"], rate["price_minor"]) == (3_000, minor)


def test_another_carrier_is_chosen_until_the_parcel_has_left(office: Office) -> None:
    waiting, gone = parcel(office), parcel(office, shipped_at=5)
    chosen = office.desk.post(f"/shipments/{waiting}/carrier", {"carrier": "post"}, expect=200)
    assert chosen["carrier"] == "Post"
    assert office.desk.get("/carriers")["items"][1]["waiting"] == 1
    for shipment, carrier, status, code in (
        (waiting, "COURIER", 409, "carrier_has_no_rate"),
        (waiting, "NOBODY", 404, "carrier_not_found"),
        (gone, "POST", 409, "parcel_has_left"),
        (999, "POST", 404, "not_found"),
    ):
        path = f"/shipments/{shipment}/carrier"
        assert office.desk.post(path, {"carrier": carrier}, expect=status)["code"] == code


def test_a_manifest_is_of_a_day_by_the_sites_own_midnight(office: Office) -> None:
    # 23:30 on 1 July in Berlin is half past nine in the evening in UTC, and 00:30 is still the day before there.
    for shipped_at in (1_782_941_400_000, 1_782_945_000_000):
        parcel(office, shipped_at)
    for day in ("2026-07-01", "2026-07-02"):
        assert office.desk.get("/carriers/manifest", day=day)["parcels"] == 1
    table = office.desk.client.get("/api/v1/carriers/manifest.csv?day=2026-07-01")
    head, line = table.text.splitlines()
    assert head.startswith("tracking,plate,number")
    assert line.startswith("PF")
    paper = office.desk.client.get("/api/v1/carriers/manifest.pdf?day=2026-07-01")
    assert paper.data.startswith(b"%PDF")
    office.desk.get("/carriers/manifest", day="2026-02-30", expect=422)
    assert office.desk.get("/carriers/manifest", day="2026-07-01", carrier="NO", expect=404)


def test_the_board_tells_of_parcels_whose_carrier_is_about_to_leave(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipment = parcel(office)
    office.desk.post(f"/shipments/{shipment}/carrier", {"carrier": "POST"}, expect=200)
    for now, told in ((1_782_916_200_000, 0), (1_782_921_000_000, 1)):  # 16:30 and 17:50 in Berlin
        monkeypatch.setattr("pickface.insight.board.clock", lambda now=now: now)
        assert office.desk.get("/board")["orders"]["cut_off"] == told
